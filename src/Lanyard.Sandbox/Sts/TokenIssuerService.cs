using System.Text.Json;
using Lanyard.Aws.Wire;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Sts;

/// <summary>
/// What the issuers of accounts publish, so that anybody can check their tokens: "OpenID Connect Discovery 1.0". It stays published where the account
/// disables the feature, as tokens made before stay good.
/// </summary>
internal sealed class TokenIssuerService(SandboxState state, OutboundKeys keys)
{
    private const string KeysPath = "/.well-known/jwks.json";

    public WireResponse Handle(CallContext call)
    {
        var issuer = $"https://{AwsHost.WithoutPort(call.Request.Host).ToLowerInvariant()}";
        if (call.Request.Method != "GET" || state.Iam.Accounts.All(a => a.Outbound?.Issuer != issuer))
        {
            return Refuse(call, new ServiceFault("NotFound", 404, "no account has this issuer"));
        }

        switch (call.Request.Path)
        {
            case "/.well-known/openid-configuration":
                call.Operation = "GetConfiguration";
                return Answers.Json(200, json => WriteConfiguration(json, issuer));
            case KeysPath:
                call.Operation = "GetKeys";
                return Answers.Json(200, keys.Of(issuer).Write);
            default:
                return Refuse(call, new ServiceFault("NotFound", 404, "an issuer serves nothing at this path"));
        }
    }

    private static void WriteConfiguration(Utf8JsonWriter json, string issuer)
    {
        json.WriteString("issuer", issuer);
        json.WriteString("jwks_uri", issuer + KeysPath);
        WriteTexts(json, "subject_types_supported", "public");
        WriteTexts(json, "id_token_signing_alg_values_supported", "RS256", "ES384");
        WriteTexts(json, "claims_supported", "sub", "iss", "aud", "exp", "iat", "jti", "https://sts.amazonaws.com/");
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, params ReadOnlySpan<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static WireResponse Refuse(CallContext call, ServiceFault fault)
    {
        call.Fail(fault);
        return Answers.JsonError(fault);
    }
}
