using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;

namespace Lanyard.Policy.Lint.Rules.Grammar.Trust;

/// <summary>A resource in a trust policy, which is always about its own role.</summary>
internal sealed class RoleTrustPolicyResource() : ElementRule("ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE", Severity.Error)
{
    public override string Title => "a trust policy that names a resource";

    public override string Mending => "Remove the element.";

    protected override IEnumerable<Finding> Check(CheckedPolicy policy, JsonNode statement) =>
        from member in statement.Members
        where policy.Kind == PolicyKind.Trust && member.Name.Value is "Resource" or "NotResource"
        select Found(
            member.Name.Place,
            $"a trust policy is about the role that it is of, and can't have {member.Name.Value}",
            policy.Text is null ? null : new Fix($"remove {member.Name.Value}", [JsonEdits.RemoveMember(statement, member)]));
}
