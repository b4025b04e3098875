namespace Lanyard.Projects.Tools;

/// <summary>What a package manager was told to run.</summary>
internal abstract record PackageRun
{
    private PackageRun()
    {
    }

    /// <summary>A program.</summary>
    public sealed record Command(IReadOnlyList<string?> Words) : PackageRun;

    /// <summary>A line for a shell.</summary>
    public sealed record Text(string Line) : PackageRun;

    /// <summary>A script of a <c>package.json</c>.</summary>
    public sealed record Script(string Name, string File, string Line, IReadOnlyList<string?> Arguments) : PackageRun;
}

/// <summary>Reads the command lines of npm, pnpm, Yarn and Bun, which differ in what they hand on.</summary>
internal static class PackageRunner
{
    private static readonly HashSet<string> RunnerValues = new(StringComparer.Ordinal)
    {
        "-p", "--package", "--shell", "--cache", "--userconfig", "-n", "--node-arg", "--registry", "--loglevel",
    };

    // The managers' own commands go before scripts and programs of the same name.
    private static readonly HashSet<string> Own = new(StringComparer.Ordinal)
    {
        "add", "audit", "cache", "config", "create", "dedupe", "import", "init", "install", "i", "link", "list", "ls", "outdated",
        "pack", "patch", "publish", "prune", "remove", "rm", "root", "set", "store", "unlink", "up", "update", "upgrade", "version", "versions", "why", "workspace",
        "workspaces", "info", "help", "login", "logout",
    };

    /// <summary>Reads a command line.</summary>
    /// <param name="runner">The program's name.</param>
    /// <param name="words">Its other words.</param>
    /// <param name="scripts">The scripts of the package it runs in.</param>
    /// <returns>What it runs; <see langword="null"/> where that can't be read.</returns>
    public static PackageRun? Read(string runner, List<string?> words, PackageScripts? scripts)
    {
        if (runner is "npx" or "bunx" or "pnpx")
        {
            return Package(words);
        }

        // An option that leads into another package makes the script another one.
        var at = 0;
        while (at < words.Count && words[at] is ['-', ..])
        {
            if (LeadsElsewhere(words[at]!))
            {
                return null;
            }

            at++;
        }

        if (at >= words.Count || words[at] is not { } command)
        {
            return null;
        }

        var rest = words[(at + 1)..];
        return (runner, command) switch
        {
            ("npm", "exec" or "x") or ("pnpm" or "yarn", "dlx") or ("bun", "x") => Package(rest),
            ("npm", "run" or "run-script" or "rum" or "urn") => Script(runner, rest, scripts, orProgram: false),
            ("npm", "start" or "stop" or "restart" or "test" or "t" or "tst") => Script(runner, [command is "t" or "tst" ? "test" : command, .. rest], scripts, orProgram: false),
            ("pnpm", "exec") => Executed(rest),
            ("yarn", "exec") => Executed(rest),
            ("pnpm" or "yarn" or "bun", "run" or "run-script") => Script(runner, rest, scripts, orProgram: runner != "pnpm"),
            ("npm", _) => null,
            ("pnpm", "deploy") or ("bun", "build") => null,
            _ when Own.Contains(command) => null,
            _ => Script(runner, words[at..], scripts, orProgram: true),
        };
    }

    /// <summary>A package that is fetched where it isn't there, and run.</summary>
    private static PackageRun? Package(List<string?> words)
    {
        for (var at = 0; at < words.Count; at++)
        {
            switch (words[at])
            {
                case null:
                    return null;
                case "-c" or "--call" or "--shell-mode":
                    return at + 1 < words.Count && words[at + 1] is { } line ? new PackageRun.Text(line) : null;
                case "--":
                    break;
                case ['-', ..] option:
                    at += RunnerValues.Contains(option) ? 1 : 0;
                    break;
                case var package:
                    return new PackageRun.Command([WithoutVersion(package), .. words[(at + 1)..]]);
            }
        }

        return null;
    }

    /// <summary>A program of the project.</summary>
    private static PackageRun? Executed(List<string?> words)
    {
        var at = 0;
        while (at < words.Count && words[at] is ['-', ..] option)
        {
            if (option is "-c" or "--shell-mode")
            {
                return at + 1 < words.Count && words[at + 1] is { } line ? new PackageRun.Text(line) : null;
            }

            if (LeadsElsewhere(option))
            {
                return null;
            }

            at++;
        }

        return at < words.Count ? new PackageRun.Command(words[at..]) : null;
    }

    private static PackageRun? Script(string runner, List<string?> words, PackageScripts? scripts, bool orProgram)
    {
        var at = 0;
        while (at < words.Count && words[at] is ['-', ..])
        {
            if (LeadsElsewhere(words[at]!))
            {
                return null;
            }

            at++;
        }

        if (at >= words.Count || words[at] is not { } name)
        {
            return null;
        }

        var rest = words[(at + 1)..];
        if (scripts is not null && scripts.Texts.TryGetValue(name, out var line))
        {
            return runner == "npm" && rest.Exists(w => w is not null && LeadsElsewhere(w)) && !IsBehindDashes(rest)
                ? null
                : new PackageRun.Script(name, scripts.File, line, runner == "npm" ? HandedOnByNpm(rest) : WithoutDashes(rest));
        }

        return orProgram ? new PackageRun.Command([name, .. rest]) : null;
    }

    // npm keeps options for itself, unless they stand behind `--`; plain words it hands on.
    private static List<string?> HandedOnByNpm(List<string?> words)
    {
        var dashes = words.IndexOf("--");
        var before = dashes < 0 ? words : words[..dashes];
        return [.. before.Where(w => w is not ['-', ..]), .. dashes < 0 ? [] : words[(dashes + 1)..]];
    }

    private static List<string?> WithoutDashes(List<string?> words) => words is ["--", .. var rest] ? rest : words;

    private static bool IsBehindDashes(List<string?> words) =>
        words.IndexOf("--") is >= 0 and var dashes && !words[..dashes].Exists(w => w is not null && LeadsElsewhere(w));

    private static bool LeadsElsewhere(string option) =>
        option is "-w" or "-C" or "-F" or "-r" or "--recursive" or "--filter" or "--prefix" or "--workspace" or "--workspaces" or "--cwd" or "--dir"
        || option.StartsWith("--workspace=", StringComparison.Ordinal) || option.StartsWith("--prefix=", StringComparison.Ordinal)
        || option.StartsWith("--filter=", StringComparison.Ordinal) || option.StartsWith("--cwd=", StringComparison.Ordinal) || option.StartsWith("--dir=", StringComparison.Ordinal);

    // `sst@3` and `@aws-amplify/cli@12`: the scope's own sign is no version's.
    private static string WithoutVersion(string package) => package.LastIndexOf('@') is > 0 and var at ? package[..at] : package;
}
