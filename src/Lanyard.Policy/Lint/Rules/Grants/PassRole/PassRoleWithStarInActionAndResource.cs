namespace Lanyard.Policy.Lint.Rules.Grants.PassRole;

/// <summary>A wildcard such as <c>iam:*</c> that holds <c>iam:PassRole</c>, on every role.</summary>
internal sealed class PassRoleWithStarInActionAndResource()
    : RoleActionRule("PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE", Severity.SecurityWarning, RoleAction.Pass, RoleActionForm.StarInActionAndResource);
