namespace Lanyard.Policy.Lint.Rules.Grants.ServiceLinkedRoles;

/// <summary>A wildcard such as <c>iam:*</c> that holds <c>iam:CreateServiceLinkedRole</c>, on every role.</summary>
internal sealed class CreateSlrWithStarInActionAndResource()
    : RoleActionRule("CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE", Severity.Warning, RoleAction.CreateServiceLinked, RoleActionForm.StarInActionAndResource);
