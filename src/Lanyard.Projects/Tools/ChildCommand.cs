namespace Lanyard.Projects.Tools;

/// <summary>
/// Reads which programs a command starts: through <c>env</c>, shells, and the runners of npm, pnpm, Yarn and Bun. Nothing is run; what
/// can't be read plainly gives no call.
/// </summary>
public sealed class ChildCommand
{
    private const int Deepest = 8;

    private readonly List<ChildCall> _calls = [];
    private readonly IReadOnlyDictionary<string, string> _environment;

    private ChildCommand(IReadOnlyDictionary<string, string> environment) => _environment = environment;

    /// <summary>Reads a command.</summary>
    /// <param name="command">Its words.</param>
    /// <param name="folder">The folder it is run in.</param>
    /// <param name="environment">The environment it is run in.</param>
    /// <returns>The calls in order; empty where none can be read.</returns>
    public static IReadOnlyList<ChildCall> Read(IReadOnlyList<string> command, string folder, IReadOnlyDictionary<string, string> environment)
    {
        ArgumentNullException.ThrowIfNull(command);
        var reader = new ChildCommand(environment);
        reader.Unwrap([.. command], new Place(new Dictionary<string, string?>(StringComparer.Ordinal), folder, "the command", MayReadScript: true, 0));
        return reader._calls;
    }

    private void Unwrap(List<string?> words, Place place)
    {
        if (words is not [{ } first, ..] || place.Depth > Deepest)
        {
            return;
        }

        var name = NameOf(first);
        var rest = words[1..];
        var inner = place with { Depth = place.Depth + 1 };
        switch (name)
        {
            case "env":
                Env(rest, inner);
                break;
            case "cross-env":
                Unwrap(Assign(rest, ref inner), inner);
                break;
            case "sh" or "bash" or "zsh" or "dash" or "ash" or "ksh" when ShellOption(rest) is { } text:
                Shell(text.Text, [], inner);
                break;
            case "nohup" or "exec" or "command" or "time" or "winpty" when rest is [{ } next, ..] && !next.StartsWith('-'):
                Unwrap(rest, inner);
                break;
            case "node" when rest is [{ } script, ..] && !script.StartsWith('-'):
                Unwrap(rest, inner);
                break;
            case "dotenv" when rest.IndexOf("--") is >= 0 and var dashes:
                Unwrap(rest[(dashes + 1)..], inner);
                break;
            case "npx" or "bunx" or "pnpx" or "npm" or "pnpm" or "yarn" or "bun":
                Run(PackageRunner.Read(name, rest, place.Folder is { } folder ? PackageScripts.Find(folder) : null), inner);
                break;
            case "lanyard":
                // One of our own, which looks at its own command.
                break;
            default:
                _calls.Add(new ChildCall([name, .. rest], place.Variables, place.Folder, place.Origin));
                break;
        }
    }

    private void Run(PackageRun? run, Place place)
    {
        switch (run)
        {
            case PackageRun.Command command:
                Unwrap([.. command.Words], place);
                break;
            case PackageRun.Text text:
                Shell(text.Line, [], place);
                break;
            case PackageRun.Script script when place.MayReadScript:
                // One level: a script that runs a script is no longer read plainly.
                Shell(script.Line, script.Arguments, place with
                {
                    Folder = Path.GetDirectoryName(script.File),
                    Origin = $"the script `{script.Name}` of {script.File}",
                    MayReadScript = false,
                });
                break;
            default:
                break;
        }
    }

    private void Shell(string text, IReadOnlyList<string?> arguments, Place place)
    {
        var set = new Dictionary<string, string?>(place.Variables, StringComparer.Ordinal);
        var known = place;
        if (ShellText.Split(text, name => known.Variables.TryGetValue(name, out var value) ? value : _environment.GetValueOrDefault(name), Remember) is not { Count: > 0 } commands)
        {
            return;
        }

        // What is given to a script goes to the last of its commands, as a shell would read it.
        commands[^1].AddRange(arguments);
        foreach (var command in commands)
        {
            var words = command;
            while (words is ["{" or "}" or "!" or "if" or "then" or "else" or "elif" or "do" or "while" or "until" or "fi" or "done", ..])
            {
                words = words[1..];
            }

            var here = place with { Variables = new Dictionary<string, string?>(set, StringComparer.Ordinal) };
            switch (words)
            {
                case ["export", .. var exported]:
                    _ = Assign(exported, ref here);
                    set = here.Variables;
                    continue;
                case ["cd", { } target] when place.Folder is not null && !target.StartsWith('-'):
                    place = place with { Folder = Path.GetFullPath(target, place.Folder) };
                    continue;
                case ["cd", ..]:
                    place = place with { Folder = null };
                    continue;
            }

            words = Assign(words, ref here);
            if (words.Count == 0)
            {
                set = here.Variables;
            }

            Unwrap(words, here);
        }

        // What is set for good is what the words behind it are read with.
        void Remember(List<string?> command)
        {
            var after = known;
            if (Assign(command is ["export", ..] ? command[1..] : command, ref after).Count == 0)
            {
                known = after;
            }
        }
    }

    private void Env(List<string?> words, Place place)
    {
        var set = new Dictionary<string, string?>(place.Variables, StringComparer.Ordinal);
        var at = 0;
        for (; at < words.Count && words[at] is { } word && word.StartsWith('-'); at++)
        {
            switch (word)
            {
                case "-i" or "--ignore-environment" or "-":
                    foreach (var name in _environment.Keys)
                    {
                        set[name] = null;
                    }

                    break;
                case "-u" or "--unset" when at + 1 < words.Count && words[at + 1] is { } name:
                    set[name] = null;
                    at++;
                    break;
                case ['-', 'u', .. var name]:
                    set[name] = null;
                    break;
                case "-C" or "--chdir" when at + 1 < words.Count && words[at + 1] is { } target:
                    place = place with { Folder = place.Folder is null ? null : Path.GetFullPath(target, place.Folder) };
                    at++;
                    break;
                case "--":
                    break;
                default:
                    if (!word.StartsWith("--unset=", StringComparison.Ordinal))
                    {
                        return;
                    }

                    set[word["--unset=".Length..]] = null;
                    break;
            }
        }

        place = place with { Variables = set };
        Unwrap(Assign(words[at..], ref place), place);
    }

    /// <summary>Takes the leading <c>NAME=value</c> words off, and remembers what they set.</summary>
    private static List<string?> Assign(List<string?> words, ref Place place)
    {
        var set = new Dictionary<string, string?>(place.Variables, StringComparer.Ordinal);
        var at = 0;
        for (; at < words.Count && words[at] is { } word && word.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals && IsName(word.AsSpan(0, equals)); at++)
        {
            set[word[..equals]] = word.EndsWith(ShellText.UnknownValue, StringComparison.Ordinal) ? null : word[(equals + 1)..];
        }

        place = place with { Variables = set };
        return words[at..];
    }

    private static (string Text, int At)? ShellOption(List<string?> words)
    {
        for (var at = 0; at < words.Count && words[at] is { } word && word.Length > 1 && word[0] is '-' or '+'; at++)
        {
            if (word.StartsWith("--", StringComparison.Ordinal))
            {
                continue;
            }

            if (word.Contains('c', StringComparison.Ordinal))
            {
                // The text is the first word behind the options, not the one behind `-c`.
                at += word[^1] == 'o' ? 2 : 1;
                while (at < words.Count && words[at] is ['-', ..])
                {
                    at++;
                }

                return at < words.Count && words[at] is { } text ? (text, at) : null;
            }

            at += word[^1] is 'o' or 'O' ? 1 : 0;
        }

        return null;
    }

    private static bool IsName(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '_')
            {
                return false;
            }
        }

        return !char.IsAsciiDigit(text[0]);
    }

    // Not by `Path`: a Windows path is to be understood wherever the file was written. The name of a package has its scope before a slash.
    internal static string NameOf(string word)
    {
        var name = word.StartsWith('@') ? word : word[(word.LastIndexOfAny(['/', '\\']) + 1)..];
        foreach (var ending in (ReadOnlySpan<string>)[".exe", ".cmd", ".bat", ".ps1", ".js", ".cjs", ".mjs"])
        {
            if (name.Length > ending.Length && name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            {
                return name[..^ending.Length];
            }
        }

        return name;
    }

    private sealed record Place(Dictionary<string, string?> Variables, string? Folder, string Origin, bool MayReadScript, int Depth);
}
