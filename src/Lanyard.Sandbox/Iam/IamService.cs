using Lanyard.Aws.Wire;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Iam;

/// <summary>AWS Identity and Access Management. See the IAM API Reference.</summary>
/// <param name="state">What the sandbox knows.</param>
/// <param name="authenticate">Finds out who signed a call.</param>
internal sealed class IamService(SandboxState state, Func<CallContext, AccessKey> authenticate)
{
    private const string Version = "2010-05-08";
    private const string Xmlns = Answers.IamNamespace;

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
        IReadOnlyList<KeyValuePair<string, string>> pairs = call.Request.Method switch
        {
            "GET" => call.Query,
            "POST" => [.. call.Form, .. call.Query],
            _ => throw new ServiceFault("UnsupportedHttpVerb", 405, "IAM takes GET and POST"),
        };
        var action = QueryString.Get(pairs, "Action");
        if (action is not null && IamOperation.All.ContainsKey(action))
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
            throw new ServiceFault("NotImplemented", 501, $"lanyard sandbox doesn't speak {(IsName(action) ? $"iam:{action}" : "this operation of IAM")} yet");
        }

        // "GetSessionToken", STS API Reference: without an MFA code its credentials can't call IAM.
        // "GetFederationToken": nor can those of a federated user.
        if (caller is { Kind: CallerKind.UserSession, MfaAt: null, DelegateAccountId: null } or { Kind: CallerKind.FederatedUser })
        {
            throw new ServiceFault("InvalidClientTokenId", 403, "The security token included in the request is invalid");
        }

        var iam = new IamCall(state, call, caller, action, new IamParameters(pairs));
        lock (state.Iam.Gate)
        {
            IamOperation.All[action].Run(iam);
            iam.Parameters.RequireAllRead();
        }

        return Answer(call, action, iam.Result);
    }

    private static bool IsName(string action) => action.Length <= 64 && action.All(char.IsAsciiLetterOrDigit);

    // By the service model the one operation whose result is a structure without members; parsers look for it.
    private static bool HasEmptyResult(string action) => action == "UpdateRole";

    private static WireResponse Answer(CallContext call, string action, ResultXml result) => Answers.Xml(200,
        $"""
        <{action}Response xmlns="{Xmlns}">
        {(result.IsEmpty && !HasEmptyResult(action) ? "" : $"  <{action}Result>\n{result}\n  </{action}Result>\n")}  <ResponseMetadata>
            <RequestId>{call.RequestId}</RequestId>
          </ResponseMetadata>
        </{action}Response>

        """);
}
