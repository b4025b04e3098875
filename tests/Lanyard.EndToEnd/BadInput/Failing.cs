using System.Text.Json.Nodes;
using Lanyard.EndToEnd.Running;

namespace Lanyard.EndToEnd.BadInput;

/// <summary>What every command that fails keeps to, whatever it fails of.</summary>
internal static class Failing
{
    /// <summary>Secrets that tests put where a command could trip over them; none may show.</summary>
    public const string SecretKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    /// <summary>Another one, in the shape of a session token.</summary>
    public const string SessionToken = "FwoGZXIvYXdzEJr//////////wEaDDExampleTokenExampleToken";

    /// <summary>
    /// Runs a command that must fail, once for people and once for scripts: its code, exit code and mending command, nothing on
    /// stdout, no secret, no stack trace, and no file of the user's touched.
    /// </summary>
    /// <param name="home">The user.</param>
    /// <param name="code">The error code.</param>
    /// <param name="exitCode">The exit code.</param>
    /// <param name="arguments">The command.</param>
    /// <returns>The error's message and what mends it.</returns>
    public static async Task<(string Message, string Fix)> AssertAsync(UserHome home, string code, int exitCode, params string[] arguments)
    {
        var before = FolderSnapshot.Of(home.Folder);
        var forPeople = (await home.LanyardAsync(arguments)).EndedWith(exitCode);
        var forScripts = (await home.LanyardAsync(["--json", .. arguments])).EndedWith(exitCode);

        Assert.Equal("", forPeople.Out);
        Assert.StartsWith("error: ", forPeople.Error, StringComparison.Ordinal);
        Assert.Contains($"[{code}]", forPeople.Error, StringComparison.Ordinal);
        Assert.Contains("to mend it: ", forPeople.Error, StringComparison.Ordinal);

        Assert.Equal("", forScripts.Out);
        var error = JsonNode.Parse(forScripts.Error)!["error"]!;
        var (message, fix) = ((string)error["message"]!, (string?)error["fix"]);
        Assert.Equal(code, (string)error["code"]!);
        Assert.False(string.IsNullOrWhiteSpace(message));
        Assert.False(string.IsNullOrWhiteSpace(fix));

        Assert.All([forPeople.Error, forScripts.Error], said =>
        {
            Assert.DoesNotContain(SecretKey, said, StringComparison.Ordinal);
            Assert.DoesNotContain(SessionToken, said, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
            Assert.DoesNotContain("Unhandled", said, StringComparison.Ordinal);
            Assert.DoesNotContain("INTERNAL", said, StringComparison.Ordinal);
        });
        Assert.Equal(before, FolderSnapshot.Of(home.Folder));
        return (message, fix!);
    }
}
