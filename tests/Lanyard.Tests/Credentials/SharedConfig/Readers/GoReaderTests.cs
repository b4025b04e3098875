using System.Text;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.SharedConfig.Readers;

namespace Lanyard.Tests.Credentials.SharedConfig.Readers;

/// <summary>The ini reader of aws-sdk-go-v2 (config/internal/ini: tokenize.go, parse.go, strings.go), in our own cases.</summary>
public class GoReaderTests
{
    [Theory]
    [InlineData("[p]\nk = v", "v")]
    [InlineData("[p]\nk = v # c", "v")]
    [InlineData("[p]\nk = v\t;c", "v")]
    [InlineData("[p]\nk = v#c", "v#c")]
    [InlineData("[p]\nk = v;c", "v;c")]
    [InlineData("[p]\nk : v", "v")]
    [InlineData("[p]\nk: v = w", "v = w")]
    [InlineData("[p]\nk = v : w", "v : w")]
    [InlineData("[p]\nK=v", "v")]
    [InlineData("[p]\nk =\u00a0v\u00a0", "v")]
    [InlineData("[p]\nk = \"quoted value\"", "quoted value")]
    [InlineData("[p]\nk = 'quoted'", "quoted")]
    [InlineData("[p]\nk = \"half", "\"half")]
    [InlineData("[p]\nk = \"\"", "")]
    [InlineData("[p]\r\nk = v\r\n", "v")]
    [InlineData("[p]\nk = one\n[p]\nk = two", "two")]
    [InlineData("[p]\nk = one\nk = two", "two")]
    [InlineData(" [p] # c\nk = v", "v")]
    [InlineData("[p];c\nk = v", "v")]
    [InlineData("[ p ]\nk = v", "v")]
    [InlineData("[p]\n  k = v", "v")]
    [InlineData("[p]\na = b\n  k = v # c", "v")]
    [InlineData("[p]\na = b\n  more\n  k = \"v\"", "v")]
    [InlineData("[p]\nk = v\n  more # c", "v\nmore # c")]
    [InlineData("[p]\nk = v\n\n# c\n  ; c\n  more", "v\nmore")]
    [InlineData("[p]\nk = v\ngarbage\n[broken\n=\n", "v")]
    [InlineData("k = no\n  k = no\n[p]\nk = v\n[]\nk = no", "v")]
    public void A_profile_has_the_value(string content, string value) =>
        Assert.Equal(value, Read(content, SharedConfigFileKind.Credentials).Profiles["p"].Properties["k"].Value);

    [Theory]
    [InlineData("[p]\ns3 =\n  k = v")] // below a setting without a value
    [InlineData("[p\nk = v")]
    [InlineData("\ufeff[p]\nk = v")]
    [InlineData("[p]\rk = v\r")]
    [InlineData("[p]x\nk = v")]
    public void A_profile_does_not_have_the_setting(string content) =>
        Assert.False(Read(content, SharedConfigFileKind.Credentials).Profiles.GetValueOrDefault("p")?.Properties.ContainsKey("k") == true);

    [Fact]
    public void Settings_below_one_without_a_value_belong_to_it_with_their_comments()
    {
        var s3 = Read("[p]\ns3 =\n  a = 1 # c\n  B = 2\nk = v", SharedConfigFileKind.Credentials).Profiles["p"].Properties["s3"];
        Assert.Equal("", s3.Value);
        Assert.Equal("1 # c", s3.GetSubProperty("a"));
        Assert.Equal("2", s3.GetSubProperty("b"));
        Assert.Equal([3, 4], s3.SubProperties.Select(p => p.Line));
    }

    [Theory]
    [InlineData("[dev]\nk = v", "")]
    [InlineData("[profile dev]\nk = v", "dev")]
    [InlineData("[profile\tdev]\nk = v", "dev")]
    [InlineData("[profile  my dev ]\nk = v", "my dev")]
    [InlineData("[profile \"dev\"]\nk = v", "\"dev\"")]
    [InlineData("[profile dev!ü]\nk = v", "dev!ü")]
    [InlineData("[DEFAULT]\nk = v", "DEFAULT")]
    [InlineData("[profile.dev]\n[profiledev x]\n[profile]\n", "")]
    [InlineData("[sso-session corp]\nk = v", "sso-session corp")]
    public void Config_profiles_have_a_prefix_or_are_called_default(string content, string names) =>
        Assert.Equal(names, string.Join(',', Read(content, SharedConfigFileKind.Config).Profiles.Keys));

    [Theory]
    [InlineData("[profile dev]\nk = v", "")]
    [InlineData("[my dev]\nk = v", "my dev")]
    [InlineData("[dev]\n[DEFAULT]\n", "DEFAULT,dev")]
    public void Credentials_profiles_have_none(string content, string names) =>
        Assert.Equal(names, string.Join(',', Read(content, SharedConfigFileKind.Credentials).Profiles.Keys.Order(StringComparer.Ordinal)));

    [Theory]
    [InlineData("[default]\na = 1\n[profile default]\nb = 2")]
    [InlineData("[profile default]\nb = 2\n[default]\na = 1")]
    public void A_prefixed_default_replaces_the_other(string content) =>
        Assert.Equal(["b"], Read(content, SharedConfigFileKind.Config).Profiles["default"].Properties.Keys);

    [Fact]
    public void A_value_of_one_quote_ends_the_program_and_names_file_and_line()
    {
        var error = Assert.Throws<SharedConfigSyntaxException>(() => Read("[p]\nk = \"", SharedConfigFileKind.Credentials));
        Assert.Equal(2, error.Line);
        Assert.Contains("slice bounds out of range", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_are_counted_with_blank_ones_and_comments()
    {
        var section = Read("# c\n\n[p]\n; c\nk = v", SharedConfigFileKind.Credentials).Profiles["p"];
        Assert.Equal((3, 5), (section.Line, section.Properties["k"].Line));
    }

    [Fact]
    public void Bytes_that_are_no_text_do_no_harm() =>
        ReaderTorture.AnyBytes((text, kind) => GoReader.Read(text, "f", kind));

    [Fact]
    public void Megabytes_are_read_in_linear_time() =>
        ReaderTorture.Megabytes((text, kind) => GoReader.Read(text, "f", kind));

    private static DialectFile Read(string content, SharedConfigFileKind kind) =>
        GoReader.Read(SharedConfigText.FromBytes(Encoding.UTF8.GetBytes(content)), "/home/u/.aws/file", kind);
}
