using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;

namespace Lanyard.Policy.Lint.Rules.Grammar.Organizations;

/// <summary>An RCP for somebody else than everybody. That there is no principal at all is another rule's.</summary>
internal sealed class RcpPrincipal() : ElementRule("RCP_SYNTAX_ERROR_PRINCIPAL", Severity.Error)
{
    public override string Title => "a resource control policy that isn't for everybody";

    public override string Mending => "Write \"Principal\": \"*\", and compare aws:PrincipalArn or the like in the condition.";

    protected override IEnumerable<Finding> Check(CheckedPolicy policy, JsonNode statement)
    {
        foreach (var member in policy.Kind == PolicyKind.ResourceControl ? statement.Members : [])
        {
            if (member.Name.Value == "NotPrincipal")
            {
                yield return Found(member.Name.Place, "a resource control policy can't have NotPrincipal");
            }
            else if (member.Name.Value == "Principal" && member.Value is not { Kind: JsonNodeKind.Text, Text: "*" } && !Placeholder.IsIn(member.Value.Text))
            {
                yield return Found(member.Value.Place, "the Principal of a resource control policy can only be \"*\"");
            }
        }
    }
}
