using System.Globalization;
using System.Text.Json;
using Lanyard.Aws.Wire;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Workloads;

/// <summary>
/// The EC2 instance metadata service, as far as clients look for credentials and the Region in it. See "Use the Instance Metadata
/// Service to access instance metadata" and "Security credentials" in the Amazon EC2 User Guide.
/// </summary>
internal sealed class MetadataService(SandboxState state, WorkloadSession session)
{
    private const string Roles = "/latest/meta-data/iam/security-credentials";
    private const string InstanceId = "i-0123456789abcdef0";
    private const string TtlHeader = "X-aws-ec2-metadata-token-ttl-seconds";
    private const int LongestTtl = 21600;

    private readonly ExpiringMap<TokenEnd> _tokens = new(state.Time);

    public WireResponse Handle(CallContext call)
    {
        try
        {
            return call.Request.Path == "/latest/api/token" ? IssueToken(call) : Answer(call);
        }
        catch (ServiceFault fault)
        {
            call.Fail(fault);
            return WireResponse.OfText(fault.Status, "text/plain", fault.Message + "\n");
        }
    }

    private WireResponse IssueToken(CallContext call)
    {
        call.Operation = "GetToken";
        if (call.Request.Method != "PUT")
        {
            throw new ServiceFault("MethodNotAllowed", 405, "a token is asked for by PUT");
        }

        // A request that an open proxy passes on carries this header, and gets no token.
        if (call.Request.Headers.Contains("X-Forwarded-For"))
        {
            throw new ServiceFault("Forbidden", 403, "a forwarded request gets no token");
        }

        if (!int.TryParse(call.Request.Headers.Get(TtlHeader), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds is < 1 or > LongestTtl)
        {
            throw new ServiceFault("BadRequest", 400, $"{TtlHeader} must be 1 to {LongestTtl}");
        }

        var token = state.Ids.Token("AQAEA", 40);
        var end = call.Now.AddSeconds(seconds);
        _tokens.Add(token, new TokenEnd(end), end);
        return WireResponse.OfText(200, "text/plain", token).With(TtlHeader, seconds.ToString(CultureInfo.InvariantCulture));
    }

    private WireResponse Answer(CallContext call)
    {
        var path = call.Request.Path.TrimEnd('/');
        call.Operation = path.StartsWith(Roles, StringComparison.Ordinal) ? path == Roles ? "GetRoleName" : "GetRoleCredentials" : "GetMetadata";
        if (call.Request.Method != "GET")
        {
            throw new ServiceFault("MethodNotAllowed", 405, "metadata is read by GET");
        }

        var isGood = call.Request.Headers.Get("X-aws-ec2-metadata-token") is { } token
            ? _tokens.Find(token) is { } known && call.Now < known.End
            : state.Seed.Workload is not { RequiresToken: true };
        if (!isGood)
        {
            throw new ServiceFault("Unauthorized", 401, "the request has no token, or one that isn't good");
        }

        var region = state.Seed.IdentityCenter.Region;
        return path switch
        {
            Roles => Text(session.Role.Name),
            _ when path == $"{Roles}/{session.Role.Name}" => Credentials(call, session.Current(call)),
            "/latest/meta-data/iam/info" => Json(json =>
            {
                json.WriteString("Code", "Success");
                json.WriteString("InstanceProfileArn", $"arn:{state.Seed.Partition}:iam::{session.Role.AccountId}:instance-profile/{session.Role.Name}");
            }),
            "/latest/meta-data/instance-id" => Text(InstanceId),
            "/latest/meta-data/placement/region" => Text(region),
            "/latest/meta-data/placement/availability-zone" => Text(region + "a"),
            "/latest/dynamic/instance-identity/document" => Json(json =>
            {
                json.WriteString("accountId", session.Role.AccountId);
                json.WriteString("instanceId", InstanceId);
                json.WriteString("region", region);
            }),
            _ => throw new ServiceFault("NotFound", 404, "nothing is here"),
        };
    }

    private static WireResponse Credentials(CallContext call, AccessKey key) => Json(json =>
    {
        json.WriteString("Code", "Success");
        json.WriteString("LastUpdated", Time(call.Now));
        json.WriteString("Type", "AWS-HMAC");
        json.WriteString("AccessKeyId", key.Id);
        json.WriteString("SecretAccessKey", key.Secret.Reveal());
        json.WriteString("Token", key.SessionToken!.Reveal());
        json.WriteString("Expiration", Time(key.Expiration!.Value));
    });

    private static WireResponse Text(string text) => WireResponse.OfText(200, "text/plain", text);

    private static WireResponse Json(Action<Utf8JsonWriter> write) => Answers.Json(200, write);

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>When a token ends.</summary>
    private sealed record TokenEnd(DateTimeOffset End);
}
