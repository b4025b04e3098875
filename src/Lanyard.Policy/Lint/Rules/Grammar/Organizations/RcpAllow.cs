using Lanyard.Policy.Engine;

namespace Lanyard.Policy.Lint.Rules.Grammar.Organizations;

/// <summary>An RCP that allows some things only: an <c>Allow</c> must be for every resource and without a condition. Its principal is another rule's.</summary>
internal sealed class RcpAllow() : StatementRule("RCP_SYNTAX_ERROR_ALLOW", Severity.Error)
{
    public override string Title => "a resource control policy that allows some things only";

    public override string Mending => "Deny what must not be; RCPFullAWSAccess, which is always attached, allows the rest.";

    protected override bool Concerns(CheckedPolicy policy) => policy.Kind == PolicyKind.ResourceControl;

    protected override IEnumerable<Finding> Check(CheckedStatement statement)
    {
        if (!statement.IsAllow)
        {
            yield break;
        }

        if (statement.Node.FindMember("Condition") is { } condition)
        {
            yield return Found(condition.Name.Place, "an Allow of a resource control policy can't have a condition");
        }

        if (statement.Statement.Resource is { } resource && (resource.Negated || statement.Resources.Any(listed => listed is { IsEverything: false, IsKnown: true })))
        {
            yield return Found(resource.Key.Place, "an Allow of a resource control policy can only be for \"Resource\": \"*\"");
        }
    }
}
