namespace Lanyard.Policy.Lint.Rules.Grants.ServiceLinkedRoles;

/// <summary>A wildcard such as <c>iam:*</c> that holds <c>iam:CreateServiceLinkedRole</c>, on everything but what <c>NotResource</c> lists.</summary>
internal sealed class CreateSlrWithStarInActionAndNotResource()
    : RoleActionRule("CREATE_SLR_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE", Severity.Warning, RoleAction.CreateServiceLinked, RoleActionForm.StarInActionAndNotResource);
