using System.Collections.Immutable;

namespace Lanyard.Policy.Documents;

/// <summary>A document as far as it could be read, with everything for which IAM would refuse it.</summary>
/// <param name="Document">The document; without the statements and elements that can't be read.</param>
/// <param name="Problems">The problems in the order of the text; none when IAM would take the document.</param>
public sealed record DocumentReading(PolicyDocument Document, ImmutableArray<DocumentProblem> Problems);

/// <summary>Reads policy documents.</summary>
/// <remarks>
/// Strict about the grammar that all policy types share: unknown elements, an element twice, wrong JSON types and unknown condition
/// operators are problems, and names are compared with regard to case. Which elements a policy type takes is not decided here.
/// </remarks>
public static class PolicyDocumentReader
{
    private const string NoJsonObject = "a policy document is a JSON object with a Statement";

    private static readonly string[] Elements = ["Version", "Id", "Statement"];

    /// <summary>Reads one document.</summary>
    /// <param name="json">The JSON text.</param>
    /// <param name="path">The file it came from, for messages, or <see langword="null"/>.</param>
    /// <returns>The document.</returns>
    /// <exception cref="PolicyDocumentException">The text isn't JSON, or isn't a policy document; the first problem is told.</exception>
    public static PolicyDocument Read(string json, string? path) => Refuse(Inspect(json, path));

    /// <summary>Reads one document that is part of another text.</summary>
    /// <param name="node">The document's JSON.</param>
    /// <param name="path">The file it came from, for messages, or <see langword="null"/>.</param>
    /// <returns>The document.</returns>
    /// <exception cref="PolicyDocumentException">It isn't a policy document; the first problem is told.</exception>
    public static PolicyDocument Read(JsonNode node, string? path) => Refuse(Inspect(node, path));

    /// <summary>Reads one document as far as it can be read.</summary>
    /// <param name="json">The JSON text.</param>
    /// <param name="path">The file it came from, for messages, or <see langword="null"/>.</param>
    /// <exception cref="PolicyDocumentException">The text isn't JSON.</exception>
    public static DocumentReading Inspect(string json, string? path)
    {
        ArgumentNullException.ThrowIfNull(json);
        return string.IsNullOrWhiteSpace(json)
            ? throw new PolicyDocumentException($"the text is empty; {NoJsonObject}", path, new TextPosition(1, 1, 0))
            : Inspect(JsonTextReader.Read(json, path, PolicyDocument.MaxLength), path);
    }

    /// <summary>Reads one document as far as it can be read.</summary>
    /// <param name="node">The document's JSON.</param>
    /// <param name="path">The file it came from, for messages, or <see langword="null"/>.</param>
    public static DocumentReading Inspect(JsonNode node, string? path)
    {
        ArgumentNullException.ThrowIfNull(node);
        var problems = new List<DocumentProblem>();
        var document = ReadDocument(node, path, problems);
        return new DocumentReading(document, [.. problems.OrderBy(problem => problem.Place.Start.Offset)]);
    }

    // What is written wrong comes before what is missing: often the one is the reason for the other.
    private static PolicyDocument Refuse(DocumentReading reading) =>
        reading.Problems.OrderBy(problem => problem.Kind == DocumentProblemKind.MissingElement).FirstOrDefault() is { } first
            ? throw new PolicyDocumentException(first.Message, reading.Document.Path, first.Place.Start)
            : reading.Document;

    private static PolicyDocument ReadDocument(JsonNode node, string? path, List<DocumentProblem> problems)
    {
        if (node.Kind != JsonNodeKind.Object)
        {
            problems.Add(ElementNames.Expected(node, "a policy document", "an object"));
            return new PolicyDocument(path, null, null, []);
        }

        PolicyText? version = null;
        PolicyText? id = null;
        ImmutableArray<Statement>? statements = null;
        foreach (var (name, value) in ElementNames.Of(node, "policy document", problems))
        {
            switch (name.Value)
            {
                case "Version":
                    version = ReadVersion(value, problems);
                    break;
                case "Id":
                    id = JsonLists.ReadText(value, "Id", problems);
                    break;
                case "Statement":
                    statements = ReadStatements(value, problems);
                    break;
                default:
                    problems.Add(ElementNames.Unknown(name, "policy document", Elements));
                    break;
            }
        }

        if (statements is null)
        {
            problems.Add(new DocumentProblem(DocumentProblemKind.MissingElement, "the policy document has no Statement", node.Place));
        }

        return new PolicyDocument(path, version, id, statements ?? []);
    }

    private static PolicyText? ReadVersion(JsonNode node, List<DocumentProblem> problems)
    {
        var version = JsonLists.ReadText(node, "Version", problems);
        if (version is null or { Value: PolicyDocument.VersionWithVariables or PolicyDocument.VersionWithoutVariables })
        {
            return version;
        }

        problems.Add(new DocumentProblem(
            DocumentProblemKind.InvalidVersion,
            $"Version must be {PolicyDocument.VersionWithVariables} or {PolicyDocument.VersionWithoutVariables}: it names the policy "
            + "language, not your policy's version",
            version.Place));
        return null;
    }

    private static ImmutableArray<Statement> ReadStatements(JsonNode node, List<DocumentProblem> problems)
    {
        if (node.Kind is not (JsonNodeKind.Object or JsonNodeKind.Array))
        {
            problems.Add(ElementNames.Expected(node, "Statement", "an object or an array of objects"));
            return [];
        }

        var statements = ImmutableArray.CreateBuilder<Statement>();
        ImmutableArray<JsonNode> items = node.Kind == JsonNodeKind.Array ? node.Items : [node];
        for (var i = 0; i < items.Length; i++)
        {
            if (items[i].Kind != JsonNodeKind.Object)
            {
                problems.Add(ElementNames.Expected(items[i], "a statement", "an object"));
            }
            else if (StatementReader.Read(items[i], i, problems) is { } statement)
            {
                statements.Add(statement);
            }
        }

        return statements.ToImmutable();
    }
}
