using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;

namespace Lanyard.Policy.Lint.Rules.Grammar.Trust;

/// <summary><c>NotPrincipal</c> in a trust policy.</summary>
internal sealed class RoleTrustPolicyNotPrincipal() : ElementRule("ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL", Severity.Error)
{
    public override string Title => "a role that trusts everybody but some";

    public override string Mending => "Name in Principal who may assume the role.";

    protected override IEnumerable<Finding> Check(CheckedPolicy policy, JsonNode statement) =>
        policy.Kind == PolicyKind.Trust && statement.FindMember("NotPrincipal") is { } member
            ? [Found(member.Name.Place, "a trust policy can't have NotPrincipal")]
            : [];
}
