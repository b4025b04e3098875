using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grammar.Empty;

/// <summary>A condition, or an operator of one, that tests nothing: it always holds.</summary>
internal sealed class EmptyObjectCondition() : ElementRule("EMPTY_OBJECT_CONDITION", Severity.Suggestion)
{
    public override string Title => "a condition that tests nothing";

    public override string Mending => "Write what is to be tested, or remove it.";

    protected override IEnumerable<Finding> Check(CheckedPolicy policy, JsonNode statement)
    {
        if (statement.FindMember("Condition") is not { Value.Kind: JsonNodeKind.Object } condition)
        {
            yield break;
        }

        if (condition.Value.Members.Length == 0)
        {
            yield return Found(condition.Value.Place, "the condition is empty, so that it always holds", Remove(policy, statement, condition));
        }

        foreach (var block in condition.Value.Members)
        {
            if (block.Value is { Kind: JsonNodeKind.Object, Members.Length: 0 } && ConditionOperator.TryParse(block.Name.Value, out _))
            {
                yield return Found(
                    block.Value.Place,
                    $"\"{block.Name.Value}\" tests no key, so that it always holds",
                    condition.Value.Members.Length > 1 ? Remove(policy, condition.Value, block) : Remove(policy, statement, condition));
            }
        }
    }

    private static Fix? Remove(CheckedPolicy policy, JsonNode owner, JsonMember member) =>
        policy.Text is null ? null : new Fix($"remove {member.Name.Value}", [JsonEdits.RemoveMember(owner, member)]);
}
