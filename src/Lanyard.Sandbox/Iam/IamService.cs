using Lanyard.Aws.Wire;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Iam;

/// <summary>AWS Identity and Access Management, as far as access keys go. See the IAM API Reference.</summary>
/// <param name="state">What the sandbox knows.</param>
/// <param name="authenticate">Finds out who signed a call.</param>
internal sealed class IamService(SandboxState state, Func<CallContext, AccessKey> authenticate)
{
    private const string Version = "2010-05-08";
    private const string Xmlns = "https://iam.amazonaws.com/doc/2010-05-08/";

    private readonly AccessKeyOperations _keys = new(state);

    public WireResponse Handle(CallContext call)
    {
        try
        {
            return Dispatch(call);
        }
        catch (ServiceFault fault)
        {
            call.Error = fault.Code;
            return Answers.QueryError(fault, Xmlns, call.RequestId);
        }
    }

    private WireResponse Dispatch(CallContext call)
    {
        IReadOnlyList<KeyValuePair<string, string>> pairs = call.Request.Method switch
        {
            "GET" => call.Query,
            "POST" => [.. call.Form, .. call.Query],
            _ => throw new ServiceFault("UnsupportedHttpVerb", 405, "IAM takes GET and POST"),
        };
        var action = QueryString.Get(pairs, "Action");
        if (action is not null && AccessKeyOperations.Names.Contains(action))
        {
            call.Operation = action;
        }

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
            throw new ServiceFault("NotImplemented", 501, "lanyard sandbox speaks the access key operations of IAM, and no others yet");
        }

        // "GetSessionToken", STS API Reference: without an MFA code its credentials can't call IAM.
        if (caller is { Kind: CallerKind.UserSession, MfaAt: null })
        {
            throw new ServiceFault("InvalidClientTokenId", 403, "The security token included in the request is invalid");
        }

        return Answer(call, action, _keys.Run(call, action, caller, new IamParameters(pairs)));
    }

    private static WireResponse Answer(CallContext call, string action, string? result) => Answers.Xml(200,
        $"""
        <{action}Response xmlns="{Xmlns}">
        {(result is null ? "" : $"  <{action}Result>\n{result}\n  </{action}Result>\n")}  <ResponseMetadata>
            <RequestId>{call.RequestId}</RequestId>
          </ResponseMetadata>
        </{action}Response>

        """);
}
