using System.Text.RegularExpressions;

namespace Lanyard.Tests.Architecture;

public sealed class SourceShapeTests
{
    private const int LongestFile = 400;

    /// <summary>The program's entry point is top-level statements, which have no namespace.</summary>
    private const string EntryPoint = "src/Lanyard.Cli/Program.cs";

    public static TheoryData<string> Projects => [.. Repository.SourceProjects];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_namespace_is_its_folder(string project)
    {
        Violations.None("a file's namespace is its project and folder", Sources(project).SelectMany(source =>
        {
            string folder = Path.GetDirectoryName(source.Path)!.Replace(Path.DirectorySeparatorChar, '/');
            string expected = folder["src/".Length..].Replace('/', '.');
            Match declared = Regex.Match(source.Text, @"^\s*namespace\s+([\w.]+)", RegexOptions.Multiline);
            return source.Path == EntryPoint || (declared.Success && declared.Groups[1].Value == expected)
                ? []
                : new[] { $"{source.Path}: has '{declared.Groups[1].Value}', expected '{expected}'" };
        }));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_file_is_longer_than_400_lines(string project)
    {
        Violations.None("split these files by topic", Sources(project)
            .Select(source => (source.Path, Lines: source.Text.TrimEnd('\n').Split('\n').Length))
            .Where(source => source.Lines > LongestFile)
            .Select(source => $"{source.Path}: {source.Lines} lines"));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_namespace_of_ours_is_imported_globally(string project)
    {
        // A global import would hide from the folder rules who leans on whom.
        IEnumerable<string> files = Sources(project)
            .Where(source => Regex.IsMatch(source.Text, @"^\s*global\s+using\s+(static\s+)?(\w+\s*=\s*)?Lanyard\.", RegexOptions.Multiline))
            .Select(source => source.Path);
        string projectFile = Repository.ProjectFile(project);
        Violations.None("import it in the files that need it", Regex.IsMatch(File.ReadAllText(projectFile), @"<Using\s[^>]*""Lanyard\.")
            ? files.Append(projectFile)
            : files);
    }

    private static IEnumerable<(string Path, string Text)> Sources(string project) =>
        Repository.SourceFiles(project).Select(file => ($"src/{project}/{file}", Repository.ReadSource(project, file)));
}
