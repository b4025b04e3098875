namespace Lanyard.Policy.Lint.Rules.Grants.Escalation;

/// <summary>Permission to get at whatever role a function, an instance or a task of the account has: no more than the highest of them.</summary>
internal sealed class BorrowsOtherRoles() : EscalationRule("LANYARD_BORROWS_OTHER_ROLES", Severity.Warning, WayKind.Borrow)
{
    public override string Title => "permission to act as the role of anything that runs in the account";

    public override string Mending => "Name the functions, instances, projects or roles in Resource, or limit them by a condition such as aws:ResourceTag.";

    protected override string Gain => "can act with the highest rights that anything of the account has,";
}
