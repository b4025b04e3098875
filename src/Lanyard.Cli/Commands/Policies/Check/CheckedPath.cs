using Lanyard.Cli.Edge;

namespace Lanyard.Cli.Commands.Policies.Check;

/// <summary>A file to check.</summary>
/// <param name="Name">The file as it is opened, or <c>-</c>.</param>
/// <param name="Path">Its full path; null for stdin.</param>
/// <param name="IsNamed">Whether the user named it: one that was found in a folder may be something else than a policy.</param>
internal sealed record CheckedPath(string Name, string? Path, bool IsNamed)
{
    private static readonly string[] Extensions = [".json", ".yaml", ".yml", ".template"];
    private static readonly string[] PassedOver = ["node_modules", "bin", "obj"];

    private static readonly EnumerationOptions Plain = new() { AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };

    /// <summary>Gets what it is called in messages.</summary>
    public string Shown => Path is null ? "stdin" : Name;

    /// <summary>Gives the files that words stand for: a folder for all templates and policies in and below it.</summary>
    /// <param name="words">The words.</param>
    /// <param name="surroundings">The machine.</param>
    public static IReadOnlyList<CheckedPath> Of(IReadOnlyList<string> words, Surroundings surroundings)
    {
        var found = new List<CheckedPath>();
        foreach (var word in words)
        {
            if (word == "-")
            {
                found.Add(new CheckedPath("-", null, IsNamed: true));
                continue;
            }

            var full = System.IO.Path.GetFullPath(System.IO.Path.Combine(surroundings.CurrentDirectory, word));
            if (Directory.Exists(full))
            {
                found.AddRange(In(full, word == "." ? "" : word));
            }
            else
            {
                found.Add(new CheckedPath(word, full, IsNamed: true));
            }
        }

        return words.Count(word => word == "-") > 1
            ? throw new UsageException("stdin can be read once", "name `-` once")
            : [.. found.DistinctBy(path => path.Path ?? "-")];
    }

    // What the CDK wrote holds templates beside much else.
    private static IEnumerable<CheckedPath> In(string folder, string shown)
    {
        var isAssembly = File.Exists(System.IO.Path.Combine(folder, "cdk.out")) || System.IO.Path.GetFileName(folder) == "cdk.out";
        var folders = new Stack<(string Full, string Shown)>([(folder, shown)]);
        while (folders.TryPop(out var at))
        {
            foreach (var file in Names(Directory.EnumerateFiles(at.Full, "*", Plain)))
            {
                if (Extensions.Contains(System.IO.Path.GetExtension(file).ToLowerInvariant()) && (!isAssembly || file.EndsWith(".template.json", StringComparison.Ordinal)))
                {
                    yield return new CheckedPath(System.IO.Path.Combine(at.Shown, file), System.IO.Path.Combine(at.Full, file), IsNamed: false);
                }
            }

            foreach (var inner in Names(Directory.EnumerateDirectories(at.Full, "*", Plain)).Reverse())
            {
                if (!inner.StartsWith('.') && !PassedOver.Contains(inner) && !(isAssembly && inner.StartsWith("asset.", StringComparison.Ordinal)))
                {
                    folders.Push((System.IO.Path.Combine(at.Full, inner), System.IO.Path.Combine(at.Shown, inner)));
                }
            }
        }
    }

    private static IEnumerable<string> Names(IEnumerable<string> paths) => paths.Select(path => System.IO.Path.GetFileName(path)).Order(StringComparer.Ordinal);
}
