using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;
using Lanyard.Sandbox.Seeds;

namespace Lanyard.Tests.Sandbox.Sts;

/// <summary>"GetFederationToken" in the STS API Reference, where no other source is named.</summary>
public sealed class FederationTokenTests : IDisposable
{
    private const string All = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""";

    private readonly TestSandbox _sandbox = new(SandboxSeed.Default with
    {
        Accounts = [.. SandboxSeed.Default.Accounts.Select(a => a with { RootKey = new(null, null) })],
        IamUsers = [new(TestSandbox.Dev, "ci", [new(null, null)], [new("all", All)]), new(TestSandbox.Dev, "limited", [new(null, null)], [])],
    });

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public async Task A_user_vouches_for_somebody_for_twelve_hours()
    {
        var answer = await AskAsync(_sandbox.Ci);
        Assert.Equal("2026-11-22T22:00:00Z", TestSandbox.Xml(answer, "Expiration"));
        Assert.Equal(("111111111111:bob", "arn:aws:sts::111111111111:federated-user/bob"), (TestSandbox.Xml(answer, "FederatedUserId"), TestSandbox.Xml(answer, "Arn")));
        var identity = await _sandbox.Sts.GetCallerIdentityAsync(Session(answer), TestSandbox.Ct);
        Assert.Equal(("arn:aws:sts::111111111111:federated-user/bob", "111111111111:bob"), (identity.Arn, identity.UserId));
        Assert.Equal("2026-11-23T22:00:00Z", TestSandbox.Xml(await AskAsync(_sandbox.Ci, ("DurationSeconds", "129600")), "Expiration"));
        Assert.Equal("ValidationError", TestSandbox.Xml(await AskAsync(_sandbox.Ci, ("DurationSeconds", "899")), "Code"));
    }

    [Fact]
    public async Task The_user_needs_the_permission_for_it_and_for_tags()
    {
        var answer = await AskAsync(_sandbox.Server.AccessKeyOf(TestSandbox.Dev, "limited")!);
        Assert.Equal(
            "User: arn:aws:iam::111111111111:user/limited is not authorized to perform: sts:GetFederationToken on resource: arn:aws:sts::111111111111:federated-user/bob "
            + "because no identity-based policy allows the sts:GetFederationToken action",
            TestSandbox.Xml(answer, "Message"));
        Assert.Equal(200, (await AskAsync(_sandbox.Ci, ("Tags.member.1.Key", "Team"), ("Tags.member.1.Value", "blue"))).Status);
    }

    // "Temporary credentials obtained by using the root user credentials have a maximum duration of 3,600 seconds": longer ones end then too.
    [Fact]
    public async Task What_the_root_user_asks_for_ends_after_an_hour()
    {
        var root = _sandbox.Server.RootKeyOf(TestSandbox.Dev)!;
        Assert.Equal("2026-11-22T11:00:00Z", TestSandbox.Xml(await AskAsync(root), "Expiration"));
        Assert.Equal("2026-11-22T11:00:00Z", TestSandbox.Xml(await _sandbox.StsAsync(root, "GetSessionToken", ("DurationSeconds", "129600")), "Expiration"));
        Assert.Equal("Roles may not be assumed by root accounts.", TestSandbox.Xml(
            await _sandbox.StsAsync(root, "AssumeRole", ("RoleArn", "arn:aws:iam::111111111111:role/app"), ("RoleSessionName", "me")), "Message"));
    }

    [Fact]
    public async Task Temporary_credentials_can_not_ask_and_a_federated_user_can_call_nothing_else_of_sts_and_nothing_of_iam()
    {
        Assert.Equal("Cannot call GetFederationToken with session credentials", TestSandbox.Xml(await AskAsync(_sandbox.Developer), "Message"));
        var federated = Session(await AskAsync(_sandbox.Ci, ("Policy", All)));
        foreach (var action in new[] { "AssumeRole", "GetSessionToken", "GetFederationToken", "GetAccessKeyInfo", "DecodeAuthorizationMessage" })
        {
            Assert.Equal((403, $"Cannot call {action} with session credentials"), await RefusalAsync(await _sandbox.StsAsync(federated, action)));
        }

        var iam = await _sandbox.SendAsync(_sandbox.Signed("Action=ListUsers&Version=2010-05-08", federated, region: "us-east-1", service: "iam"));
        Assert.Equal("InvalidClientTokenId", TestSandbox.Xml(iam, "Code"));
    }

    // "If you do not pass a policy, then the resulting federated user session has no permissions"; with one it has what the user's policies leave.
    [Theory]
    [InlineData("ci", null, false)]
    [InlineData("ci", "cloudtrail:*", true)]
    [InlineData("ci", "s3:*", false)]
    [InlineData("root", null, false)]
    [InlineData("root", "cloudtrail:*", true)]
    public async Task A_federated_user_may_what_both_policies_allow(string who, string? action, bool may)
    {
        var policy = $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"{{action}}","Resource":"*"}]}""";
        var answer = await AskAsync(who == "root" ? _sandbox.Server.RootKeyOf(TestSandbox.Dev)! : _sandbox.Ci, action is null ? [] : [("Policy", policy)]);
        var session = Session(answer);
        var body = "{}"u8.ToArray();
        var headers = new WireHeaders(("Host", TestSandbox.Url.Authority), ("Content-Type", "application/x-amz-json-1.1"), ("X-Amz-Target", "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents"));
        var asked = await _sandbox.SendAsync(SigV4Signer.Sign(new WireRequest("POST", "/", headers, body), body, session, "eu-west-1", "cloudtrail", _sandbox.Clock.Now));
        Assert.True((asked.Status == 200) == may, asked.Text);
    }

    private Task<WireResponse> AskAsync(AwsCredentials who, params (string, string)[] parameters) => _sandbox.StsAsync(who, "GetFederationToken", [("Name", "bob"), .. parameters]);

    private static Task<(int, string?)> RefusalAsync(WireResponse answer) => Task.FromResult((answer.Status, TestSandbox.Xml(answer, "Message")));

    private static AwsCredentials Session(WireResponse answer) => new(
        TestSandbox.Xml(answer, "AccessKeyId")!, new(TestSandbox.Xml(answer, "SecretAccessKey")!), new(TestSandbox.Xml(answer, "SessionToken")!));
}
