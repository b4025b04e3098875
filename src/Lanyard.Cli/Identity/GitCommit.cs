using System.Text;
using Lanyard.Credentials.Files;

namespace Lanyard.Cli.Identity;

/// <summary>Reads which commit a working tree is at, without running git.</summary>
internal static class GitCommit
{
    private const int Shown = 12;
    private const int MaxBytes = 16 * 1024 * 1024;
    private const string Ref = "ref: ";
    private const string Link = "gitdir: ";

    /// <summary>Gives the start of the commit's id.</summary>
    /// <param name="folder">A folder of the working tree.</param>
    /// <returns>Its first 12 digits; <see langword="null"/> outside a working tree, before the first commit, and where it can't be read.</returns>
    public static string? Of(string folder)
    {
        try
        {
            for (var at = folder; at is not null; at = Path.GetDirectoryName(at))
            {
                var git = Path.Combine(at, ".git");
                if (File.Exists(git))
                {
                    return Read(git) is { } link && link.StartsWith(Link, StringComparison.Ordinal) ? OfGitFolder(Path.GetFullPath(link[Link.Length..], at)) : null;
                }

                if (Directory.Exists(git))
                {
                    return OfGitFolder(git);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // It is only for the log of who did what.
        }

        return null;
    }

    private static string? OfGitFolder(string git)
    {
        var head = Read(Path.Combine(git, "HEAD"));
        if (head is null || !head.StartsWith(Ref, StringComparison.Ordinal))
        {
            return Short(head);
        }

        // A linked working tree has its branches in the folder of the first.
        var common = Path.Combine(git, "commondir");
        var shared = File.Exists(common) ? Path.GetFullPath(Read(common) ?? ".", git) : git;
        var name = head[Ref.Length..];
        var loose = Path.Combine(shared, name);
        return name.Contains("..", StringComparison.Ordinal) ? null
            : File.Exists(loose) ? Short(Read(loose))
            : Packed(Path.Combine(shared, "packed-refs"), name);
    }

    private static string? Packed(string file, string name)
    {
        if (!File.Exists(file) || Read(file) is not { } text)
        {
            return null;
        }

        var line = text.IndexOf(" " + name + "\n", StringComparison.Ordinal) is var found and >= 0 ? found
            : text.EndsWith(" " + name, StringComparison.Ordinal) ? text.Length - name.Length - 1 : -1;
        return line < 0 ? null : Short(text[(text.LastIndexOf('\n', line) + 1)..line]);
    }

    private static string? Short(string? id)
    {
        if (id is null || id.Length is not (40 or 64))
        {
            return null;
        }

        foreach (var c in id)
        {
            if (!char.IsAsciiHexDigit(c))
            {
                return null;
            }
        }

        return id[..Shown];
    }

    private static string? Read(string file) => WholeFile.Read(file, MaxBytes) is { } bytes ? Encoding.UTF8.GetString(bytes).Trim() : null;
}
