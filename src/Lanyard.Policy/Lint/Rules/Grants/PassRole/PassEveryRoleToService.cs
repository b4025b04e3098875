using Lanyard.Policy.Engine;

namespace Lanyard.Policy.Lint.Rules.Grants.PassRole;

/// <summary>
/// <c>iam:PassRole</c> on every role to a named service, with which Access Analyzer is content: the service may get the role with the most rights
/// of all that trust it, also one that is made tomorrow.
/// </summary>
internal sealed class PassEveryRoleToService() : Rule("LANYARD_PASS_EVERY_ROLE_TO_SERVICE", Severity.Suggestion, RuleOrigin.Lanyard)
{
    public override string Title => "iam:PassRole on every role, to one service";

    public override string Mending => "Name the roles in Resource, such as \"arn:aws:iam::ACCOUNT:role/app-*\".";

    public override Uri Link => new("https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html");

    public override IEnumerable<Finding> Check(CheckedPolicy policy)
    {
        if (policy.Kind != PolicyKind.Identity)
        {
            yield break;
        }

        foreach (var statement in policy.Statements.Where(statement => statement.IsAllow && !statement.HasNotResource))
        {
            if (RoleAction.Pass.IsLimited(statement) && statement.Resources.FirstOrDefault(RoleAction.Pass.Holds) is { } resource
                && statement.Reaches(RoleAction.Pass.Name))
            {
                yield return Found(
                    resource.Text.Place,
                    $"\"{resource.Text.Value}\" holds every role, so that the service may be handed the one with the most rights among those that trust it");
            }
        }
    }
}
