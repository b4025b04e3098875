using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grammar.Empty;

/// <summary>An empty list of resources.</summary>
internal sealed class EmptyArrayResource() : ElementRule("EMPTY_ARRAY_RESOURCE", Severity.Suggestion)
{
    public override string Title => "an empty list of resources";

    public override string Mending => "Write the ARNs that the statement is about, or remove the statement.";

    protected override IEnumerable<Finding> Check(CheckedPolicy policy, JsonNode statement) =>
        statement.FindMember("Resource", "NotResource") is { Value: { Kind: JsonNodeKind.Array, Items.Length: 0 } list, Name.Value: var name }
            ? [Found(list.Place, name == "Resource" ? "the statement names no resource, so that it does nothing" : "NotResource is empty, so that it leaves no resource out")]
            : [];
}
