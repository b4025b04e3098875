using Lanyard.Policy;
using Lanyard.Policy.Engine;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Sts;

/// <summary>Asks the policy engine whether somebody may assume a role, and notes the decision for the log.</summary>
internal static class RoleTrust
{
    /// <summary>Decides for a caller with credentials: trust policy and the caller's own policies.</summary>
    public static bool Allows(SandboxState state, CallContext call, Role role, Caller caller, string action, RequestContext keys) => Decide(
        state, call, role, new AccessRequest(caller.Principal, action, role.Arn, KeysOf(state, keys, role)), state.Iam.PoliciesOf(caller));

    /// <summary>Decides for somebody whom an identity provider vouches for: the trust policy alone.</summary>
    public static bool Allows(SandboxState state, CallContext call, Role role, FederatedIdentity identity, string action, RequestContext keys) =>
        Decide(state, call, role, new AccessRequest(identity, action, role.Arn, KeysOf(state, keys, role)), AccessPolicies.None);

    private static RequestContext KeysOf(SandboxState state, RequestContext keys, Role role) =>
        role.Tags.Aggregate(state.Organizations.WithResource(keys, role.AccountId), (with, tag) => with.With($"aws:ResourceTag/{tag.Key}", tag.Value).With($"iam:ResourceTag/{tag.Key}", tag.Value));

    private static bool Decide(SandboxState state, CallContext call, Role role, AccessRequest request, AccessPolicies policies)
    {
        if (role.Trust is not { } trust)
        {
            call.Decision = Outcome.ImplicitDeny;
            call.Reason = "the role is of AWS, and trusts its own provider alone";
            return false;
        }

        return call.Decide(state.Organizations, request, policies with { Resource = PolicySet.Of(trust.Attached) }).IsAllowed;
    }
}
