using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;

namespace Lanyard.Policy.Lint.Rules.Grammar.Elements;

/// <summary>A statement of a resource's policy, trust policy or RCP that doesn't say whom it is about. In a VPC endpoint's policy that means everybody.</summary>
internal sealed class MissingPrincipal() : ElementRule("MISSING_PRINCIPAL", Severity.Error)
{
    public override string Title => "a statement that doesn't say whom it is about";

    public override string Mending => "Add \"Principal\", such as {\"AWS\": \"arn:aws:iam::123456789012:role/NAME\"}.";

    protected override IEnumerable<Finding> Check(CheckedPolicy policy, JsonNode statement) =>
        policy.Kind is PolicyKind.Resource or PolicyKind.Trust or PolicyKind.ResourceControl && statement.Lacks("Principal", "NotPrincipal")
            ? [Found(
                statement.Place,
                "the statement has no Principal, which this kind of policy needs",
                mending: policy.Kind == PolicyKind.ResourceControl ? "Add \"Principal\": \"*\"." : null)]
            : [];
}
