using System.Collections.Immutable;

namespace Lanyard.Policy.Documents;

/// <summary>Reads values that may stand alone or in brackets; what has the wrong type is noted and left out.</summary>
internal static class JsonLists
{
    public static PolicyText? ReadText(JsonNode node, string what, ICollection<DocumentProblem> problems)
    {
        if (node.Kind == JsonNodeKind.Text)
        {
            return new PolicyText(node.Text, node.Place);
        }

        problems.Add(ElementNames.Expected(node, what, "a string"));
        return null;
    }

    public static ImmutableArray<PolicyText> ReadTexts(JsonNode node, string what, ICollection<DocumentProblem> problems)
    {
        if (node.Kind == JsonNodeKind.Array)
        {
            return [.. node.Items.Select(item => ReadText(item, $"each value of {what}", problems)).OfType<PolicyText>()];
        }

        if (node.Kind == JsonNodeKind.Text)
        {
            return [new PolicyText(node.Text, node.Place)];
        }

        problems.Add(ElementNames.Expected(node, what, "a string or an array of strings"));
        return [];
    }

    public static ImmutableArray<ConditionValue> ReadConditionValues(JsonNode node, string what, ICollection<DocumentProblem> problems)
    {
        var values = ImmutableArray.CreateBuilder<ConditionValue>();
        foreach (var item in node.Kind == JsonNodeKind.Array ? node.Items : [node])
        {
            ConditionValueType? type = item.Kind switch
            {
                JsonNodeKind.Text => ConditionValueType.Text,
                JsonNodeKind.Number => ConditionValueType.Number,
                JsonNodeKind.Boolean => ConditionValueType.Boolean,
                _ => null,
            };
            if (type is { } known)
            {
                values.Add(new ConditionValue(item.Text, known, item.Place));
            }
            else
            {
                problems.Add(ElementNames.Expected(item, $"a value of {what}", "a string, number or Boolean"));
            }
        }

        return values.ToImmutable();
    }
}
