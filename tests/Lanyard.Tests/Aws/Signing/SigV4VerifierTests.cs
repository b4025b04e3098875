using System.Text;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;

namespace Lanyard.Tests.Aws.Signing;

public class SigV4VerifierTests
{
    private const string Target = "/a/path?x=1";
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("Action=GetCallerIdentity");
    private static readonly DateTimeOffset Now = SigningCase.Time;
    private static readonly Func<string, bool> AnyRegion = _ => true;

    [Fact]
    public void A_good_signature_is_taken() => Assert.Null(Check(Signed(), Now));

    [Fact]
    public void A_scope_for_another_service_or_region_is_turned_down()
    {
        Assert.Equal(
            new SignatureRejection(SignatureFault.Mismatch, "Credential should be scoped to correct service: 'iam'."),
            Check(Signed(), Now, service: "iam"));
        Assert.Equal(
            new SignatureRejection(SignatureFault.Mismatch, "Credential should be scoped to a valid region, not 'us-east-1'."),
            Check(Signed(), Now, region: r => r == "eu-west-1"));
    }

    [Fact]
    public void A_scope_of_another_day_than_the_date_is_turned_down()
    {
        var rejection = Check(WithAuthorization(Signed(), a => a.Replace("/20150830/", "/20150829/", StringComparison.Ordinal)), Now);
        Assert.StartsWith("Date in Credential scope does not match YYYYMMDD", rejection?.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-300, null)]
    [InlineData(-301, "Signature not yet current")]
    [InlineData(300, null)]
    [InlineData(301, "Signature expired")]
    [InlineData(86_400 * 400L, "Signature expired")]
    public void A_date_more_than_five_minutes_off_is_turned_down(long secondsLater, string? message)
    {
        var rejection = Check(Signed(), Now.AddSeconds(secondsLater));
        Assert.Equal(message is null, rejection is null);
        Assert.StartsWith(message ?? "", rejection?.Message ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("20150830")]
    [InlineData("20150830T1236Z")]
    [InlineData("20150830T126600Z")]
    [InlineData("2015-08-30T12:36:00Z")]
    [InlineData("")]
    public void A_date_that_is_none_is_turned_down(string date)
    {
        var request = Signed();
        Assert.NotNull(Check(new WireRequest(request.Method, request.Target, request.Headers.Replace("X-Amz-Date", date), Body), Now));
    }

    [Fact]
    public void An_x_amz_header_slipped_in_after_signing_is_turned_down()
    {
        var request = Signed();
        var rejection = Check(new WireRequest(request.Method, request.Target, request.Headers.With("X-Amz-Target", "AWSOrganizationsV20161128.LeaveOrganization"), Body), Now);
        Assert.Equal("'X-Amz-Target' must be a 'SignedHeader' in the AWS Authorization.", rejection?.Message);
    }

    [Fact]
    public void Any_other_header_may_come_on_the_way()
    {
        var request = Signed();
        Assert.Null(Check(new WireRequest(request.Method, request.Target, request.Headers.With("User-Agent", "a proxy"), Body), Now));
    }

    [Fact]
    public void The_host_must_be_signed()
    {
        var rejection = Check(WithAuthorization(Signed(), a => a.Replace("content-type;host;", "content-type;", StringComparison.Ordinal)), Now);
        Assert.Equal("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.", rejection?.Message);
    }

    [Fact]
    public void The_secret_of_another_key_does_not_verify()
    {
        var request = Signed();
        var (claim, _) = SigV4Authorization.Read(request);
        var other = new Lanyard.Aws.Secrets.Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEy");
        Assert.NotNull(SigV4Verifier.Check(claim!, request, Body, other, SigningCase.Service, AnyRegion, Now));
    }

    [Fact]
    public void A_request_without_any_claim_is_missing_one() =>
        Assert.Equal(SignatureFault.Missing, Check(new WireRequest("GET", "/?a=b", new WireHeaders(("Host", "h")), Stream.Null), Now)?.Fault);

    [Theory]
    [InlineData("")]
    [InlineData("Basic dXNlcjpwYXNz")]
    [InlineData("Bearer token")]
    [InlineData("AWS4-HMAC-SHA256")]
    [InlineData("AWS4-HMAC-SHA256 ")]
    [InlineData("AWS4-HMAC-SHA256 ,,,===,,")]
    [InlineData("AWS4-HMAC-SHA256 Credential=A/20150830/us-east-1/service/aws4_request, Signature=00")]
    [InlineData("AWS4-HMAC-SHA256 SignedHeaders=host, Signature=00")]
    [InlineData("AWS4-HMAC-SHA256 Credential=A/20150830/us-east-1/service/aws4_request, SignedHeaders=host")]
    [InlineData("AWS4-HMAC-SHA256 Credential=A/20150830/us-east-1/service, SignedHeaders=host, Signature=00")]
    [InlineData("AWS4-HMAC-SHA256 Credential=A/20150830/us-east-1/service/aws4_request/x, SignedHeaders=host, Signature=00")]
    [InlineData("AWS4-HMAC-SHA256 Credential=A/20150830/us-east-1/service/aws5_request, SignedHeaders=host, Signature=00")]
    [InlineData("AWS4-HMAC-SHA256 Credential=/20150830/us-east-1/service/aws4_request, SignedHeaders=host, Signature=00")]
    [InlineData("AWS4-HMAC-SHA256 Credential=A/2015083/us-east-1/service/aws4_request, SignedHeaders=host, Signature=00")]
    [InlineData("AWS4-HMAC-SHA256 Credential=A/20150830//service/aws4_request, SignedHeaders=host, Signature=00")]
    [InlineData("AWS4-HMAC-SHA256Credential=A/20150830/us-east-1/service/aws4_request, SignedHeaders=host, Signature=00")]
    [InlineData("AWS4-HMAC-SHA512 Credential=A/20150830/us-east-1/service/aws4_request, SignedHeaders=host, Signature=00")]
    public void An_authorization_that_cannot_be_read_is_incomplete(string header)
    {
        var request = new WireRequest("GET", "/", new WireHeaders(("Host", "h"), ("X-Amz-Date", "20150830T123600Z"), ("Authorization", header)), Stream.Null);
        var (claim, rejection) = SigV4Authorization.Read(request);
        Assert.Null(claim);
        Assert.Equal(SignatureFault.Incomplete, rejection?.Fault);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("not hex at all, ünd not ASCII")]
    public void A_signature_of_another_length_is_turned_down(string signature)
    {
        var request = WithAuthorization(Signed(), a => a[..(a.IndexOf("Signature=", StringComparison.Ordinal) + 10)] + signature);
        Assert.NotNull(Check(request, Now));
    }

    [Fact]
    public void A_signature_without_a_date_header_is_incomplete()
    {
        var request = Signed();
        var headers = new WireHeaders(request.Headers.Where(h => h.Name != "X-Amz-Date"));
        Assert.Equal(SignatureFault.Incomplete, Check(new WireRequest(request.Method, request.Target, headers, Body), Now)?.Fault);
    }

    [Fact]
    public void The_claim_says_who_signed_for_what()
    {
        var request = SigV4Signer.Sign(
            new WireRequest("GET", "/", new WireHeaders(("Host", "h")), Stream.Null), default, SigningCase.Credentials("the-token"), "eu-west-1", "sts", Now);
        var claim = SigV4Authorization.Read(request).Claim!;
        Assert.Equal("AKIDEXAMPLE", claim.AccessKeyId);
        Assert.Equal(new CredentialScope("20150830", "eu-west-1", "sts"), claim.Scope);
        Assert.Equal(["host", "x-amz-date", "x-amz-security-token"], claim.SignedHeaders);
        Assert.Equal("the-token", claim.SessionToken?.Reveal());
        Assert.Null(claim.Expires);
        Assert.DoesNotContain("the-token", claim.ToString(), StringComparison.Ordinal);
    }

    private static WireRequest Signed() => SigV4Signer.Sign(
        new WireRequest("POST", Target, new WireHeaders(("Host", "sts.us-east-1.amazonaws.com"), ("Content-Type", "text/plain")), Body),
        Body, SigningCase.Credentials(), SigningCase.Region, SigningCase.Service, Now);

    private static WireRequest WithAuthorization(WireRequest request, Func<string, string> change)
    {
        string before = request.Headers.Get("Authorization")!;
        string after = change(before);
        Assert.NotEqual(before, after);
        return new WireRequest(request.Method, request.Target, request.Headers.Replace("Authorization", after), Body);
    }

    private static SignatureRejection? Check(WireRequest request, DateTimeOffset now, string service = SigningCase.Service, Func<string, bool>? region = null)
    {
        var (claim, rejection) = SigV4Authorization.Read(request);
        return rejection ?? SigV4Verifier.Check(
            claim!, request, Body, SigningCase.Credentials().SecretAccessKey, service, region ?? AnyRegion, now);
    }
}
