using Lanyard.Policy;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Sts;

/// <summary>The AssumeRole operation.</summary>
internal sealed class AssumeRole(SandboxState state)
{
    private static readonly TimeSpan DefaultDuration = TimeSpan.FromHours(1);
    private static readonly TimeSpan ChainLimit = TimeSpan.FromHours(1);

    public string Run(CallContext call, Caller caller, StsParameters parameters)
    {
        parameters.Refuse("ProvidedContexts", "trusted context assertions");
        var roleArn = parameters.Required("RoleArn", 20, 2048, StsParameters.Shape.Any);
        var sessionName = parameters.Required("RoleSessionName", 2, 64, StsParameters.Shape.Name);
        var duration = parameters.Seconds("DurationSeconds", 900, 43200);
        var externalId = parameters.Optional("ExternalId", 2, 1224, StsParameters.Shape.ExternalId);
        var sourceIdentity = parameters.Optional("SourceIdentity", 2, 64, StsParameters.Shape.Name);
        var scope = SessionScope.Read(parameters, int.MaxValue);
        var (serialNumber, tokenCode) = MfaCheck.Read(parameters);
        parameters.ThrowIfInvalid();
        RequireRoleArn(roleArn);
        var policies = scope.Policies(state.Iam.FindAccount(roleArn.Split(':')[4]));
        var tags = scope.TagsOnto(caller.SessionTags.Transitive);

        // The code counts for this call; the session that comes of it says nothing of MFA ("MFA-protected API access", IAM User Guide).
        caller = MfaCheck.Verify(state, caller, serialNumber, tokenCode) is { } given ? caller with { MfaAt = given } : caller;

        var keys = scope.KeysOnto(state.Iam.ContextOf(caller, call.Now)).With("sts:RoleSessionName", sessionName);
        keys = externalId is null ? keys : keys.With("sts:ExternalId", externalId);
        keys = sourceIdentity is null ? keys : keys.With("sts:SourceIdentity", sourceIdentity);
        var role = Authorize(call, caller, roleArn, "sts:AssumeRole", keys);
        if (!tags.All.IsEmpty)
        {
            // Tags that a session hands down need the permission as well.
            Authorize(call, caller, roleArn, "sts:TagSession", keys);
        }

        var source = SourceIdentity(call, caller, roleArn, sourceIdentity, keys);
        var session = role.Session(state.Seed.Partition, sessionName, call.Now) with
        {
            SessionPolicies = policies,
            SessionTags = tags,
            SourceIdentity = source,
            IsChained = caller.Kind == CallerKind.RoleSession,
        };
        var key = state.IssueSession(session, Duration(role, caller, duration));
        return $"{StsService.Credentials(key)}\n{StsService.AssumedRoleUser(session)}{scope.Size(tags)}"
            + (source is null ? "" : $"\n    <SourceIdentity>{Answers.Escape(source)}</SourceIdentity>");
    }

    /// <summary>Refuses what is no role's ARN.</summary>
    internal static void RequireRoleArn(string roleArn)
    {
        if (roleArn.Split(':', 6) is not ["arn", { Length: > 0 }, "iam", "", { Length: 12 } account, ['r', 'o', 'l', 'e', '/', _, ..]]
            || !account.All(char.IsAsciiDigit))
        {
            throw new ServiceFault("ValidationError", 400, $"{roleArn} is invalid");
        }
    }

    // A role that doesn't exist gets the answer of one that may not be assumed: AWS doesn't tell which it is.
    private Role Authorize(CallContext call, Caller caller, string roleArn, string action, RequestContext keys) =>
        RoleTrust.Allows(state, call, roleArn, caller, action, keys)
            ?? throw new ServiceFault("AccessDenied", 403, caller.Kind == CallerKind.Root && action == "sts:AssumeRole"
                ? "Roles may not be assumed by root accounts."
                : $"User: {caller.Arn} is not authorized to perform: {action} on resource: {roleArn}{(call.DeniedBy.Length > 0 ? " " : "")}{call.DeniedBy}");

    // "Monitor and control actions taken with assumed roles", IAM User Guide: setting it is an action of its own, and once set it stays.
    private string? SourceIdentity(CallContext call, Caller caller, string roleArn, string? asked, RequestContext keys)
    {
        if (asked is null && caller.SourceIdentity is null)
        {
            return null;
        }

        if (asked is not null && caller.SourceIdentity is not null && asked != caller.SourceIdentity)
        {
            throw new ServiceFault("AccessDenied", 403, "A source identity that is already set on the session can't be changed.");
        }

        var source = asked ?? caller.SourceIdentity!;
        Authorize(call, caller, roleArn, "sts:SetSourceIdentity", keys.With("sts:SourceIdentity", source));
        return source;
    }

    private static TimeSpan Duration(Role role, Caller caller, TimeSpan? asked)
    {
        if (asked > role.MaxSessionDuration)
        {
            throw new ServiceFault("ValidationError", 400, "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
        }

        // AWS counts a user's session too, with MFA or without: measured in mmmorris1975/aws-runas #11 and coinbase/assume-role #24.
        return caller.IsTemporary && asked > ChainLimit
            ? throw new ServiceFault(
                "ValidationError", 400, "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.")
            : asked ?? DefaultDuration;
    }
}
