using Lanyard.Credentials.SharedConfig.Import;

namespace Lanyard.Tests.Credentials.SharedConfig.Import;

public sealed class ProfileNameTemplateTests
{
    private const string One = "111111111111";
    private const string Two = "222222222222";

    [Theory]
    [InlineData("{account}-{role}", "Shop Dev (EU)", "Admin", "Shop-Dev-EU-Admin")]
    [InlineData("aws/{accountId}.{role}", "x", "Admin", "aws/111111111111.Admin")]
    [InlineData("{account}", "a#b;c]\nd", "Admin", "a-b-c-d")]
    [InlineData("{account}", "日本", "Admin", "111111111111")]
    [InlineData("{account}", "  ", "Admin", "111111111111")]
    [InlineData("{role}@{account}", "a", "Dev=Ops,2", "Dev-Ops-2@a")]
    public void What_no_name_may_have_is_left_out(string template, string account, string role, string name) =>
        Assert.Equal(name, Names(template, [], new ImportTarget(One, account, role)).Single());

    [Theory]
    [InlineData("")]
    [InlineData("everything")]
    [InlineData("{acount}")]
    [InlineData("{account")]
    [InlineData("{account} {role}")]
    [InlineData("{account}]{role}")]
    [InlineData("{account}\n[x]")]
    public void A_template_that_makes_no_names_is_refused(string template) =>
        Assert.Throws<FormatException>(() => ProfileNameTemplate.Parse(template));

    [Fact]
    public void Accounts_of_the_same_name_get_their_ids_in_whatever_order_they_come()
    {
        ImportTarget[] targets = [new(One, "shop", "Dev"), new(Two, "shop", "Dev"), new(Two, "shop", "Ops")];
        string[] expected = ["shop-Dev-111111111111", "shop-Dev-222222222222", "shop-Ops"];
        Assert.Equal(expected, Names("{account}-{role}", [], targets));
        Assert.Equal(expected.Reverse(), Names("{account}-{role}", [], [.. targets.Reverse()]));
    }

    [Fact]
    public void Permission_sets_that_the_template_does_not_tell_apart_are_named()
    {
        Assert.Equal(["shop-Dev", "shop-Ops"], Names("{account}", [], new(One, "shop", "Dev"), new(One, "shop", "Ops")));
        Assert.Equal(
            ["shop-111111111111-Dev", "shop-111111111111-Ops", "shop-222222222222-Dev"],
            Names("{account}", [], new(One, "shop", "Dev"), new(One, "shop", "Ops"), new(Two, "shop", "Dev")));
    }

    [Fact]
    public void Names_that_only_differ_in_what_no_name_may_have_are_told_apart_all_the_same()
    {
        var names = Names("{account}-{role}", [], new(One, "shop", "a=b"), new(One, "shop", "a,b"), new(Two, "shop-a-b", "a-b"));
        Assert.Equal(3, names.Distinct().Count());
        Assert.Equal(names, Names("{account}-{role}", [], new(One, "shop", "a=b"), new(One, "shop", "a,b"), new(Two, "shop-a-b", "a-b")));
    }

    [Fact]
    public void A_name_that_another_import_has_given_or_that_is_the_default_gets_the_id()
    {
        Assert.Equal(["shop-111111111111"], Names("{account}", ["shop"], new ImportTarget(One, "shop", "Dev")));
        Assert.Equal(["default-111111111111"], Names("{account}", [], new ImportTarget(One, "default", "Dev")));
    }

    private static string[] Names(string template, string[] taken, params ImportTarget[] targets)
    {
        var names = ProfileNameTemplate.Parse(template).NamesOf(targets, taken.Contains);
        return [.. targets.Select(t => names[t].Name)];
    }
}
