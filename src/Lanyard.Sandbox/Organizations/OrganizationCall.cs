using System.Text.Json;
using Lanyard.Policy.Engine;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Organizations;

/// <summary>Who in an organization may call an operation, if their own policies allow it. The delegation policy can let others in.</summary>
internal enum CallableBy
{
    /// <summary>The management account alone.</summary>
    Management,

    /// <summary>The management account, and those that its delegation policy lets.</summary>
    ManagementOrDelegated,

    /// <summary>The management account, and delegated administrators of any service.</summary>
    Administrators,

    /// <summary>All accounts.</summary>
    Members,
}

/// <summary>A call of AWS Organizations from an account that is in an organization.</summary>
/// <param name="call">The call.</param>
/// <param name="callableBy">Who may call.</param>
/// <param name="organization">The caller's organization.</param>
internal sealed class OrganizationCall(JsonCall call, CallableBy callableBy, Organization organization)
{
    // "Quotas and service limits for AWS Organizations": lists give 20 at most.
    private const int LongestPage = 20;

    public SandboxState State => call.State;

    public JsonParameters Input => call.Input;

    public Organization Organization => organization;

    public string AccountId => call.Caller.AccountId;

    public DateTimeOffset Now => call.Now;

    /// <summary>Makes an operation for accounts that are in an organization.</summary>
    public static JsonOperation Of(string name, CallableBy callableBy, Action<OrganizationCall, Utf8JsonWriter> run) => OfAnybody(name, (call, json) =>
    {
        if (call.State.Organizations.Of(call.Caller.AccountId) is not { } organization)
        {
            call.AuthorizeUnread(new CallRequest($"organizations:{name}", "*") { Region = call.Region, Denial = "AccessDeniedException" });
            throw OrganizationFaults.NotInUse();
        }

        run(new OrganizationCall(call, callableBy, organization), json);
    });

    /// <summary>Makes an operation for accounts that needn't be in one.</summary>
    public static JsonOperation OfAnybody(string name, Action<JsonCall, Utf8JsonWriter> run) => new(name, (call, json) =>
    {
        try
        {
            run(call, json);
        }
        catch (ServiceFault fault) when (fault.Code == "ValidationException")
        {
            throw OrganizationFaults.OfInput(fault);
        }
    });

    public void Authorize(string resource = "*", Keys? keys = null) => Authorize(call.Operation, resource, keys);

    /// <summary>Asks the caller's policies for an operation, and whether the organization lets the caller's account call it.</summary>
    public void Authorize(string operation, string resource, Keys? keys)
    {
        var asked = new CallRequest($"organizations:{operation}", resource) { Keys = keys, Region = call.Region, Denial = "AccessDeniedException", Owner = AccountId };
        call.Authorize(asked);
        if (AccountId == organization.ManagementId || callableBy == CallableBy.Members || (callableBy == CallableBy.Administrators && organization.IsDelegated(AccountId)))
        {
            return;
        }

        call.Authorize(callableBy != CallableBy.Management && organization.Delegation is { } delegation
            ? asked with { Owner = organization.ManagementId, Policy = PolicySet.Of(delegation.Policy.Attached) }
            : throw OrganizationFaults.NoPermission());
    }

    /// <summary>Asks for a target or a parent, whose tags are condition keys.</summary>
    public void AuthorizeTarget(string id, Keys? keys = null) => Authorize(organization.TargetArn(id), TagsOnto(keys, id));

    /// <summary>Asks for a policy.</summary>
    public void AuthorizePolicy(string id) => Authorize(organization.PolicyArn(id), PolicyKeys(id));

    /// <summary>Gives the condition keys of a policy.</summary>
    public Keys PolicyKeys(string id) => TagsOnto(new Keys().With("organizations:PolicyType", organization.Policies.GetValueOrDefault(id)?.Type), id);

    /// <summary>Asks for the tags that something is made with: that is an action of its own.</summary>
    public void AuthorizeTags(string resource, IReadOnlyCollection<KeyValuePair<string, string>> tags)
    {
        if (tags.Count > 0)
        {
            Authorize("TagResource", resource, new Keys().WithTags(tags));
        }
    }

    public void Save(Organization changed)
    {
        organization = changed;
        State.Organizations.Put(changed);
    }

    public void Page<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Func<T, string> keyOf, Action<T> write) =>
        call.Page(json, name, items, keyOf, write, LongestPage);

    private Keys TagsOnto(Keys? keys, string id) => organization.TagsOf(id).Aggregate(keys ?? new Keys(), (with, tag) => with.With($"aws:ResourceTag/{tag.Key}", tag.Value));
}
