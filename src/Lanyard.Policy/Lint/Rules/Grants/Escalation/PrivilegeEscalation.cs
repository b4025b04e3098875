namespace Lanyard.Policy.Lint.Rules.Grants.Escalation;

/// <summary>Permissions with which a caller can give itself more, or hand a role with more rights to a service that does what the caller says.</summary>
internal sealed class PrivilegeEscalation() : EscalationRule("LANYARD_PRIVILEGE_ESCALATION", Severity.SecurityWarning, WayKind.Grant)
{
    public override string Title => "permissions with which a caller can give itself more";

    public override string Mending =>
        "Name the users, roles or policies in Resource, or add a condition that ends the way: iam:PassedToService for iam:PassRole, iam:PermissionsBoundary for what changes roles and users.";

    protected override string Gain => "can get the rights of an administrator";
}
