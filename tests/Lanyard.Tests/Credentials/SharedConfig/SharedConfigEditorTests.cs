using Lanyard.Credentials.SharedConfig;

namespace Lanyard.Tests.Credentials.SharedConfig;

public class SharedConfigEditorTests
{
    private const SharedConfigSectionKind Profile = SharedConfigSectionKind.Profile;

    [Theory]
    [InlineData("", "[profile new]\nregion = r\n")]
    [InlineData("[default]\n", "[default]\n\n[profile new]\nregion = r\n")]
    [InlineData("[default]\n\n", "[default]\n\n[profile new]\nregion = r\n")]
    [InlineData("[default]", "[default]\n\n[profile new]\nregion = r\n")]
    [InlineData("[default]\n  ", "[default]\n  \n[profile new]\nregion = r\n")]
    [InlineData("[default]\r\na = b", "[default]\r\na = b\r\n\r\n[profile new]\r\nregion = r\r\n")]
    [InlineData("[default]\ns3 =\n", "[default]\ns3 =\n\n[profile new]\nregion = r\n")]
    [InlineData("\uFEFF# c\n", "\uFEFF# c\n\n[profile new]\nregion = r\n")]
    [InlineData("\uFEFF", "\uFEFF[profile new]\nregion = r\n")]
    public void A_section_is_appended_in_the_files_own_style(string before, string after) =>
        Assert.Equal(after, Append(Text.Config(before), "new", ("Region", "r")).String());

    [Fact]
    public void A_header_is_written_as_its_file_and_kind_want_it()
    {
        Assert.Equal("[default]\n", Append(Text.Config(""), "default").String());
        Assert.Equal("[profile DEFAULT]\n", Append(Text.Config(""), "DEFAULT").String());
        Assert.Equal("[new]\n", Append(Text.Credentials(""), "new").String());
        Assert.Equal("[sso-session s]\n", SharedConfigEditor.Append(Text.Config(""), SharedConfigSectionKind.SsoSession, "s", []).String());
        Assert.Equal("[services s]\n", SharedConfigEditor.Append(Text.Config(""), SharedConfigSectionKind.Services, "s", []).String());
    }

    [Theory]
    [InlineData("[profile new]")]
    [InlineData("# c\n[ profile\tnew ] # c")]
    [InlineData("[profile \"new\"]")]
    public void A_section_that_exists_is_not_appended(string content)
    {
        var error = Assert.Throws<SharedConfigException>(() => Append(Text.Config(content), "new"));
        Assert.Contains("'new' exists already, in /c/config:", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_section_of_another_kind_does_not_stand_in_the_way()
    {
        Assert.EndsWith("[profile new]\n", Append(Text.Config("[sso-session new]\n[new]\n"), "new").String(), StringComparison.Ordinal);
        Assert.Throws<SharedConfigException>(() => Append(Text.Config("[profile default]"), "default"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a]")]
    [InlineData("a]\n[profile b")]
    [InlineData("ü")]
    [InlineData("a\0")]
    [InlineData("\"a\"")]
    public void A_name_outside_the_grammar_is_refused(string name)
    {
        Assert.Throws<SharedConfigException>(() => Append(Text.Config(""), name));
        Assert.Throws<SharedConfigException>(() => Append(Text.Config(""), "new", (name, "value")));
        Assert.Throws<SharedConfigException>(() => SharedConfigEditor.Set(Text.Config("[default]"), Profile, "default", name, "value"));
    }

    [Fact]
    public void Names_that_the_AWS_CLI_reads_in_another_way_are_refused()
    {
        Assert.Throws<SharedConfigException>(() => Append(Text.Config(""), "new", ("a:b", "value")));
        Assert.Throws<SharedConfigException>(() => Append(Text.Credentials(""), "DEFAULT"));
        Assert.Throws<SharedConfigException>(() => Append(Text.Config(""), "new", ("a", "1"), ("A", "2")));
        Assert.Throws<SharedConfigException>(() => SharedConfigEditor.Append(Text.Credentials(""), SharedConfigSectionKind.SsoSession, "s", []));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" SECRET")]
    [InlineData("SECRET\t")]
    [InlineData("SECRET\n[profile b]")]
    [InlineData("SECRET\r[profile b]")]
    [InlineData("SECRET\r\ncredential_process = evil")]
    [InlineData("SECRET\0")]
    [InlineData("SECRET\u0085x")]
    [InlineData("SECRET\u2028x")]
    [InlineData("SECRET\vx")]
    [InlineData("SECRET # c")]
    [InlineData("SECRET\t;c")]
    [InlineData("#SECRET")]
    [InlineData("SECRET\uD800")]
    public void A_value_that_reads_back_otherwise_is_refused_and_not_echoed(string value)
    {
        var appended = Assert.Throws<SharedConfigException>(() => Append(Text.Config(""), "new", ("key", value)));
        var set = Assert.Throws<SharedConfigException>(() => SharedConfigEditor.Set(Text.Config("[default]"), Profile, "default", "key", value));
        Assert.StartsWith("the value of 'key' can't be written:", appended.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", appended.ToString() + set, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[x]")]
    [InlineData("a=b==")]
    [InlineData("a#b;c")]
    [InlineData("\"C:\\My Programs\\x.exe\" --a 'b c' $HOME %d")]
    [InlineData("größe 😂")]
    public void Any_other_value_reads_back_as_it_is(string value)
    {
        var text = SharedConfigEditor.Set(Text.Config("[default]\nkey = old # c\nz = y"), Profile, "default", "key", value);
        Assert.Equal(value, Text.Config(text.String()).Profiles["default"].Properties["key"].Value);
        Assert.Equal(value, Text.Config(Append(Text.Config(""), "new", ("key", value)).String()).Profiles["new"].Properties["key"].Value);
    }

    [Theory]
    [InlineData("[default]\nregion = old\nz = y", "[default]\nregion = NEW\nz = y")]
    [InlineData("[default]\nREGION\t=\told \t# c \r\nz = y\r\n", "[default]\nREGION\t=\tNEW \t# c \r\nz = y\r\n")]
    [InlineData("[default]\nregion=old", "[default]\nregion=NEW")]
    [InlineData("[default]\nregion =", "[default]\nregion = NEW")]
    [InlineData("[default]\nregion = # c\n", "[default]\nregion = NEW # c\n")]
    [InlineData("[default]\nregion = old\n  more\n\n  # c\n  and more\nz = y", "[default]\nregion = NEW\n\n  # c\nz = y")]
    [InlineData("[default]\nregion = a\n[default]\nregion = b", "[default]\nregion = a\n[default]\nregion = NEW")]
    [InlineData("[default]\nregion = a\n[profile default]\nregion = b", "[default]\nregion = a\n[profile default]\nregion = NEW")]
    [InlineData("[default]\n", "[default]\nregion = NEW\n")]
    [InlineData("[default]", "[default]\nregion = NEW")]
    [InlineData("[default]\r\na = b\r\n\r\n# about x\r\n[profile x]\r\n", "[default]\r\na = b\r\nregion = NEW\r\n\r\n# about x\r\n[profile x]\r\n")]
    [InlineData("[default]\ns3 =\n  a = b\n\n[profile x]", "[default]\ns3 =\n  a = b\nregion = NEW\n\n[profile x]")]
    [InlineData("[default]\na = b\n[other]\n[default]\nc = d", "[default]\na = b\nregion = NEW\n[other]\n[default]\nc = d")]
    [InlineData("[default]\na = b\rc = d", "[default]\na = b\rc = d\rregion = NEW")]
    public void A_setting_is_put_in_its_place_and_all_else_stays(string before, string after) =>
        Assert.Equal(after, SharedConfigEditor.Set(Text.Config(before), Profile, "default", "region", "NEW").String());

    [Fact]
    public void A_setting_of_a_section_that_is_not_there_is_refused()
    {
        var error = Assert.Throws<SharedConfigException>(() => SharedConfigEditor.Set(Text.Config("[new]"), Profile, "new", "a", "b"));
        Assert.Equal("/c/config has no profile 'new' to change", error.Message);
    }

    [Fact]
    public void A_setting_with_sub_properties_is_not_overwritten()
    {
        var error = Assert.Throws<SharedConfigException>(
            () => SharedConfigEditor.Set(Text.Config("[default]\ns3 =\n  a = b"), Profile, "default", "s3", "x"));
        Assert.Contains("/c/config:2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Edits_of_random_files_change_what_they_mean_to_and_nothing_else()
    {
        var random = new Random(11);
        string[] lines = ["[default]", "[profile a]", "[profile b] # c", "[x y]", "k = v", "k=", "K = v # c", "j = w", "  more = x", "# c", "  # c", "", "\t"];
        string[] endings = ["\n", "\r\n", "\r"];
        int edits = 0;
        for (int round = 0; round < 4000; round++)
        {
            string content = string.Concat(Enumerable.Range(0, random.Next(12))
                .Select(_ => lines[random.Next(lines.Length)] + endings[Math.Max(0, random.Next(8) - 5)])).TrimEnd(random.Next(2) == 0 ? '\n' : '!');
            SharedConfigFile before;
            try
            {
                before = Text.Config(content);
            }
            catch (SharedConfigSyntaxException)
            {
                continue;
            }

            var appended = Append(before, "new", ("k", "v"));
            Assert.StartsWith(content, appended.String(), StringComparison.Ordinal);
            AssertSame(before, Text.Config(appended.String()), "new", "k", "v");

            foreach (string name in before.Profiles.Keys)
            {
                if (before.Profiles[name].Properties.GetValueOrDefault("k")?.SubProperties.Count > 0)
                {
                    continue;
                }

                var set = SharedConfigEditor.Set(before, Profile, name, "k", "new value");
                AssertSame(before, Text.Config(set.String()), name, "k", "new value");
                AssertCommentsStay(content, set.String());
                edits++;
            }
        }

        Assert.True(edits > 500);
    }

    private static void AssertSame(SharedConfigFile before, SharedConfigFile after, string name, string key, string value)
    {
        Assert.Equal(value, after.Profiles[name].Properties[key].Value);
        Assert.Equal(Others(before), Others(after));

        List<string> Others(SharedConfigFile file) => [.. file.Profiles
            .SelectMany(p => p.Value.Properties.Values.Select(v => (p.Key, v)))
            .Where(p => p.Key != name || p.v.Name != key)
            .Select(p => $"{p.Key}.{p.v.Name}={p.v.Value}").Order(StringComparer.Ordinal)];
    }

    private static void AssertCommentsStay(string before, string after) =>
        Assert.Equal(before.Count(c => c is '#' or '['), after.Count(c => c is '#' or '['));

    private static SharedConfigText Append(SharedConfigFile file, string name, params (string Key, string Value)[] properties) =>
        SharedConfigEditor.Append(file, Profile, name, properties.Select(p => KeyValuePair.Create(p.Key, p.Value)));
}
