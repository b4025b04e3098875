namespace Lanyard.Policy.Lint.Rules.Grants.ServiceLinkedRoles;

/// <summary><c>NotAction</c> that doesn't list <c>iam:CreateServiceLinkedRole</c>, on every role.</summary>
internal sealed class CreateSlrWithStarInResourceAndNotAction()
    : RoleActionRule("CREATE_SLR_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION", Severity.Warning, RoleAction.CreateServiceLinked, RoleActionForm.StarInResourceAndNotAction);
