using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.SharedConfig.Editing;

namespace Lanyard.Tests.Credentials.SharedConfig.Editing;

public class SettingTests
{
    [Theory]
    [InlineData("[default]\n", "[default]\ns3 =\n  a = NEW\n")]
    [InlineData("[default]\r\nx = y", "[default]\r\nx = y\r\ns3 =\r\n  a = NEW")]
    [InlineData("[default]\ns3 =\n    b = 1\nx = y\n", "[default]\ns3 =\n    b = 1\n    a = NEW\nx = y\n")]
    [InlineData("[default]\ns3=\n\tA=old\n\tb = 1\n", "[default]\ns3=\n\tA=NEW\n\tb = 1\n")]
    [InlineData("[default]\ns3 =\n  a =\n", "[default]\ns3 =\n  a = NEW\n")]
    [InlineData("[default]\ns3 =\nx = y\n", "[default]\ns3 =\n  a = NEW\nx = y\n")]
    [InlineData("[default]\ns3 =\n  a = 1\n  a = 2\n", "[default]\ns3 =\n  a = 1\n  a = NEW\n")]
    public void A_setting_below_another_is_put_in_its_place(string before, string after) =>
        Assert.Equal(after, Set(before, "s3.a", "NEW"));

    [Fact]
    public void A_setting_with_a_value_takes_none_below_it()
    {
        var error = Assert.Throws<SharedConfigException>(() => Set("[default]\ns3 = x\n", "s3.a", "NEW"));
        Assert.Contains("/c/config:2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_setting_with_others_below_it_says_how_to_set_one() =>
        Assert.Contains("as in s3.b", Assert.Throws<SharedConfigException>(() => Set("[default]\ns3 =\n  b = 1\n", "s3", "NEW")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("s3.a", "x\n[profile b]")]
    [InlineData("s3.a", "x\r  credential_process = y")]
    [InlineData("s3.a b", "x")]
    [InlineData("s3.", "x")]
    [InlineData(".a", "x")]
    public void What_could_be_read_otherwise_is_refused_below_a_setting_too(string key, string value) =>
        Assert.Equal(SharedConfigProblem.Request, Assert.Throws<SharedConfigException>(() => Set("[default]\n", key, value)).Problem);

    [Fact]
    public void The_pager_may_be_empty_and_nothing_else()
    {
        Assert.Equal("[default]\ncli_pager =\n", Set("[default]\n", "cli_pager", ""));
        Assert.Equal("[default]\ncli_pager = \n", Set("[default]\ncli_pager = less\n", "cli_pager", ""));
        Assert.Throws<SharedConfigException>(() => Set("[default]\n", "region", ""));
    }

    [Fact]
    public void A_value_set_in_a_random_file_is_read_back_and_all_else_stays()
    {
        var random = new Random(8);
        string[] keys = ["region", "s3", "s3.x", "s3.new", "k", "new"];
        int edits = 0;
        for (int round = 0; round < 6000; round++)
        {
            if (SharedConfigSamples.File(random) is not { } before)
            {
                continue;
            }

            foreach (string name in before.Profiles.Keys)
            {
                var key = SettingKey.Parse(keys[random.Next(keys.Length)]);
                SharedConfigFile after;
                try
                {
                    after = Text.Config(SharedConfigSetting.Set(before, SharedConfigSectionKind.Profile, name, key, "[v] = x").String());
                }
                catch (SharedConfigException e)
                {
                    Assert.DoesNotContain("more than was asked", e.Message, StringComparison.Ordinal);
                    continue; // a value where others stand below, or the other way round
                }

                var property = after.Profiles[name].Properties[key.Name];
                Assert.Equal("[v] = x", key.Sub is null ? property.Value : property.GetSubProperty(key.Sub));
                Assert.Equal(Others(before), Others(after));
                Assert.Equal(Comments(before), Comments(after));
                edits++;

                List<string> Others(SharedConfigFile file) => [.. file.Profiles.SelectMany(p => p.Value.Properties.Values.Select(v => (p.Key, v)))
                    .Where(p => p.Key != name || p.v.Name != key.Name).Select(p => $"{p.Key}.{p.v.Name}={p.v.Value}").Order(StringComparer.Ordinal)];
            }
        }

        Assert.True(edits > 1000);
    }

    private static string[] Comments(SharedConfigFile file) =>
        [.. file.Text.String().TrimStart('\uFEFF').Split('\n', '\r').Where(l => l.TrimStart().StartsWith('#') || l.StartsWith(';'))];

    private static string Set(string content, string key, string value) =>
        SharedConfigSetting.Set(Text.Config(content), SharedConfigSectionKind.Profile, "default", SettingKey.Parse(key), value).String();
}
