using System.Collections.Immutable;
using Lanyard.Cli.Edge;
using Lanyard.Credentials;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Lint;
using Lanyard.Policy.Sets;

namespace Lanyard.Cli.Commands.Policies.Diff;

/// <summary>Reads the documents of a comparison.</summary>
/// <param name="surroundings">The machine.</param>
internal sealed class DiffFiles(Surroundings surroundings)
{
    private const string FolderPattern = "*.json";

    /// <summary>Reads both sides.</summary>
    public (PolicySide Old, PolicySide New) Read(DiffInput input)
    {
        if (input.Old.All.Concat(input.New.All).Concat(input.NoAccessTo).Count(path => path == "-") > 1)
        {
            throw new UsageException("stdin can be read once", "name `-` once, and files else");
        }

        var (before, after) = (ReadAll(input.Old.Documents), ReadAll(input.New.Documents));
        var kind = input.Kind ?? Guess([.. before, .. after]);
        return kind != PolicyKind.Identity && (input.Old.IsLimited || input.New.IsLimited)
            ? throw new UsageException("boundary, session policies and SCPs limit policies of identities alone", "leave them out, or compare with --type identity")
            : (SideOf(kind, before, input.Old), SideOf(kind, after, input.New));
    }

    /// <summary>Reads the description of access.</summary>
    public PolicySet ReadAccess(string path) => PolicySide.SetOf(
        PolicyKind.Endpoint, [AccessReader.Read(InputText.Read(surroundings, path, PolicyDocument.MaxLength), NameOf(path))]);

    /// <summary>Reads documents of one place: files, and folders of them.</summary>
    public PolicySet ReadSet(PolicyKind kind, IEnumerable<string> paths) => SetOf(kind, ReadAll(paths));

    private PolicySide SideOf(PolicyKind kind, ImmutableArray<Source> documents, DiffSources sources) => new(kind, SetOf(kind, documents))
    {
        Boundary = sources.Boundary.Count == 0 ? null : SetOf(PolicyKind.Boundary, ReadAll(sources.Boundary)),
        Session = sources.Session.Count == 0 ? null : SetOf(PolicyKind.Session, ReadAll(sources.Session)),
        ServiceControl = [.. sources.ServiceControl.Select(level => SetOf(PolicyKind.ServiceControl, ReadAll([level])) with { Target = level })],
    };

    private static PolicySet SetOf(PolicyKind kind, IEnumerable<Source> sources) =>
        PolicySide.SetOf(kind, sources.Select(source => PolicyDocumentReader.Read(source.Node, source.Name)));

    private static PolicyKind Guess(ImmutableArray<Source> sources)
    {
        var kinds = sources.Where(source => source.Node.Find("Statement") is not null).Select(source => PolicyGuess.KindOf(source.Node)).Distinct().ToList();
        return kinds switch
        {
            [] => PolicyKind.Identity,
            [var one] => one,

            // A role's trust policy with a statement that names resources is the resource's policy it says it is.
            _ when !kinds.Contains(PolicyKind.Identity) => PolicyKind.Resource,
            _ => throw new UsageException("some of the documents have Principal and some don't, so they aren't for the same place", "say with --type what they are for"),
        };
    }

    private ImmutableArray<Source> ReadAll(IEnumerable<string> paths) =>
    [
        .. paths.SelectMany(InFolder).Select(path =>
            new Source(NameOf(path), JsonTextReader.Read(Text(path), NameOf(path), PolicyDocument.MaxLength))),
    ];

    // A text that is empty is no policy, and says so better than as JSON.
    private string Text(string path)
    {
        var text = InputText.Read(surroundings, path, 4 * PolicyDocument.MaxLength);
        return !string.IsNullOrWhiteSpace(text) ? text
            : throw new PolicyDocumentException("the text is empty; a policy document is a JSON object with a Statement", NameOf(path), new TextPosition(1, 1, 0));
    }

    private IEnumerable<string> InFolder(string path)
    {
        var full = path == "-" ? "" : Path.Combine(surroundings.CurrentDirectory, path);
        if (path == "-" || !Directory.Exists(full))
        {
            return [path];
        }

        try
        {
            string[] found = [.. Directory.EnumerateFiles(full, FolderPattern).Select(file => Path.Combine(path, Path.GetFileName(file))).Order(StringComparer.Ordinal)];
            return found.Length > 0 ? found
                : throw new CredentialsException(CliErrorCodes.InputUnreadable, $"{path} holds no {FolderPattern} file", "name a policy, or a folder of them");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CredentialsException(CliErrorCodes.InputUnreadable, $"{path} can't be read: {e.Message}", "name a folder that can be read", inner: e);
        }
    }

    private static string NameOf(string path) => path == "-" ? "stdin" : path;

    private sealed record Source(string Name, JsonNode Node);
}
