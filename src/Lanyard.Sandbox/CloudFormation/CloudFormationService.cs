using Lanyard.Aws.Wire;
using Lanyard.Sandbox.Iam;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.CloudFormation;

/// <summary>AWS CloudFormation. See the AWS CloudFormation API Reference.</summary>
/// <param name="state">What the sandbox knows.</param>
/// <param name="authenticate">Finds out who signed a call.</param>
internal sealed class CloudFormationService(SandboxState state, Func<CallContext, AccessKey> authenticate)
{
    private const string Version = "2010-05-15";
    private const string Xmlns = "http://cloudformation.amazonaws.com/doc/2010-05-15/";

    /// <summary>Gets the operations that the sandbox speaks.</summary>
    public static IReadOnlyDictionary<string, Action<StackCall>> Operations { get; } = new[]
    {
        StackOperations.All, RollbackOperations.All, StackSettings.All, ChangeSetOperations.All, StackQueries.All, TemplateOperations.All, ExportOperations.All,
    }.SelectMany(group => group).ToDictionary(o => o.Key, o => o.Value, StringComparer.Ordinal);

    // By the service model these have no result.
    private static readonly HashSet<string> WithoutResult = new(StringComparer.Ordinal) { "CancelUpdateStack", "DeleteStack", "SetStackPolicy" };

    public WireResponse Handle(CallContext call)
    {
        try
        {
            return Dispatch(call);
        }
        catch (ServiceFault fault)
        {
            call.Fail(fault);
            return Answers.QueryError(fault, Xmlns, call.RequestId);
        }
    }

    private WireResponse Dispatch(CallContext call)
    {
        IReadOnlyList<KeyValuePair<string, string>> pairs = [.. call.Form, .. call.Query];
        var action = QueryString.Get(pairs, "Action");
        call.Operation = action is not null && Operations.ContainsKey(action) ? action : null;
        var caller = authenticate(call).Caller;
        if (action is null)
        {
            throw new ServiceFault("MissingAction", 400, "The request is missing an action or a required parameter.");
        }

        if (QueryString.Get(pairs, "Version") is var version && version != Version)
        {
            throw new ServiceFault("InvalidAction", 400, $"Could not find operation {action} for version {version ?? "NO_VERSION_SPECIFIED"}");
        }

        if (call.Operation is null)
        {
            throw new ServiceFault(
                "NotImplemented", 501, $"lanyard sandbox doesn't speak {(action.Length <= 64 && action.All(char.IsAsciiLetterOrDigit) ? $"cloudformation:{action}" : "this operation of CloudFormation")} yet");
        }

        var stack = new StackCall(state, call, caller, action, new IamParameters(pairs));
        lock (state.Iam.Gate)
        {
            Operations[action](stack);
            stack.Parameters.RequireAllRead();
        }

        return Answers.Xml(200,
            $"""
            <{action}Response xmlns="{Xmlns}">
            {(WithoutResult.Contains(action) ? "" : $"  <{action}Result>\n{stack.Result}\n  </{action}Result>\n")}  <ResponseMetadata>
                <RequestId>{call.RequestId}</RequestId>
              </ResponseMetadata>
            </{action}Response>

            """);
    }
}
