using System.Text;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;

namespace Lanyard.Tests.Sandbox.Sts;

/// <summary>
/// How each protocol turns a signature down: "Common Error Types" of the STS, DynamoDB and API Gateway references, "Error Responses" of the Amazon S3 API
/// Reference, "Client error codes" of the Amazon EC2 Developer Guide.
/// </summary>
public sealed class ProtocolTests : IDisposable
{
    private readonly TestSandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Theory]
    [InlineData("sts", "unknown", "InvalidClientTokenId", 403)]
    [InlineData("sts", "token", "InvalidClientTokenId", 403)]
    [InlineData("sts", "secret", "SignatureDoesNotMatch", 403)]
    [InlineData("sts", "late", "SignatureDoesNotMatch", 403)]
    [InlineData("sts", "ended", "ExpiredToken", 403)]
    [InlineData("dynamodb", "unknown", "UnrecognizedClientException", 400)]
    [InlineData("dynamodb", "token", "UnrecognizedClientException", 400)]
    [InlineData("dynamodb", "secret", "InvalidSignatureException", 400)]
    [InlineData("dynamodb", "late", "InvalidSignatureException", 400)]
    [InlineData("dynamodb", "ended", "ExpiredTokenException", 400)]
    [InlineData("apigateway", "unknown", "UnrecognizedClientException", 403)]
    [InlineData("apigateway", "secret", "InvalidSignatureException", 403)]
    [InlineData("apigateway", "ended", "ExpiredTokenException", 403)]
    [InlineData("ec2", "unknown", "AuthFailure", 401)]
    [InlineData("ec2", "ended", "RequestExpired", 400)]
    [InlineData("s3", "unknown", "InvalidAccessKeyId", 403)]
    [InlineData("s3", "token", "InvalidToken", 400)]
    [InlineData("s3", "secret", "SignatureDoesNotMatch", 403)]
    [InlineData("s3", "ended", "ExpiredToken", 400)]
    [InlineData("s3", "late", "NotImplemented", 501)]
    [InlineData("s3", "very late", "RequestTimeTooSkewed", 403)]
    [InlineData("s3", "very early", "RequestTimeTooSkewed", 403)]
    [InlineData("s3", "good", "NotImplemented", 501)]
    [InlineData("apigateway", "good", "NotImplemented", 501)]
    public async Task Each_protocol_has_its_own_code(string service, string what, string code, int status)
    {
        var session = _sandbox.Developer;
        if (what == "ended")
        {
            _sandbox.Clock.Advance(TimeSpan.FromHours(2));
        }

        var who = what switch
        {
            "unknown" => new AwsCredentials("AKIAIOSFODNN7EXAMPLE", new Secret("x")),
            "token" => new AwsCredentials(session.AccessKeyId, session.SecretAccessKey, _sandbox.Developer.SessionToken),
            "secret" => new AwsCredentials(session.AccessKeyId, new Secret("wrong"), session.SessionToken),
            _ => session,
        };
        var skew = TimeSpan.FromMinutes(what switch { "late" => -6, "very late" => -16, "very early" => 16, _ => 0 });
        var answer = await _sandbox.SendAsync(Request(service, who, skew));
        Assert.True(answer.Status == status && answer.Text.Contains(code, StringComparison.Ordinal) | answer.Headers.Get("X-Amzn-ErrorType") == code, $"{answer.Status} {answer.Text}");
        Assert.Equal(code, _sandbox.Log.Last().Error);
        Assert.Equal(service == "s3", answer.Headers.Contains("x-amz-request-id") && answer.Headers.Contains("x-amz-id-2"));
        Assert.Equal(service != "s3", answer.Headers.Contains("x-amzn-RequestId"));
    }

    // "Signature calculations", Amazon S3 API Reference: x-amz-content-sha256 is the payload's digest or says that nobody signed the payload.
    [Theory]
    [InlineData("UNSIGNED-PAYLOAD", "NotImplemented")]
    [InlineData("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "XAmzContentSHA256Mismatch")]
    public async Task Of_s3_alone_the_header_speaks_for_the_body(string digest, string code)
    {
        await _sandbox.SendAsync(Request("s3", _sandbox.Developer, default, digest));
        Assert.Equal(code, _sandbox.Log.Last().Error);
    }

    [Fact]
    public async Task An_unsigned_body_is_a_changed_one_elsewhere()
    {
        var body = Encoding.UTF8.GetBytes("Action=GetCallerIdentity&Version=2011-06-15");
        var headers = new WireHeaders(("Host", TestSandbox.Url.Authority), ("Content-Type", "application/x-www-form-urlencoded"), ("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD"));
        await _sandbox.SendAsync(Sign(new WireRequest("POST", "/", headers, body), _sandbox.Ci, "sts", default, "UNSIGNED-PAYLOAD"));
        Assert.Equal("SignatureDoesNotMatch", _sandbox.Log.Last().Error);
    }

    [Fact]
    public async Task A_date_without_the_amz_header_counts_too()
    {
        var body = Encoding.UTF8.GetBytes("Action=GetCallerIdentity&Version=2011-06-15");
        var headers = new WireHeaders(("Host", TestSandbox.Url.Authority), ("Content-Type", "application/x-www-form-urlencoded"), ("Date", "Sun, 22 Nov 2026 10:00:00 GMT"));
        var signed = Sign(new WireRequest("POST", "/", headers, body), _sandbox.Ci, "sts", default, CanonicalRequest.HashHex(body), hasAmzDate: false);
        Assert.Equal(200, (await _sandbox.SendAsync(signed)).Status);
    }

    private WireRequest Request(string service, AwsCredentials who, TimeSpan skew, string? digest = null)
    {
        var body = Encoding.UTF8.GetBytes(service switch { "sts" => "Action=GetCallerIdentity&Version=2011-06-15", "ec2" => "Action=DescribeRegions&Version=2016-11-15", _ => "{}" });
        var headers = new WireHeaders(("Host", service == "s3" ? "bucket.s3.eu-west-1.amazonaws.com" : $"{service}.eu-west-1.amazonaws.com"), ("Content-Type", service switch
        {
            "sts" or "ec2" => "application/x-www-form-urlencoded",
            "dynamodb" => "application/x-amz-json-1.0",
            _ => "application/json",
        }));
        headers = service == "dynamodb" ? headers.With("X-Amz-Target", "DynamoDB_20120810.ListTables") : headers;
        var payload = digest ?? CanonicalRequest.HashHex(body);
        headers = service == "s3" ? headers.With("X-Amz-Content-Sha256", payload) : headers;
        return Sign(new WireRequest("POST", service == "s3" ? "/a%20key//x" : "/", headers, body), who, service, skew, payload);
    }

    private WireRequest Sign(WireRequest request, AwsCredentials who, string service, TimeSpan skew, string payload, bool hasAmzDate = true)
    {
        var stamp = SigV4.FormatTime(_sandbox.Clock.Now + skew);
        var headers = hasAmzDate ? request.Headers.With("X-Amz-Date", stamp) : request.Headers;
        headers = who.SessionToken is { } token ? headers.With("X-Amz-Security-Token", token.Reveal()) : headers;
        string[] names = [.. headers.Select(h => h.Name.ToLowerInvariant()).Order(StringComparer.Ordinal)];
        var scope = new CredentialScope(stamp[..8], "eu-west-1", service);
        var canonical = CanonicalRequest.Build(new WireRequest(request.Method, request.Target, headers, Stream.Null), names, payload, service);
        var signature = SigV4.Signature(who.SecretAccessKey, scope, SigV4.StringToSign(stamp, scope, canonical));
        return new WireRequest(
            request.Method, request.Target,
            headers.With("Authorization", $"AWS4-HMAC-SHA256 Credential={who.AccessKeyId}/{scope}, SignedHeaders={string.Join(';', names)}, Signature={signature}"), request.Body);
    }
}
