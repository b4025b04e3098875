using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Iam;

/// <summary>The operations on groups and on who is in them.</summary>
internal static class GroupOperations
{
    public static IReadOnlyList<IamOperation> All { get; } =
    [
        new("CreateGroup", Create), new("GetGroup", Get), new("ListGroups", List), new("UpdateGroup", Update), new("DeleteGroup", Delete),
        new("AddUserToGroup", AddUser), new("RemoveUserFromGroup", RemoveUser), new("ListGroupsForUser", ListForUser),
    ];

    private static void Create(IamCall call)
    {
        var name = call.Parameters.Name("GroupName");
        var key = call.NewKey("group", call.Parameters.Path, name, "AGPA");
        call.Authorize(key.Arn);
        if (call.Account.Groups.IsTaken(name))
        {
            throw IamFaults.AlreadyExists($"Group with name {name} already exists.");
        }

        if (call.Account.Groups.Count >= Quotas.Groups)
        {
            throw IamFaults.QuotaExceeded("GroupsPerAccount", Quotas.Groups);
        }

        var group = new Group(key);
        call.Account.Groups.Put(group);
        call.Result.Group("Group", () => EntityXml.Write(call.Result, group));
    }

    private static void Get(IamCall call)
    {
        var group = call.Group();
        call.Result.Group("Group", () => EntityXml.Write(call.Result, group));
        var members = group.MemberIds.Select(call.Account.Users.FindById).OfType<User>();
        call.Page("Users", members, u => u.Name, u => EntityXml.Write(call.Result, u, whole: false));
    }

    private static void List(IamCall call)
    {
        var prefix = call.Parameters.PathPrefix;
        call.Authorize(call.ArnOf("group", prefix[1..]));
        Page(call, call.Account.Groups.All.Where(g => g.Key.Path.StartsWith(prefix, StringComparison.Ordinal)));
    }

    private static void Update(IamCall call)
    {
        var (path, name) = (call.Parameters.PathOf("NewPath"), call.Parameters.OptionalName("NewGroupName"));
        var group = call.Group();
        var key = group.Key with { Path = path ?? group.Key.Path, Name = name ?? group.Name };
        if (key != group.Key)
        {
            call.Authorize(key.Arn);
        }

        if (!key.Name.Equals(group.Name, StringComparison.OrdinalIgnoreCase) && call.Account.Groups.IsTaken(key.Name))
        {
            throw IamFaults.AlreadyExists($"Group with name {key.Name} already exists.");
        }

        call.Account.Groups.Put(group with { Key = key });
    }

    private static void Delete(IamCall call)
    {
        var group = call.Group();
        if (!group.MemberIds.IsEmpty)
        {
            throw IamFaults.MustFirst("remove users from group");
        }

        InlinePolicyOperations.RequireNone(group);
        call.Account.Groups.Remove(group);
    }

    private static void AddUser(IamCall call)
    {
        var (group, user) = GroupAndUser(call);
        if (group.MemberIds.Contains(user.Id))
        {
            return;
        }

        if (call.Account.GroupsOf(user).Count() >= Quotas.GroupsPerUser)
        {
            throw IamFaults.QuotaExceeded("GroupsPerUser", Quotas.GroupsPerUser);
        }

        call.Account.Groups.Put(group with { MemberIds = group.MemberIds.Add(user.Id) });
    }

    private static void RemoveUser(IamCall call)
    {
        var (group, user) = GroupAndUser(call);
        call.Account.Groups.Put(group with { MemberIds = group.MemberIds.Remove(user.Id) });
    }

    private static void ListForUser(IamCall call)
    {
        var user = call.User();
        Page(call, call.Account.GroupsOf(user));
    }

    // Both calls are about the group: the user is a parameter, no resource of them.
    private static (Group Group, User User) GroupAndUser(IamCall call)
    {
        var name = call.Parameters.Name("UserName");
        var group = call.Group();
        return (group, call.Account.Users.Find(name) ?? throw IamFaults.NoUser(name));
    }

    private static void Page(IamCall call, IEnumerable<Group> groups) => call.Page("Groups", groups, g => g.Name, g => EntityXml.Write(call.Result, g));
}
