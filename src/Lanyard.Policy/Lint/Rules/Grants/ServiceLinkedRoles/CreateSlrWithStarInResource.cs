namespace Lanyard.Policy.Lint.Rules.Grants.ServiceLinkedRoles;

/// <summary><c>iam:CreateServiceLinkedRole</c> by name, on every role.</summary>
internal sealed class CreateSlrWithStarInResource()
    : RoleActionRule("CREATE_SLR_WITH_STAR_IN_RESOURCE", Severity.Warning, RoleAction.CreateServiceLinked, RoleActionForm.StarInResource);
