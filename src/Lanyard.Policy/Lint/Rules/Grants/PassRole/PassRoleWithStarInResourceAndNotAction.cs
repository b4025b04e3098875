namespace Lanyard.Policy.Lint.Rules.Grants.PassRole;

/// <summary><c>NotAction</c> that doesn't list <c>iam:PassRole</c>, on every role.</summary>
internal sealed class PassRoleWithStarInResourceAndNotAction()
    : RoleActionRule("PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION", Severity.SecurityWarning, RoleAction.Pass, RoleActionForm.StarInResourceAndNotAction);
