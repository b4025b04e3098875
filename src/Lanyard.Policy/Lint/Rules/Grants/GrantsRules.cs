using System.Collections.Immutable;
using Lanyard.Policy.Lint.Rules.Grants.Escalation;
using Lanyard.Policy.Lint.Rules.Grants.PassRole;
using Lanyard.Policy.Lint.Rules.Grants.Reach;
using Lanyard.Policy.Lint.Rules.Grants.ServiceLinkedRoles;
using Lanyard.Policy.Lint.Rules.Grants.Trust;

namespace Lanyard.Policy.Lint.Rules.Grants;

/// <summary>The rules about what a document lets people do.</summary>
internal static class GrantsRules
{
    public static ImmutableArray<Rule> All { get; } =
        [.. PassRoleRules.All, .. ServiceLinkedRolesRules.All, .. EscalationRules.All, .. ReachRules.All, .. TrustRules.All];
}
