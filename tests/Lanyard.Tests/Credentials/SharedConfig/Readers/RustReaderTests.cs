using System.Text;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.SharedConfig.Readers;

namespace Lanyard.Tests.Credentials.SharedConfig.Readers;

/// <summary>The reader of smithy-rs (aws-runtime, env_config: parse.rs, normalize.rs), in our own cases.</summary>
public class RustReaderTests
{
    [Theory]
    [InlineData("[p]\nk = v", "v")]
    [InlineData("[p] # c\nk = v # c", "v")]
    [InlineData("[p];c\nk = v\t; c", "v")]
    [InlineData("[p]\nk = v\u00a0# c", "v\u00a0")] // any white space starts a comment, and stays
    [InlineData("[p]\nk = v#c", "v#c")]
    [InlineData("[p]\nK = \"v\"", "\"v\"")]
    [InlineData("[p]\nk =\u00a0v", "\u00a0v")]
    [InlineData("[p]\r\nk = v\r\n", "v")]
    [InlineData("[p]\nk = v\r", "v\r")] // not before a line feed
    [InlineData("[ p\t]\nk = v", "v")]
    [InlineData("[p]\nk = v\n  # c", "v\n# c")]
    [InlineData("[p]\nk = v\n\n# c\n  more = w # c", "v\nmore = w # c")]
    [InlineData("[p]\nk =\n  a = b", "\na = b")]
    [InlineData("[p]\nk = one\n[q]\n[p]\nk = two", "two")]
    [InlineData("[p]\nin valid = x\nk = v", "v")]
    public void A_profile_has_the_value(string content, string value) =>
        Assert.Equal(value, Read(content, SharedConfigFileKind.Credentials).Profiles["p"].Properties["k"].Value);

    [Theory]
    [InlineData("k = v", 1, "Expected a profile definition")]
    [InlineData(" [p]", 1, "Expected a profile definition")]
    [InlineData("\ufeff[p]", 1, "Expected a profile definition")]
    [InlineData("[p", 1, "Profile definition must end with ']'")]
    [InlineData("[p] x", 1, "Profile definition must end with ']'")]
    [InlineData("[", 1, "Profile definition must end with ']'")]
    [InlineData("[p]\rk = v\r", 1, "Profile definition must end with ']'")]
    [InlineData("[p]\n k = v", 2, "Expected a property definition, found continuation")]
    [InlineData("[p]\n\ngarbage", 3, "Expected an '=' sign defining a property")]
    [InlineData("[p]\nk : v", 2, "Expected an '=' sign defining a property")]
    [InlineData("[p]\n= v", 2, "Property did not have a name")]
    [InlineData("[p]\ns3 =\n  # c", 3, "Expected an '=' sign defining a sub-property")]
    [InlineData("[p]\ns3 =\n  = v", 3, "Sub-property did not have a name")]
    [InlineData("[p]\nk # = v", 2, "Expected an '=' sign defining a property")]
    public void A_line_that_breaks_the_grammar_names_file_and_line(string content, int line, string said)
    {
        var error = Assert.Throws<SharedConfigSyntaxException>(() => Read(content, SharedConfigFileKind.Credentials));
        Assert.Equal(line, error.Line);
        Assert.EndsWith(said, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { (byte)'[', (byte)'p', (byte)']', (byte)'\n', (byte)'#', 0xE9 })]
    [InlineData(new byte[] { 0xFF, 0xFE, (byte)'[', 0, (byte)'p', 0, (byte)']', 0 })]
    public void A_file_that_is_not_utf8_is_empty(byte[] bytes) =>
        Assert.Empty(RustReader.Read(SharedConfigText.FromBytes(bytes), "f", SharedConfigFileKind.Credentials).Profiles);

    [Theory]
    [InlineData(SharedConfigFileKind.Config, "[dev]\n[profile a]\n[profile\tb]\n[ profile  c ]\n[profile d e]\n[profile \"f\"]\n[profile ü]\n[DEFAULT]\n[default]\n[services s]", "a,b,c,default")]
    [InlineData(SharedConfigFileKind.Credentials, "[dev]\n[profile a]\n[my dev]\n[\"f\"]\n[a!]\n[default]\n[sso-session s]", "default,dev")]
    public void Names_have_the_characters_of_the_grammar(SharedConfigFileKind kind, string content, string names) =>
        Assert.Equal(names, string.Join(',', Read(content, kind).Profiles.Keys.Order(StringComparer.Ordinal)));

    [Theory]
    [InlineData(SharedConfigFileKind.Config, "[default]\na = 1\n[profile default]\nb = 2")]
    [InlineData(SharedConfigFileKind.Config, "[ profile  default ]\nb = 2\n[default]\na = 1")]
    [InlineData(SharedConfigFileKind.Credentials, "[profile default]\nb = 2\n[default]\na = 1")]
    public void A_prefixed_default_replaces_the_other(SharedConfigFileKind kind, string content) =>
        Assert.Equal(["b"], Read(content, kind).Profiles["default"].Properties.Keys);

    [Fact]
    public void An_sso_session_may_have_any_name() =>
        Assert.Equal(
            ["\"corp\"", "my corp"],
            Read("[sso-session \"corp\"]\n[sso-session my corp]\n", SharedConfigFileKind.Config).SsoSessions.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Bytes_that_are_no_text_do_no_harm() =>
        ReaderTorture.AnyBytes((text, kind) => RustReader.Read(text, "f", kind));

    [Fact]
    public void Megabytes_are_read_in_linear_time() =>
        ReaderTorture.Megabytes((text, kind) => RustReader.Read(text, "f", kind));

    private static DialectFile Read(string content, SharedConfigFileKind kind) =>
        RustReader.Read(SharedConfigText.FromBytes(Encoding.UTF8.GetBytes(content)), "/home/u/.aws/file", kind);
}
