using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grammar.Principals;

/// <summary>A principal in a policy that is attached to one. That of an SCP is another rule's.</summary>
internal sealed class UnsupportedPrincipal() : ElementRule("UNSUPPORTED_PRINCIPAL", Severity.Error)
{
    public override string Title => "a Principal in an identity's policy";

    public override string Mending => "Remove the element; or check the document as the policy of a resource, if it is one.";

    protected override IEnumerable<Finding> Check(CheckedPolicy policy, JsonNode statement) =>
        from member in statement.Members
        where policy.IsOfIam() && !policy.NamesPrincipals() && member.Name.Value is "Principal" or "NotPrincipal"
        select Found(member.Name.Place, $"the policy is about whom it is attached to, and can't have {member.Name.Value}");
}
