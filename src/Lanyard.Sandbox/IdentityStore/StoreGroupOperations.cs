using System.Text.RegularExpressions;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.IdentityStore;

/// <summary>The operations on groups.</summary>
internal static class StoreGroupOperations
{
    private const int MostGroups = 10_000;
    private const int LongestText = 1024;

    public static IEnumerable<JsonOperation> All { get; } =
    [
        StoreCall.Operation("CreateGroup", Create), StoreCall.Operation("DescribeGroup", Describe), StoreCall.Operation("ListGroups", List),
        StoreCall.Operation("GetGroupId", GetId), StoreCall.Operation("UpdateGroup", Update), StoreCall.Operation("DeleteGroup", Delete),
    ];

    private static void Create(StoreCall call)
    {
        var (name, description) = (call.Input.OptionalText("DisplayName", 1, LongestText, StorePatterns.GroupName), call.Input.OptionalText("Description", 1, LongestText, StorePatterns.Text));
        call.Store();
        if (name is null)
        {
            throw StoreFaults.Invalid("displayName is a required attribute");
        }

        RequireFree(call, name, null);
        if (call.Directory.GroupCount >= MostGroups)
        {
            throw StoreFaults.QuotaExceeded("groups", MostGroups);
        }

        var group = new DirectoryGroup(call.Call.State.Ids.Uuid(), name, description, call.Stamp);
        call.Directory.Put(group);
        call.Json.WriteString("GroupId", group.Id);
        call.WriteStoreId();
    }

    private static void Describe(StoreCall call) => Write(call, call.Group());

    private static void List(StoreCall call)
    {
        var name = call.Filter("DisplayName");
        call.Store("group/*");
        call.Call.Page(call.Json, "Groups", call.Directory.Groups.Where(g => name is null || g.DisplayName == name), g => g.Id, g =>
        {
            call.Json.WriteStartObject();
            Write(call, g);
            call.Json.WriteEndObject();
        });
    }

    private static void GetId(StoreCall call)
    {
        var asked = call.AlternateIdentifier();
        if (asked is { } path && !path.Path.Equals("displayName", StringComparison.OrdinalIgnoreCase))
        {
            throw StoreFaults.Invalid($"The attribute {path.Path} is not a unique attribute");
        }

        var found = asked is null ? null : call.Directory.Groups.FirstOrDefault(g => Same(g.DisplayName, asked.Value.Value));
        call.Store($"group/{found?.Id ?? "*"}");
        call.Json.WriteString("GroupId", found?.Id ?? throw StoreFaults.NotFound("GROUP"));
        call.WriteStoreId();
    }

    private static void Update(StoreCall call)
    {
        var changes = call.Changes();
        var group = call.Group();
        foreach (var (path, change) in changes)
        {
            group = path.ToUpperInvariant() switch
            {
                "DISPLAYNAME" => group with { DisplayName = Text(change, StorePatterns.GroupName) ?? throw StoreFaults.Invalid("displayName is a required attribute") },
                "DESCRIPTION" => group with { Description = Text(change, StorePatterns.Text) },
                _ => throw StoreFaults.Invalid($"The attribute {path} is not supported"),
            };
        }

        RequireFree(call, group.DisplayName, group.Id);
        call.Directory.Put(group with { Stamp = group.Stamp.At(call.Call.Now, call.Call.Caller.Arn) });
    }

    private static void Delete(StoreCall call) => call.Directory.Remove(call.Group());

    private static string? Text(JsonParameters change, Regex pattern) => change.OptionalText("AttributeValue", 1, LongestText, pattern);

    private static void RequireFree(StoreCall call, string name, string? id)
    {
        if (call.Directory.Groups.Any(g => g.Id != id && Same(g.DisplayName, name)))
        {
            throw StoreFaults.Conflict("Duplicate GroupDisplayName");
        }
    }

    private static void Write(StoreCall call, DirectoryGroup group)
    {
        call.WriteStoreId();
        call.Json.WriteString("GroupId", group.Id);
        call.Json.WriteString("DisplayName", group.DisplayName);
        if (group.Description is { } description)
        {
            call.Json.WriteString("Description", description);
        }

        call.Write(group.Stamp);
    }

    private static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
