using System.Collections.Immutable;

namespace Lanyard.Policy.Documents;

/// <summary>Reads the value of a <c>Principal</c> or <c>NotPrincipal</c> element.</summary>
internal static class PrincipalReader
{
    private static readonly (string Name, PrincipalKind Kind)[] Kinds =
    [
        ("AWS", PrincipalKind.Aws), ("Service", PrincipalKind.Service), ("Federated", PrincipalKind.Federated),
        ("CanonicalUser", PrincipalKind.CanonicalUser),
    ];

    public static ImmutableArray<PrincipalEntry> Read(JsonNode node, string what, ICollection<DocumentProblem> problems)
    {
        if (node is { Kind: JsonNodeKind.Text, Text: "*" })
        {
            return [new PrincipalEntry(PrincipalKind.Everyone, new PolicyText("*", node.Place))];
        }

        if (node.Kind != JsonNodeKind.Object)
        {
            problems.Add(node.Kind == JsonNodeKind.Text
                ? new DocumentProblem(DocumentProblemKind.InvalidPrincipal, $"{what} must be \"*\" or an object such as {{\"AWS\": \"arn:…\"}}", node.Place)
                : ElementNames.Expected(node, what, "\"*\" or an object"));
            return [];
        }

        var entries = ImmutableArray.CreateBuilder<PrincipalEntry>();
        foreach (var (key, value) in ElementNames.Of(node, what, problems))
        {
            if (Array.Find(Kinds, kind => kind.Name == key.Value) is { Name: not null } known)
            {
                entries.AddRange(JsonLists.ReadTexts(value, key.Value, problems).Select(text => new PrincipalEntry(known.Kind, text)));
            }
            else
            {
                problems.Add(ElementNames.Unknown(key, what, [.. Kinds.Select(kind => kind.Name)]));
            }
        }

        return entries.ToImmutable();
    }

    /// <summary>The key that principals of a kind are written under.</summary>
    public static string NameOf(PrincipalKind kind) => Array.Find(Kinds, known => known.Kind == kind).Name;
}
