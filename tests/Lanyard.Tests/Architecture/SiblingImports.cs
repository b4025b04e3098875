using System.Text.RegularExpressions;

namespace Lanyard.Tests.Architecture;

/// <summary>A C# file as the sibling rule sees it: its folder in the project (<c>""</c> at the root) and its text.</summary>
internal sealed record FolderFile(string Folder, string Text);

/// <summary>Finds, folder by folder, the folders beside it that its files name.</summary>
internal static class SiblingImports
{
    /// <summary>
    /// For each folder the siblings (folders with the same parent) that its files name, those of its subfolders included:
    /// by <c>using</c>, by a full name, or by a name relative to an enclosing namespace.
    /// </summary>
    public static SortedDictionary<string, SortedSet<string>> Find(string rootNamespace, IReadOnlyCollection<FolderFile> files)
    {
        string[] folders = [.. files.SelectMany(file => SelfAndParents(file.Folder)).Distinct()];
        Dictionary<string, string[]> types = folders.ToDictionary(
            folder => folder,
            folder => files.Where(file => file.Folder == folder).SelectMany(file => DeclaredTypes(file.Text)).Distinct().ToArray());
        SortedDictionary<string, SortedSet<string>> found = new(StringComparer.Ordinal);

        foreach (FolderFile file in files)
        {
            string code = WithoutCommentLines(file.Text);
            foreach (string named in FullNames(code, rootNamespace, folders).Concat(RelativeNames(code, file.Folder, folders, types)))
            {
                foreach (string folder in SelfAndParents(file.Folder))
                {
                    if (SiblingToward(folder, named) is { } sibling)
                    {
                        found.TryAdd(folder, new SortedSet<string>(StringComparer.Ordinal));
                        found[folder].Add(sibling);
                    }
                }
            }
        }

        return found;
    }

    /// <summary>The sibling of <paramref name="folder"/> that is or holds <paramref name="named"/>, or null if there is none.</summary>
    private static string? SiblingToward(string folder, string named)
    {
        string parent = Parent(folder);
        string below = parent.Length == 0 ? named : named.StartsWith(parent + "/", StringComparison.Ordinal) ? named[(parent.Length + 1)..] : "";
        string first = below.Split('/')[0];
        string sibling = parent.Length == 0 ? first : $"{parent}/{first}";
        return first.Length == 0 || sibling == folder ? null : sibling;
    }

    private static IEnumerable<string> FullNames(string code, string rootNamespace, string[] folders) =>
        Regex.Matches(code, $@"\b{Regex.Escape(rootNamespace)}((?:\.\w+)+)")
            .Select(match => match.Groups[1].Value[1..].Replace('.', '/'))
            .Select(path => SelfAndParents(path).FirstOrDefault(folders.Contains))
            .OfType<string>();

    private static IEnumerable<string> RelativeNames(
        string code, string from, string[] folders, Dictionary<string, string[]> types) =>
        folders.Where(folder => types[folder].Length > 0 && (Parent(folder) is "" || SelfAndParents(from).Contains(Parent(folder))))
            .Where(folder => Regex.IsMatch(
                code,
                $@"(?<![\w.]){Regex.Escape(Path.GetFileName(folder))}\.(?:{string.Join('|', types[folder].Select(Regex.Escape))})\b"));

    private static IEnumerable<string> DeclaredTypes(string text) =>
        Regex.Matches(WithoutCommentLines(text), @"\b(?:class|struct|interface|enum|record(?:\s+(?:class|struct))?)\s+(\w+)")
            .Select(match => match.Groups[1].Value);

    private static string WithoutCommentLines(string text) =>
        string.Join('\n', text.Split('\n').Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)));

    /// <summary>The folder, its parent and so on up to the project's own folder, which is left out.</summary>
    private static IEnumerable<string> SelfAndParents(string folder)
    {
        for (; folder.Length > 0; folder = Parent(folder))
        {
            yield return folder;
        }
    }

    private static string Parent(string folder) => folder.LastIndexOf('/') is >= 0 and int slash ? folder[..slash] : "";
}
