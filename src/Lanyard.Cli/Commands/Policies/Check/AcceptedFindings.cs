using Lanyard.Cli.Edge;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Lint;
using Lanyard.Projects.Acceptances;

namespace Lanyard.Cli.Commands.Policies.Check;

/// <summary>A finding as it is reported.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Source">Its text.</param>
/// <param name="Document">The policy; null where it is about the file.</param>
/// <param name="Finding">The finding.</param>
/// <param name="Acceptance">What accepts it, and the file that says so; null where nothing does.</param>
internal sealed record ReportedFinding(string File, SourceText Source, CheckedDocument? Document, Finding Finding, (AcceptanceFile File, Acceptance Item)? Acceptance)
{
    /// <summary>Gets whether it counts.</summary>
    public bool IsOpen => Acceptance is null;
}

/// <summary>The files of accepted findings, and which entries of them were used.</summary>
/// <param name="surroundings">The machine.</param>
/// <param name="named">The file that the user named; null to look for one beside each checked file.</param>
internal sealed class AcceptedFindings(Surroundings surroundings, string? named)
{
    private readonly Dictionary<string, (AcceptanceFile File, SourceText Source)?> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (AcceptanceFile File, SourceText Source)?> _ofFolders = new(StringComparer.Ordinal);
    private readonly HashSet<Acceptance> _used = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<Acceptance> _looked = new(ReferenceEqualityComparer.Instance);

    /// <summary>Finds what accepts a finding.</summary>
    public (AcceptanceFile File, Acceptance Item)? Find(FileCheck check, CheckedDocument document, Finding finding)
    {
        if (FileFor(check.Path) is not var (file, _) || file is null)
        {
            return null;
        }

        var (name, statement) = (NameIn(file, check.Path), StatementOf(finding.Place.Path));
        var sid = statement is { } index ? document.Policy.Variants.Select(variant => SidOf(variant, index)).FirstOrDefault(found => found is not null) : null;
        foreach (var item in file.Items)
        {
            if (item.Reason is not null && item.Matches(finding.Rule.Id, name, document.Policy.Name, sid, statement, finding.Place.Path.ToString()))
            {
                _used.Add(item);
                return (file, item);
            }
        }

        return null;
    }

    /// <summary>Notes that a file was checked, so that what is accepted in it must have been found.</summary>
    public void Checked(FileCheck check)
    {
        if (FileFor(check.Path) is var (file, _) && file is not null)
        {
            _looked.UnionWith(file.Items.Where(item => item.MatchesFile(NameIn(file, check.Path))));
        }
    }

    /// <summary>Gives what is wrong with the files of acceptances themselves.</summary>
    public IEnumerable<ReportedFinding> Wrong()
    {
        var known = RuleList.All.Select(rule => rule.Id).Concat(StatedRule.Every.Select(rule => rule.Id)).ToHashSet(StringComparer.Ordinal);
        foreach (var (file, source) in _files.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => entry.Value).OfType<(AcceptanceFile, SourceText)>())
        {
            foreach (var item in file.Items)
            {
                var finding = !known.Contains(item.Id)
                        ? StatedRule.UnknownAcceptance.State(PlaceOf(item), $"no rule has the id {item.Id}{Near(item.Id, known)}")
                    : item.Reason is null ? StatedRule.AcceptanceWithoutReason.State(PlaceOf(item), $"{item.Id} is accepted without a reason")
                    : !_used.Contains(item) && (_looked.Contains(item) || IsGone(file, item))
                        ? StatedRule.StaleAcceptance.State(PlaceOf(item), $"nothing that this entry is about has {item.Id} any more")
                    : null;
                if (finding is not null)
                {
                    yield return new ReportedFinding(source.Name, source, null, finding, null);
                }
            }
        }
    }

    private static string Near(string id, IEnumerable<string> known) =>
        Lanyard.Credentials.SharedConfig.ProfileSuggestions.Nearest(known, id) is [var first, ..] ? $"; did you mean {first}?" : "";

    private static bool IsGone(AcceptanceFile file, Acceptance item) =>
        item.File is { } name && name.AsSpan().IndexOfAny('*', '?') < 0 && name.Contains('/') && !File.Exists(Path.Combine(file.Folder, name));

    private static Place PlaceOf(Acceptance item) => new(
        new TextPosition(item.Line, item.Column, 0), new TextPosition(item.Line, item.Column + item.Id.Length, item.Id.Length), DocumentPath.Root.Member("accept"));

    private static int? StatementOf(DocumentPath path)
    {
        for (var at = path; at.Parent is { } parent; at = parent)
        {
            if (parent is { Name: "Statement", Parent.Parent: null } && at.Name is null)
            {
                return at.Index;
            }

            if (at is { Name: "Statement" } && parent.Parent is null && !ReferenceEquals(at, path))
            {
                return 0;
            }
        }

        return null;
    }

    private static string? SidOf(JsonNode document, int statement) => document.Find("Statement") is not { } node ? null
        : (node.Kind == JsonNodeKind.Array ? node.Items.FirstOrDefault(item => item.Place.Path.Index == statement) : node)?.Find("Sid")?.Text;

    private static string? NameIn(AcceptanceFile file, CheckedPath path) => path.Path is null ? null : Path.GetRelativePath(file.Folder, path.Path).Replace('\\', '/');

    private (AcceptanceFile File, SourceText Source)? FileFor(CheckedPath path)
    {
        if (named is not null)
        {
            return Load(named, named);
        }

        var folder = path.Path is null ? surroundings.CurrentDirectory : Path.GetDirectoryName(path.Path)!;
        if (!_ofFolders.TryGetValue(folder, out var found))
        {
            found = AcceptanceFile.Find(folder) is { } file ? Load(file, Path.GetRelativePath(surroundings.CurrentDirectory, file)) : null;
            _ofFolders[folder] = found;
        }

        return found;
    }

    private (AcceptanceFile File, SourceText Source)? Load(string path, string shown)
    {
        var full = Path.GetFullPath(Path.Combine(surroundings.CurrentDirectory, path));
        if (!_files.TryGetValue(full, out var loaded))
        {
            var text = InputText.Read(surroundings, full, Lanyard.Projects.Yaml.YamlText.MaxLength);
            loaded = (AcceptanceFile.Parse(text, full), new SourceText(shown, full, text.TrimStart('\uFEFF')));
            _files[full] = loaded;
        }

        return loaded;
    }
}
