using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grammar.Elements;

/// <summary>A document without a statement, or with an empty list of them.</summary>
internal sealed class MissingStatement() : Rule("MISSING_STATEMENT", Severity.Error)
{
    public override string Title => "a policy without a statement";

    public override string Mending => "Add a statement with Effect, Action and Resource.";

    public override IEnumerable<Finding> Check(CheckedPolicy policy)
    {
        if (policy.Root.Kind != JsonNodeKind.Object)
        {
            yield break;
        }

        if (policy.Root.Find("Statement") is { Kind: JsonNodeKind.Array, Items.Length: 0 } empty)
        {
            yield return Found(empty.Place, "the list of statements is empty, so that the policy says nothing");
        }
        else if (policy.Root.Lacks("Statement"))
        {
            yield return Found(policy.Root.Place, "the policy has no Statement, so that it says nothing");
        }
    }
}
