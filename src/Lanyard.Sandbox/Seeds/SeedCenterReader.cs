using Lanyard.Aws.Secrets;
using Lanyard.Policy.Engine;
using Lanyard.Projects.Yaml;
using Lanyard.Sandbox.Routing;

namespace Lanyard.Sandbox.Seeds;

/// <summary>Reads the part of a seed that is IAM Identity Center's.</summary>
/// <param name="path">Names the file in errors.</param>
/// <param name="partition">The partition.</param>
/// <param name="accounts">The accounts.</param>
/// <param name="account">Reads the account that a mapping names.</param>
internal sealed class SeedCenterReader(string path, string partition, IReadOnlyList<SeedAccount> accounts, Func<SeedFields, string> account)
{
    public SeedIdentityCenter Read(YamlNode node)
    {
        var fields = new SeedFields(path, node, "identityCenter", "startUrl", "region", "users", "groups", "permissionSets", "assignments", "portalCallsPerSecond");
        var users = fields.Each("users", ReadUser);
        var groups = fields.Each("groups", n => ReadGroup(n, users));
        var sets = fields.Each("permissionSets", ReadPermissionSet);
        fields.RequireUnique("users", users.Select(u => u.UserName));
        fields.RequireUnique("groups", groups.Select(g => g.Name));
        fields.RequireUnique("permissionSets", sets.Select(s => s.Name));
        var assignments = fields.Each("assignments", n => ReadAssignment(n, users, groups, sets));
        var region = fields.Text("region");
        return new SeedIdentityCenter(fields.Https("startUrl"), AwsHost.IsRegion(region) ? region : throw fields.Error(fields.At("region"), "region must be a region such as eu-west-1"))
        {
            Users = users,
            Groups = groups,
            PermissionSets = sets,
            Assignments = [.. assignments.Select(a => a.OfUser).OfType<SeedAssignment>().Distinct()],
            GroupAssignments = [.. assignments.Select(a => a.OfGroup).OfType<SeedGroupAssignment>().Distinct()],
            PortalCallsPerSecond = fields.CountOrNull("portalCallsPerSecond"),
        };
    }

    private SeedUser ReadUser(YamlNode node)
    {
        var fields = new SeedFields(path, node, "a user", "userName", "password", "displayName", "email", "disabled");
        var name = fields.Name("userName");

        // The name becomes the session's name, which has 2 characters at least.
        return name.Length < 2
            ? throw fields.Error(fields.At("userName"), "userName must have 2 characters at least: it becomes the session's name")
            : new SeedUser(name, Secret.FromOptional(fields.TextOrNull("password")), fields.TextOrNull("displayName") ?? name, fields.TextOrNull("email") ?? $"{name}@example.com")
            {
                IsDisabled = fields.Flag("disabled"),
            };
    }

    private SeedGroup ReadGroup(YamlNode node, IReadOnlyList<SeedUser> users)
    {
        var fields = new SeedFields(path, node, "a group", "name", "description", "members");
        var members = fields.Texts("members");
        return members.All(m => users.Any(u => u.UserName == m))
            ? new SeedGroup(fields.Text("name"), [.. members.Distinct()]) { Description = fields.TextOrNull("description") }
            : throw fields.Error(fields.At("members"), "a member of the group is not one of users");
    }

    private SeedPermissionSet ReadPermissionSet(YamlNode node)
    {
        var fields = new SeedFields(
            path, node, "a permission set", "name", "description", "sessionDuration", "inlinePolicy", "managedPolicies", "customerManagedPolicies", "permissionsBoundary");
        var name = fields.Name("name");
        return name.Length > 32
            ? throw fields.Error(fields.At("name"), "a permission set's name has 32 characters at most")
            : new SeedPermissionSet(name, fields.Session("sessionDuration"), fields.Find("inlinePolicy") is null ? null : fields.Policy("inlinePolicy", PolicyKind.Identity))
            {
                Description = fields.TextOrNull("description"),
                ManagedPolicies = [.. fields.Texts("managedPolicies").Select(p => OfAws(fields, "managedPolicies", p))],
                CustomerManagedPolicies = fields.Texts("customerManagedPolicies"),
                PermissionsBoundary = fields.TextOrNull("permissionsBoundary") is { } boundary && IsArn(boundary) ? OfAws(fields, "permissionsBoundary", boundary) : fields.TextOrNull("permissionsBoundary"),
            };
    }

    private (SeedAssignment? OfUser, SeedGroupAssignment? OfGroup) ReadAssignment(
        YamlNode node, IReadOnlyList<SeedUser> users, IReadOnlyList<SeedGroup> groups, IReadOnlyList<SeedPermissionSet> sets)
    {
        var fields = new SeedFields(path, node, "an assignment", "user", "group", "account", "permissionSet");
        var (user, group) = (fields.TextOrNull("user"), fields.TextOrNull("group"));
        if (user is null == group is null)
        {
            throw fields.Error(node, "an assignment has either user or group");
        }

        if (user is not null && !users.Any(u => u.UserName == user))
        {
            throw fields.Error(fields.At("user"), "the assignment's user is not one of users");
        }

        if (group is not null && !groups.Any(g => g.Name == group))
        {
            throw fields.Error(fields.At("group"), "the assignment's group is not one of groups");
        }

        var name = fields.Text("permissionSet");
        var set = sets.FirstOrDefault(s => s.Name == name) ?? throw fields.Error(fields.At("permissionSet"), "the assignment's permission set is not one of permissionSets");
        var id = account(fields);
        RequirePolicies(fields, set, accounts.First(a => a.Id == id));
        return user is not null ? (new SeedAssignment(user, id, name), null) : (null, new SeedGroupAssignment(group!, id, name));
    }

    // Where an account lacks one of them, AWS fails to provision the permission set there.
    private static void RequirePolicies(SeedFields fields, SeedPermissionSet set, SeedAccount account)
    {
        var boundary = set.PermissionsBoundary is { } own && !IsArn(own) ? own : null;
        if (set.CustomerManagedPolicies.Append(boundary).OfType<string>().Any(p => !account.ManagedPolicies.Any(m => m.Name == p)))
        {
            throw fields.Error(fields.At("permissionSet"), "the permission set has a policy that is not one of the account's managedPolicies");
        }
    }

    private string OfAws(SeedFields fields, string key, string policy)
    {
        var arn = IsArn(policy) ? policy : $"arn:{partition}:iam::aws:policy/{policy}";
        return PoliciesOfAws.Has(partition, arn)
            ? arn
            : throw fields.Error(fields.At(key), $"{key} names a policy that isn't one of AWS's own that the sandbox has; `aws iam list-policies --scope AWS` in the sandbox shows them");
    }

    private static bool IsArn(string text) => text.StartsWith("arn:", StringComparison.Ordinal);
}
