using System.Globalization;
using System.Text.Json;
using Lanyard.Aws.Protocols;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Sts;

/// <summary>The GetWebIdentityToken operation: tells a service outside AWS who calls.</summary>
internal sealed class GetWebIdentityToken(SandboxState state, OutboundKeys keys)
{
    private const string Namespace = "https://sts.amazonaws.com/";
    private const string PrincipalTag = "aws:PrincipalTag/";
    private const int MostAudiences = 10;
    private const int MostTags = 50;

    // AWS doesn't say its limit.
    private const int MostBytes = 16 * 1024;

    private static readonly TimeSpan DefaultDuration = TimeSpan.FromMinutes(5);

    public string Run(CallContext call, AccessKey key, StsParameters parameters)
    {
        var caller = key.Caller;
        var audiences = parameters.Texts("Audience", 1, 1000, MostAudiences);
        var algorithm = parameters.Word("SigningAlgorithm", "RS256", "ES384");
        var duration = parameters.Seconds("DurationSeconds", 60, 3600) ?? DefaultDuration;
        var tags = parameters.Tags(MostTags);
        parameters.ThrowIfInvalid();
        if (tags.DistinctBy(t => t.Key, StringComparer.OrdinalIgnoreCase).Count() < tags.Count)
        {
            throw new ServiceFault("InvalidParameterValue", 400, "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
        }

        var asked = new Keys().WithMany("sts:IdentityTokenAudience", audiences)
            .With("sts:SigningAlgorithm", algorithm)
            .With("sts:DurationSeconds", ((int)duration.TotalSeconds).ToString(CultureInfo.InvariantCulture))
            .WithTags(tags);
        Authorize(call, caller, "sts:GetWebIdentityToken", asked);
        if (tags.Count > 0)
        {
            Authorize(call, caller, "sts:TagGetWebIdentityToken", asked);
        }

        if (state.Iam.Account(caller.AccountId).Outbound is not { IsEnabled: true } federation)
        {
            throw new ServiceFault(
                "OutboundWebIdentityFederationDisabledException", 403, "The outbound web identity federation feature is not enabled for this account. To use this feature, you must first enable it through the AWS Management Console or API.");
        }

        // Whole seconds, as the token tells them.
        var now = DateTimeOffset.FromUnixTimeSeconds(call.Now.ToUnixTimeSeconds());
        var end = now + duration;
        if (key.Expiration < end)
        {
            throw new ServiceFault("SessionDurationEscalationException", 403, "The requested token duration would extend the session beyond its original expiration time.");
        }

        var claims = JsonProtocol.Object(json => WriteClaims(json, call, key, federation.Issuer, audiences, tags, now, end));
        if (claims.Length > MostBytes)
        {
            throw new ServiceFault("JWTPayloadSizeExceededException", 400, "The requested token payload size exceeds the maximum allowed size. Reduce the number of request tags.");
        }

        return
            $"""
                <WebIdentityToken>{keys.Of(federation.Issuer).Sign(algorithm, claims).Reveal()}</WebIdentityToken>
                <Expiration>{Written(end)}</Expiration>
            """;
    }

    private void Authorize(CallContext call, Caller caller, string action, Keys asked) =>
        call.Authorize(state, caller, new CallRequest(action, "*") { Keys = asked, Region = call.Region ?? "us-east-1" });

    // "Understanding token claims", IAM User Guide. Where it and tokens that people show differ (the path of OUs, principal_id), as in the tokens.
    private void WriteClaims(
        Utf8JsonWriter json, CallContext call, AccessKey key, string issuer, IReadOnlyList<string> audiences, IReadOnlyList<KeyValuePair<string, string>> tags, DateTimeOffset now, DateTimeOffset end)
    {
        var caller = key.Caller;
        var principal = caller.Kind == CallerKind.RoleSession ? caller.IssuerArn : caller.Arn;
        if (audiences is [var audience])
        {
            json.WriteString("aud", audience);
        }
        else
        {
            WriteTexts(json, "aud", audiences);
        }

        json.WriteString("sub", principal);
        json.WriteStartObject(Namespace);
        json.WriteString("aws_account", caller.AccountId);
        json.WriteString("source_region", call.Region ?? "us-east-1");
        if (state.Organizations.Of(caller.AccountId) is { } organization)
        {
            json.WriteString("org_id", organization.Id);
            WriteTexts(json, "ou_path", [organization.KeyPath(caller.AccountId)]);
        }

        json.WriteString("principal_id", principal);
        WriteSession(json, key);
        var own = state.Iam.ContextOf(caller, call.Now).All().Where(k => k.Key.StartsWith(PrincipalTag, StringComparison.Ordinal))
            .Select(k => new KeyValuePair<string, string>(k.Key[PrincipalTag.Length..], k.Value.Values.First())).OrderBy(t => t.Key, StringComparer.Ordinal);
        WriteTags(json, "principal_tags", [.. own]);
        WriteTags(json, "request_tags", tags);
        json.WriteEndObject();
        json.WriteString("iss", issuer);
        json.WriteNumber("exp", end.ToUnixTimeSeconds());
        json.WriteNumber("iat", now.ToUnixTimeSeconds());

        // Nothing keeps a token: its id is the request's, which draws nothing that a journal must repeat.
        json.WriteString("jti", IdSource.StableUuid($"token of {call.RequestId}"));
    }

    private void WriteSession(Utf8JsonWriter json, AccessKey key)
    {
        var caller = key.Caller;
        if (caller.Kind == CallerKind.RoleSession && key.Expiration is { } expiration)
        {
            json.WriteString("original_session_exp", Written(expiration));
        }

        if (caller.FederatedProvider is { } provider)
        {
            json.WriteString("federated_provider", provider);
        }

        if (caller.StoreUserId is { } userId)
        {
            var place = state.IdentityCenter.Place;
            json.WriteString("identity_store_user_id", userId);
            json.WriteString("identity_store_arn", $"arn:{place.Partition}:identitystore::{place.AccountId}:identitystore/{place.StoreId}");
        }

        if (caller.SourceIdentity is { } source)
        {
            json.WriteString("source_identity", source);
        }
    }

    private static void WriteTags(Utf8JsonWriter json, string name, IReadOnlyList<KeyValuePair<string, string>> tags)
    {
        if (tags.Count == 0)
        {
            return;
        }

        json.WriteStartObject(name);
        foreach (var (key, value) in tags)
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static string Written(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
