using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.SsoAdmin;

/// <summary>The operations on assignments. What begins with an answer is done by the time it is asked for.</summary>
internal static class AssignmentOperations
{
    // "AWS IAM Identity Center quotas", IAM Identity Center User Guide.
    private const int MostSetsOfAccount = 250;

    public static IEnumerable<JsonOperation> All { get; } =
    [
        CenterCall.Operation("CreateAccountAssignment", Create), CenterCall.Operation("DeleteAccountAssignment", Delete),
        CenterCall.Operation("ListAccountAssignments", List), CenterCall.Operation("ListAccountAssignmentsForPrincipal", ListForPrincipal),
    ];

    public static string Shown(CenterPrincipal type) => type == CenterPrincipal.User ? "USER" : "GROUP";

    private static void Create(CenterCall call)
    {
        var (type, principal, account) = Read(call);
        var set = call.Set(call.AccountArn(account));
        call.RequireMember(account);
        call.RequireManageable(account);
        RequirePrincipal(call, type, principal);
        if (call.Center.Provisioning.Find(account, set) is null && call.Center.Provisioning.All.Count(p => p.AccountId == account) >= MostSetsOfAccount)
        {
            throw CenterFaults.QuotaExceeded($"You have exceeded the quota for permission sets of an account: {MostSetsOfAccount}");
        }

        var assignment = new AccountAssignment(account, set.Id, type, principal);
        OperationStatus.Begin(call, "AccountAssignmentCreationStatus", CenterTask.Assign, set, account, assignment, call.Center.Assign(assignment, set, call.Call.Now));
    }

    // Who was deleted can still be taken away.
    private static void Delete(CenterCall call)
    {
        var (type, principal, account) = Read(call);
        var set = call.Set(call.AccountArn(account));
        call.RequireManageable(account);
        var assignment = new AccountAssignment(account, set.Id, type, principal);
        OperationStatus.Begin(call, "AccountAssignmentDeletionStatus", CenterTask.Unassign, set, account, assignment, call.Center.Unassign(assignment));
    }

    private static void List(CenterCall call)
    {
        var account = call.Account("AccountId");
        var set = call.Set(call.AccountArn(account));
        call.Call.Page(
            call.Json, "AccountAssignments", call.Center.Assignments.Where(a => a.AccountId == account && a.PermissionSetId == set.Id),
            a => $"{a.Type}/{a.PrincipalId}", a => Write(call, a, a.Type, a.PrincipalId));
    }

    // "ListAccountAssignmentsForPrincipal", IAM Identity Center API Reference: for a user, also those of the user's groups.
    private static void ListForPrincipal(CenterCall call)
    {
        var (type, principal) = Principal(call);
        var account = call.Input.Structure("Filter")?.OptionalText("AccountId", 12, 12, CenterPatterns.AccountId);
        call.Instance();
        RequirePrincipal(call, type, principal);
        var found = call.Center.Assignments
            .Where(a => account is null || a.AccountId == account)
            .Where(a => (a.Type == type && a.PrincipalId == principal)
                || (type == CenterPrincipal.User && a.Type == CenterPrincipal.Group && call.Center.Directory.FindMembership(a.PrincipalId, principal) is not null));
        call.Call.Page(call.Json, "AccountAssignments", found, a => $"{a.AccountId}/{a.PermissionSetId}/{a.Type}/{a.PrincipalId}", a => Write(call, a, a.Type, a.PrincipalId));
    }

    private static void Write(CenterCall call, AccountAssignment assignment, CenterPrincipal type, string principal)
    {
        call.Json.WriteStartObject();
        call.Json.WriteString("AccountId", assignment.AccountId);
        call.Json.WriteString("PermissionSetArn", OperationStatus.ArnOf(call, assignment.PermissionSetId));
        call.Json.WriteString("PrincipalType", Shown(type));
        call.Json.WriteString("PrincipalId", principal);
        call.Json.WriteEndObject();
    }

    private static (CenterPrincipal Type, string Id, string Account) Read(CenterCall call)
    {
        var account = call.Account("TargetId");
        call.Input.Word("TargetType", "AWS_ACCOUNT");
        var (type, principal) = Principal(call);
        return (type, principal, account);
    }

    private static (CenterPrincipal Type, string Id) Principal(CenterCall call) => (
        call.Input.Word("PrincipalType", "USER", "GROUP") == "USER" ? CenterPrincipal.User : CenterPrincipal.Group,
        call.Input.Text("PrincipalId", 1, 47, CenterPatterns.PrincipalId));

    private static void RequirePrincipal(CenterCall call, CenterPrincipal type, string id)
    {
        var isThere = type == CenterPrincipal.User ? call.Center.Directory.FindUser(id) is not null : call.Center.Directory.FindGroup(id) is not null;
        if (!isThere)
        {
            throw CenterFaults.NotFound($"Could not find {Shown(type)} with id {id}");
        }
    }
}
