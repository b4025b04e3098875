namespace Lanyard.Policy.Lint.Rules.Grants.Escalation;

/// <summary>
/// Permission to make roles (or users) and to say what they may do, without a permissions boundary that every such role must have. Names don't
/// help: a role <c>app-x</c> can be an administrator's as well as any other.
/// </summary>
internal sealed class NewRolesWithoutBoundary() : EscalationRule("LANYARD_NEW_ROLES_WITHOUT_BOUNDARY", Severity.SecurityWarning, WayKind.NewRole)
{
    public override string Title => "permission to make roles that may do anything";

    public override string Mending =>
        "Add the condition \"StringEquals\": {\"iam:PermissionsBoundary\": \"ARN of a boundary\"} to iam:CreateRole and to what attaches policies, or let a service role of CloudFormation make the roles.";

    public override Uri Link => new("https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html#access_policies_boundaries-delegate");

    protected override string Gain => "can get the rights of an administrator";
}
