namespace Lanyard.Policy.Lint.Rules.Grants.PassRole;

/// <summary><c>iam:PassRole</c> by name, on every role.</summary>
internal sealed class PassRoleWithStarInResource()
    : RoleActionRule("PASS_ROLE_WITH_STAR_IN_RESOURCE", Severity.SecurityWarning, RoleAction.Pass, RoleActionForm.StarInResource);
