using Lanyard.Policy;
using Lanyard.Policy.Engine;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Sts;

/// <summary>Asks the policy engine whether somebody may assume a role, and notes the decision for the log.</summary>
internal static class RoleTrust
{
    /// <summary>Decides for a caller with credentials: trust policy and the caller's own policies.</summary>
    /// <returns>The role; <see langword="null"/> where it may not be assumed, or isn't there.</returns>
    public static Role? Allows(SandboxState state, CallContext call, string roleArn, Caller caller, string action, RequestContext keys) =>
        Decide(state, call, roleArn, tags => new AccessRequest(caller.Principal, action, roleArn, tags(keys)), state.Iam.PoliciesOf(caller));

    /// <summary>Decides for somebody whom an identity provider vouches for: the trust policy alone.</summary>
    public static Role? Allows(SandboxState state, CallContext call, string roleArn, FederatedIdentity identity, string action, RequestContext keys) =>
        Decide(state, call, roleArn, tags => new AccessRequest(identity, action, roleArn, tags(keys)), AccessPolicies.None);

    private static Role? Decide(
        SandboxState state, CallContext call, string roleArn, Func<Func<RequestContext, RequestContext>, AccessRequest> ask, AccessPolicies policies)
    {
        var role = state.Iam.FindRole(roleArn);
        var request = ask(keys => role is null
            ? call.WithRequest(keys)
            : role.Tags.Aggregate(call.WithRequest(state.Organizations.WithResource(keys, role.AccountId)), (with, tag) => with.With($"aws:ResourceTag/{tag.Key}", tag.Value).With($"iam:ResourceTag/{tag.Key}", tag.Value)));
        var trust = role?.Trust is { } document ? PolicySet.Of(document.Attached) : PolicySet.Empty;
        var verdict = call.Decide(state.Organizations, request, policies with { Resource = trust });
        if (role?.Trust is null)
        {
            call.Reason = role is null ? "there is no such role" : "the role is of AWS, and trusts its own provider alone";
            return null;
        }

        return verdict.IsAllowed ? role : null;
    }
}
