using System.Collections.Immutable;

namespace Lanyard.Policy.Lint.Rules.Grants.Escalation;

/// <summary>The rules about ways from few permissions to many.</summary>
internal static class EscalationRules
{
    public static ImmutableArray<Rule> All { get; } = [new PrivilegeEscalation(), new NewRolesWithoutBoundary(), new BorrowsOtherRoles()];
}
