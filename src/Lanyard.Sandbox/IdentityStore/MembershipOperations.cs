using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.IdentityStore;

/// <summary>The operations on who is in which group.</summary>
internal static class MembershipOperations
{
    // "AWS IAM Identity Center quotas", IAM Identity Center User Guide.
    private const int MostGroupsOfUser = 1000;

    public static IEnumerable<JsonOperation> All { get; } =
    [
        StoreCall.Operation("CreateGroupMembership", Create), StoreCall.Operation("DescribeGroupMembership", Describe), StoreCall.Operation("DeleteGroupMembership", Delete),
        StoreCall.Operation("GetGroupMembershipId", GetId), StoreCall.Operation("ListGroupMemberships", List),
        StoreCall.Operation("ListGroupMembershipsForMember", ListForMember), StoreCall.Operation("IsMemberInGroups", IsMember),
    ];

    private static void Create(StoreCall call)
    {
        var member = call.MemberId();
        var group = call.Group($"user/{member}");
        var user = call.Directory.FindUser(member) ?? throw StoreFaults.NotFound("USER");
        if (call.Directory.FindMembership(group.Id, user.Id) is not null)
        {
            throw StoreFaults.Conflict("Member and Group relationship already exists.");
        }

        if (call.Directory.Memberships.Count(m => m.UserId == user.Id) >= MostGroupsOfUser)
        {
            throw StoreFaults.QuotaExceeded("groups of a user", MostGroupsOfUser);
        }

        var membership = new DirectoryMembership(call.Call.State.Ids.Uuid(), group.Id, user.Id, call.Stamp);
        call.Directory.Put(membership);
        WriteId(call, membership);
    }

    private static void Describe(StoreCall call) => Write(call, Find(call));

    private static void Delete(StoreCall call) => call.Directory.Remove(Find(call));

    private static void GetId(StoreCall call)
    {
        var (group, member) = (call.Id("GroupId"), call.MemberId());
        var found = call.Directory.FindMembership(group, member);
        call.Store($"group/{group}", $"membership/{found?.Id ?? "*"}", $"user/{member}");
        WriteId(call, found ?? throw StoreFaults.NotFound("GROUP_MEMBERSHIP"));
    }

    private static void List(StoreCall call)
    {
        var group = call.Group("membership/*");
        Page(call, call.Directory.Memberships.Where(m => m.GroupId == group.Id));
    }

    private static void ListForMember(StoreCall call)
    {
        var member = Member(call);
        Page(call, call.Directory.Memberships.Where(m => m.UserId == member.Id));
    }

    private static void IsMember(StoreCall call)
    {
        var groups = call.Input.Has("GroupIds") ? call.Input.Texts("GroupIds", 100) : throw call.Input.Missing("GroupIds");
        if (groups.IsEmpty || groups.Any(g => !StorePatterns.ResourceId.IsMatch(g)))
        {
            throw call.Input.Invalid("GroupIds", $"Member must satisfy constraint: [Member must satisfy regular expression pattern: {StorePatterns.ResourceId}]");
        }

        var member = Member(call, [.. groups.Select(g => $"group/{g}")]);
        if (groups.Any(g => call.Directory.FindGroup(g) is null))
        {
            throw StoreFaults.NotFound("GROUP");
        }

        call.Json.WriteStartArray("Results");
        foreach (var group in groups)
        {
            call.Json.WriteStartObject();
            call.Json.WriteString("GroupId", group);
            WriteMember(call, member.Id);
            call.Json.WriteBoolean("MembershipExists", call.Directory.FindMembership(group, member.Id) is not null);
            call.Json.WriteEndObject();
        }

        call.Json.WriteEndArray();
    }

    private static DirectoryUser Member(StoreCall call, params IReadOnlyList<string> others)
    {
        var member = call.MemberId();
        call.Store([$"user/{member}", "membership/*", .. others]);
        return call.Directory.FindUser(member) ?? throw StoreFaults.NotFound("USER");
    }

    private static DirectoryMembership Find(StoreCall call)
    {
        var id = call.Id("MembershipId");
        var found = call.Directory.FindMembership(id);
        call.Store($"membership/{id}", $"group/{found?.GroupId ?? "*"}", $"user/{found?.UserId ?? "*"}");
        return found ?? throw StoreFaults.NotFound("GROUP_MEMBERSHIP");
    }

    private static void Page(StoreCall call, IEnumerable<DirectoryMembership> memberships) => call.Call.Page(call.Json, "GroupMemberships", memberships, m => m.Id, m =>
    {
        call.Json.WriteStartObject();
        Write(call, m);
        call.Json.WriteEndObject();
    });

    private static void Write(StoreCall call, DirectoryMembership membership)
    {
        WriteId(call, membership);
        call.Json.WriteString("GroupId", membership.GroupId);
        WriteMember(call, membership.UserId);
        call.Write(membership.Stamp);
    }

    private static void WriteId(StoreCall call, DirectoryMembership membership)
    {
        call.Json.WriteString("MembershipId", membership.Id);
        call.WriteStoreId();
    }

    private static void WriteMember(StoreCall call, string userId)
    {
        call.Json.WriteStartObject("MemberId");
        call.Json.WriteString("UserId", userId);
        call.Json.WriteEndObject();
    }
}
