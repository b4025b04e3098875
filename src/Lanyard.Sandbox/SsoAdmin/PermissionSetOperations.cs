using System.Xml;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.SsoAdmin;

/// <summary>The operations on permission sets, but for their policies.</summary>
internal static class PermissionSetOperations
{
    // "AWS IAM Identity Center quotas", IAM Identity Center User Guide.
    private const int MostSets = 2000;
    private const string DefaultDuration = "PT1H";

    public static IEnumerable<JsonOperation> All { get; } =
    [
        CenterCall.Operation("CreatePermissionSet", Create), CenterCall.Operation("DescribePermissionSet", Describe), CenterCall.Operation("ListPermissionSets", List),
        CenterCall.Operation("UpdatePermissionSet", Update), CenterCall.Operation("DeletePermissionSet", Delete),
    ];

    private static void Create(CenterCall call)
    {
        var (name, duration) = (call.Input.Text("Name", 1, 32, CenterPatterns.Name), Duration(call));
        var (description, relayState, tags) = (Description(call), RelayState(call), SetTagOperations.Read(call));
        var set = SetTagOperations.Tag(new PermissionSet("ps-" + call.Ids.Hex(16), name, duration ?? DefaultDuration, call.Call.Now) { Description = description, RelayState = relayState }, tags);
        var instance = call.Input.Text("InstanceArn", 10, 1224, CenterPatterns.InstanceArn);
        var keys = new Keys().WithTags(tags);
        call.Call.Authorize(instance, keys);
        call.Call.Authorize(call.Center.ArnOf(set), keys);
        call.RequireInstance(instance);
        if (call.Center.PermissionSets.Any(s => s.Name == name))
        {
            throw CenterFaults.Conflict($"PermissionSet with name {name} already exists.");
        }

        if (call.Center.PermissionSets.Count >= MostSets)
        {
            throw CenterFaults.QuotaExceeded($"You have exceeded the quota for permission sets: {MostSets}");
        }

        call.Center.Put(set);
        Write(call, set);
    }

    private static void Describe(CenterCall call) => Write(call, call.Set());

    private static void List(CenterCall call)
    {
        call.Instance();
        call.Call.Page(call.Json, "PermissionSets", call.Center.PermissionSets, s => s.Id, s => call.Json.WriteStringValue(call.Center.ArnOf(s)));
    }

    private static void Update(CenterCall call)
    {
        var (description, duration, relayState) = (Description(call), Duration(call), RelayState(call));
        var set = call.Set();
        call.Center.Change(set with
        {
            Description = description ?? set.Description,
            SessionDuration = duration ?? set.SessionDuration,
            RelayState = relayState ?? set.RelayState,
        });
    }

    private static void Delete(CenterCall call)
    {
        var set = call.Set();
        if (call.Center.Assignments.Any(a => a.PermissionSetId == set.Id))
        {
            throw CenterFaults.Conflict("Could not delete because PermissionSet has ApplicationProfile associated with it");
        }

        call.Center.Remove(set);
    }

    private static void Write(CenterCall call, PermissionSet set)
    {
        call.Json.WriteStartObject("PermissionSet");
        call.Json.WriteString("Name", set.Name);
        call.Json.WriteString("PermissionSetArn", call.Center.ArnOf(set));
        InstanceOperations.WriteOptional(call.Json, "Description", set.Description);
        InstanceOperations.WriteTime(call.Json, "CreatedDate", set.Created);
        call.Json.WriteString("SessionDuration", set.SessionDuration);
        InstanceOperations.WriteOptional(call.Json, "RelayState", set.RelayState);
        call.Json.WriteEndObject();
    }

    private static string? Description(CenterCall call) => call.Input.OptionalText("Description", 1, 700, CenterPatterns.Description);

    private static string? RelayState(CenterCall call) => call.Input.OptionalText("RelayState", 1, 240, CenterPatterns.RelayState);

    // "Set session duration for AWS accounts": 1 to 12 hours.
    private static string? Duration(CenterCall call)
    {
        if (call.Input.OptionalText("SessionDuration", 1, 100, CenterPatterns.Duration) is not { } text)
        {
            return null;
        }

        try
        {
            return XmlConvert.ToTimeSpan(text) is { TotalHours: >= 1 and <= 12 }
                ? text
                : throw CenterFaults.Invalid("SessionDuration must be between 1 hour and 12 hours");
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            throw CenterFaults.Invalid("SessionDuration must be an ISO 8601 duration between 1 hour and 12 hours");
        }
    }
}
