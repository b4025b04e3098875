using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grammar.Trust;

/// <summary>The bare <c>"*"</c> as the principal of a trust policy.</summary>
internal sealed class RoleTrustPolicyWildcard() : TrustRule("ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL", Severity.Error)
{
    public override string Title => "a role that trusts \"*\"";

    public override string Mending => "Name who may assume the role, as in {\"AWS\": \"arn:aws:iam::123456789012:role/NAME\"}.";

    protected override IEnumerable<Finding> Check(CheckedStatement statement) =>
        from entry in statement.Principals()
        where entry.Kind == PrincipalKind.Everyone
        select Found(entry.Value.Place, "a trust policy doesn't take \"*\" as its Principal");
}
