using Lanyard.Policy.Engine;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Iam;

/// <summary>The operations on managed policies, but for their versions.</summary>
internal static class ManagedPolicyOperations
{
    public static IReadOnlyList<IamOperation> All { get; } =
    [
        new("CreatePolicy", Create), new("GetPolicy", Get), new("ListPolicies", List), new("DeletePolicy", Delete), new("ListEntitiesForPolicy", ListEntities),
    ];

    /// <summary>Reads a document that is to be a managed policy.</summary>
    public static StoredPolicy Read(string name, string json)
    {
        DocumentCheck.RequireManaged(json);
        var policy = new StoredPolicy($"managed policy {name}", PolicyKind.Identity, json);
        return policy.Size <= Quotas.PolicySize ? policy : throw IamFaults.QuotaExceeded("PolicySize", Quotas.PolicySize);
    }

    private static void Create(IamCall call)
    {
        var p = call.Parameters;
        var (name, json, description, tags) = (p.Name("PolicyName"), p.Document("PolicyDocument"), p.Optional("Description", 0, 1000), p.Tags);
        var key = call.NewKey("policy", p.Path, name, "ANPA");
        call.AuthorizeMaking("Policy", key.Arn, tags, $"policy {name}");
        if (call.Account.Policies.IsTaken(name))
        {
            throw IamFaults.AlreadyExists($"A policy called {name} already exists. Duplicate names are not allowed.");
        }

        if (call.Account.Policies.Count >= Quotas.Policies)
        {
            throw IamFaults.QuotaExceeded("PoliciesPerAccount", Quotas.Policies);
        }

        var policy = TagOperations.Tag(
            new ManagedPolicy(key, [new PolicyVersion("v1", Read(name, json), call.Now)], "v1") { Description = description, Updated = call.Now }, tags);
        call.Account.Policies.Put(policy);
        Write(call, policy);
    }

    private static void Get(IamCall call) => Write(call, call.Policy());

    private static void List(IamCall call)
    {
        var p = call.Parameters;
        var (scope, prefix, usage) = (p.Word("Scope", "All", "AWS", "Local") ?? "All", p.PathPrefix, p.Word("PolicyUsageFilter", "PermissionsPolicy", "PermissionsBoundary"));
        var onlyAttached = p.Flag("OnlyAttached") ?? false;
        call.Authorize("*", $"policy path {prefix}");
        var attached = call.Account.PolicyHolders.SelectMany(h => h.Attached).ToHashSet(StringComparer.Ordinal);
        var boundaries = call.Account.PolicyHolders.Select(h => h.Boundary).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var all = (scope == "Local" ? [] : call.Account.PoliciesOfAws).Concat(scope == "AWS" ? [] : call.Account.Policies.All)
            .Where(policy => policy.Key.Path.StartsWith(prefix, StringComparison.Ordinal))
            .Where(policy => !onlyAttached || attached.Contains(policy.Arn) || boundaries.Contains(policy.Arn))
            .Where(policy => usage is null || (usage == "PermissionsPolicy" ? attached : boundaries).Contains(policy.Arn));
        call.Page("Policies", all, policy => policy.Arn, policy => EntityXml.Write(call.Result, policy, call.Account, whole: false));
    }

    private static void Delete(IamCall call)
    {
        var policy = call.Policy();
        if (call.Account.PolicyHolders.Any(h => h.Attached.Contains(policy.Arn) || h.Boundary == policy.Arn))
        {
            throw IamFaults.DeleteConflict("Cannot delete a policy attached to entities.");
        }

        call.Account.Policies.Remove(policy.Versions.Length == 1 ? policy : throw IamFaults.DeleteConflict(
            "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy."));
    }

    private static void ListEntities(IamCall call)
    {
        var p = call.Parameters;
        var filter = p.Word("EntityFilter", "User", "Role", "Group", "LocalManagedPolicy", "AWSManagedPolicy");
        var (prefix, usage) = (p.PathPrefix, p.Word("PolicyUsageFilter", "PermissionsPolicy", "PermissionsBoundary"));
        var policy = call.Policy();
        var page = call.Cut(
            call.Account.PolicyHolders.Where(h => filter is null || h.GetType().Name == filter)
                .Where(h => h.Key.Path.StartsWith(prefix, StringComparison.Ordinal))
                .Where(h => (usage != "PermissionsBoundary" && h.Attached.Contains(policy.Arn)) || (usage != "PermissionsPolicy" && h.Boundary == policy.Arn)),
            h => h.Arn);
        foreach (var (list, noun, holders) in new[]
        {
            ("PolicyGroups", "Group", page.OfType<Group>().Cast<PolicyHolder>()), ("PolicyUsers", "User", page.OfType<User>()), ("PolicyRoles", "Role", page.OfType<Role>()),
        })
        {
            call.Result.List(list, holders, h => call.Result.Text($"{noun}Name", h.Name).Text($"{noun}Id", h.Id));
        }
    }

    private static void Write(IamCall call, ManagedPolicy policy) => call.Result.Group("Policy", () => EntityXml.Write(call.Result, policy, call.Account));
}
