using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Iam;

/// <summary>The operations on permissions boundaries of users and roles.</summary>
internal static class BoundaryOperations
{
    public static IReadOnlyList<IamOperation> All { get; } = [.. For(EntityKinds.User), .. For(EntityKinds.Role)];

    /// <summary>Checks that a policy may be a boundary here.</summary>
    public static string? Check(IamCall call, string? arn) => arn is null || call.Account.FindPolicy(arn) is not null
        ? arn
        : throw IamFaults.NoSuchEntity($"Scope ARN: {arn} does not exist or is not attachable.");

    private static IamOperation[] For<T>(EntityKind<T> kind)
        where T : PolicyHolder =>
    [
        new($"Put{kind.Noun}PermissionsBoundary", call => Put(call, kind)),
        new($"Delete{kind.Noun}PermissionsBoundary", call => Delete(call, kind)),
    ];

    private static void Put<T>(IamCall call, EntityKind<T> kind)
        where T : PolicyHolder
    {
        var arn = call.Parameters.Arn("PermissionsBoundary");
        var holder = kind.Find(call, new Keys().With("iam:PermissionsBoundary", arn));
        kind.Put(call.Account, (T)((PolicyHolder)holder with { Boundary = Check(call, arn) }));
    }

    private static void Delete<T>(IamCall call, EntityKind<T> kind)
        where T : PolicyHolder
    {
        var holder = kind.Find(call, null);
        kind.Put(call.Account, holder.Boundary is null
            ? throw IamFaults.NoSuchEntity($"{kind.Noun} {holder.Name} does not have a permission boundary.")
            : (T)((PolicyHolder)holder with { Boundary = null }));
    }
}
