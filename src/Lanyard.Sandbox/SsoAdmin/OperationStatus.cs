using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.SsoAdmin;

/// <summary>The operations that tell how those ended that go on after their answer.</summary>
internal static class OperationStatus
{
    private const string Running = "IN_PROGRESS";
    private const string Failed = "FAILED";
    private const string Succeeded = "SUCCEEDED";

    public static IEnumerable<JsonOperation> All { get; } =
    [
        .. For("DescribeAccountAssignmentCreationStatus", "AccountAssignmentCreationRequestId", "ListAccountAssignmentCreationStatus", "AccountAssignmentsCreationStatus", "AccountAssignmentCreationStatus", CenterTask.Assign),
        .. For("DescribeAccountAssignmentDeletionStatus", "AccountAssignmentDeletionRequestId", "ListAccountAssignmentDeletionStatus", "AccountAssignmentsDeletionStatus", "AccountAssignmentDeletionStatus", CenterTask.Unassign),
        .. For("DescribePermissionSetProvisioningStatus", "ProvisionPermissionSetRequestId", "ListPermissionSetProvisioningStatus", "PermissionSetsProvisioningStatus", "PermissionSetProvisioningStatus", CenterTask.Provision),
    ];

    /// <summary>Notes how an operation ended, and answers that it began: AWS never knows the end by then.</summary>
    public static void Begin(CenterCall call, string member, CenterTask task, PermissionSet set, string? accountId, AccountAssignment? assignment, string? failure)
    {
        var operation = new CenterOperation(call.Ids.Uuid(), task, call.Center.ArnOf(set), accountId, call.Call.Now, failure) { Assignment = assignment };
        call.Center.Note(operation);
        Write(call, member, operation, Running);
    }

    public static string ArnOf(CenterCall call, string permissionSetId) => $"arn:{call.Center.Place.Partition}:sso:::permissionSet/{call.Center.Place.InstanceId}/{permissionSetId}";

    private static JsonOperation[] For(string describe, string requestId, string list, string listMember, string member, CenterTask task) =>
    [
        CenterCall.Operation(describe, call =>
        {
            var id = call.Input.Text(requestId, 36, 36, CenterPatterns.RequestId);
            call.Instance();
            var operation = call.Center.Operations.FirstOrDefault(o => o.Task == task && o.RequestId == id)
                ?? throw CenterFaults.NotFound($"Could not find request with id {id}");
            Write(call, member, operation, Ended(operation));
        }),
        CenterCall.Operation(list, call =>
        {
            var wanted = call.Input.Structure("Filter")?.OptionalWord("Status", Running, Failed, Succeeded);
            call.Instance();
            var found = call.Center.Operations.Where(o => o.Task == task && (wanted is null || Ended(o) == wanted));
            call.Call.Page(call.Json, listMember, found, o => $"{o.Created.ToUnixTimeMilliseconds():d15}/{o.RequestId}", o =>
            {
                call.Json.WriteStartObject();
                call.Json.WriteString("Status", Ended(o));
                call.Json.WriteString("RequestId", o.RequestId);
                InstanceOperations.WriteTime(call.Json, "CreatedDate", o.Created);
                call.Json.WriteEndObject();
            });
        }),
    ];

    private static string Ended(CenterOperation operation) => operation.Failure is null ? Succeeded : Failed;

    private static void Write(CenterCall call, string member, CenterOperation operation, string status)
    {
        var json = call.Json;
        json.WriteStartObject(member);
        json.WriteString("Status", status);
        json.WriteString("RequestId", operation.RequestId);
        InstanceOperations.WriteOptional(json, "FailureReason", status == Failed ? operation.Failure : null);
        json.WriteString("PermissionSetArn", operation.PermissionSetArn);
        if (operation.Assignment is { } assignment)
        {
            json.WriteString("TargetId", assignment.AccountId);
            json.WriteString("TargetType", "AWS_ACCOUNT");
            json.WriteString("PrincipalType", AssignmentOperations.Shown(assignment.Type));
            json.WriteString("PrincipalId", assignment.PrincipalId);
        }
        else
        {
            InstanceOperations.WriteOptional(json, "AccountId", operation.AccountId);
        }

        InstanceOperations.WriteTime(json, "CreatedDate", operation.Created);
        json.WriteEndObject();
    }
}
