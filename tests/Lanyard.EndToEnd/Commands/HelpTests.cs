using System.Text.RegularExpressions;
using Lanyard.EndToEnd.Running;

namespace Lanyard.EndToEnd.Commands;

/// <summary>The help, as somebody new reads it.</summary>
public sealed class HelpTests
{
    [Fact]
    public async Task Every_command_has_help_with_examples()
    {
        using var home = new UserHome();
        var open = new Queue<string[]>([[]]);
        var seen = new List<string>();
        while (open.TryDequeue(out var command))
        {
            var ended = (await home.LanyardAsync([.. command, "--help"])).Succeeded();
            seen.Add(string.Join(' ', command));

            Assert.Equal("", ended.Error);
            Assert.StartsWith("Description:", ended.Out, StringComparison.Ordinal);
            Assert.Matches(@"Examples:\n  \S", ended.Out);
            Assert.DoesNotContain("\e", ended.Out, StringComparison.Ordinal);
            foreach (var name in SubcommandsIn(ended.Out))
            {
                open.Enqueue([.. command, name]);
            }
        }

        Assert.Superset(
            new HashSet<string>
            {
                "try", "init", "login", "logout", "whoami", "status", "exec", "env", "credential-process", "explain", "completion",
                "profile list", "profile show", "profile set", "profile unset", "profile rename", "profile remove", "profile undo", "profile share", "profile sync",
                "configure sso", "configure role", "configure import", "sandbox start", "sandbox exec",
                "serve container", "serve metadata", "console", "shell-init",
            },
            seen.ToHashSet());
    }

    [Fact]
    public async Task Without_arguments_the_help_is_shown()
    {
        using var home = new UserHome();

        Assert.Equal((await home.LanyardAsync("--help")).Succeeded().Out, (await home.LanyardAsync()).Succeeded().Out);
        Assert.Matches(@"^[0-9]+\.[0-9]+\.[0-9]+", (await home.LanyardAsync("--version")).Succeeded().Out);
    }

    private static IEnumerable<string> SubcommandsIn(string help)
    {
        var at = help.IndexOf("\nCommands:\n", StringComparison.Ordinal);
        return at < 0 ? [] : help[(at + "\nCommands:\n".Length)..].Split('\n').TakeWhile(line => line.StartsWith("  ", StringComparison.Ordinal))
            .Select(line => Regex.Match(line, @"^  (\S+)").Groups[1].Value).Where(name => name.Length > 0);
    }
}
