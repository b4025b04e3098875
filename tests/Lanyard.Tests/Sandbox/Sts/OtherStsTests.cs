using System.Globalization;
using System.Text;
using Lanyard.Aws.Secrets;
using Lanyard.Sandbox.Seeds;

namespace Lanyard.Tests.Sandbox.Sts;

public sealed class OtherStsTests : IDisposable
{
    private const string WebRole = "arn:aws:iam::333333333333:role/web";

    private readonly TestSandbox _sandbox = new(SandboxSeed.Default with
    {
        Roles =
        [
            new(TestSandbox.Prod, "web",
                """
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRoleWithWebIdentity",
                  "Principal":{"Federated":"arn:aws:iam::333333333333:oidc-provider/oidc.lanyard-sandbox.test"},
                  "Condition":{"StringEquals":{"oidc.lanyard-sandbox.test:aud":"sts.amazonaws.com"},"StringLike":{"oidc.lanyard-sandbox.test:sub":"repo:me/app:*"}}}]}
                """, [], TimeSpan.FromHours(2)),
        ],
    });

    // "GetSessionToken", STS API Reference: 43,200 seconds (12 hours) as the default; the caller stays the IAM user.
    [Fact]
    public async Task GetSessionToken_gives_the_user_twelve_hours()
    {
        var answer = await _sandbox.StsAsync(_sandbox.Ci, "GetSessionToken");
        Assert.Equal("2026-11-22T22:00:00Z", TestSandbox.Xml(answer, "Expiration"));
        var session = new Lanyard.Aws.Signing.AwsCredentials(
            TestSandbox.Xml(answer, "AccessKeyId")!, new Secret(TestSandbox.Xml(answer, "SecretAccessKey")!), new Secret(TestSandbox.Xml(answer, "SessionToken")!));
        Assert.Equal("arn:aws:iam::111111111111:user/ci", (await _sandbox.Sts.GetCallerIdentityAsync(session, TestSandbox.Ct)).Arn);

        // The words are those of aws/aws-sdk-net #1704.
        foreach (var temporary in new[] { session, _sandbox.Developer })
        {
            var again = await _sandbox.StsAsync(temporary, "GetSessionToken");
            Assert.Equal((403, "AccessDenied", "Cannot call GetSessionToken with session credentials"), (again.Status, TestSandbox.Xml(again, "Code"), TestSandbox.Xml(again, "Message")));
        }
    }

    [Fact]
    public async Task GetSessionToken_takes_thirty_six_hours_and_no_more()
    {
        Assert.Equal("2026-11-23T22:00:00Z", TestSandbox.Xml(await _sandbox.StsAsync(_sandbox.Ci, "GetSessionToken", ("DurationSeconds", "129600")), "Expiration"));
        Assert.Equal("ValidationError", TestSandbox.Xml(await _sandbox.StsAsync(_sandbox.Ci, "GetSessionToken", ("DurationSeconds", "129601")), "Code"));
    }

    [Fact]
    public async Task A_web_identity_token_opens_the_role_that_trusts_its_subject()
    {
        var token = _sandbox.Server.IssueWebIdentityToken("repo:me/app:main", "sts.amazonaws.com");
        var credentials = await _sandbox.Sts.AssumeRoleWithWebIdentityAsync(new(WebRole, "build") { DurationSeconds = 7200 }, token, TestSandbox.Ct);
        Assert.Equal("arn:aws:sts::333333333333:assumed-role/web/build", (await _sandbox.Sts.GetCallerIdentityAsync(credentials, TestSandbox.Ct)).Arn);
        Assert.Equal(_sandbox.Clock.Now + TimeSpan.FromHours(2), credentials.Expiration);
        var record = _sandbox.Log.First(r => r.Operation == "AssumeRoleWithWebIdentity");
        Assert.Equal("allowed", record.Decision);
        Assert.Null(record.AccessKeyId);
    }

    // AccessDenied's words as quoted in public reports (aws-actions/configure-aws-credentials).
    [Fact]
    public async Task A_subject_that_is_not_trusted_is_denied()
    {
        var token = _sandbox.Server.IssueWebIdentityToken("repo:other/app:main", "sts.amazonaws.com");
        var error = await TestSandbox.RefusalAsync(() => _sandbox.Sts.AssumeRoleWithWebIdentityAsync(new(WebRole, "build"), token, TestSandbox.Ct));
        Assert.Equal(("AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity"), (error.Code, error.Message));
    }

    // The service model: InvalidIdentityToken 400, ExpiredTokenException 400. "Incorrect token audience": awslabs/amazon-eks-irsa-cfn #18.
    [Fact]
    public async Task A_token_for_another_audience_is_invalid()
    {
        var token = _sandbox.Server.IssueWebIdentityToken("repo:me/app:main", "somebody-else");
        await RefusedAsync(token.Reveal(), "InvalidIdentityToken");
    }

    [Fact]
    public async Task An_old_token_is_expired()
    {
        var token = _sandbox.Server.IssueWebIdentityToken("repo:me/app:main", "sts.amazonaws.com");
        _sandbox.Clock.Advance(TimeSpan.FromMinutes(10));

        // "OIDC federation", IAM User Guide: a window of five minutes beyond the expiry.
        await _sandbox.Sts.AssumeRoleWithWebIdentityAsync(new(WebRole, "build"), token, TestSandbox.Ct);
        _sandbox.Clock.Advance(TimeSpan.FromMinutes(5));
        await RefusedAsync(token.Reveal(), "ExpiredTokenException");
    }

    [Fact]
    public async Task A_token_that_somebody_else_signed_or_changed_is_invalid()
    {
        using var other = new TestSandbox();
        await RefusedAsync(other.Server.IssueWebIdentityToken("repo:me/app:main", "sts.amazonaws.com").Reveal(), "InvalidIdentityToken");
        var parts = _sandbox.Server.IssueWebIdentityToken("repo:other/app:main", "sts.amazonaws.com").Reveal().Split('.');
        var changed = Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(parts[1])).Replace("other", "me", StringComparison.Ordinal);
        var payload = System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(changed));
        await RefusedAsync($"{parts[0]}.{payload}.{parts[2]}", "InvalidIdentityToken");
        var none = System.Buffers.Text.Base64Url.EncodeToString("{\"alg\":\"none\"}"u8);
        await RefusedAsync($"{none}.{payload}.", "InvalidIdentityToken");
        await RefusedAsync("not-a-token", "InvalidIdentityToken");
        await RefusedAsync("a.b.c", "InvalidIdentityToken");
    }

    [Fact]
    public async Task A_bad_token_is_never_repeated_in_the_error()
    {
        var form = TestSandbox.Form("AssumeRoleWithWebIdentity", ("RoleArn", WebRole), ("RoleSessionName", "x y"), ("WebIdentityToken", "a.b"));
        var answer = await _sandbox.SendAsync("POST", "/", form);
        Assert.DoesNotContain("a.b", answer.Text, StringComparison.Ordinal);
        Assert.Equal("ValidationError", TestSandbox.Xml(answer, "Code"));
    }

    [Theory]
    [InlineData("AssumeRoleWithSAML", "NotImplemented", 501)]
    [InlineData("MakeTea", "InvalidAction", 400)]
    public async Task Actions_that_are_not_built_say_so(string action, string code, int status)
    {
        var answer = await _sandbox.StsAsync(_sandbox.Ci, action);
        Assert.Equal((status, code), (answer.Status, TestSandbox.Xml(answer, "Code")));
    }

    [Theory]
    [InlineData("a\u0001b")]
    [InlineData("<script>&\"'")]
    [InlineData("\uFFFE")]
    public async Task Hostile_text_in_a_parameter_comes_back_as_good_xml(string text)
    {
        var answer = await _sandbox.StsAsync(_sandbox.Ci, "AssumeRole", ("RoleArn", TestSandbox.DeployInProd), ("RoleSessionName", text));
        Assert.Equal("ValidationError", TestSandbox.Xml(answer, "Code"));
    }

    [Fact]
    public async Task The_api_version_must_be_the_services()
    {
        var answer = await _sandbox.SendAsync(_sandbox.Signed("Action=GetCallerIdentity&Version=1999-01-01", _sandbox.Ci));
        Assert.Equal("InvalidAction", TestSandbox.Xml(answer, "Code"));
    }

    public void Dispose() => _sandbox.Dispose();

    private async Task RefusedAsync(string token, string code)
    {
        var error = await TestSandbox.RefusalAsync(() => _sandbox.Sts.AssumeRoleWithWebIdentityAsync(new(WebRole, "build"), new Secret(token), TestSandbox.Ct));
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"{code} 400"), string.Create(CultureInfo.InvariantCulture, $"{error.Code} {error.Status}"));
    }
}
