using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;

namespace Lanyard.Policy.Lint.Rules.Grammar.Elements;

/// <summary>
/// A statement that has neither <c>Resource</c> nor <c>NotResource</c>. Trust policies have none, and policies of Amazon ECR repositories
/// take none: what is of <c>AWS::ECR</c>, or has actions of <c>ecr</c> alone, isn't looked at.
/// </summary>
internal sealed class MissingResource() : ElementRule("MISSING_RESOURCE", Severity.Error)
{
    public override string Title => "a statement without resources";

    public override string Mending => "Add \"Resource\" with the ARNs that the statement is about, or \"*\".";

    protected override IEnumerable<Finding> Check(CheckedPolicy policy, JsonNode statement) =>
        policy.Kind != PolicyKind.Trust && statement.Lacks("Resource", "NotResource") && !(policy.Kind == PolicyKind.Resource && MayDoWithout(policy, statement))
            ? [Found(statement.Place, "the statement has neither Resource nor NotResource")]
            : [];

    private static bool MayDoWithout(CheckedPolicy policy, JsonNode statement) => policy.ResourceType is { } type
        ? type.StartsWith("AWS::ECR::", StringComparison.Ordinal)
        : statement.Find("Action") is { } actions && (actions.Kind == JsonNodeKind.Array ? actions.Items : [actions]).All(
            action => action.Text.StartsWith("ecr:", StringComparison.OrdinalIgnoreCase) || action.Text.StartsWith("ecr-public:", StringComparison.OrdinalIgnoreCase));
}
