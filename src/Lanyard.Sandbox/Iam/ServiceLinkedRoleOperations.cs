using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Iam;

/// <summary>
/// The operations on service-linked roles. Nothing in the sandbox uses one, so it is gone as soon as somebody asks for that. The policies
/// that AWS attaches to such roles aren't there.
/// </summary>
internal static class ServiceLinkedRoleOperations
{
    public static IReadOnlyList<IamOperation> All { get; } =
    [
        new("CreateServiceLinkedRole", Create), new("DeleteServiceLinkedRole", Delete), new("GetServiceLinkedRoleDeletionStatus", DeletionStatus),
    ];

    private static void Create(IamCall call)
    {
        var p = call.Parameters;
        var (principal, suffix, description) = (p.Name("AWSServiceName"), p.OptionalName("CustomSuffix", 64), p.Optional("Description", 0, 1000));
        var service = LinkedServices.Find(principal);
        var name = service?.RoleName(suffix) ?? "AWSServiceRoleFor*";
        var key = call.NewKey("role", $"/aws-service-role/{principal}/", name, "AROA");
        call.Authorize(key.Arn, keys: new Keys().With("iam:AWSServiceName", principal));
        if (service is null)
        {
            throw principal.EndsWith(".amazonaws.com", StringComparison.Ordinal)
                ? new ServiceFault("NotImplemented", 501, $"lanyard sandbox doesn't know the service-linked role of {principal} yet")
                : IamFaults.InvalidInput($"{principal} is not a valid service name.");
        }

        if (suffix is not null && !service.TakesSuffix)
        {
            throw IamFaults.InvalidInput($"Custom suffix is not allowed for {principal}");
        }

        if (call.Account.Roles.IsTaken(name))
        {
            throw IamFaults.InvalidInput($"Service role name {name} has been taken in this account, please try a different suffix.");
        }

        var role = new Role(key, StoredPolicy.Trust(name, service.Trust), TimeSpan.FromHours(1)) { Description = description };
        call.Account.Roles.Put(role);
        call.Result.Group("Role", () => EntityXml.Write(call.Result, role));
    }

    private static void Delete(IamCall call)
    {
        var role = call.ServiceLinkedRole();
        var task = $"task{role.Key.Path}{role.Name}/{call.State.Ids.RequestId()}";
        call.Account.Roles.Remove(role);
        call.Account.DeletionTasks.Add(task);
        call.Result.Text("DeletionTaskId", task);
    }

    private static void DeletionStatus(IamCall call)
    {
        var task = call.Parameters.Required("DeletionTaskId", 1, 1000);
        var (from, to) = (task.IndexOf('/', StringComparison.Ordinal) + 1, task.LastIndexOf('/'));
        call.Authorize(call.ArnOf("role", from > 0 && to > from ? task[from..to] : "*"));
        call.Result.Text("Status", call.Account.DeletionTasks.Contains(task) ? "SUCCEEDED" : throw IamFaults.NoSuchEntity($"Deletion Task Id: {task} was not found."));
    }
}
