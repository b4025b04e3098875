using Lanyard.Policy.Engine;

namespace Lanyard.Policy.Lint.Rules.Names.Actions;

/// <summary>
/// An action in the policy of a resource that is of another service, or of none of the service's resources. Only for the types of
/// <see cref="KnownNames.ServiceOfResource"/>, and of patterns only the service is looked at.
/// </summary>
internal sealed class UnsupportedActionInPolicy() : ActionRule("UNSUPPORTED_ACTION_IN_POLICY", Severity.Error)
{
    public override string Title => "an action that the resource with this policy hasn't";

    public override string Mending => "Remove the action, or move it to an identity's policy.";

    protected override Finding? Check(CheckedStatement statement, CheckedAction action)
    {
        if (ResourceOf(statement.Policy) is not { } type || action.Matches.Count == 0 || action.Service.Length == 0
            || action.Service.AsSpan().ContainsAny('*', '?'))
        {
            return null;
        }

        var service = KnownNames.ServiceOfResource[type];
        if (!action.Service.Equals(service, StringComparison.OrdinalIgnoreCase))
        {
            return Found(action.Text.Place, $"\"{action.Text.Value}\" means nothing in the policy of {type}, to which only actions of {service} apply");
        }

        return !action.HasWildcard && statement.Policy.Catalogue.Action(action.Matches[0].First).IsWithoutResourceTypes
            ? Found(action.Text.Place, $"\"{action.Text.Value}\" acts on no resource of its own, so that it means nothing in the policy of {type}")
            : null;
    }

    private static string? ResourceOf(CheckedPolicy policy) => policy.Kind switch
    {
        PolicyKind.Trust => "AWS::IAM::Role",
        PolicyKind.Resource when policy.ResourceType is { } type && KnownNames.ServiceOfResource.ContainsKey(type) => type,
        _ => null,
    };
}
