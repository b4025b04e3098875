using System.Globalization;
using Lanyard.Aws.Secrets;
using Lanyard.Policy;
using Lanyard.Policy.Engine;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Iam;

/// <summary>The operations on access keys: for the calling user, or for another of its account.</summary>
internal sealed class AccessKeyOperations(SandboxState state)
{
    /// <summary>What there is.</summary>
    public static readonly IReadOnlySet<string> Names = new HashSet<string>(StringComparer.Ordinal)
    {
        "CreateAccessKey", "ListAccessKeys", "UpdateAccessKey", "DeleteAccessKey", "GetAccessKeyLastUsed",
    };

    /// <summary>Runs one.</summary>
    /// <returns>The members of its result; <see langword="null"/> where it has none.</returns>
    public string? Run(CallContext call, string action, Caller caller, IamParameters parameters)
    {
        if (action == "GetAccessKeyLastUsed")
        {
            return LastUsed(call, caller, parameters.AccessKeyId);
        }

        var name = parameters.UserName ?? (caller.Kind is CallerKind.User or CallerKind.UserSession
            ? caller.Name
            : throw new ServiceFault("ValidationError", 400, "Must specify userName when calling with non-User credentials"));
        var user = state.Users.FirstOrDefault(u => u.AccountId == caller.AccountId && u.Name == name);

        // Who may not look at users doesn't learn which there are.
        Authorize(call, caller, action, user?.Arn ?? $"arn:{state.Seed.Partition}:iam::{caller.AccountId}:user/{name}", $"user {name}");
        if (user is null)
        {
            throw new ServiceFault("NoSuchEntity", 404, $"The user with name {name} cannot be found.");
        }

        switch (action)
        {
            case "CreateAccessKey":
                return Create(user);
            case "ListAccessKeys":
                return List(user);
            case "UpdateAccessKey":
                state.UserKeys.SetActive(KeyOf(user, parameters.AccessKeyId), parameters.IsActive);
                return null;
            default:
                state.UserKeys.Remove(KeyOf(user, parameters.AccessKeyId));
                return null;
        }
    }

    private string Create(Caller user)
    {
        var key = new AccessKey(state.Ids.AccessKeyId("AKIA"), new Secret(state.Ids.SecretAccessKey()), null, null, user);
        var added = state.UserKeys.Add(key, state.Now)
            ?? throw new ServiceFault("LimitExceeded", 409, $"Cannot exceed quota for AccessKeysPerUser: {UserKeys.Quota}");
        return
            $"""
                <AccessKey>
                  <UserName>{Answers.Escape(user.Name)}</UserName>
                  <AccessKeyId>{key.Id}</AccessKeyId>
                  <Status>Active</Status>
                  <SecretAccessKey>{key.Secret.Reveal()}</SecretAccessKey>
                  <CreateDate>{Time(added.Created)}</CreateDate>
                </AccessKey>
            """;
    }

    private string List(Caller user)
    {
        var members = state.UserKeys.Of(user.Arn).Select(k =>
            $"""
                  <member>
                    <UserName>{Answers.Escape(user.Name)}</UserName>
                    <AccessKeyId>{k.Key.Id}</AccessKeyId>
                    <Status>{(k.IsActive ? "Active" : "Inactive")}</Status>
                    <CreateDate>{Time(k.Created)}</CreateDate>
                  </member>

            """);
        return $"    <AccessKeyMetadata>\n{string.Concat(members)}    </AccessKeyMetadata>\n    <IsTruncated>false</IsTruncated>";
    }

    private string LastUsed(CallContext call, Caller caller, string id)
    {
        // A key of another account is none that this one knows of.
        var key = state.UserKeys.Find(id) is { } found && found.Key.Caller.AccountId == caller.AccountId ? found : null;
        Authorize(call, caller, "GetAccessKeyLastUsed", key?.Key.Caller.Arn ?? "*", $"access key {id}");
        if (key is null)
        {
            throw NoSuchKey(id);
        }

        var use = key.LastUse;
        var time = use is null ? "" : $"      <LastUsedDate>{Time(use.Time)}</LastUsedDate>\n";
        return
            $"""
                <UserName>{Answers.Escape(key.Key.Caller.Name)}</UserName>
                <AccessKeyLastUsed>
            {time}      <ServiceName>{use?.Service ?? "N/A"}</ServiceName>
                  <Region>{use?.Region ?? "N/A"}</Region>
                </AccessKeyLastUsed>
            """;
    }

    private string KeyOf(Caller user, string id) =>
        state.UserKeys.Find(id) is { } key && key.Key.Caller.Arn == user.Arn ? id : throw NoSuchKey(id);

    private static ServiceFault NoSuchKey(string id) => new("NoSuchEntity", 404, $"The Access Key with id {id} cannot be found.");

    private static void Authorize(CallContext call, Caller caller, string operation, string resource, string shown)
    {
        var action = $"iam:{operation}";
        var context = RequestContext.Empty
            .With("aws:CurrentTime", Time(call.Now))
            .With("aws:EpochTime", call.Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture))
            .With("aws:userid", caller.UserId);
        if (caller.IsTemporary)
        {
            context = context.With("aws:MultiFactorAuthPresent", caller.MfaAt is null ? "false" : "true");
        }

        var decision = AccessEvaluator.Decide(new AccessRequest(caller.Principal, action, resource, context), caller.AccessPolicies);
        call.Decision = decision.Outcome;
        if (!decision.IsAllowed)
        {
            var why = decision.Outcome == Outcome.ExplicitDeny
                ? "with an explicit deny in an identity-based policy"
                : $"because no identity-based policy allows the {action} action";
            throw new ServiceFault("AccessDenied", 403, $"User: {caller.Arn} is not authorized to perform: {action} on resource: {shown} {why}");
        }
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
