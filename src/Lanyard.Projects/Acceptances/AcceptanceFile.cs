using System.Collections.Immutable;
using System.Globalization;
using Lanyard.Projects.Yaml;

namespace Lanyard.Projects.Acceptances;

/// <summary>A file of findings that a team has looked at and accepts: <c>lanyard.policy.yaml</c>, beside the policies or above them.</summary>
/// <param name="Path">The file.</param>
/// <param name="Items">What is accepted, in the order of the file.</param>
public sealed record AcceptanceFile(string Path, ImmutableArray<Acceptance> Items)
{
    /// <summary>The name that is looked for.</summary>
    public const string FileName = "lanyard.policy.yaml";

    /// <summary>Gets the folder that the file patterns start in.</summary>
    public string Folder => System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!;

    /// <summary>Finds the nearest one in a folder or above it, up to the top of the repository.</summary>
    /// <param name="startFolder">The folder.</param>
    /// <returns>Its path; <see langword="null"/> where there is none.</returns>
    public static string? Find(string startFolder)
    {
        for (var folder = new DirectoryInfo(startFolder); folder is not null; folder = folder.Parent)
        {
            var file = System.IO.Path.Combine(folder.FullName, FileName);
            if (File.Exists(file))
            {
                return file;
            }

            if (System.IO.Path.Exists(System.IO.Path.Combine(folder.FullName, ".git")))
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>Reads one.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="path">Where it is.</param>
    /// <exception cref="ProjectFileException">It isn't YAML, or has a key or a value that it may not have.</exception>
    public static AcceptanceFile Parse(string text, string path)
    {
        var root = YamlText.Parse(text, path);
        ProjectFileReader.RequireVersion(root, path);
        var file = Fields.Open(root, path, "the file", "version", "accept");
        var list = file.Require("accept", "[{ id: MISSING_VERSION, reason: … }]") is YamlSequence sequence ? sequence
            : throw file.Error(file.Find("accept")!, "accept must be a list", "write accept: and below it - id: MISSING_VERSION");
        return new AcceptanceFile(path, [.. list.Items.Select(item => Read(item, path))]);
    }

    private static Acceptance Read(YamlNode node, string path)
    {
        var fields = Fields.Open(node, path, "an accepted finding", "id", "file", "policy", "statement", "at", "reason");
        var id = fields.RequireText("id", "MISSING_VERSION");
        return new Acceptance(
            id.Value, id.Line, id.Column, Text("file"), Text("policy"), Text("statement"), Text("at"), fields.Find("reason") is YamlScalar { IsNull: true } ? null : Text("reason"));

        string? Text(string key) => fields.Text(key, "text")?.Value is { Length: > 0 } value ? value : null;
    }
}

/// <summary>A finding that is accepted. What is left out matches any.</summary>
/// <param name="Id">The rule's id.</param>
/// <param name="Line">The line of the id, from 1.</param>
/// <param name="Column">Its column, from 1.</param>
/// <param name="File">A pattern of files, from the folder that the acceptances are in.</param>
/// <param name="Policy">A pattern of policies' names in a template or another file that holds several.</param>
/// <param name="Statement">A statement's <c>Sid</c>, or its number from 0.</param>
/// <param name="At">A path in the document, such as <c>Statement[0].Action</c>; what is below it is accepted too.</param>
/// <param name="Reason">Why; <see langword="null"/> where nobody says.</param>
public sealed record Acceptance(string Id, int Line, int Column, string? File, string? Policy, string? Statement, string? At, string? Reason)
{
    /// <summary>Whether it is about a finding.</summary>
    /// <param name="id">The finding's id.</param>
    /// <param name="file">Its file, from the folder of the acceptances, with <c>/</c>; <see langword="null"/> where it is in none.</param>
    /// <param name="policy">Its policy's name; empty where the file is the policy.</param>
    /// <param name="sid">Its statement's <c>Sid</c>, if it has one.</param>
    /// <param name="statement">Its statement's number, or <see langword="null"/> where it is in none.</param>
    /// <param name="at">Its path in the document.</param>
    public bool Matches(string id, string? file, string policy, string? sid, int? statement, string at)
    {
        ArgumentNullException.ThrowIfNull(at);
        return Id == id && MatchesFile(file)
            && (Policy is null || FilePattern.IsMatch(Policy, policy))
            && (Statement is null || Statement == sid || Statement == statement?.ToString(CultureInfo.InvariantCulture))
            && (At is null || at == At || at.StartsWith(At + ".", StringComparison.Ordinal) || at.StartsWith(At + "[", StringComparison.Ordinal));
    }

    /// <summary>Whether it is about a file.</summary>
    /// <param name="file">The file, from the folder of the acceptances, with <c>/</c>; <see langword="null"/> for none.</param>
    public bool MatchesFile(string? file) => File is null || (file is not null && FilePattern.IsMatch(File, file));
}
