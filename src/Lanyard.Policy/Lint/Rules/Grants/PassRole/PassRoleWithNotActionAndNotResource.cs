namespace Lanyard.Policy.Lint.Rules.Grants.PassRole;

/// <summary><c>NotAction</c> that doesn't list <c>iam:PassRole</c>, on everything but what <c>NotResource</c> lists.</summary>
internal sealed class PassRoleWithNotActionAndNotResource()
    : RoleActionRule("PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE", Severity.SecurityWarning, RoleAction.Pass, RoleActionForm.NotActionAndNotResource);
