using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.SsoAdmin;

/// <summary>The operations on the permissions boundaries of permission sets.</summary>
internal static class SetBoundaryOperations
{
    public static IEnumerable<JsonOperation> All { get; } =
    [
        CenterCall.Operation("PutPermissionsBoundaryToPermissionSet", Put), CenterCall.Operation("GetPermissionsBoundaryForPermissionSet", Get),
        CenterCall.Operation("DeletePermissionsBoundaryFromPermissionSet", Delete),
    ];

    private static void Put(CenterCall call)
    {
        var given = call.Input.Structure("PermissionsBoundary") ?? throw call.Input.Missing("PermissionsBoundary");
        if (given.Has("ManagedPolicyArn") == given.Has("CustomerManagedPolicyReference"))
        {
            throw CenterFaults.Invalid("PermissionsBoundary must have either ManagedPolicyArn or CustomerManagedPolicyReference");
        }

        var boundary = given.Structure("CustomerManagedPolicyReference") is { } reference
            ? new BoundaryReference(null, SetPolicyOperations.Reference(reference))
            : new BoundaryReference(SetPolicyOperations.ManagedArn(given), null);
        var set = call.Set();
        if (boundary.ManagedPolicyArn is { } arn)
        {
            SetPolicyOperations.RequireManaged(call, arn);
        }

        call.Center.Change(set with { Boundary = boundary });
    }

    private static void Get(CenterCall call)
    {
        var boundary = Need(call.Set());
        call.Json.WriteStartObject("PermissionsBoundary");
        if (boundary.CustomerPolicy is { } policy)
        {
            call.Json.WriteStartObject("CustomerManagedPolicyReference");
            call.Json.WriteString("Name", policy.Name);
            call.Json.WriteString("Path", policy.Path);
            call.Json.WriteEndObject();
        }

        InstanceOperations.WriteOptional(call.Json, "ManagedPolicyArn", boundary.ManagedPolicyArn);
        call.Json.WriteEndObject();
    }

    private static void Delete(CenterCall call)
    {
        var set = call.Set();
        Need(set);
        call.Center.Change(set with { Boundary = null });
    }

    private static BoundaryReference Need(PermissionSet set) => set.Boundary ?? throw CenterFaults.NotFound($"Could not find PermissionsBoundary for PermissionSet {set.Id}");
}
