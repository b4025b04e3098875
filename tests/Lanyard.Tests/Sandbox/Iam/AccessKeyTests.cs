using Lanyard.Aws.Endpoints;
using Lanyard.Aws.Services;
using Lanyard.Aws.Signing;
using Lanyard.Sandbox.Seeds;

namespace Lanyard.Tests.Sandbox.Iam;

public sealed class AccessKeyTests : IDisposable
{
    private readonly TestSandbox _sandbox = new();

    private IamClient Iam => new(_sandbox.Wire, new Endpoint(TestSandbox.Url, "us-east-1"));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public async Task A_new_key_works_is_listed_and_says_when_it_was_used()
    {
        var made = await Iam.CreateAccessKeyAsync(_sandbox.Ci, Ct);
        Assert.StartsWith("AKIA", made.AccessKeyId, StringComparison.Ordinal);
        Assert.Null((await Iam.GetAccessKeyLastUsedAsync(made.AccessKeyId, _sandbox.Ci, Ct)).Time);
        Assert.Equal("arn:aws:iam::111111111111:user/ci", (await _sandbox.Sts.GetCallerIdentityAsync(made, Ct)).Arn);
        Assert.Equal(
            new AccessKeyUse(_sandbox.Clock.Now, "sts", "eu-west-1"), await Iam.GetAccessKeyLastUsedAsync(made.AccessKeyId, _sandbox.Ci, Ct));
        Assert.Equal([_sandbox.Ci.AccessKeyId, made.AccessKeyId], (await Iam.ListAccessKeysAsync(made, Ct)).Select(k => k.Id));
    }

    // "IAM and AWS STS quotas", IAM User Guide: access keys assigned to an IAM user, 2.
    [Fact]
    public async Task A_third_key_is_refused()
    {
        await Iam.CreateAccessKeyAsync(_sandbox.Ci, Ct);
        var error = await TestSandbox.RefusalAsync(() => Iam.CreateAccessKeyAsync(_sandbox.Ci, Ct));
        Assert.Equal(("LimitExceeded", 409, "Cannot exceed quota for AccessKeysPerUser: 2"), (error.Code, error.Status, error.Message));
    }

    [Fact]
    public async Task An_inactive_key_is_refused_until_it_is_active_again_and_a_deleted_one_for_good()
    {
        var made = await Iam.CreateAccessKeyAsync(_sandbox.Ci, Ct);
        await Iam.UpdateAccessKeyAsync(made.AccessKeyId, false, _sandbox.Ci, Ct);
        Assert.Equal("InvalidClientTokenId", (await TestSandbox.RefusalAsync(() => _sandbox.Sts.GetCallerIdentityAsync(made, Ct))).Code);
        Assert.False((await Iam.ListAccessKeysAsync(_sandbox.Ci, Ct))[1].IsActive);
        await Iam.UpdateAccessKeyAsync(made.AccessKeyId, true, _sandbox.Ci, Ct);
        await _sandbox.Sts.GetCallerIdentityAsync(made, Ct);
        await Iam.DeleteAccessKeyAsync(made.AccessKeyId, made, Ct);
        Assert.Equal("InvalidClientTokenId", (await TestSandbox.RefusalAsync(() => _sandbox.Sts.GetCallerIdentityAsync(made, Ct))).Code);
        var error = await TestSandbox.RefusalAsync(() => Iam.DeleteAccessKeyAsync(made.AccessKeyId, _sandbox.Ci, Ct));
        Assert.Equal(("NoSuchEntity", 404, $"The Access Key with id {made.AccessKeyId} cannot be found."), (error.Code, error.Status, error.Message));
    }

    [Fact]
    public async Task Who_has_no_policy_for_it_is_refused_in_AWSs_words()
    {
        var error = await TestSandbox.RefusalAsync(() => Iam.CreateAccessKeyAsync(_sandbox.Developer, Ct));
        Assert.Equal("ValidationError", error.Code);
        using var other = new TestSandbox(SandboxSeed.Default with { IamUsers = [SandboxSeed.Default.IamUsers[0] with { Policies = [] }] });
        error = await TestSandbox.RefusalAsync(() => new IamClient(other.Wire, new Endpoint(TestSandbox.Url, "us-east-1")).CreateAccessKeyAsync(other.Ci, Ct));
        Assert.Equal(
            ("AccessDenied", 403, "User: arn:aws:iam::111111111111:user/ci is not authorized to perform: iam:CreateAccessKey on resource: user ci because no identity-based policy allows the iam:CreateAccessKey action"),
            (error.Code, error.Status, error.Message));
    }

    // "GetSessionToken", STS API Reference: "You cannot call any IAM API operations unless MFA authentication information is included in the request."
    [Fact]
    public async Task A_session_of_the_user_without_MFA_may_not_call_IAM()
    {
        var answer = await _sandbox.StsAsync(_sandbox.Ci, "GetSessionToken");
        var session = new AwsCredentials(
            TestSandbox.Xml(answer, "AccessKeyId")!, new(TestSandbox.Xml(answer, "SecretAccessKey")!), new(TestSandbox.Xml(answer, "SessionToken")!));
        Assert.Equal("InvalidClientTokenId", (await TestSandbox.RefusalAsync(() => Iam.ListAccessKeysAsync(session, Ct))).Code);
    }

    [Fact]
    public async Task A_new_key_may_take_its_time_to_be_known()
    {
        using var slow = new TestSandbox(SandboxSeedFile.Read("newKeysAfter: 3s\naccounts: [{ id: \"111111111111\", name: dev }]\nidentityCenter: { startUrl: \"https://x.awsapps.com/start\", region: eu-west-1 }\niamUsers: [{ name: ci, account: dev, accessKeys: [{}], policies: [{ name: all, policy: { Version: \"2012-10-17\", Statement: [{ Effect: Allow, Action: \"*\", Resource: \"*\" }] } }] }]\n", "seed.yaml"));
        var made = await new IamClient(slow.Wire, new Endpoint(TestSandbox.Url, "us-east-1")).CreateAccessKeyAsync(slow.Ci, Ct);
        Assert.Equal("InvalidClientTokenId", (await TestSandbox.RefusalAsync(() => slow.Sts.GetCallerIdentityAsync(made, Ct))).Code);
        slow.Clock.Advance(TimeSpan.FromSeconds(3));
        await slow.Sts.GetCallerIdentityAsync(made, Ct);
    }

    [Fact]
    public async Task Each_call_is_in_the_log_with_its_decision()
    {
        await Iam.ListAccessKeysAsync(_sandbox.Ci, Ct);
        var call = Assert.Single(_sandbox.Log);
        Assert.Equal(("iam", "ListAccessKeys", "allowed", 200), (call.Service, call.Operation, call.Decision, call.Status));
    }
}
