using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Iam;

/// <summary>The operations on instance profiles.</summary>
internal static class InstanceProfileOperations
{
    public static IReadOnlyList<IamOperation> All { get; } =
    [
        new("CreateInstanceProfile", Create), new("GetInstanceProfile", Get), new("ListInstanceProfiles", List), new("DeleteInstanceProfile", Delete),
        new("AddRoleToInstanceProfile", AddRole), new("RemoveRoleFromInstanceProfile", RemoveRole), new("ListInstanceProfilesForRole", ListForRole),
    ];

    private static void Create(IamCall call)
    {
        var (name, tags) = (call.Parameters.Name("InstanceProfileName"), call.Parameters.Tags);
        var key = call.NewKey("instance-profile", call.Parameters.Path, name, "AIPA");
        call.AuthorizeMaking("InstanceProfile", key.Arn, tags);
        if (call.Account.InstanceProfiles.IsTaken(name))
        {
            throw IamFaults.AlreadyExists($"Instance Profile {name} already exists.");
        }

        if (call.Account.InstanceProfiles.Count >= Quotas.InstanceProfiles)
        {
            throw IamFaults.QuotaExceeded("InstanceProfilesPerAccount", Quotas.InstanceProfiles);
        }

        var profile = TagOperations.Tag(new InstanceProfile(key, null), tags);
        call.Account.InstanceProfiles.Put(profile);
        Write(call, profile);
    }

    private static void Get(IamCall call) => Write(call, call.InstanceProfile());

    private static void List(IamCall call)
    {
        var prefix = call.Parameters.PathPrefix;
        call.Authorize(call.ArnOf("instance-profile", prefix[1..]));
        Page(call, call.Account.InstanceProfiles.All.Where(p => p.Key.Path.StartsWith(prefix, StringComparison.Ordinal)));
    }

    private static void Delete(IamCall call)
    {
        var profile = call.InstanceProfile();
        call.Account.InstanceProfiles.Remove(profile.RoleId is null ? profile : throw IamFaults.MustFirst("remove roles from instance profile"));
    }

    private static void AddRole(IamCall call)
    {
        var (profile, role) = ProfileAndRole(call);

        // "AddRoleToInstanceProfile", IAM API Reference: the caller needs iam:PassRole on the role.
        call.AuthorizePassing(role, "ec2.amazonaws.com");
        call.Account.InstanceProfiles.Put(profile.RoleId is null ? profile with { RoleId = role.Id } : throw IamFaults.QuotaExceeded("InstanceSessionsPerInstanceProfile", 1));
    }

    private static void RemoveRole(IamCall call)
    {
        var (profile, role) = ProfileAndRole(call);
        call.Account.InstanceProfiles.Put(
            profile.RoleId == role.Id ? profile with { RoleId = null } : throw IamFaults.NoSuchEntity($"The role with name {role.Name} cannot be found in the instance profile."));
    }

    private static void ListForRole(IamCall call)
    {
        var role = call.Role();
        Page(call, call.Account.InstanceProfiles.All.Where(p => p.RoleId == role.Id));
    }

    private static (InstanceProfile Profile, Role Role) ProfileAndRole(IamCall call)
    {
        var name = call.Parameters.Name("RoleName", 64);
        var profile = call.InstanceProfile();
        var role = call.Account.Roles.Find(name) ?? throw IamFaults.NoRole(name);
        return role.IsProtected ? throw IamFaults.Protected(name) : (profile, role);
    }

    private static void Write(IamCall call, InstanceProfile profile) => call.Result.Group("InstanceProfile", () => EntityXml.Write(call.Result, profile, call.Account));

    private static void Page(IamCall call, IEnumerable<InstanceProfile> profiles) =>
        call.Page("InstanceProfiles", profiles, p => p.Name, p => EntityXml.Write(call.Result, p, call.Account, whole: false));
}
