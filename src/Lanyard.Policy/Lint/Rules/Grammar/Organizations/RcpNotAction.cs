using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;

namespace Lanyard.Policy.Lint.Rules.Grammar.Organizations;

/// <summary><c>NotAction</c> in an RCP.</summary>
internal sealed class RcpNotAction() : ElementRule("RCP_SYNTAX_ERROR_NOTACTION", Severity.Error)
{
    public override string Title => "NotAction in a resource control policy";

    public override string Mending => "List the actions in Action.";

    protected override IEnumerable<Finding> Check(CheckedPolicy policy, JsonNode statement) =>
        policy.Kind == PolicyKind.ResourceControl && statement.FindMember("NotAction") is { } member
            ? [Found(member.Name.Place, "a resource control policy can't have NotAction")]
            : [];
}
