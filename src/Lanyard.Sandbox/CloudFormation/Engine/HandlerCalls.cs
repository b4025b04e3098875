using Lanyard.Policy.Engine;
using Lanyard.Sandbox.Iam;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.CloudFormation.Engine;

/// <summary>Makes the calls of resource handlers: as CloudFormation's service role, or with the caller's own permissions, handed on by CloudFormation.</summary>
/// <param name="state">What the sandbox knows.</param>
/// <param name="outer">The call that is answered.</param>
/// <param name="caller">Whose permissions count.</param>
/// <param name="isForwarded">Whether they are the caller's own; else they are the service role's.</param>
internal sealed class HandlerCalls(SandboxState state, CallContext outer, Caller caller, bool isForwarded)
{
    private const string Service = "cloudformation.amazonaws.com";

    private readonly IReadOnlyList<string> _via = isForwarded ? [Service] : [];

    public SandboxState State { get; } = state;

    /// <summary>Gets the policies of KMS keys.</summary>
    public KeyPolicies Keys { get; } = new(state);

    public Caller Caller { get; } = caller;

    /// <summary>Gets the Region that the stack is in.</summary>
    public string Region => outer.Region ?? "us-east-1";

    public DateTimeOffset Now => outer.Now;

    /// <summary>Gets or sets when the newest event was, of whichever stack.</summary>
    public DateTimeOffset LastEvent { get; set; }

    /// <summary>Asks whether an action is allowed, as a service asks that is called for it.</summary>
    /// <param name="action">The action.</param>
    /// <param name="resource">The resource's ARN.</param>
    /// <param name="keys">The condition keys of the request.</param>
    /// <param name="owner">The account of the resource, where neither its ARN nor the bucket that it names tells.</param>
    /// <exception cref="ServiceFault">It isn't.</exception>
    public void Ask(string action, string resource, Keys keys, string? owner = null)
    {
        // The ARN of a bucket has no account, and its policy is asked whoever calls.
        var bucket = State.Buckets.OfArn(action, resource);
        var policy = bucket is null ? Keys.Find(resource) : bucket.Policy;
        var all = action == "iam:PassRole" ? keys.WithResource(State.Iam.FindRole(resource)) : keys;
        Run(action, context => context.Authorize(
            State, Caller, new CallRequest(action, resource) { Keys = all, Region = Region, Owner = bucket?.AccountId ?? owner, Policy = policy is null ? null : PolicySet.Of(policy.Attached) }));
    }

    /// <summary>Calls IAM, which does what it is asked for.</summary>
    /// <returns>The members of the result.</returns>
    /// <exception cref="ServiceFault">IAM refuses.</exception>
    public ResultXml CallIam(string operation, params IEnumerable<(string Name, string? Value)> parameters)
    {
        var pairs = parameters.Where(p => p.Value is not null).Select(p => new KeyValuePair<string, string>(p.Name, p.Value!)).ToList();
        ResultXml? result = null;
        Run($"iam:{operation}", context =>
        {
            var call = new IamCall(State, context, Caller, operation, new IamParameters(pairs));
            IamOperation.All[operation].Run(call);
            call.Parameters.RequireAllRead();
            result = call.Result;
        });
        return result!;
    }

    private void Run(string action, Action<CallContext> call)
    {
        var parts = action.Split(':', 2);
        var context = outer.Begin(parts[0], parts[1], Caller, _via);
        try
        {
            call(context);
        }
        catch (ServiceFault fault)
        {
            context.Fail(fault);
            throw;
        }
    }
}
