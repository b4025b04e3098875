using Lanyard.Aws.Secrets;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;
using Lanyard.Credentials.Mfa;
using Lanyard.Sandbox.Seeds;

namespace Lanyard.Tests.Sandbox.Sts;

/// <summary>MFA devices of IAM users. Codes come from another implementation than the sandbox's.</summary>
public sealed class MfaTests : IDisposable
{
    private const string Device = "arn:aws:iam::111111111111:mfa/maria";
    private const string DeployMfa = "arn:aws:iam::333333333333:role/deploy-mfa";
    private const string Invalid = "MultiFactorAuthentication failed with invalid MFA one time pass code. ";

    private readonly TestSandbox _sandbox = new();

    private AwsCredentials Maria => _sandbox.Server.AccessKeyOf(TestSandbox.Dev, "maria")!;

    private static (string, string)[] Role => [("RoleArn", DeployMfa), ("RoleSessionName", "me")];

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public async Task A_code_buys_a_session_that_says_so()
    {
        var session = await SessionAsync(Code(0));
        Assert.Equal("arn:aws:iam::111111111111:user/maria", (await _sandbox.Sts.GetCallerIdentityAsync(session, TestSandbox.Ct)).Arn);
        Assert.Equal(_sandbox.Clock.Now + TimeSpan.FromHours(12), session.Expiration);
        Assert.Equal(200, (await _sandbox.StsAsync(session, "AssumeRole", Role)).Status);
    }

    [Fact]
    public async Task A_role_that_demands_mfa_opens_with_a_code_in_the_call_and_not_without()
    {
        Assert.Equal((403, "AccessDenied"), Refusal(await _sandbox.StsAsync(Maria, "AssumeRole", Role)));
        Assert.Equal((403, "AccessDenied"), Refusal(await _sandbox.StsAsync(Credentials(await _sandbox.StsAsync(Maria, "GetSessionToken")), "AssumeRole", Role)));
        Assert.Equal(200, (await _sandbox.StsAsync(Maria, "AssumeRole", [.. Role, ("SerialNumber", Device), ("TokenCode", Code(0))])).Status);
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(-2, false)]
    [InlineData(2, false)]
    public async Task A_code_may_be_a_step_early_or_late(int steps, bool taken)
    {
        var answer = await AskAsync(Code(steps));
        Assert.Equal(taken ? 200 : 403, answer.Status);
        Assert.Equal(taken ? null : Invalid, TestSandbox.Xml(answer, "Message"));
    }

    // "MFA-protected API access" and what people report (aws/aws-cli #2279): each code is good for one call.
    [Fact]
    public async Task A_code_is_taken_once_whatever_it_was_for()
    {
        Assert.Equal(200, (await AskAsync(Code(0))).Status);
        Assert.Equal(Invalid, TestSandbox.Xml(await AskAsync(Code(0)), "Message"));
        Assert.Equal(Invalid, TestSandbox.Xml(await _sandbox.StsAsync(Maria, "AssumeRole", [.. Role, ("SerialNumber", Device), ("TokenCode", Code(0))]), "Message"));
        Assert.Equal(200, (await AskAsync(Code(1))).Status);
        _sandbox.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(403, (await AskAsync(Code(0))).Status);
        _sandbox.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(200, (await AskAsync(Code(0))).Status);
    }

    [Fact]
    public async Task Of_two_calls_at_once_with_a_code_one_is_refused()
    {
        var code = Code(0);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => AskAsync(code), TestSandbox.Ct)));
        Assert.Single(answers, a => a.Status == 200);
    }

    // The texts are those that people quote: y13i/sgviz #9, aws/aws-cli #6325.
    [Theory]
    [InlineData(Device, null, "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.")]
    [InlineData(null, "123456", "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.")]
    [InlineData("arn:aws:iam::111111111111:user/maria", "123456", "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.")]
    public async Task What_is_wrong_with_the_device_is_said_in_awss_words(string? serialNumber, string? code, string message)
    {
        (string, string)[] parameters = [.. serialNumber is null ? [] : new[] { ("SerialNumber", serialNumber) }, .. code is null ? [] : new[] { ("TokenCode", code) }];
        foreach (var answer in new[] { await _sandbox.StsAsync(Maria, "GetSessionToken", parameters), await _sandbox.StsAsync(Maria, "AssumeRole", [.. Role, .. parameters]) })
        {
            Assert.Equal((403, "AccessDenied", message), (answer.Status, TestSandbox.Xml(answer, "Code"), TestSandbox.Xml(answer, "Message")));
        }
    }

    [Fact]
    public async Task Somebody_elses_device_is_of_no_use()
    {
        var answer = await _sandbox.StsAsync(_sandbox.Ci, "GetSessionToken", ("SerialNumber", Device), ("TokenCode", Code(0)));
        Assert.Contains("associated with this user", TestSandbox.Xml(answer, "Message"), StringComparison.Ordinal);
        Assert.Equal(200, (await AskAsync(Code(0))).Status);
    }

    [Theory]
    [InlineData("12345", "greater than or equal to 6")]
    [InlineData("1234567", "less than or equal to 6")]
    [InlineData("12345x", "[\\d]*")]
    public async Task A_code_is_six_digits(string code, string constraint)
    {
        var answer = await AskAsync(code);
        Assert.Equal((400, "ValidationError"), (answer.Status, TestSandbox.Xml(answer, "Code")));
        Assert.Contains(constraint, TestSandbox.Xml(answer, "Message"), StringComparison.Ordinal);
        Assert.DoesNotContain(code, answer.Text, StringComparison.Ordinal);
    }

    // "AWS global condition context keys": the seconds since the code was given.
    [Fact]
    public async Task A_policy_may_ask_how_long_ago_the_code_was_given()
    {
        using var sandbox = new TestSandbox(SandboxSeed.Default with
        {
            Roles = [new(TestSandbox.Dev, "fresh", Trust("""{"NumericLessThan":{"aws:MultiFactorAuthAge":"300"}}"""), [], TimeSpan.FromHours(1))],
        });
        var answer = await sandbox.StsAsync(
            sandbox.Server.AccessKeyOf(TestSandbox.Dev, "maria")!, "GetSessionToken", ("SerialNumber", Device), ("TokenCode", Code(0, sandbox)));
        var session = Credentials(answer);
        async Task<int> AssumeAsync() => (await sandbox.StsAsync(session, "AssumeRole", ("RoleArn", "arn:aws:iam::111111111111:role/fresh"), ("RoleSessionName", "me"))).Status;
        Assert.Equal(200, await AssumeAsync());
        sandbox.Clock.Advance(TimeSpan.FromSeconds(299));
        Assert.Equal(200, await AssumeAsync());
        sandbox.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(403, await AssumeAsync());
    }

    // "MFA-protected API access", IAM User Guide: the session of an assumed role says nothing of the code that it was assumed with.
    [Fact]
    public async Task A_roles_session_says_nothing_of_the_code()
    {
        var next = $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":"{{DeployMfa}}"},"Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true" } } }]}""";
        using var sandbox = new TestSandbox(SandboxSeed.Default with
        {
            Roles = [.. SandboxSeed.Default.Roles, new(TestSandbox.Prod, "next", next, [], TimeSpan.FromHours(1))],
        });
        var role = Credentials(await sandbox.StsAsync(
            sandbox.Server.AccessKeyOf(TestSandbox.Dev, "maria")!, "AssumeRole", [.. Role, ("SerialNumber", Device), ("TokenCode", Code(0, sandbox))]));
        Assert.Equal(403, (await sandbox.StsAsync(role, "AssumeRole", ("RoleArn", "arn:aws:iam::333333333333:role/next"), ("RoleSessionName", "me"))).Status);
    }

    // RFC 6238, appendix B: the seed "12345678901234567890" shows 69279037 at 2,000,000,000 seconds; devices show the last six digits.
    [Fact]
    public async Task A_seeded_device_shows_the_codes_of_the_rfc()
    {
        using var sandbox = new TestSandbox(SandboxSeed.Default with
        {
            IamUsers = [new(TestSandbox.Dev, "jo", [new(null, null)], []) { MfaDevices = [new("phone", new Secret("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"))] }],
        });
        sandbox.Clock.Advance(DateTimeOffset.FromUnixTimeSeconds(2_000_000_000) - sandbox.Clock.Now);
        var answer = await sandbox.StsAsync(
            sandbox.Server.AccessKeyOf(TestSandbox.Dev, "jo")!, "GetSessionToken", ("SerialNumber", "arn:aws:iam::111111111111:mfa/phone"), ("TokenCode", "279037"));
        Assert.Equal(200, answer.Status);
    }

    private static string Trust(string condition) =>
        $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":"arn:aws:iam::111111111111:user/maria"},"Condition":{{condition}}}]}""";

    private string Code(int steps) => Code(steps, _sandbox);

    private static string Code(int steps, TestSandbox sandbox) =>
        Totp.CodeOf(TotpSeed.Parse(sandbox.Server.MfaSeedOf(Device)!), Totp.StepOf(sandbox.Clock.Now) + steps).Reveal();

    private Task<WireResponse> AskAsync(string code) => _sandbox.StsAsync(Maria, "GetSessionToken", ("SerialNumber", Device), ("TokenCode", code));

    private async Task<AwsCredentials> SessionAsync(string code) => await _sandbox.Sts.GetSessionTokenAsync(Device, new Secret(code), null, Maria, TestSandbox.Ct);

    private static (int, string?) Refusal(WireResponse answer) => (answer.Status, TestSandbox.Xml(answer, "Code"));

    private static AwsCredentials Credentials(WireResponse answer) => new(
        TestSandbox.Xml(answer, "AccessKeyId")!, new(TestSandbox.Xml(answer, "SecretAccessKey")!), new(TestSandbox.Xml(answer, "SessionToken")!));
}
