using Lanyard.Cli;
using Lanyard.Cli.Edge;

namespace Lanyard.Tests.Cli.Edge;

/// <summary>
/// The lines that <c>cmd.exe</c> is given: by the rules of its documentation ("cmd", on <c>/c</c> and quotes) and of the C run-time's
/// ("Parsing C command-line arguments"); not run here.
/// </summary>
public sealed class BatchFileTests
{
    [Theory]
    [InlineData("deploy", "\"deploy\"")]
    [InlineData("", "\"\"")]
    [InlineData("two words", "\"two words\"")]
    [InlineData("a&calc.exe|b>c^d", "\"a&calc.exe|b>c^d\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("\"&calc.exe", "\"\"\"&calc.exe\"")]
    [InlineData("%PATH%", "\"%%cd:~,%PATH%%cd:~,%\"")]
    [InlineData("back\\", "\"back\\\\\"")]
    [InlineData("a\\\"b", "\"a\\\\\"\"b\"")]
    [InlineData("a\\b", "\"a\\b\"")]
    public void An_argument_is_one_word_and_no_command(string argument, string written) =>
        Assert.Equal($"/e:ON /v:OFF /d /c \"\"C:\\npm\\npx.cmd\" {written}\"", BatchFile.CommandLine("C:\\npm\\npx.cmd", [argument]));

    [Theory]
    [InlineData("a\nb")]
    [InlineData("a\r")]
    [InlineData("a\0")]
    public void What_cannot_be_written_is_refused(string argument) => Assert.Throws<UsageException>(() => BatchFile.CommandLine("npx.cmd", [argument]));

    [Theory]
    [InlineData("C:\\npm\\npx.CMD", true)]
    [InlineData("x.bat", true)]
    [InlineData("x.exe", false)]
    public void Batch_files_are_known_by_their_ending(string path, bool expected) => Assert.Equal(expected, BatchFile.Is(path));
}
