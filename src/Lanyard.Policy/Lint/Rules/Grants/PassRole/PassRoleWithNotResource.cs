namespace Lanyard.Policy.Lint.Rules.Grants.PassRole;

/// <summary><c>iam:PassRole</c> by name, on everything but what <c>NotResource</c> lists.</summary>
internal sealed class PassRoleWithNotResource()
    : RoleActionRule("PASS_ROLE_WITH_NOT_RESOURCE", Severity.SecurityWarning, RoleAction.Pass, RoleActionForm.NotResource);
