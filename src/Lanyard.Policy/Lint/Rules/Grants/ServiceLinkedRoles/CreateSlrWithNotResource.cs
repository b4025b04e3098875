namespace Lanyard.Policy.Lint.Rules.Grants.ServiceLinkedRoles;

/// <summary><c>iam:CreateServiceLinkedRole</c> by name, on everything but what <c>NotResource</c> lists.</summary>
internal sealed class CreateSlrWithNotResource()
    : RoleActionRule("CREATE_SLR_WITH_NOT_RESOURCE", Severity.Warning, RoleAction.CreateServiceLinked, RoleActionForm.NotResource);
