using System.Collections.Immutable;
using System.Text.Json;

namespace Lanyard.Policy.Documents;

/// <summary>Reads policy documents.</summary>
/// <remarks>
/// Strict about the grammar that all policy types share: unknown elements, an element twice, wrong JSON types and unknown condition
/// operators are errors, and names are compared with regard to case. Which elements a policy type takes is not decided here.
/// </remarks>
public static class PolicyDocumentReader
{
    private const string NoJsonObject = "a policy document is a JSON object with a Statement";

    /// <summary>Reads one document.</summary>
    /// <param name="json">The JSON text.</param>
    /// <param name="path">The file it came from, for messages, or <see langword="null"/>.</param>
    /// <returns>The document.</returns>
    /// <exception cref="PolicyDocumentException">The text isn't JSON, or isn't a policy document.</exception>
    public static PolicyDocument Read(string json, string? path)
    {
        ArgumentNullException.ThrowIfNull(json);
        var cursor = new JsonCursor(json, path);
        if (string.IsNullOrWhiteSpace(json))
        {
            throw cursor.Error($"the text is empty; {NoJsonObject}", new TextPosition(1, 1, 0));
        }

        cursor.Read();
        if (cursor.Token != JsonTokenType.StartObject)
        {
            throw cursor.Expected("a policy document", "an object");
        }

        var document = ReadDocument(ref cursor, path);
        cursor.Read(); // Fails when something follows the document.
        return document;
    }

    private static PolicyDocument ReadDocument(ref JsonCursor cursor, string? path)
    {
        var start = cursor.At;
        var elements = new ElementNames("policy document");
        PolicyText? version = null;
        PolicyText? id = null;
        ImmutableArray<Statement> statements = default;
        while (elements.Next(ref cursor) is { } name)
        {
            switch (name.Value)
            {
                case "Version":
                    version = ReadVersion(ref cursor);
                    break;
                case "Id":
                    id = JsonLists.ReadText(ref cursor, "Id");
                    break;
                case "Statement":
                    statements = ReadStatements(ref cursor);
                    break;
                default:
                    throw elements.Unknown(ref cursor, name, ["Version", "Id", "Statement"]);
            }
        }

        return statements.IsDefault
            ? throw cursor.Error("the policy document has no Statement", start)
            : new PolicyDocument(path, version, id, statements);
    }

    private static PolicyText ReadVersion(ref JsonCursor cursor)
    {
        var version = JsonLists.ReadText(ref cursor, "Version");
        return version.Value is PolicyDocument.VersionWithVariables or PolicyDocument.VersionWithoutVariables
            ? version
            : throw cursor.Error(
                $"Version must be {PolicyDocument.VersionWithVariables} or {PolicyDocument.VersionWithoutVariables}: it names the policy "
                + "language, not your policy's version",
                version.At);
    }

    private static ImmutableArray<Statement> ReadStatements(ref JsonCursor cursor)
    {
        if (cursor.Token == JsonTokenType.StartObject)
        {
            return [StatementReader.Read(ref cursor, 0)];
        }

        if (cursor.Token != JsonTokenType.StartArray)
        {
            throw cursor.Expected("Statement", "an object or an array of objects");
        }

        var statements = ImmutableArray.CreateBuilder<Statement>();
        while (cursor.Read() && cursor.Token != JsonTokenType.EndArray)
        {
            if (cursor.Token != JsonTokenType.StartObject)
            {
                throw cursor.Expected("a statement", "an object");
            }

            statements.Add(StatementReader.Read(ref cursor, statements.Count));
        }

        return statements.ToImmutable();
    }
}
