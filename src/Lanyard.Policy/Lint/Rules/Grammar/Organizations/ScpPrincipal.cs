using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;

namespace Lanyard.Policy.Lint.Rules.Grammar.Organizations;

/// <summary>A principal in an SCP, which is about everybody in its accounts.</summary>
internal sealed class ScpPrincipal() : ElementRule("SCP_SYNTAX_ERROR_PRINCIPAL", Severity.Error)
{
    public override string Title => "a Principal in a service control policy";

    public override string Mending => "Remove the element; compare aws:PrincipalArn in the condition instead.";

    protected override IEnumerable<Finding> Check(CheckedPolicy policy, JsonNode statement) =>
        from member in statement.Members
        where policy.Kind == PolicyKind.ServiceControl && member.Name.Value is "Principal" or "NotPrincipal"
        select Found(member.Name.Place, $"a service control policy is about everybody in its accounts, and can't have {member.Name.Value}");
}
