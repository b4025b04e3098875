using Lanyard.Credentials.Sources.Run;

namespace Lanyard.Tests.Credentials.Sources.Run;

/// <summary>The words are those of Python's <c>shlex.split</c>, which the AWS CLI splits a <c>credential_process</c> with.</summary>
public class CommandLineTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("   ", "")]
    [InlineData("a b\tc", "a|b|c")]
    [InlineData("  a  b  ", "a|b")]
    [InlineData("a\n b\r\n", "a|b")]
    [InlineData("'a b' \"c d\"", "a b|c d")]
    [InlineData("a'b'\"c\"d", "abcd")]
    [InlineData("'' \"\"", "|")]
    [InlineData("a\\ b", "a b")]
    [InlineData("\\'", "'")]
    [InlineData("\"a\\\"b\\\\c\"", "a\"b\\c")]
    [InlineData("\"a\\nb\"", "a\\nb")]
    [InlineData("'a\\'", "a\\")]
    [InlineData("$HOME ~ | & ; > #x", "$HOME|~|\x01|&|;|>|#x")]
    [InlineData("\"/my dir/p.sh\" --x='1 2'", "/my dir/p.sh|--x=1 2")]
    public void A_line_is_split_as_a_shell_would_without_one(string line, string words) =>
        Assert.Equal(words, string.Join('|', CommandLine.Split(line)!.Select(w => w.Replace("|", "\x01", StringComparison.Ordinal))));

    [Theory]
    [InlineData("'a")]
    [InlineData("a \"b")]
    [InlineData("\"a\\\"")]
    [InlineData("a\\")]
    public void An_open_quote_or_a_last_backslash_is_no_command(string line) => Assert.Null(CommandLine.Split(line));
}
