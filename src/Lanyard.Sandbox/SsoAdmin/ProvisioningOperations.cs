using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.SsoAdmin;

/// <summary>The operations that bring permission sets into accounts, and tell where they are.</summary>
internal static class ProvisioningOperations
{
    private static readonly string[] Statuses = ["LATEST_PERMISSION_SET_PROVISIONED", "LATEST_PERMISSION_SET_NOT_PROVISIONED"];

    public static IEnumerable<JsonOperation> All { get; } =
    [
        CenterCall.Operation("ProvisionPermissionSet", Provision), CenterCall.Operation("ListAccountsForProvisionedPermissionSet", ListAccounts),
        CenterCall.Operation("ListPermissionSetsProvisionedToAccount", ListSets),
    ];

    private static void Provision(CenterCall call)
    {
        var isAll = call.Input.Word("TargetType", "AWS_ACCOUNT", "ALL_PROVISIONED_ACCOUNTS") == "ALL_PROVISIONED_ACCOUNTS";
        var account = call.OptionalAccount("TargetId");
        if (isAll == account is not null)
        {
            throw CenterFaults.Invalid(isAll ? "TargetId must be left out where TargetType is ALL_PROVISIONED_ACCOUNTS" : "TargetId is required where TargetType is AWS_ACCOUNT");
        }

        var set = call.Set(account is null ? [] : [call.AccountArn(account)]);
        var provisioning = call.Center.Provisioning;
        string? failure;
        if (account is not null)
        {
            call.RequireMember(account);
            call.RequireManageable(account);
            failure = provisioning.Find(account, set) is null
                ? $"Received a 404 status error: Permission set provision not found in AWS account {account}."
                : provisioning.Provision(account, set, call.Call.Now);
        }
        else
        {
            failure = provisioning.All.Where(p => p.PermissionSetId == set.Id).ToList()
                .Select(p => provisioning.Provision(p.AccountId, set, call.Call.Now)).ToList().Find(f => f is not null);
        }

        OperationStatus.Begin(call, "PermissionSetProvisioningStatus", CenterTask.Provision, set, account, null, failure);
    }

    private static void ListAccounts(CenterCall call)
    {
        var wanted = call.Input.OptionalWord("ProvisioningStatus", Statuses);
        var set = call.Set();
        call.Call.Page(
            call.Json, "AccountIds", call.Center.Provisioning.All.Where(p => p.PermissionSetId == set.Id && Has(p, set, wanted)), p => p.AccountId,
            p => call.Json.WriteStringValue(p.AccountId));
    }

    private static void ListSets(CenterCall call)
    {
        var account = call.Account("AccountId");
        var wanted = call.Input.OptionalWord("ProvisioningStatus", Statuses);
        call.Instance(call.AccountArn(account));
        call.RequireMember(account);
        var sets = call.Center.PermissionSets.Where(s => call.Center.Provisioning.Find(account, s) is { } p && Has(p, s, wanted));
        call.Call.Page(call.Json, "PermissionSets", sets, s => s.Id, s => call.Json.WriteStringValue(call.Center.ArnOf(s)));
    }

    private static bool Has(ProvisionedSet provisioned, PermissionSet set, string? wanted) =>
        wanted is null || wanted == Statuses[0] == (provisioned.Revision == set.Revision);
}
