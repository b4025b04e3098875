using Lanyard.Policy.Engine;

namespace Lanyard.Policy.Lint.Rules.Grants.PassRole;

/// <summary>
/// <c>iam:PassRole</c> on named roles that doesn't say to which service: whichever service the role trusts may get it. Where every role is in reach,
/// Access Analyzer's own checks speak.
/// </summary>
internal sealed class PassRoleToAnyService() : Rule("LANYARD_PASS_ROLE_TO_ANY_SERVICE", Severity.Suggestion, RuleOrigin.Lanyard)
{
    public override string Title => "iam:PassRole that doesn't say to which service";

    public override string Mending => "Add the condition \"StringEquals\": {\"iam:PassedToService\": \"SERVICE.amazonaws.com\"}, in a statement of its own.";

    public override Uri Link => new("https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html");

    public override IEnumerable<Finding> Check(CheckedPolicy policy)
    {
        if (policy.Kind != PolicyKind.Identity)
        {
            yield break;
        }

        foreach (var statement in policy.Statements.Where(statement => statement.IsAllow && !statement.HasNotAction && !statement.HasNotResource))
        {
            var action = statement.Actions.FirstOrDefault(listed => listed.Text.Value.Equals(RoleAction.Pass.Name, StringComparison.OrdinalIgnoreCase));
            if (action is not null && !RoleAction.Pass.IsTested(statement) && !statement.Resources.IsEmpty && !statement.Resources.Any(RoleAction.Pass.Holds))
            {
                yield return Found(action.Text.Place, $"{action.Text.Value} says which roles may be handed over, and not to which service: any that they trust may get them");
            }
        }
    }
}
