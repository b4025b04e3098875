using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grammar.Empty;

/// <summary>An empty list of actions.</summary>
internal sealed class EmptyArrayAction() : ElementRule("EMPTY_ARRAY_ACTION", Severity.Suggestion)
{
    public override string Title => "an empty list of actions";

    public override string Mending => "Write the actions that the statement is about, or remove the statement.";

    protected override IEnumerable<Finding> Check(CheckedPolicy policy, JsonNode statement) =>
        statement.FindMember("Action", "NotAction") is { Value: { Kind: JsonNodeKind.Array, Items.Length: 0 } list, Name.Value: var name }
            ? [Found(list.Place, name == "Action" ? "the statement names no action, so that it does nothing" : "NotAction is empty, so that it leaves no action out")]
            : [];
}
