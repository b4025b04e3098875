using Lanyard.Aws.Secrets;
using Lanyard.Aws.Wire;
using Lanyard.Sandbox.Seeds;

namespace Lanyard.Tests.Sandbox.Sts;

/// <summary>
/// Claims: "Available keys for AWS OIDC federation" and "Passing session tags using AssumeRoleWithWebIdentity", IAM User Guide. Error codes are those of
/// the STS service model.
/// </summary>
public sealed class WebIdentityTests : IDisposable
{
    private const string GitHub = "token.actions.githubusercontent.com";
    private const string Subject = "repo:me/app:ref:refs/heads/main";

    private readonly TestSandbox _sandbox = Sandbox(
        Role("plain", $$"""{"StringEquals":{"{{GitHub}}:sub":"{{Subject}}" } }"""),
        Role("repository", $$"""{"StringEquals":{"{{GitHub}}:repository_id":"74"},"ForAnyValue:StringEquals":{"{{GitHub}}:amr":"pwd" } }"""),
        Role("other-claim", $$"""{"StringEquals":{"{{GitHub}}:run_id":"1" } }"""),
        Role("party", $$"""{"StringEquals":{"{{GitHub}}:aud":"sts.amazonaws.com","{{GitHub}}:oaud":"someone" } }"""),
        Role("blue", """{"StringEquals":{"aws:RequestTag/Team":"blue"},"ForAllValues:StringEquals":{"sts:TransitiveTagKeys":["Team"]}}""", """["sts:AssumeRoleWithWebIdentity","sts:TagSession","sts:SetSourceIdentity"]"""));

    public void Dispose() => _sandbox.Dispose();

    [Theory]
    [InlineData("plain", null, 200)]
    [InlineData("plain", """{"sub":"repo:you/app"}""", 403)]
    [InlineData("repository", """{"repository_id":"74","amr":["mfa","pwd"]}""", 200)]
    [InlineData("repository", """{"repository_id":"75","amr":["mfa","pwd"]}""", 403)]
    [InlineData("repository", """{"repository_id":"74"}""", 403)]
    [InlineData("other-claim", """{"run_id":"1"}""", 403)]
    [InlineData("party", """{"azp":"sts.amazonaws.com","aud":"someone"}""", 200)]
    [InlineData("blue", """{"https://aws.amazon.com/tags":{"principal_tags":{"Team":["blue"]},"transitive_tag_keys":["Team"]}}""", 200)]
    [InlineData("blue", """{"https://aws.amazon.com/tags":{"principal_tags":{"Team":["red"]}}}""", 403)]
    [InlineData("plain", """{"https://aws.amazon.com/tags":{"principal_tags":{"Team":["blue"]}}}""", 403)]
    [InlineData("plain", """{"https://aws.amazon.com/source_identity":"jo"}""", 403)]
    public async Task Trust_policies_see_the_claims_that_aws_passes_on(string role, string? claims, int status)
    {
        var answer = await AskAsync(role, claims);
        Assert.True(answer.Status == status, answer.Text);
        Assert.Equal(status == 200 ? "allowed" : "implicitDeny", _sandbox.Log.Last().Decision);
    }

    [Fact]
    public async Task A_tags_permission_that_lacks_is_named()
    {
        var answer = await AskAsync("plain", """{"https://aws.amazon.com/tags":{"principal_tags":{"Team":["blue"]}}}""");
        Assert.Equal("Not authorized to perform sts:TagSession", TestSandbox.Xml(answer, "Message"));
    }

    [Fact]
    public async Task The_answer_names_the_source_identity_of_the_token() => Assert.Equal("jo", TestSandbox.Xml(
        await AskAsync("blue", """{"https://aws.amazon.com/source_identity":"jo","https://aws.amazon.com/tags":{"principal_tags":{"Team":["blue"]}}}"""), "SourceIdentity"));

    [Theory]
    [InlineData("""{"sub":null}""", "InvalidIdentityToken", "Missing a required claim: sub")]
    [InlineData("""{"aud":null}""", "InvalidIdentityToken", "Missing a required claim: aud")]
    [InlineData("""{"exp":null}""", "InvalidIdentityToken", "Missing a required claim: exp")]
    [InlineData("""{"iat":null}""", "InvalidIdentityToken", "Missing a required claim: iat")]
    [InlineData("""{"aud":["a","b"]}""", "InvalidIdentityToken", "Incorrect token audience")]
    [InlineData("""{"azp":"someone"}""", "InvalidIdentityToken", "Incorrect token audience")]
    [InlineData("""{"nbf":1795344900}""", "InvalidIdentityToken", "The ID Token provided is not valid yet.")]
    [InlineData("""{"iss":"https://example.com"}""", "InvalidIdentityToken", "No OpenIDConnect provider found in your account for https://example.com")]
    [InlineData("""{"exp":1795341000}""", "ExpiredTokenException", "Token expired: current date/time 1795341600 must be before the expiration date/time 1795341000")]
    [InlineData("""{"https://aws.amazon.com/tags":{"principal_tags":{"Team":["a","b"]}}}""", "InvalidIdentityToken", "A session tag of the token must have a key of 1 to 128 characters and one value of 256 at most.")]
    public async Task What_is_wrong_with_a_token_is_told(string claims, string code, string message)
    {
        var answer = await AskAsync("plain", claims);
        Assert.Equal((400, code, message), (answer.Status, TestSandbox.Xml(answer, "Code"), TestSandbox.Xml(answer, "Message")));
    }

    [Fact]
    public async Task Of_an_issuer_whose_keys_nobody_has_a_token_can_not_be_checked()
    {
        using var sandbox = Sandbox(Role("plain", "{}"));
        var other = await sandbox.SendAsync(sandbox.Signed(
            "Action=CreateOpenIDConnectProvider&Version=2010-05-08&Url=https%3A%2F%2Fgitlab.com&ClientIDList.member.1=sts.amazonaws.com",
            sandbox.Server.IssueRoleCredentials("alice", TestSandbox.Dev, "Administrator")!, region: "us-east-1", service: "iam"));
        Assert.Equal(200, other.Status);
        var token = sandbox.Server.IssueWebIdentityToken(Subject, "sts.amazonaws.com", """{"iss":"https://gitlab.com"}""");
        Assert.Equal("IDPCommunicationError", TestSandbox.Xml(await AskAsync(sandbox, "plain", token), "Code"));
    }

    [Theory]
    [InlineData("arn:aws:iam::aws:policy/IAMReadOnlyAccess", 403)]
    [InlineData("arn:aws:iam::aws:policy/AdministratorAccess", 200)]
    public async Task Session_policies_limit_what_comes_of_it(string policy, int status)
    {
        var token = _sandbox.Server.IssueWebIdentityToken(Subject, "sts.amazonaws.com");
        var answer = await AskAsync(_sandbox, "plain", token, ("PolicyArns.member.1.arn", policy));
        var session = new Lanyard.Aws.Signing.AwsCredentials(
            TestSandbox.Xml(answer, "AccessKeyId")!, new(TestSandbox.Xml(answer, "SecretAccessKey")!), new(TestSandbox.Xml(answer, "SessionToken")!));
        Assert.Equal(status, (await _sandbox.StsAsync(session, "GetAccessKeyInfo", ("AccessKeyId", session.AccessKeyId))).Status);
    }

    private Task<WireResponse> AskAsync(string role, string? claims) =>
        AskAsync(_sandbox, role, _sandbox.Server.IssueWebIdentityToken(Subject, "sts.amazonaws.com", claims));

    private static Task<WireResponse> AskAsync(TestSandbox sandbox, string role, Secret token, params (string, string)[] more) => sandbox.SendAsync("POST", "/", TestSandbox.Form(
        "AssumeRoleWithWebIdentity", [("RoleArn", "arn:aws:iam::111111111111:role/" + role), ("RoleSessionName", "build"), ("WebIdentityToken", token.Reveal()), .. more]));

    private static TestSandbox Sandbox(params SeedRole[] roles) => new(SandboxSeed.Default with
    {
        WebIdentity = new SeedWebIdentity(new Uri("https://" + GitHub), ["sts.amazonaws.com"]),
        Roles = roles,
        Workload = null,
        CiJob = null,
    });

    private static SeedRole Role(string name, string conditions, string actions = "\"sts:AssumeRoleWithWebIdentity\"") => new(
        TestSandbox.Dev, name,
        $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":{{actions}},"Principal":{"Federated":"arn:aws:iam::111111111111:oidc-provider/{{GitHub}}"},"Condition":{{conditions}}}]}""",
        [new("all", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""")], TimeSpan.FromHours(1));
}
