using Lanyard.Policy.Catalog;
using Lanyard.Policy.Sets.Minimize;
using static Lanyard.Tests.Policy.Sets.Sides;

namespace Lanyard.Tests.Policy.Sets.Minimize;

public sealed class ActionWildcardTests
{
    private static readonly MinimizeOptions Wildcards = new(Wildcards: true);

    [Fact]
    public void Without_the_option_no_wildcard_comes_in()
    {
        var all = $"[{string.Join(',', Catalogue.Embedded.FindService("sqs")!.Actions.Select(action => $"'{action.FullName}'"))}]";
        Assert.DoesNotContain("sqs:*'", Minimized.Text(Allow(all)), StringComparison.Ordinal);
        Assert.Equal(Allow("'sqs:*'"), Minimized.Text(Allow(all), Wildcards));
    }

    [Fact]
    public void A_wildcard_matches_the_actions_that_were_listed_and_no_other()
    {
        var service = Catalogue.Embedded.FindService("ec2")!;
        var wanted = service.Actions.Where(action => action.Name.StartsWith("Describe", StringComparison.Ordinal) && action.Name != "DescribeVpcs").Select(action => action.FullName).ToHashSet();
        var found = Minimized.Of(Attach.Document(Allow($"[{string.Join(',', wanted.Select(action => $"'{action}'"))}]")), Wildcards);
        Assert.Null(found.Unproved);
        var patterns = found.Document.Statements.Single().Action.Values.Select(value => value.Value).ToList();
        Assert.True(patterns.Count < wanted.Count / 3, $"{patterns.Count} of {wanted.Count}");
        var matched = patterns.SelectMany(Catalogue.Embedded.Match).SelectMany(range => Enumerable.Range(range.First, range.Count)).Select(id => Catalogue.Embedded.Action(id).FullName);
        Assert.Equal(wanted.Order(StringComparer.Ordinal), matched.Distinct().Order(StringComparer.Ordinal));
        Assert.NotEmpty(found.Wildcards);
        Assert.All(found.Wildcards, wildcard => Assert.Subset(wanted, wildcard.Actions.ToHashSet()));
        Assert.All(found.Wildcards, wildcard => Assert.Contains(wildcard.Pattern, patterns));
    }

    [Fact]
    public void What_was_a_wildcard_stays_one()
    {
        // All actions that it matches today could be listed in fewer characters, and tomorrow it would match more.
        const string Everything = "'account:Get*','account:ListRegions'";
        Assert.Contains("'account:Get*'", Minimized.Text(Allow($"[{Everything}]"), Wildcards), StringComparison.Ordinal);
    }

    [Fact]
    public void Denials_and_exceptions_get_no_wildcards()
    {
        var all = $"[{string.Join(',', Catalogue.Embedded.FindService("sqs")!.Actions.Select(action => $"'{action.FullName}'"))}]";
        Assert.DoesNotContain("sqs:*'", Minimized.Text(Allow("'*'") + "," + Deny(all), Wildcards), StringComparison.Ordinal);
    }
}
