using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;

namespace Lanyard.Policy.Lint.Rules.Grants;

/// <summary>
/// One of Access Analyzer's twelve checks of <c>iam:PassRole</c> and <c>iam:CreateServiceLinkedRole</c>. Taken from the page and from the managed
/// policies that it names: a wildcard counts where it holds every role (<c>*</c>, <c>role/*</c>), for patterns such as <c>role/flow-logs-*</c> are in
/// policies that it doesn't name; a statement that says for which service (<c>iam:PassedToService</c>, <c>iam:AWSServiceName</c>) isn't reported for
/// a wildcard, and is for <c>NotResource</c>, where the page offers no such way out.
/// </summary>
internal abstract class RoleActionRule(string id, Severity severity, RoleAction action, RoleActionForm form) : Rule(id, severity)
{
    private readonly bool _notResource = form <= RoleActionForm.NotActionAndNotResource;
    private readonly bool _notAction = form is RoleActionForm.NotActionAndNotResource or RoleActionForm.StarInResourceAndNotAction;
    private readonly bool _byName = form is RoleActionForm.NotResource or RoleActionForm.StarInResource;

    public override string Title => form switch
    {
        RoleActionForm.NotResource => $"{action.Name} on everything but some resources",
        RoleActionForm.StarInActionAndNotResource => $"a wildcard that holds {action.Name} on everything but some resources",
        RoleActionForm.NotActionAndNotResource => $"NotAction that leaves {action.Name} in, on everything but some resources",
        RoleActionForm.StarInResource => $"{action.Name} on every role",
        RoleActionForm.StarInActionAndResource => $"a wildcard that holds {action.Name} on every role",
        _ => $"NotAction that leaves {action.Name} in, on every role",
    };

    public override string Mending => form switch
    {
        _ when _notResource => $"Allow {action.Name} in a statement of its own, with the roles' ARNs in Resource.",
        RoleActionForm.StarInResource => $"Name the roles' ARNs, or add a condition on {action.Limit}.",
        RoleActionForm.StarInActionAndResource => $"List the actions, and allow {action.Name} in a statement of its own with the roles' ARNs or a condition on {action.Limit}.",
        _ => $"Add {action.Name} to NotAction, and allow it in a statement of its own with the roles' ARNs or a condition on {action.Limit}.",
    };

    public override IEnumerable<Finding> Check(CheckedPolicy policy)
    {
        if (!policy.IsWithoutPrincipal || policy.Kind == PolicyKind.ServiceControl)
        {
            yield break;
        }

        foreach (var statement in policy.Statements)
        {
            if (statement.IsAllow && statement.HasNotAction == _notAction && statement.HasNotResource == _notResource
                && statement.Statement.Resource is { } resource && IsOpen(statement) && ActionOf(statement) is { } found)
            {
                var place = form == RoleActionForm.StarInResource ? statement.Resources.First(action.Holds).Text.Place : found.Place;
                var roles = _notResource ? $"every role that {resource.Name} doesn't list" : "every role";
                yield return Found(_notResource && _byName ? resource.Key.Place : place, $"{found.Value} allows {action.Name} on {roles}, which lets people {action.Danger}");
            }
        }
    }

    private bool IsOpen(CheckedStatement statement) => _notResource
        ? !statement.Resources.Any(action.Holds)
        : statement.Resources.Any(action.Holds) && !action.IsLimited(statement);

    // The value of Action that holds it, by name before one with a wildcard; the name of NotAction where nothing is listed that holds it.
    private PolicyText? ActionOf(CheckedStatement statement)
    {
        if (_notAction)
        {
            return statement.Actions.All(listed => listed.IsKnown) && statement.Reaches(action.Name) ? statement.Statement.Action.Key : null;
        }

        var byName = statement.Actions.FirstOrDefault(listed => listed.Text.Value.Equals(action.Name, StringComparison.OrdinalIgnoreCase));
        if (_byName || byName is not null)
        {
            return _byName ? byName?.Text : null;
        }

        var id = statement.Policy.Catalogue.IdOf(action.Name);
        return statement.Actions.FirstOrDefault(listed => listed.HasWildcard && listed.Holds(id))?.Text;
    }
}
