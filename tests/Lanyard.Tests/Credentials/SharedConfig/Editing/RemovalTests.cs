using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.SharedConfig.Editing;

namespace Lanyard.Tests.Credentials.SharedConfig.Editing;

public class RemovalTests
{
    private const SharedConfigSectionKind Profile = SharedConfigSectionKind.Profile;

    [Theory]
    [InlineData("[default]\nregion = x\nz = y\n", "[default]\nz = y\n")]
    [InlineData("[default]\r\nz = y\r\nREGION = x # c", "[default]\r\nz = y\r\n")]
    [InlineData("[default]\n# before\nregion = x\n  more\n\n  # c\n# after\nz = y", "[default]\n# before\n# after\nz = y")]
    [InlineData("[default]\nregion = a\nz = y\nregion = b\n", "[default]\nz = y\n")]
    [InlineData("[default]\nregion = a\n[profile x]\nregion = b\n[default]\nregion = c\n", "[default]\n[profile x]\nregion = b\n[default]\n")]
    [InlineData("[default]\nregion = a\n[profile default]\nregion = b\n", "[default]\n[profile default]\n")]
    [InlineData("[default]\nz = y\n", "[default]\nz = y\n")]
    [InlineData("\uFEFF[default]\nregion = x\rz = y\r", "\uFEFF[default]\nz = y\r")]
    public void A_setting_goes_wherever_its_section_gives_it_and_all_else_stays(string before, string after) =>
        Assert.Equal(after, Unset(before, "region"));

    [Theory]
    [InlineData("[default]\ns3 =\n  a = 1\n  b = 2\n", "[default]\ns3 =\n  b = 2\n")]
    [InlineData("[default]\ns3 =\n  a = 1\nz = y\n", "[default]\nz = y\n")]
    [InlineData("[default]\ns3 =\n  # c\n  b = 2\n\tA=1\n\tA=2", "[default]\ns3 =\n  # c\n  b = 2\n")]
    [InlineData("[default]\ns3 = a\n", "[default]\ns3 = a\n")]
    [InlineData("[default]\ns3.a = 1\n", "[default]\ns3.a = 1\n")]
    public void A_setting_below_another_goes_alone_and_the_last_takes_its_parent_along(string before, string after) =>
        Assert.Equal(after, Unset(before, "s3.a"));

    [Theory]
    [InlineData("[default]\na = b\n\n[profile x]\nc = d\n", "[default]\na = b\n")]
    [InlineData("[profile x]\nc = d\n\n[default]\na = b\n", "[default]\na = b\n")]
    [InlineData("[default]\n\n[profile x]\nc = d\n  e\n\n\n[profile y]\n", "[default]\n\n[profile y]\n")]
    [InlineData("[default]\n[profile x]\nc = d\n\n[profile y]\n", "[default]\n\n[profile y]\n")]
    [InlineData("[default]\r\n\r\n# about x\r\n[profile x] # c\r\n# in x\r\nc = d\r\n\r\n# about y\r\n[profile y]", "[default]\r\n\r\n# about x\r\n\r\n# about y\r\n[profile y]")]
    [InlineData("[profile x]\n[profile y]\n[profile x]\nc = d", "[profile y]\n")]
    [InlineData("[default]\na = b\n[profile x]\nc = d", "[default]\na = b\n")]
    [InlineData("\uFEFF[profile x]\n", "\uFEFF")]
    [InlineData("[sso-session x]\n[services x]\n[x]\n[default]\n", "[sso-session x]\n[services x]\n[x]\n[default]\n")]
    public void A_section_goes_with_what_is_in_it_and_all_else_stays(string before, string after) =>
        Assert.Equal(after, SharedConfigRemoval.Remove(Text.Config(before), Profile, "x").String());

    [Fact]
    public void The_default_profile_goes_in_both_its_spellings() =>
        Assert.Equal("[profile a]\n", SharedConfigRemoval.Remove(Text.Config("[default]\nx = y\n[profile a]\n[profile default]\n"), Profile, "default").String());

    [Fact]
    public void What_was_added_and_removed_again_leaves_the_file_as_it_was()
    {
        var random = new Random(5);
        int edits = 0;
        for (int round = 0; round < 4000; round++)
        {
            if (SharedConfigSamples.File(random) is not { } before || before.Text.Lines.Count == 0
                || before.Text.Lines[^1].Ending == SharedConfigLineEnding.None || before.Text.Content(before.Text.Lines[^1]).Trim(" \t"u8).Length == 0)
            {
                continue;
            }

            var added = Text.Config(SharedConfigEditor.Append(before, Profile, "new", [KeyValuePair.Create("k", "v")]).String());
            Assert.Equal(before.Text.String(), SharedConfigRemoval.Remove(added, Profile, "new").String());
            edits++;
        }

        Assert.True(edits > 500);
    }

    [Fact]
    public void Removals_from_random_files_take_what_is_theirs_and_nothing_else()
    {
        var random = new Random(6);
        int edits = 0;
        for (int round = 0; round < 6000; round++)
        {
            if (SharedConfigSamples.File(random) is not { } before)
            {
                continue;
            }

            foreach (string name in before.Profiles.Keys)
            {
                var removed = Text.Config(SharedConfigRemoval.Remove(before, Profile, name).String());
                Assert.DoesNotContain(name, removed.Profiles.Keys);
                AssertRestIs(before, removed, p => p != name, _ => true);
                AssertIsPartOf(removed, before);

                foreach (string key in before.Profiles[name].Properties.Keys)
                {
                    var unset = Text.Config(SharedConfigRemoval.Unset(before, Profile, name, new(key, null)).String());
                    Assert.DoesNotContain(key, unset.Profiles[name].Properties.Keys);
                    AssertRestIs(before, unset, _ => true, k => k != (name, key));
                    AssertIsPartOf(unset, before);
                    edits++;
                }
            }
        }

        Assert.True(edits > 1000);
    }

    private static string Unset(string content, string key) =>
        SharedConfigRemoval.Unset(Text.Config(content), Profile, "default", SettingKey.Parse(key)).String();

    private static void AssertRestIs(SharedConfigFile before, SharedConfigFile after, Func<string, bool> profiles, Func<(string, string), bool> settings)
    {
        Assert.Equal(Settings(before), Settings(after));
        Assert.Equal(before.SsoSessions.Keys, after.SsoSessions.Keys);
        Assert.Equal(before.Services.Keys, after.Services.Keys);

        List<string> Settings(SharedConfigFile file) => [.. file.Profiles.Where(p => profiles(p.Key))
            .SelectMany(p => p.Value.Properties.Values.Where(v => settings((p.Key, v.Name))).Select(v => $"{p.Key}.{v.Name}={v.Value}"))
            .Order(StringComparer.Ordinal)];
    }

    /// <summary>The one is the other with bytes left out.</summary>
    private static void AssertIsPartOf(SharedConfigFile part, SharedConfigFile whole)
    {
        int at = 0;
        foreach (byte b in part.Text.Bytes)
        {
            int found = whole.Text.Bytes[at..].IndexOf(b);
            Assert.True(found >= 0);
            at += found + 1;
        }
    }
}
