using System.Collections.Immutable;

namespace Lanyard.Policy.Lint.Rules.Grants.PassRole;

/// <summary>The rules about who may hand roles to services.</summary>
internal static class PassRoleRules
{
    public static ImmutableArray<Rule> All { get; } =
    [
        new PassRoleWithNotResource(),
        new PassRoleWithStarInActionAndNotResource(),
        new PassRoleWithNotActionAndNotResource(),
        new PassRoleWithStarInResource(),
        new PassRoleWithStarInActionAndResource(),
        new PassRoleWithStarInResourceAndNotAction(),
        new PassRoleToAnyService(),
        new PassEveryRoleToService(),
    ];
}
