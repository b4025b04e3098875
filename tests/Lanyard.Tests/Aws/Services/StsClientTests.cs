using System.Text;
using Lanyard.Aws.Endpoints;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Services;
using Lanyard.Aws.Signing;

namespace Lanyard.Tests.Aws.Services;

public class StsClientTests
{
    private const string Role = "arn:aws:iam::123456789012:role/deploy";
    private static readonly AwsCredentials Keys = new("AKIDEXAMPLE", new Secret("secret"));
    private static readonly Endpoint Sts = new(new Uri("https://sts.eu-west-1.amazonaws.com"), "eu-west-1");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetCallerIdentity_says_who_the_keys_are()
    {
        var service = new FakeService(200, "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::1:user/a</Arn><UserId>AIDA</UserId><Account>1</Account></GetCallerIdentityResult></GetCallerIdentityResponse>");
        Assert.Equal(new CallerIdentity("1", "arn:aws:iam::1:user/a", "AIDA"), await new StsClient(service.Client, Sts).GetCallerIdentityAsync(Keys, Cancel));
        var (request, body) = Assert.Single(service.Calls);
        Assert.Equal("Action=GetCallerIdentity&Version=2011-06-15", body);
        var claim = SigV4Authorization.Read(request).Claim!;
        Assert.Null(SigV4Verifier.Check(claim, request, Encoding.UTF8.GetBytes(body), Keys.SecretAccessKey, "sts", r => r == "eu-west-1", new FakeTime().GetUtcNow()));
    }

    [Fact]
    public async Task AssumeRole_sends_what_is_set_and_gives_the_session()
    {
        var service = new FakeService(200, Session("AssumeRole", "2026-07-01T13:00:00Z"));
        var session = await new StsClient(service.Client, Sts).AssumeRoleAsync(
            new AssumeRoleRequest(Role, "me") { DurationSeconds = 900, ExternalId = "x&y", SerialNumber = "mfa", TokenCode = "012345" }, Keys, Cancel);
        Assert.Equal(
            "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fdeploy&RoleSessionName=me&DurationSeconds=900&ExternalId=x%26y&SerialNumber=mfa&TokenCode=012345",
            service.Calls[0].Body);
        Assert.Equal(("ASIA", "s", "t"), (session.AccessKeyId, session.SecretAccessKey.Reveal(), session.SessionToken?.Reveal()));
        Assert.Equal(new DateTimeOffset(2026, 7, 1, 13, 0, 0, TimeSpan.Zero), session.Expiration);
        Assert.Equal("123456789012", session.AccountId);
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData(7200, "DurationSeconds=7200&")]
    public async Task GetSessionToken_sends_device_and_code_and_tells_the_devices_account(int? seconds, string sent)
    {
        var service = new FakeService(200, Session("GetSessionToken", "2026-07-01T13:00:00Z"));
        var session = await new StsClient(service.Client, Sts).GetSessionTokenAsync("arn:aws:iam::123456789012:mfa/a", new Secret("012345"), seconds, Keys, Cancel);
        Assert.Equal($"Action=GetSessionToken&Version=2011-06-15&{sent}SerialNumber=arn%3Aaws%3Aiam%3A%3A123456789012%3Amfa%2Fa&TokenCode=012345", service.Calls[0].Body);
        Assert.Equal(("ASIA", "123456789012"), (session.AccessKeyId, session.AccountId));
    }

    [Fact]
    public async Task AssumeRoleWithWebIdentity_is_not_signed()
    {
        var service = new FakeService(200, Session("AssumeRoleWithWebIdentity", "2026-07-01T13:00:00Z"));
        await new StsClient(service.Client, Sts).AssumeRoleWithWebIdentityAsync(new AssumeRoleRequest(Role, "me"), new Secret("a.b.c"), Cancel);
        var (request, body) = Assert.Single(service.Calls);
        Assert.Null(request.Headers.Get("Authorization"));
        Assert.EndsWith("&WebIdentityToken=a.b.c", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tomorrow")]
    [InlineData("2026-13-01T13:00:00Z")]
    [InlineData("99999999999999")]
    [InlineData("")]
    public async Task An_expiration_that_is_no_time_is_an_unreadable_answer(string expiration)
    {
        var sts = new StsClient(new FakeService(200, Session("AssumeRole", expiration)).Client, Sts);
        Assert.Equal("UnreadableAnswer", (await Assert.ThrowsAsync<AwsServiceException>(() => sts.AssumeRoleAsync(new AssumeRoleRequest(Role, "me"), Keys, Cancel))).Error.Code);
    }

    [Fact]
    public async Task A_session_without_its_token_is_an_unreadable_answer()
    {
        var sts = new StsClient(new FakeService(200, "<R><AssumeRoleResult><AccessKeyId>ASIA</AccessKeyId><SecretAccessKey>S3CR3T</SecretAccessKey></AssumeRoleResult></R>").Client, Sts);
        var failure = await Assert.ThrowsAsync<AwsServiceException>(() => sts.AssumeRoleAsync(new AssumeRoleRequest(Role, "me"), Keys, Cancel));
        Assert.Equal("UnreadableAnswer", failure.Error.Code);
        Assert.DoesNotContain("S3CR3T", failure.ToString(), StringComparison.Ordinal);
    }

    private static string Session(string operation, string expiration) =>
        $"<{operation}Response xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><{operation}Result><Credentials><AccessKeyId>ASIA</AccessKeyId>"
        + $"<SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>{expiration}</Expiration></Credentials></{operation}Result></{operation}Response>";
}
