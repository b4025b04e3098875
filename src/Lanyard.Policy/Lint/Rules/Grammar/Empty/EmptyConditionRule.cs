using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grammar.Empty;

/// <summary>A rule about a condition key with an empty list of values, under one form of operators.</summary>
internal abstract class EmptyConditionRule(string id) : ElementRule(id, Severity.Suggestion)
{
    protected sealed override IEnumerable<Finding> Check(CheckedPolicy policy, JsonNode statement)
    {
        foreach (var block in statement.Find("Condition")?.Members ?? [])
        {
            if (!block.Value.Members.Any(IsEmpty) || !ConditionOperator.TryParse(block.Name.Value, out var found) || !Concerns(found))
            {
                continue;
            }

            foreach (var test in block.Value.Members.Where(IsEmpty))
            {
                yield return Found(test.Value.Place, $"\"{test.Name.Value}\" is compared with no value under \"{block.Name.Value}\", so that the condition {Holds}");
            }
        }
    }

    /// <summary>Gets when a condition of this form holds, as the end of a sentence.</summary>
    protected abstract string Holds { get; }

    /// <summary>Whether the rule is about such operators.</summary>
    protected abstract bool Concerns(ConditionOperator found);

    private static bool IsEmpty(JsonMember test) => test.Value is { Kind: JsonNodeKind.Array, Items.Length: 0 };
}
