namespace Lanyard.Policy.Lint.Rules.Grants.ServiceLinkedRoles;

/// <summary><c>NotAction</c> that doesn't list <c>iam:CreateServiceLinkedRole</c>, on everything but what <c>NotResource</c> lists.</summary>
internal sealed class CreateSlrWithNotActionAndNotResource()
    : RoleActionRule("CREATE_SLR_WITH_NOT_ACTION_AND_NOT_RESOURCE", Severity.Warning, RoleAction.CreateServiceLinked, RoleActionForm.NotActionAndNotResource);
