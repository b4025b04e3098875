using System.Collections.Immutable;

namespace Lanyard.Policy.Documents;

/// <summary>Reads the value of a <c>Condition</c> element.</summary>
internal static class ConditionReader
{
    public static ImmutableArray<ConditionBlock> Read(JsonNode node, ICollection<DocumentProblem> problems)
    {
        if (node.Kind != JsonNodeKind.Object)
        {
            problems.Add(ElementNames.Expected(node, "Condition", "an object of operators"));
            return [];
        }

        var blocks = ImmutableArray.CreateBuilder<ConditionBlock>();
        foreach (var (name, value) in ElementNames.Of(node, "Condition", problems))
        {
            if (ConditionOperator.TryParse(name.Value, out var found))
            {
                blocks.Add(new ConditionBlock(found, name.Place, ReadTests(value, name.Value, problems)));
            }
            else
            {
                problems.Add(new DocumentProblem(
                    DocumentProblemKind.InvalidOperator,
                    $"\"{name.Value}\" is no condition operator; upper and lower case matter, as in StringEquals", name.Place));
            }
        }

        return blocks.ToImmutable();
    }

    private static ImmutableArray<ConditionTest> ReadTests(JsonNode node, string owner, ICollection<DocumentProblem> problems)
    {
        if (node.Kind != JsonNodeKind.Object)
        {
            problems.Add(ElementNames.Expected(node, owner, "an object of condition keys"));
            return [];
        }

        // Condition keys that differ by case alone are one key.
        return
        [
            .. from member in ElementNames.Of(node, $"{owner} block", problems, StringComparer.OrdinalIgnoreCase)
               select new ConditionTest(member.Name, JsonLists.ReadConditionValues(member.Value, member.Name.Value, problems)),
        ];
    }
}
