using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.SharedConfig.Editing;

namespace Lanyard.Tests.Credentials.SharedConfig.Editing;

public class RenamingTests
{
    private const SharedConfigSectionKind Profile = SharedConfigSectionKind.Profile;

    [Theory]
    [InlineData("[profile old]\na = b\n", "[profile new]\na = b\n")]
    [InlineData("[ profile\told ]  # c\r\n", "[ profile\tnew ]  # c\r\n")]
    [InlineData("[profile old]\n[profile x]\n[profile old]", "[profile new]\n[profile x]\n[profile new]")]
    [InlineData("[sso-session old]\n[services old]\n[profile old]\n", "[sso-session old]\n[services old]\n[profile new]\n")]
    [InlineData("[profile old]\nsource_profile = old\n[profile x]\nsource_profile=old # c\n[profile y]\nsource_profile = older\n", "[profile new]\nsource_profile = new\n[profile x]\nsource_profile=new # c\n[profile y]\nsource_profile = older\n")]
    [InlineData("[profile x]\nsource_profile = old", "[profile x]\nsource_profile = new")]
    public void A_profile_gets_another_name_and_what_refers_to_it_follows(string before, string after) =>
        Assert.Equal(after, Rename(before, "old", "new"));

    [Theory]
    [InlineData("[default] # c\na = b\n", "default", "new", "[profile new] # c\na = b\n")]
    [InlineData("[profile default]\n", "default", "new", "[profile new]\n")]
    [InlineData("[ profile  old ]\n", "old", "default", "[default ]\n")]
    public void The_default_profile_goes_without_its_kind(string before, string from, string to, string after) =>
        Assert.Equal(after, Rename(before, from, to));

    [Fact]
    public void In_the_credentials_file_a_header_is_the_name_alone()
    {
        var file = Text.Credentials("[default]\na = b\n[x]\nsource_profile = default\n");
        Assert.Equal("[new]\na = b\n[x]\nsource_profile = new\n", SharedConfigRenaming.Rename(file, Profile, "default", "new", out var references).String());
        Assert.Equal(new SettingReference("x", "source_profile", "/c/credentials", 4), Assert.Single(references));
    }

    [Fact]
    public void Sessions_and_services_take_their_references_along()
    {
        var file = Text.Config("[sso-session s]\n[services s]\n[profile a]\nsso_session = s\nservices = s\n");
        Assert.Equal("[sso-session t]\n[services s]\n[profile a]\nsso_session = t\nservices = s\n", SharedConfigRenaming.Rename(file, SharedConfigSectionKind.SsoSession, "s", "t", out _).String());
        Assert.Equal("[sso-session s]\n[services t]\n[profile a]\nsso_session = s\nservices = t\n", SharedConfigRenaming.Rename(file, SharedConfigSectionKind.Services, "s", "t", out _).String());
    }

    [Theory]
    [InlineData("[profile old]\n[profile new]\n", "new")]
    [InlineData("[profile old]\n[profile \"new\"]\n", "new")]
    [InlineData("[profile old]\n", "a b")]
    [InlineData("[profile old]\n", "x]\n[profile y")]
    [InlineData("[profile old]\n", "")]
    public void A_name_that_is_taken_or_no_name_is_refused(string content, string to) =>
        Assert.Equal(SharedConfigProblem.Request, Assert.Throws<SharedConfigException>(() => Rename(content, "old", to)).Problem);

    [Fact]
    public void Two_default_sections_of_which_one_is_ignored_are_not_made_one() =>
        Assert.Contains("would change more than was asked for", Assert.Throws<SharedConfigException>(
            () => Rename("[default]\na = b\n[profile default]\nc = d\n", "default", "new")).Message, StringComparison.Ordinal);

    [Fact]
    public void Renaming_there_and_back_leaves_random_files_as_they_were()
    {
        var random = new Random(7);
        int edits = 0;
        for (int round = 0; round < 4000; round++)
        {
            if (SharedConfigSamples.File(random) is not { } before)
            {
                continue;
            }

            foreach (string name in before.Profiles.Keys.Where(n => n != "default"))
            {
                string there;
                try
                {
                    there = Rename(before.Text.String(), name, "n-e-w");
                }
                catch (SharedConfigException e) when (e.Problem == SharedConfigProblem.Request)
                {
                    continue; // a quoted name in the way
                }

                Assert.Contains("n-e-w", Text.Config(there).Profiles.Keys);
                if (!before.Text.String().Contains($"[profile \"{name}\"]", StringComparison.Ordinal))
                {
                    Assert.Equal(before.Text.String(), Rename(there, "n-e-w", name));
                    edits++;
                }
            }
        }

        Assert.True(edits > 500);
    }

    private static string Rename(string content, string from, string to) =>
        SharedConfigRenaming.Rename(Text.Config(content), Profile, from, to, out _).String();
}
