using Lanyard.Policy.Engine;

namespace Lanyard.Policy.Lint.Rules.Grammar.Organizations;

/// <summary>
/// An action of a service that RCPs don't cover, or <c>*</c> alone in a <c>Deny</c>. What the catalogue doesn't know, and wildcards in the
/// service, are other rules'.
/// </summary>
internal sealed class RcpAction() : StatementRule("RCP_SYNTAX_ERROR_ACTION", Severity.Error)
{
    public override string Title => "an action that resource control policies don't cover";

    public override string Mending => "Name actions of services that resource control policies cover, such as s3, sqs, kms, secretsmanager and sts.";

    protected override bool Concerns(CheckedPolicy policy) => policy.Kind == PolicyKind.ResourceControl;

    protected override IEnumerable<Finding> Check(CheckedStatement statement)
    {
        foreach (var action in statement.HasNotAction ? [] : statement.Actions)
        {
            if (action.Text.Value == "*")
            {
                if (!statement.IsAllow)
                {
                    yield return Found(action.Text.Place, "a resource control policy of your own can't deny \"*\" alone: it names services");
                }
            }
            else if (action is { IsKnown: true, Service.Length: > 0 } && statement.Policy.Catalogue.FindService(action.Service) is { SupportsResourceControlPolicies: false } service)
            {
                yield return Found(action.Text.Place, $"resource control policies don't cover {service.Name}, so that \"{action.Text.Value}\" can't be in one");
            }
        }
    }
}
