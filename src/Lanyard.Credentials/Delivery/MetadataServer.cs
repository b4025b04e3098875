using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;

namespace Lanyard.Credentials.Delivery;

/// <summary>What a metadata endpoint says of the machine it makes up.</summary>
/// <param name="RoleName">The name of the role.</param>
/// <param name="AccountId">The account.</param>
/// <param name="Region">The region; null where none is known.</param>
/// <param name="Partition">The partition, such as <c>aws</c>.</param>
public sealed record MadeUpInstance(string RoleName, string AccountId, string? Region, string Partition);

/// <summary>
/// The EC2 instance metadata service, version 2, as far as programs look for credentials and the Region in it. See "Use the Instance
/// Metadata Service to access instance metadata" in the Amazon EC2 User Guide. Version 1, which needs no token, isn't answered.
/// </summary>
/// <param name="authority">Its own host and port.</param>
/// <param name="instance">The machine.</param>
/// <param name="kept">The role's credentials.</param>
/// <param name="time">The clock.</param>
public sealed class MetadataServer(string authority, MadeUpInstance instance, KeptCredentials kept, TimeProvider time)
{
    private const string TokenPath = "/latest/api/token";
    private const string Roles = "/latest/meta-data/iam/security-credentials";
    private const string InstanceId = "i-00000000000000000";
    private const string TtlHeader = "X-aws-ec2-metadata-token-ttl-seconds";
    private const int LongestTtl = 21600;
    private const int TokensASecond = 200;
    private const int EndBytes = 8;

    // Tokens are not kept: each says when it ends, and that we made it.
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly LoopbackGate _gate = new(authority, "169.254.169.254", "[fd00:ec2::254]");
    private readonly WrongTries _issued = new(TokensASecond, time);

    /// <summary>Answers a request.</summary>
    public async ValueTask<WireResponse> HandleAsync(WireRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (_gate.Refuse(request) is { } refused)
        {
            return refused;
        }

        // What a proxy passes on for somebody else isn't from this machine; that is what the service's hop limit is for.
        if (request.Headers.Contains("X-Forwarded-For") || request.Headers.Contains("Forwarded"))
        {
            return Text(403, "a forwarded request isn't answered\n");
        }

        if (request.Path == TokenPath)
        {
            return IssueToken(request);
        }

        if (request.Method != "GET")
        {
            return Text(405, "metadata is read by GET\n");
        }

        if (request.Headers.Get("X-aws-ec2-metadata-token") is not { } token || !IsGood(token))
        {
            return Text(401, "the request has no token, or one that isn't good\n");
        }

        try
        {
            return await AnswerAsync(request.Path.TrimEnd('/'), cancellationToken).ConfigureAwait(false);
        }
        catch (CredentialsException e)
        {
            // An SDK reads the code, and goes on to its next source where the status is 4xx.
            return LoopbackGate.Json(503, json =>
            {
                json.WriteString("Code", e.Code);
                json.WriteString("Message", e.Message);
            });
        }
    }

    private WireResponse IssueToken(WireRequest request)
    {
        if (request.Method != "PUT")
        {
            return Text(405, "a token is asked for by PUT\n");
        }

        if (!int.TryParse(request.Headers.Get(TtlHeader), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds is < 1 or > LongestTtl)
        {
            return Text(400, $"{TtlHeader} must be 1 to {LongestTtl}\n");
        }

        if (_issued.IsTooMany())
        {
            return Text(429, "too many tokens were asked for\n");
        }

        var token = new byte[EndBytes + HMACSHA256.HashSizeInBytes];
        BitConverter.TryWriteBytes(token, time.GetUtcNow().AddSeconds(seconds).ToUnixTimeSeconds());
        HMACSHA256.HashData(_key, token.AsSpan(0, EndBytes), token.AsSpan(EndBytes));
        return Text(200, Base64Url.EncodeToString(token)).With(TtlHeader, seconds.ToString(CultureInfo.InvariantCulture));
    }

    private bool IsGood(string shown)
    {
        Span<byte> token = stackalloc byte[EndBytes + HMACSHA256.HashSizeInBytes];
        if (Base64Url.DecodeFromChars(shown, token, out _, out var length) != OperationStatus.Done || length != token.Length)
        {
            return false;
        }

        Span<byte> ours = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, token[..EndBytes], ours);
        return CryptographicOperations.FixedTimeEquals(ours, token[EndBytes..])
            && time.GetUtcNow().ToUnixTimeSeconds() < BitConverter.ToInt64(token);
    }

    private async ValueTask<WireResponse> AnswerAsync(string path, CancellationToken cancellationToken) => path switch
    {
        Roles => Text(200, instance.RoleName),
        _ when path == $"{Roles}/{instance.RoleName}" => Credentials(await kept.GetAsync(cancellationToken).ConfigureAwait(false)),
        "/latest/meta-data/iam/info" => LoopbackGate.Json(200, json =>
        {
            json.WriteString("Code", "Success");
            json.WriteString("LastUpdated", Now());
            json.WriteString("InstanceProfileArn", $"arn:{instance.Partition}:iam::{instance.AccountId}:instance-profile/{instance.RoleName}");
            json.WriteString("InstanceProfileId", "AIPA00000000000000000");
        }),
        "/latest/meta-data/instance-id" => Text(200, InstanceId),
        "/latest/meta-data/placement/region" when instance.Region is { } region => Text(200, region),
        "/latest/meta-data/placement/availability-zone" when instance.Region is { } region => Text(200, region + "a"),
        "/latest/dynamic/instance-identity/document" => LoopbackGate.Json(200, json =>
        {
            json.WriteString("version", "2017-09-30");
            json.WriteString("accountId", instance.AccountId);
            json.WriteString("instanceId", InstanceId);
            json.WriteString("region", instance.Region);
            json.WriteString("availabilityZone", instance.Region is { } region ? region + "a" : null);
        }),
        _ => Text(404, "nothing is here\n"),
    };

    private WireResponse Credentials(AwsCredentials credentials) => LoopbackGate.Json(200, json => WriteCredentials(json, credentials));

    private void WriteCredentials(Utf8JsonWriter json, AwsCredentials credentials)
    {
        json.WriteString("Code", "Success");
        json.WriteString("LastUpdated", Now());
        json.WriteString("Type", "AWS-HMAC");
        json.WriteString("AccessKeyId", credentials.AccessKeyId);
        json.WriteString("SecretAccessKey", credentials.SecretAccessKey.Reveal());
        json.WriteString("Token", credentials.SessionToken?.Reveal() ?? "");
        json.WriteString("Expiration", ProcessOutput.FormatTime(credentials.Expiration ?? time.GetUtcNow().AddHours(1)));
    }

    private string Now() => ProcessOutput.FormatTime(time.GetUtcNow());

    private static WireResponse Text(int status, string text) =>
        new(status, new WireHeaders(("Content-Type", "text/plain"), ("Cache-Control", "no-store")), Encoding.UTF8.GetBytes(text));
}
