using System.Collections.Immutable;
using System.Text.Json;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.SsoAdmin;

/// <summary>
/// A call of sso-admin: finds the instance, permission sets and accounts that it names. Policies are asked first, about each resource that the Service Authorization
/// Reference has for the action.
/// </summary>
/// <param name="call">The call.</param>
/// <param name="json">Where the result goes.</param>
internal sealed class CenterCall(JsonCall call, Utf8JsonWriter json)
{
    /// <summary>Makes an operation of calls like this.</summary>
    public static JsonOperation Operation(string name, Action<CenterCall> run) => new(name, (call, json) => run(new CenterCall(call, json)));

    public JsonCall Call { get; } = call;

    public Utf8JsonWriter Json { get; } = json;

    public JsonParameters Input => Call.Input;

    public IdentityCenterState Center => Call.State.IdentityCenter;

    /// <summary>Gets whether the caller's account has the instance or administers it, in the region that is called. Other members of the organization see none.</summary>
    public bool SeesInstance => Call.State.Organizations.Administers(Call.Caller.AccountId, Center.Place.AccountId, "sso.amazonaws.com") && Call.Region == Center.Place.Region;

    /// <summary>Gets the id of a new thing.</summary>
    public IdSource Ids => Call.State.Ids;

    /// <summary>Finds the instance, and asks whether the call is allowed on it.</summary>
    public void Instance(params IReadOnlyList<string> others)
    {
        var arn = Input.Text("InstanceArn", 10, 1224, CenterPatterns.InstanceArn);
        Call.Authorize(arn);
        foreach (var other in others)
        {
            Call.Authorize(other);
        }

        RequireInstance(arn);
    }

    /// <summary>Finds the instance and the permission set, and asks whether the call is allowed on both, and on others.</summary>
    public PermissionSet Set(params IReadOnlyList<string> others)
    {
        var instance = Input.Text("InstanceArn", 10, 1224, CenterPatterns.InstanceArn);
        var arn = Input.Text("PermissionSetArn", 10, 1224, CenterPatterns.PermissionSetArn);
        var set = Center.FindSet(arn);
        Call.Authorize(instance);
        Call.Authorize(arn, WithTags(new Keys(), set?.Tags));
        foreach (var other in others)
        {
            Call.Authorize(other);
        }

        RequireInstance(instance);
        if (set is not null && Call.Changes && Center.Provisioning.Find(Center.Place.AccountId, set) is not null)
        {
            RequireManageable(Center.Place.AccountId);
        }

        return set ?? throw CenterFaults.NotFound($"Could not find PermissionSet with id {arn[(arn.LastIndexOf('/') + 1)..]}");
    }

    /// <summary>Refuses a delegated administrator who reaches for the management account: "Delegated administration", IAM Identity Center User Guide.</summary>
    public void RequireManageable(string accountId)
    {
        if (accountId == Center.Place.AccountId && Call.Caller.AccountId != Center.Place.AccountId)
        {
            throw new ServiceFault("AccessDeniedException", 400, $"User: {Call.Caller.Arn} is not authorized to perform: sso:{Call.Operation} on the management account");
        }
    }

    /// <summary>Reads the account that a parameter names.</summary>
    public string? OptionalAccount(string name) => Input.OptionalText(name, 12, 12, CenterPatterns.AccountId);

    public string Account(string name) => OptionalAccount(name) ?? throw Input.Missing(name);

    /// <summary>Gives an account's ARN among the resources of Identity Center.</summary>
    public string AccountArn(string accountId) => $"arn:{Center.Place.Partition}:sso:::account/{accountId}";

    /// <summary>Refuses an account that isn't of the organization.</summary>
    public void RequireMember(string accountId)
    {
        if (!Center.IsMember(accountId))
        {
            throw CenterFaults.NotFound($"Could not find account with id {accountId}");
        }
    }

    /// <summary>Adds the tags of what is called upon to keys.</summary>
    public static Keys WithTags(Keys keys, ImmutableSortedDictionary<string, string>? tags) =>
        tags?.Aggregate(keys, (with, tag) => with.With($"aws:ResourceTag/{tag.Key}", tag.Value)) ?? keys;

    public void RequireInstance(string arn)
    {
        // The service's model has no other error for DescribeInstance.
        if (!SeesInstance || (arn != Center.Place.InstanceArn && Call.Operation == "DescribeInstance"))
        {
            throw new ServiceFault("AccessDeniedException", 400, $"User: {Call.Caller.Arn} is not authorized to perform: sso:{Call.Operation} on resource: {arn}");
        }

        if (arn != Center.Place.InstanceArn)
        {
            throw CenterFaults.NotFound($"Could not find Instance with id {arn[(arn.LastIndexOf('/') + 1)..]}");
        }
    }
}
