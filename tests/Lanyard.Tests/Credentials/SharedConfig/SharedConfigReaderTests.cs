using System.Diagnostics;
using System.Text;
using Lanyard.Credentials.SharedConfig;

namespace Lanyard.Tests.Credentials.SharedConfig;

public class SharedConfigReaderTests
{
    [Theory]
    [InlineData("[profile foo]\nname = value", "value")]
    [InlineData("[profile foo]\r\nname = value\r\n", "value")]
    [InlineData("[profile foo]\rname = value", "value")]
    [InlineData("\uFEFF[profile foo]\nname=value", "value")]
    [InlineData("[ \tprofile\tfoo ]  # c\nNAME \t= \tvalue \t", "value")]
    [InlineData("[profile foo];c\nname = value # c ; d", "value")]
    [InlineData("[profile foo]\nname = value; c", "value; c")]
    [InlineData("[profile foo]\nname = value# c", "value# c")]
    [InlineData("[profile foo]\nname = #value", "")]
    [InlineData("[profile foo]\nname =#value", "#value")]
    [InlineData("[profile foo]\nname = val=ue==", "val=ue==")]
    [InlineData("[profile foo]\nname = \"quoted\"", "\"quoted\"")]
    [InlineData("[profile foo]\nname = größe 😂", "größe 😂")]
    [InlineData("[profile foo]\nname = a\n -b # c\n\n \t d \t", "a\n-b # c\nd")]
    [InlineData("[profile foo]\nname = a\n  # c\n\t; d\n  b", "a\nb")]
    [InlineData("[profile foo]\nname = a\n# c\n  b", "a\nb")]
    [InlineData("[profile foo]\nname = one\nName = two", "two")]
    [InlineData("[profile foo]\nname = one\n[profile bar]\n[profile foo]\nname = two", "two")]
    [InlineData("[profile foo]\nname = a\nin valid = b\n  c", "a")]
    [InlineData("[profile foo]\nname = a\n[profile in valid]\nname = b\n[foo]\nname = c", "a")]
    public void A_config_profile_has_the_value(string content, string value) =>
        Assert.Equal(value, Text.Config(content).Profiles["foo"].Properties["name"].Value);

    [Theory]
    [InlineData("name = value", 1, "expected a profile definition")]
    [InlineData("# c\n -continued", 2, "expected a profile definition")]
    [InlineData("\n[profile foo", 2, "profile definition must end with ']'")]
    [InlineData("[", 1, "profile definition must end with ']'")]
    [InlineData("[profile foo] x", 1, "profile definition must end with ']'")]
    [InlineData("[profile foo # c]", 1, "profile definition must end with ']'")]
    [InlineData("[profile foo]\r\nkey : value", 2, "expected an '=' sign defining a property")]
    [InlineData("[profile foo]\nkey # = value", 2, "expected an '=' sign defining a property")]
    [InlineData("[ignored]\nkey value", 2, "expected an '=' sign defining a property")]
    [InlineData("[profile foo]\n\n= value", 3, "property did not have a name")]
    [InlineData("[profile foo]\na = b\n[profile foo]\n c = d", 4, "expected a property definition, found continuation")]
    [InlineData("[profile foo]\ns3 =\n\n  invalid", 4, "expected an '=' sign defining a sub-property below 's3' (line 2, which has no value of its own), as in")]
    [InlineData("[profile foo]\ns3 =\n = value", 3, "sub-property did not have a name below 's3'")]
    [InlineData("[profile in valid]\ns3 =\n  invalid", 3, "expected an '=' sign defining a sub-property")]
    public void A_line_that_breaks_the_grammar_names_file_and_line(string content, int line, string problem)
    {
        var error = Assert.Throws<SharedConfigSyntaxException>(() => Text.Config(content));
        Assert.Equal("/c/config", error.Path);
        Assert.Equal(line, error.Line);
        Assert.StartsWith($"/c/config:{line}: {problem}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[default]\nSECRETSECRET")]
    [InlineData("SECRETSECRET = SECRETSECRET")]
    [InlineData("[SECRETSECRET")]
    [InlineData("[default]\n SECRETSECRET")]
    [InlineData("[default]\n= SECRETSECRET")]
    [InlineData("[default]\nkey =\n  SECRETSECRET")]
    public void An_error_never_echoes_what_may_be_a_secret(string content)
    {
        var error = Assert.Throws<SharedConfigSyntaxException>(() => Text.Credentials(content));
        Assert.DoesNotContain("SECRET", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_prints_a_value()
    {
        var config = Text.Config("[default]\nname = SECRETSECRET\ns3 =\n  sub = SECRETSECRET");
        var snapshot = new SharedConfigSnapshot(config, Text.Credentials(""));
        var section = config.Profiles["default"];
        object[] all = [config, config.Text, section, section.Properties["name"], section.Properties["s3"].SubProperties[0], snapshot,
            snapshot.Profiles["default"], snapshot.Profiles["default"].Properties["name"]];
        Assert.All(all, one => Assert.DoesNotContain("SECRET", one.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void Every_kind_of_section_is_found_where_it_belongs()
    {
        const string Content = "[default]\n[profile p]\n[sso-session s]\n[services v]\n[plain]\n[profilefoo]\n[sso-sesion t]\n[profile foo!bar]";
        var config = Text.Config(Content);
        Assert.Equal(["default", "p"], config.Profiles.Keys);
        Assert.Equal(["s"], config.SsoSessions.Keys);
        Assert.Equal(["v"], config.Services.Keys);
        Assert.Equal(3, config.SsoSessions["s"].Line);
        Assert.Equal(SharedConfigSectionKind.Services, config.Services["v"].Kind);

        var credentials = Text.Credentials(Content);
        Assert.Equal(["default", "plain", "profilefoo"], credentials.Profiles.Keys);
        Assert.Empty(credentials.SsoSessions);
        Assert.Empty(credentials.Services);
    }

    [Fact]
    public void All_name_characters_are_accepted() =>
        Assert.Equal(["Some-thing:long/the_one%only.foo@bar+9"], Text.Config("[profile Some-thing:long/the_one%only.foo@bar+9]").Profiles.Keys);

    [Theory]
    [InlineData("[profile default]\na = 1\n[default]\nb = 2\n[profile default]\nc = 3")]
    [InlineData("[default]\nb = 2\n[profile default]\na = 1\n[profile default]\nc = 3\n[default]\nb = 2")]
    public void A_prefixed_default_replaces_the_plain_one(string content) =>
        Assert.Equal(["a", "c"], Text.Config(content).Profiles["default"].Properties.Keys);

    [Fact]
    public void Sub_properties_are_text_and_list()
    {
        var s3 = Text.Config("[default]\ns3 =\n  Max = 20 # c\n\n  in valid = x\n  max = 30\n  empty =\nregion = r").Profiles["default"].Properties["s3"];
        Assert.Equal("\nMax = 20 # c\nin valid = x\nmax = 30\nempty =", s3.Value);
        Assert.Equal([("max", "20 # c", 3), ("max", "30", 6), ("empty", "", 7)], s3.SubProperties.Select(p => (p.Name, p.Value, p.Line)));
        Assert.Equal("30", s3.GetSubProperty("max"));
        Assert.Null(s3.GetSubProperty("none"));
    }

    [Fact]
    public void Positions_are_lines_of_the_file()
    {
        var profile = Text.Config("# c\r\n[profile foo]\r\n\r\na = 1\r\n  2\r\nb = 3\r\n[profile foo]\r\na = 4").Profiles["foo"];
        Assert.Equal(2, profile.Line);
        Assert.Equal(8, profile.Properties["a"].Line);
        Assert.Equal(6, profile.Properties["b"].Line);
    }

    [Fact]
    public void A_letter_of_another_encoding_in_a_comment_harms_nothing()
    {
        byte[] bytes = [.. "# caf"u8, 0xE9, .. "\n[default]\na = b\nc = x"u8, 0xE9];
        var file = SharedConfigReader.Read(SharedConfigText.FromBytes(bytes), "c", SharedConfigFileKind.Credentials);
        Assert.Equal("b", file.Profiles["default"].Properties["a"].Value);
        Assert.Equal("x\uFFFD", file.Profiles["default"].Properties["c"].Value);
    }

    [Fact]
    public void Utf_16_is_named_as_such()
    {
        byte[] bytes = [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("[default]\na = b")];
        var error = Assert.Throws<SharedConfigSyntaxException>(
            () => SharedConfigReader.Read(SharedConfigText.FromBytes(bytes), "c", SharedConfigFileKind.Config));
        Assert.Contains("UTF-16", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[default]\ns3 =\n  # c\n  a = b")]
    [InlineData("\uFEFF[default]\na = b")]
    [InlineData("[default]\ra = b\r")]
    public void The_strict_grammar_refuses_what_the_usual_one_forgives(string content)
    {
        Assert.Contains("default", Text.Credentials(content).Profiles.Keys);
        Assert.Throws<SharedConfigSyntaxException>(() => SharedConfigReader.Read(Text.Of(content), "c", SharedConfigFileKind.Credentials, strict: true));
    }

    [Fact]
    public void The_strict_grammar_joins_an_indented_comment_to_the_value()
    {
        var file = SharedConfigReader.Read(Text.Of("[default]\na = AK\n  # x"), "c", SharedConfigFileKind.Credentials, strict: true);
        Assert.Equal("AK\n# x", file.Profiles["default"].Properties["a"].Value);
    }

    [Theory]
    [InlineData("[default]\nk = v\n", " a\n")]
    [InlineData("[default]\nk =\n", " a=\n")]
    [InlineData("", "[default]\n")]
    [InlineData("[default]\n", "a = b\n")]
    [InlineData("[default]\nk = v", "#;")]
    [InlineData("[default]\n", "\r")]
    public void Ten_hostile_megabytes_are_read_in_linear_time(string start, string repeated)
    {
        // The same text twice as long must not take four times as long; this bound is some fifty times what it needs.
        byte[] bytes = Encoding.UTF8.GetBytes(start + string.Concat(Enumerable.Repeat(repeated, 10_000_000 / repeated.Length)));
        long began = Stopwatch.GetTimestamp();
        SharedConfigReader.Read(SharedConfigText.FromBytes(bytes), "c", SharedConfigFileKind.Config);
        Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void Random_text_is_read_or_refused_with_a_syntax_error()
    {
        var random = new Random(7);
        string[] parts = ["[", "]", "profile ", "default", "a", " ", "\t", "=", "\n", "\n", "\r\n", "#", ";", "s3 =\n", "\uFEFF", "é", "\0", "[default]\n", "k = v\n"];
        int read = 0;
        for (int round = 0; round < 5000; round++)
        {
            string content = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => parts[random.Next(parts.Length)]));
            try
            {
                Text.Config(content);
                Text.Credentials(content);
                read++;
            }
            catch (SharedConfigSyntaxException e)
            {
                Assert.InRange(e.Line, 1, content.Length + 1);
            }
        }

        Assert.InRange(read, 100, 4900);
    }
}
