using System.Globalization;
using Lanyard.Aws.Wire;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Sts;

/// <summary>AWS Security Token Service. See the STS API Reference.</summary>
internal sealed class StsService(SandboxState state, WebIdentityIssuer issuer)
{
    private const string Version = "2011-06-15";
    private const string Xmlns = "https://sts.amazonaws.com/doc/2011-06-15/";

    // Operations that STS has and the sandbox doesn't: they get an honest refusal.
    private static readonly HashSet<string> NotBuilt = new(StringComparer.Ordinal)
    {
        "AssumeRoleWithSAML", "AssumeRoot", "DecodeAuthorizationMessage", "GetAccessKeyInfo", "GetDelegatedAccessToken",
        "GetFederationToken", "GetWebIdentityToken",
    };

    private readonly AssumeRole _assumeRole = new(state);
    private readonly AssumeRoleWithWebIdentity _assumeRoleWithWebIdentity = new(state, issuer);
    private readonly GetSessionToken _getSessionToken = new(state);

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
            case "GetCallerIdentity" or "AssumeRole" or "GetSessionToken" or "AssumeRoleWithWebIdentity":
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

        return Answer(call, action, action switch
        {
            "GetCallerIdentity" => CallerIdentity(key!.Caller),
            "AssumeRole" => _assumeRole.Run(call, key!.Caller, parameters),
            "GetSessionToken" => _getSessionToken.Run(call, key!.Caller, parameters),
            _ => _assumeRoleWithWebIdentity.Run(call, parameters),
        });
    }

    // Parameters come in the query of a GET, as in presigned calls, or in the form of a POST.
    private static IReadOnlyList<KeyValuePair<string, string>> Pairs(CallContext call) => call.Request.Method switch
    {
        "GET" => call.Query,
        "POST" => [.. call.Form, .. call.Query],
        _ => throw new ServiceFault("UnsupportedHttpVerb", 405, "STS takes GET and POST"),
    };

    private static string CallerIdentity(Caller caller) =>
        $"""
            <Arn>{Answers.Escape(caller.Arn)}</Arn>
            <UserId>{Answers.Escape(caller.UserId)}</UserId>
            <Account>{caller.AccountId}</Account>
        """;

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
