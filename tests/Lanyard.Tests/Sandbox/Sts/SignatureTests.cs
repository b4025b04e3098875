using System.Text;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;

namespace Lanyard.Tests.Sandbox.Sts;

/// <summary>
/// Codes and statuses: "Common Error Types" of the STS API Reference (IncompleteSignature 400, InvalidClientTokenId 403,
/// MissingAuthenticationToken 403), and for SignatureDoesNotMatch "Troubleshoot signed requests for AWS APIs" in the IAM User Guide.
/// </summary>
public sealed class SignatureTests : IDisposable
{
    private const string WhoAmI = "Action=GetCallerIdentity&Version=2011-06-15";

    private readonly TestSandbox _sandbox = new();

    [Fact]
    public async Task A_signed_form_is_answered_with_the_callers_identity()
    {
        var identity = await _sandbox.Sts.GetCallerIdentityAsync(_sandbox.Ci, TestSandbox.Ct);
        Assert.Equal(TestSandbox.Dev, identity.Account);
        Assert.Equal("arn:aws:iam::111111111111:user/ci", identity.Arn);
        Assert.StartsWith("AIDA", identity.UserId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signed_query_is_answered_too()
    {
        var request = SigV4Signer.Sign(
            new WireRequest("GET", "/?" + WhoAmI, new WireHeaders(("Host", TestSandbox.Url.Authority)), Stream.Null), default, _sandbox.Ci, "eu-west-1", "sts", _sandbox.Clock.Now);
        var answer = await _sandbox.SendAsync(request);
        Assert.Equal(200, answer.Status);
        Assert.Equal("arn:aws:iam::111111111111:user/ci", TestSandbox.Xml(answer, "Arn"));
    }

    [Fact]
    public async Task Every_answer_has_a_request_id_and_the_sandboxs_date()
    {
        var good = await _sandbox.SendAsync(_sandbox.Signed(WhoAmI, _sandbox.Ci));
        Assert.Equal("Sun, 22 Nov 2026 10:00:00 GMT", good.Headers.Get("Date"));
        Assert.Equal(TestSandbox.Xml(good, "RequestId"), good.Headers.Get("x-amzn-RequestId"));
        Assert.Equal("text/xml", good.Headers.Get("Content-Type"));
        var bad = await _sandbox.SendAsync("POST", "/", WhoAmI);
        Assert.Equal(TestSandbox.Xml(bad, "RequestId"), bad.Headers.Get("x-amzn-RequestId"));
    }

    [Fact]
    public async Task An_unsigned_call_lacks_an_authentication_token() => await RefusedAsync(await _sandbox.SendAsync("POST", "/", WhoAmI), "MissingAuthenticationToken", 403);

    [Fact]
    public async Task A_signature_without_its_parts_is_incomplete() => await RefusedAsync(
        await _sandbox.SendAsync("POST", "/", WhoAmI, ("Authorization", "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20261122/eu-west-1/sts/aws4_request")), "IncompleteSignature", 400);

    [Fact]
    public async Task An_unknown_key_is_an_invalid_client_token() => await RefusedAsync(
        await _sandbox.SendAsync(_sandbox.Signed(WhoAmI, new AwsCredentials("AKIAIOSFODNN7EXAMPLE", new Secret("x")))), "InvalidClientTokenId", 403);

    [Fact]
    public async Task A_wrong_secret_does_not_match() => await RefusedAsync(
        await _sandbox.SendAsync(_sandbox.Signed(WhoAmI, new AwsCredentials(_sandbox.Ci.AccessKeyId, new Secret("wrong")))), "SignatureDoesNotMatch", 403);

    [Fact]
    public async Task Another_services_scope_does_not_match_on_an_sts_host() => await RefusedAsync(
        await _sandbox.SendAsync(_sandbox.Signed(WhoAmI, _sandbox.Ci, "sts.eu-west-1.amazonaws.com", service: "iam")), "SignatureDoesNotMatch", 403);

    [Theory]
    [InlineData("sts.eu-west-1.amazonaws.com", "eu-west-1", true)]
    [InlineData("sts.eu-west-1.amazonaws.com", "us-east-1", false)]
    [InlineData("sts.amazonaws.com", "us-east-1", true)]
    [InlineData("sts.amazonaws.com", "eu-west-1", false)]
    [InlineData("sts-fips.us-gov-west-1.amazonaws.com", "us-gov-west-1", true)]
    [InlineData("sts.eu-central-1.api.aws", "eu-central-1", true)]
    [InlineData("sts.cn-north-1.amazonaws.com.cn:443", "cn-north-1", true)]
    [InlineData("127.0.0.1:8181", "ap-southeast-2", true)]
    [InlineData("localhost:8181", "eusc-de-east-1", true)]
    [InlineData("127.0.0.1:8181", "nowhere", false)]
    public async Task The_scopes_region_must_be_the_endpoints(string host, string region, bool good)
    {
        var answer = await _sandbox.SendAsync(_sandbox.Signed(WhoAmI, _sandbox.Ci, host, region));
        Assert.Equal(good ? 200 : 403, answer.Status);
        Assert.Equal(good ? null : "SignatureDoesNotMatch", TestSandbox.Xml(answer, "Code"));
    }

    [Theory]
    [InlineData(-301)]
    [InlineData(301)]
    public async Task A_clock_more_than_five_minutes_off_does_not_match(int seconds) => await RefusedAsync(
        await _sandbox.SendAsync(_sandbox.Signed(WhoAmI, _sandbox.Ci, skew: TimeSpan.FromSeconds(seconds))), "SignatureDoesNotMatch", 403);

    [Fact]
    public async Task A_body_changed_on_the_way_does_not_match()
    {
        var signed = _sandbox.Signed(WhoAmI, _sandbox.Ci);
        await RefusedAsync(
            await _sandbox.SendAsync(new WireRequest("POST", "/", signed.Headers, Encoding.UTF8.GetBytes(WhoAmI + "&x=1"))), "SignatureDoesNotMatch", 403);
    }

    [Fact]
    public async Task An_amz_header_slipped_in_after_signing_does_not_match()
    {
        var signed = _sandbox.Signed(WhoAmI, _sandbox.Ci);
        await RefusedAsync(
            await _sandbox.SendAsync(new WireRequest("POST", "/", signed.Headers.With("X-Amz-Extra", "1"), Encoding.UTF8.GetBytes(WhoAmI))), "SignatureDoesNotMatch", 403);
    }

    [Fact]
    public async Task Temporary_keys_are_nothing_without_their_own_token()
    {
        var mine = _sandbox.Developer;
        var other = _sandbox.Developer;
        await RefusedAsync(await _sandbox.SendAsync(_sandbox.Signed(WhoAmI, new AwsCredentials(mine.AccessKeyId, mine.SecretAccessKey))), "InvalidClientTokenId", 403);
        await RefusedAsync(await _sandbox.SendAsync(_sandbox.Signed(WhoAmI, new AwsCredentials(mine.AccessKeyId, mine.SecretAccessKey, other.SessionToken))), "InvalidClientTokenId", 403);
        await RefusedAsync(await _sandbox.SendAsync(_sandbox.Signed(WhoAmI, new AwsCredentials(_sandbox.Ci.AccessKeyId, _sandbox.Ci.SecretAccessKey, other.SessionToken))), "InvalidClientTokenId", 403);
        Assert.Equal(200, (await _sandbox.SendAsync(_sandbox.Signed(WhoAmI, mine))).Status);
    }

    [Fact]
    public async Task Ended_credentials_are_expired_and_not_unknown()
    {
        var session = _sandbox.Developer;
        _sandbox.Clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(200, (await _sandbox.SendAsync(_sandbox.Signed(WhoAmI, session))).Status);
        _sandbox.Clock.Advance(TimeSpan.FromMinutes(1));
        await RefusedAsync(await _sandbox.SendAsync(_sandbox.Signed(WhoAmI, session)), "ExpiredToken", 403);
    }

    // "Authenticating requests: using query parameters", as EKS tokens do. STS takes them for a quarter of an hour whatever X-Amz-Expires says: the
    // comments on its constants in aws-iam-authenticator's pkg/token.
    [Fact]
    public async Task A_presigned_call_is_answered_until_it_ends()
    {
        var scope = new CredentialScope("20261122", "eu-west-1", "sts");
        var query = QueryString.Format(
        [
            new("Action", "GetCallerIdentity"), new("Version", "2011-06-15"), new("X-Amz-Algorithm", "AWS4-HMAC-SHA256"),
            new("X-Amz-Credential", $"{_sandbox.Ci.AccessKeyId}/{scope}"), new("X-Amz-Date", "20261122T100000Z"), new("X-Amz-Expires", "60"), new("X-Amz-SignedHeaders", "host"),
        ]);
        var headers = new WireHeaders(("Host", TestSandbox.Url.Authority));
        var canonical = CanonicalRequest.Build(new WireRequest("GET", "/?" + query, headers, Stream.Null), ["host"], CanonicalRequest.HashHex([]), "sts");
        var signature = SigV4.Signature(_sandbox.Ci.SecretAccessKey, scope, SigV4.StringToSign("20261122T100000Z", scope, canonical));
        WireRequest Request() => new("GET", $"/?{query}&X-Amz-Signature={signature}", headers, Stream.Null);
        Assert.Equal(200, (await _sandbox.SendAsync(Request())).Status);
        _sandbox.Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal(200, (await _sandbox.SendAsync(Request())).Status);
        _sandbox.Clock.Advance(TimeSpan.FromSeconds(1));
        await RefusedAsync(await _sandbox.SendAsync(Request()), "SignatureDoesNotMatch", 403);
    }

    [Fact]
    public async Task Two_sandboxes_share_no_secret()
    {
        using var other = new TestSandbox();
        Assert.False(_sandbox.Ci.SecretAccessKey.FixedTimeEquals(other.Ci.SecretAccessKey));
        Assert.False(_sandbox.Server.PasswordOf("alice")!.FixedTimeEquals(other.Server.PasswordOf("alice")!));
        await RefusedAsync(await other.SendAsync(_sandbox.Signed(WhoAmI, _sandbox.Ci)), "InvalidClientTokenId", 403, other);
    }

    public void Dispose() => _sandbox.Dispose();

    private Task RefusedAsync(WireResponse answer, string code, int status, TestSandbox? by = null)
    {
        by ??= _sandbox;
        Assert.Equal(code, TestSandbox.Xml(answer, "Code"));
        Assert.Equal(status, answer.Status);
        Assert.Equal("Sender", TestSandbox.Xml(answer, "Type"));
        Assert.StartsWith("<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">", answer.Text, StringComparison.Ordinal);
        Assert.Equal((code, status), (by.Log.Last().Error, by.Log.Last().Status));
        return Task.CompletedTask;
    }
}
