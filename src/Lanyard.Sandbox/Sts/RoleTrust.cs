using System.Globalization;
using Lanyard.Policy;
using Lanyard.Policy.Engine;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Sts;

/// <summary>Asks the policy engine whether somebody may assume a role, and notes the decision for the log.</summary>
internal static class RoleTrust
{
    /// <summary>Decides for a caller with credentials: trust policy and the caller's own policies.</summary>
    public static bool Allows(CallContext call, Role role, Caller caller, string action, RequestContext keys)
    {
        var context = keys
            .With("aws:CurrentTime", call.Now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture))
            .With("aws:EpochTime", call.Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture))
            .With("aws:userid", caller.UserId);
        if (caller.IssuedAt is { } issued)
        {
            // Long-lived keys don't have these keys at all; temporary ones made without MFA say so.
            context = context
                .With("aws:TokenIssueTime", issued.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture))
                .With("aws:MultiFactorAuthPresent", caller.MfaAt is null ? "false" : "true");
        }

        if (caller.MfaAt is { } given)
        {
            context = context
                .With("aws:MultiFactorAuthPresent", "true")
                .With("aws:MultiFactorAuthAge", ((long)(call.Now - given).TotalSeconds).ToString(CultureInfo.InvariantCulture));
        }

        if (caller.SourceIdentity is { } source)
        {
            context = context.With("aws:SourceIdentity", source);
        }

        return Decide(call, role, new AccessRequest(caller.Principal, action, role.Arn, context), caller.AccessPolicies);
    }

    /// <summary>Decides for somebody whom an identity provider vouches for: the trust policy alone.</summary>
    public static bool Allows(CallContext call, Role role, FederatedIdentity identity, string action, RequestContext keys) =>
        Decide(call, role, new AccessRequest(identity, action, role.Arn, keys), AccessPolicies.None);

    private static bool Decide(CallContext call, Role role, AccessRequest request, AccessPolicies policies)
    {
        if (role.TrustPolicy is not { } trust)
        {
            call.Decision = Outcome.ImplicitDeny;
            return false;
        }

        var decision = AccessEvaluator.Decide(request, policies with { Resource = PolicySet.Of(trust) });
        call.Decision = decision.Outcome;
        return decision.IsAllowed;
    }
}
