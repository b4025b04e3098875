using System.Collections.Immutable;

namespace Lanyard.Policy.Lint.Rules.Grants.ServiceLinkedRoles;

/// <summary>The rules about who may make service-linked roles.</summary>
internal static class ServiceLinkedRolesRules
{
    public static ImmutableArray<Rule> All { get; } =
    [
        new CreateSlrWithNotResource(),
        new CreateSlrWithStarInActionAndNotResource(),
        new CreateSlrWithNotActionAndNotResource(),
        new CreateSlrWithStarInResource(),
        new CreateSlrWithStarInActionAndResource(),
        new CreateSlrWithStarInResourceAndNotAction(),
    ];
}
