namespace Lanyard.Cli.Identity;

/// <summary>Reads which branch a working tree is on, without running git.</summary>
internal static class GitBranch
{
    private const string Ref = "ref: refs/heads/";
    private const string Link = "gitdir: ";

    /// <summary>Gives the branch of the working tree that a folder is in.</summary>
    /// <returns>The branch; <see langword="null"/> outside a working tree, and on a detached head.</returns>
    public static string? Of(string folder)
    {
        for (var at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            var git = Path.Combine(at, ".git");
            try
            {
                if (File.Exists(git))
                {
                    // In a linked working tree `.git` is a file that says where the real folder is. One that leads nowhere is a
                    // broken tree, and no part of the one above it.
                    git = File.ReadAllText(git).Trim() is var text && text.StartsWith(Link, StringComparison.Ordinal) ? Path.GetFullPath(text[Link.Length..], at) : git;
                }
                else if (!Directory.Exists(git))
                {
                    continue;
                }

                var head = File.ReadAllText(Path.Combine(git, "HEAD")).Trim();
                return head.StartsWith(Ref, StringComparison.Ordinal) ? head[Ref.Length..] : null;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }

        return null;
    }
}
