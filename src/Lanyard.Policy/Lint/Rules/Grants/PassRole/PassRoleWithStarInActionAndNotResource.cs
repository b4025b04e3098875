namespace Lanyard.Policy.Lint.Rules.Grants.PassRole;

/// <summary>A wildcard such as <c>iam:*</c> that holds <c>iam:PassRole</c>, on everything but what <c>NotResource</c> lists.</summary>
internal sealed class PassRoleWithStarInActionAndNotResource()
    : RoleActionRule("PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE", Severity.SecurityWarning, RoleAction.Pass, RoleActionForm.StarInActionAndNotResource);
