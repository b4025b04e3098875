using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.SsoAdmin;

/// <summary>The operations on the policies of permission sets. Accounts have the changes once the set is provisioned.</summary>
internal static class SetPolicyOperations
{
    // "AWS IAM Identity Center quotas", IAM Identity Center User Guide.
    private const int MostPolicies = 20;
    private const int InlinePolicySize = 10240;

    public static IEnumerable<JsonOperation> All { get; } =
    [
        CenterCall.Operation("PutInlinePolicyToPermissionSet", PutInline), CenterCall.Operation("GetInlinePolicyForPermissionSet", GetInline),
        CenterCall.Operation("DeleteInlinePolicyFromPermissionSet", DeleteInline),
        CenterCall.Operation("AttachManagedPolicyToPermissionSet", AttachManaged), CenterCall.Operation("DetachManagedPolicyFromPermissionSet", DetachManaged),
        CenterCall.Operation("ListManagedPoliciesInPermissionSet", ListManaged),
        CenterCall.Operation("AttachCustomerManagedPolicyReferenceToPermissionSet", AttachCustomer),
        CenterCall.Operation("DetachCustomerManagedPolicyReferenceFromPermissionSet", DetachCustomer),
        CenterCall.Operation("ListCustomerManagedPolicyReferencesInPermissionSet", ListCustomer),
    ];

    /// <summary>Reads a reference to a policy that each account is to have.</summary>
    public static PolicyReference Reference(JsonParameters parameters) => new(
        parameters.Text("Name", 1, 128, CenterPatterns.Name), parameters.OptionalText("Path", 1, 512, CenterPatterns.PolicyPath) ?? "/");

    public static string ManagedArn(JsonParameters parameters) => parameters.Text("ManagedPolicyArn", 20, 2048, CenterPatterns.ManagedPolicyArn);

    /// <summary>Refuses a policy of AWS's own that isn't there.</summary>
    public static void RequireManaged(CenterCall call, string arn)
    {
        if (call.Call.State.Iam.Account(call.Center.Place.AccountId).FindPolicy(arn) is null)
        {
            throw CenterFaults.NotFound($"Policy {arn} does not exist or is not attachable.");
        }
    }

    private static void PutInline(CenterCall call)
    {
        var json = call.Input.Text("InlinePolicy", 1, 32768, CenterPatterns.PolicyDocument);
        var set = call.Set();
        if (json.Count(c => !char.IsWhiteSpace(c)) > InlinePolicySize)
        {
            throw CenterFaults.QuotaExceeded($"The inline policy exceeds the quota of {InlinePolicySize} characters, white space aside");
        }

        call.Center.Change(set with { InlinePolicy = json });
    }

    private static void GetInline(CenterCall call) => call.Json.WriteString("InlinePolicy", call.Set().InlinePolicy ?? "");

    private static void DeleteInline(CenterCall call)
    {
        var set = call.Set();
        if (set.InlinePolicy is not null)
        {
            call.Center.Change(set with { InlinePolicy = null });
        }
    }

    private static void AttachManaged(CenterCall call)
    {
        var arn = ManagedArn(call.Input);
        var set = call.Set();
        RequireManaged(call, arn);
        if (set.ManagedPolicies.Contains(arn))
        {
            throw CenterFaults.Conflict($"Policy with ARN {arn} is already attached to the permission set.");
        }

        RequireRoom(set);
        call.Center.Change(set with { ManagedPolicies = set.ManagedPolicies.Add(arn) });
    }

    private static void DetachManaged(CenterCall call)
    {
        var arn = ManagedArn(call.Input);
        var set = call.Set();
        call.Center.Change(set.ManagedPolicies.Contains(arn)
            ? set with { ManagedPolicies = set.ManagedPolicies.Remove(arn) }
            : throw CenterFaults.NotFound($"Policy with ARN {arn} is not attached to the permission set."));
    }

    private static void ListManaged(CenterCall call) => call.Call.Page(call.Json, "AttachedManagedPolicies", call.Set().ManagedPolicies, p => p, p =>
    {
        call.Json.WriteStartObject();
        call.Json.WriteString("Name", p[(p.LastIndexOf('/') + 1)..]);
        call.Json.WriteString("Arn", p);
        call.Json.WriteEndObject();
    });

    private static void AttachCustomer(CenterCall call)
    {
        var policy = Reference(call.Input.Structure("CustomerManagedPolicyReference") ?? throw call.Input.Missing("CustomerManagedPolicyReference"));
        var set = call.Set();
        if (set.CustomerPolicies.Contains(policy))
        {
            throw CenterFaults.Conflict($"Customer managed policy {policy.Path}{policy.Name} is already attached to the permission set.");
        }

        RequireRoom(set);
        call.Center.Change(set with { CustomerPolicies = set.CustomerPolicies.Add(policy) });
    }

    private static void DetachCustomer(CenterCall call)
    {
        var policy = Reference(call.Input.Structure("CustomerManagedPolicyReference") ?? throw call.Input.Missing("CustomerManagedPolicyReference"));
        var set = call.Set();
        call.Center.Change(set.CustomerPolicies.Contains(policy)
            ? set with { CustomerPolicies = set.CustomerPolicies.Remove(policy) }
            : throw CenterFaults.NotFound($"Customer managed policy {policy.Path}{policy.Name} is not attached to the permission set."));
    }

    private static void ListCustomer(CenterCall call) =>
        call.Call.Page(call.Json, "CustomerManagedPolicyReferences", call.Set().CustomerPolicies, p => p.Path + p.Name, p =>
        {
            call.Json.WriteStartObject();
            call.Json.WriteString("Name", p.Name);
            call.Json.WriteString("Path", p.Path);
            call.Json.WriteEndObject();
        });

    private static void RequireRoom(PermissionSet set)
    {
        if (set.ManagedPolicies.Length + set.CustomerPolicies.Length >= MostPolicies)
        {
            throw CenterFaults.QuotaExceeded($"You have exceeded the quota for managed policies of a permission set: {MostPolicies}");
        }
    }
}
