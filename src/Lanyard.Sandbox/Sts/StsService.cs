using System.Globalization;
using Lanyard.Aws.Wire;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Sts;

/// <summary>AWS Security Token Service. See the STS API Reference.</summary>
internal sealed class StsService(SandboxState state, WebIdentityIssuer issuer, OutboundKeys outbound)
{
    private const string Version = "2011-06-15";
    private const string Xmlns = Answers.StsNamespace;

    // Operations that STS has and the sandbox doesn't: they get an honest refusal.
    private static readonly HashSet<string> NotBuilt = new(StringComparer.Ordinal) { "AssumeRoleWithSAML" };

    private readonly AssumeRole _assumeRole = new(state);
    private readonly AssumeRoleWithWebIdentity _assumeRoleWithWebIdentity = new(state, issuer);
    private readonly AssumeRoot _assumeRoot = new(state);
    private readonly GetDelegatedAccessToken _getDelegatedAccessToken = new(state);
    private readonly GetFederationToken _getFederationToken = new(state);
    private readonly GetSessionToken _getSessionToken = new(state);
    private readonly GetWebIdentityToken _getWebIdentityToken = new(state, outbound);
    private readonly KeyOperations _keys = new(state);

    /// <summary>Gets the operations that the sandbox speaks.</summary>
    public static IReadOnlyCollection<string> OperationNames { get; } =
    [
        "AssumeRole", "AssumeRoleWithWebIdentity", "AssumeRoot", "DecodeAuthorizationMessage", "GetAccessKeyInfo", "GetCallerIdentity", "GetDelegatedAccessToken",
        "GetFederationToken", "GetSessionToken", "GetWebIdentityToken",
    ];

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
        var pairs = Pairs(call);
        var action = QueryString.Get(pairs, "Action");
        var parameters = new StsParameters(pairs);
        switch (action)
        {
            case not null when OperationNames.Contains(action):
                call.Operation = action;
                break;
            case not null when NotBuilt.Contains(action):
                call.Operation = action;
                throw new ServiceFault("NotImplemented", 501, $"lanyard sandbox doesn't speak sts:{action} yet");
        }

        // A call that isn't signed learns that first, whatever it asks for; web identity calls alone go unsigned.
        var key = action == "AssumeRoleWithWebIdentity" ? null : CallerAuthenticator.Authenticate(state, call, "sts");
        if (action is null)
        {
            throw new ServiceFault("MissingAction", 400, "The request is missing an action or a required parameter.");
        }

        var version = QueryString.Get(pairs, "Version");
        if (call.Operation is null || version != Version)
        {
            throw new ServiceFault("InvalidAction", 400, $"Could not find operation {action} for version {version ?? "NO_VERSION_SPECIFIED"}");
        }

        return Answer(call, action, action == "AssumeRoleWithWebIdentity" ? _assumeRoleWithWebIdentity.Run(call, parameters) : Run(call, action, key!, parameters));
    }

    private string Run(CallContext call, string action, AccessKey key, StsParameters parameters)
    {
        var caller = key.Caller;
        if (!MayCall(caller, action))
        {
            throw new ServiceFault("AccessDenied", 403, $"Cannot call {action} with session credentials");
        }

        // "AssumeRoot" and "GetWebIdentityToken", STS API Reference.
        if (action is "AssumeRoot" or "GetWebIdentityToken" && AwsHost.WithoutPort(call.Request.Host).Equals("sts.amazonaws.com", StringComparison.OrdinalIgnoreCase))
        {
            throw new ServiceFault("InvalidAction", 400, $"The global endpoint doesn't support {action}: call a Regional one, such as sts.us-east-1.amazonaws.com.");
        }

        return action switch
        {
            "GetCallerIdentity" => KeyOperations.CallerIdentity(caller),
            "AssumeRole" => _assumeRole.Run(call, caller, parameters),
            "GetSessionToken" => _getSessionToken.Run(call, caller, parameters),
            "GetFederationToken" => _getFederationToken.Run(call, caller, parameters),
            "AssumeRoot" => _assumeRoot.Run(call, caller, parameters),
            "GetDelegatedAccessToken" => _getDelegatedAccessToken.Run(call, caller, parameters),
            "GetWebIdentityToken" => _getWebIdentityToken.Run(call, key, parameters),
            "GetAccessKeyInfo" => _keys.AccessKeyInfo(call, caller, parameters),
            _ => _keys.Decode(call, caller, parameters),
        };
    }

    // "Compare AWS STS credentials", IAM User Guide: what the credentials of each operation can call. The words are those of aws/aws-sdk-net #1704.
    private static bool MayCall(Caller caller, string action) => action switch
    {
        "GetCallerIdentity" => true,
        "AssumeRole" or "AssumeRoot" => caller.Kind != CallerKind.FederatedUser,
        "GetSessionToken" or "GetFederationToken" => !caller.IsTemporary,
        _ => caller.Kind == CallerKind.RoleSession || !caller.IsTemporary || caller.DelegateAccountId is not null,
    };

    // Parameters come in the query of a GET, as in presigned calls, or in the form of a POST.
    private static IReadOnlyList<KeyValuePair<string, string>> Pairs(CallContext call) => call.Request.Method switch
    {
        "GET" => call.Query,
        "POST" => [.. call.Form, .. call.Query],
        _ => throw new ServiceFault("UnsupportedHttpVerb", 405, "STS takes GET and POST"),
    };

    private static WireResponse Answer(CallContext call, string action, string members) => Answers.Xml(200,
        $"""
        <{action}Response xmlns="{Xmlns}">
          <{action}Result>
        {members}
          </{action}Result>
          <ResponseMetadata>
            <RequestId>{call.RequestId}</RequestId>
          </ResponseMetadata>
        </{action}Response>

        """);

    /// <summary>The <c>Credentials</c> element.</summary>
    internal static string Credentials(AccessKey key) =>
        $"""
            <Credentials>
              <AccessKeyId>{key.Id}</AccessKeyId>
              <SecretAccessKey>{key.Secret.Reveal()}</SecretAccessKey>
              <SessionToken>{key.SessionToken!.Reveal()}</SessionToken>
              <Expiration>{key.Expiration!.Value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}</Expiration>
            </Credentials>
        """;

    /// <summary>The <c>AssumedRoleUser</c> element.</summary>
    internal static string AssumedRoleUser(Caller session) =>
        $"""
            <AssumedRoleUser>
              <AssumedRoleId>{Answers.Escape(session.UserId)}</AssumedRoleId>
              <Arn>{Answers.Escape(session.Arn)}</Arn>
            </AssumedRoleUser>
        """;
}
