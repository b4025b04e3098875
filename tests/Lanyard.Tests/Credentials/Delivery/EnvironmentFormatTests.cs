using System.Diagnostics;
using System.Text.Json;
using Lanyard.Credentials;
using Lanyard.Credentials.Delivery;

namespace Lanyard.Tests.Credentials.Delivery;

public class EnvironmentFormatTests
{
    private static readonly string[] Nasty =
    [
        "plain", "", " ", "two words", "single'quote", "'", "''", "\"double\"", "back\\slash", "trail\\", "$HOME ${PATH} $(id)", "`id`", "a;id", "a&b|c>d<e",
        "new\nline", "tab\there", "*?[a]{b,c}~", "~", "#no", "!history", "-n", "ünïcödé 日本 \U0001F511", "a=b", "%PATH%", "\r", "wJalrXUtnFEMI/K7MDENG+bPx=",
    ];

    // The shell evaluates what we print, then prints the variables with a NUL behind each.
    [Theory]
    [InlineData("/bin/sh")]
    [InlineData("/bin/bash")]
    public async Task A_shell_gets_every_value_as_it_is(string shell)
    {
        Assert.True(File.Exists(shell), $"{shell} is not installed");
        var block = new EnvironmentBlock([.. Nasty.Select((value, i) => KeyValuePair.Create($"V{i}", value))], ["GONE"]);
        var script = EnvironmentFormat.Write("bash", block)
            + string.Concat(Nasty.Select((_, i) => $"printf '%s\\0' \"$V{i}\"\n")) + "printf '%s\\0' \"${GONE-unset}\"\n";
        var printed = await RunAsync(shell, script);
        Assert.Equal([.. Nasty, "unset"], printed);
    }

    [Fact]
    public async Task What_is_exported_reaches_the_programs_a_shell_starts()
    {
        var script = EnvironmentFormat.Write("bash", new EnvironmentBlock([new("V", "it's")], ["GONE"])) + "exec /bin/sh -c 'printf \"%s\\0%s\\0\" \"$V\" \"${GONE-unset}\"'\n";
        var printed = await RunAsync("/bin/sh", script);
        Assert.Equal(["it's", "unset"], printed);
    }

    [Theory]
    [InlineData("fish", "it's \\ $x", "set -gx V 'it\\'s \\\\ $x'\n")]
    [InlineData("powershell", "it's $x `n", "$Env:V = 'it''s $x `n'\n")]
    [InlineData("powershell", "curly ‘’‚‛ quotes", "$Env:V = 'curly ‘‘’’‚‚‛‛ quotes'\n")]
    [InlineData("cmd", "a&b|c ^d", "set \"V=a&b|c ^d\"\n")]
    [InlineData("dotenv", "two words", "V='two words'\n")]
    [InlineData("dotenv", "abc/+=", "V=abc/+=\n")]
    public void Other_shells_are_quoted_by_their_own_rules(string format, string value, string expected) =>
        Assert.Equal(expected, EnvironmentFormat.Write(format, new EnvironmentBlock([new("V", value)], [])));

    [Theory]
    [InlineData("bash", "unset V\n")]
    [InlineData("fish", "set -e V\n")]
    [InlineData("powershell", "Remove-Item Env:V -ErrorAction SilentlyContinue\n")]
    [InlineData("cmd", "set \"V=\"\n")]
    [InlineData("dotenv", "")]
    public void Variables_are_taken_away(string format, string expected) =>
        Assert.Equal(expected, EnvironmentFormat.Write(format, new EnvironmentBlock([], ["V"])));

    [Theory]
    [InlineData("%PATH%")]
    [InlineData("a\"b")]
    [InlineData("wow!")]
    [InlineData("a\nb")]
    [InlineData("a\rb")]
    public void Cmd_refuses_what_it_would_change_and_does_not_repeat_it(string value)
    {
        var e = Assert.Throws<CredentialsException>(() => EnvironmentFormat.Write("cmd", new EnvironmentBlock([new("V", value)], [])));
        Assert.Equal(ErrorCodes.SettingInvalid, e.Code);
        Assert.DoesNotContain(value, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_reads_back()
    {
        var block = new EnvironmentBlock([.. Nasty.Select((value, i) => KeyValuePair.Create($"V{i}", value))], ["GONE"]);
        using var json = JsonDocument.Parse(EnvironmentFormat.Write("json", block));
        Assert.Equal(Nasty, json.RootElement.EnumerateObject().Select(p => p.Value.GetString()!));
    }

    [Fact]
    public void Every_format_that_is_named_can_be_written_and_no_other()
    {
        Assert.All(EnvironmentFormat.Names, name => Assert.NotEmpty(EnvironmentFormat.Write(name, new EnvironmentBlock([new("V", "x")], []))));
        Assert.Throws<ArgumentException>(() => EnvironmentFormat.Write("tcsh", new EnvironmentBlock([], [])));
    }

    private static async Task<string[]> RunAsync(string shell, string script)
    {
        var start = new ProcessStartInfo(shell) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["GONE"] = "still here";
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(script);
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        return output.Split('\0')[..^1];
    }
}
