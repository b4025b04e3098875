using System.Text;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Signing;
using Lanyard.Credentials.Mfa;
using static Lanyard.Tests.Sandbox.Iam.IamSandbox;

namespace Lanyard.Tests.Sandbox.Iam;

/// <summary>STS and IAM look at one state.</summary>
public sealed class SharedStateTests : IDisposable
{
    private readonly IamSandbox _iam = new();

    public void Dispose() => _iam.Dispose();

    [Fact]
    public async Task What_the_seed_says_is_in_IAM()
    {
        Assert.Equal(["ci", "maria"], All(await _iam.CallAsync(_iam.Admin, "ListUsers"), "UserName"));
        Assert.Equal(["may-assume-deploy", "own-keys"], All(await _iam.CallAsync(_iam.Admin, "ListUserPolicies", ("UserName", "ci")), "member"));
        Assert.Equal(["app"], All(await _iam.CallAsync(_iam.Admin, "ListInstanceProfilesForRole", ("RoleName", "app")), "RoleName"));
        Assert.Equal(
            ["AWSReservedSSO_Administrator", "AWSReservedSSO_Developer"],
            All(await _iam.CallAsync(_iam.Admin, "ListRoles", ("PathPrefix", "/aws-reserved/")), "RoleName").Select(n => n[..n.LastIndexOf('_')]));
        Assert.Equal("arn:aws:iam::111111111111:mfa/maria", await _iam.AskAsync("SerialNumber", "ListMFADevices", ("UserName", "maria")));
        Assert.Equal("arn:aws:iam::111111111111:oidc-provider/oidc.lanyard-sandbox.test", await _iam.AskAsync("Arn", "ListOpenIDConnectProviders"));
    }

    [Fact]
    public async Task A_new_role_can_be_assumed_as_its_trust_policy_and_its_longest_session_say()
    {
        var user = await _iam.MakeUserAsync("eve", Saying("sts:AssumeRole"));
        await _iam.DoAsync("CreateRole", ("RoleName", "fresh"), ("Path", "/a/"), ("MaxSessionDuration", "7200"), ("AssumeRolePolicyDocument", TrustOf(Here + "user/eve")));
        Assert.Equal("arn:aws:sts::111111111111:assumed-role/fresh/s1", await AssumeAsync(user, "7200", "Arn"));
        Assert.Equal("ValidationError", await AssumeAsync(user, "7201", "Code"));
        Assert.Equal(_iam.Sandbox.Clock.Now.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), (await _iam.AskAsync("CreateDate", "GetRole", ("RoleName", "fresh")))![..10]);
        await _iam.DoAsync("UpdateAssumeRolePolicy", ("RoleName", "fresh"), ("PolicyDocument", Ec2Trust));
        Assert.Equal("AccessDenied", await AssumeAsync(user, "3600", "Code"));

        Task<string?> AssumeAsync(AwsCredentials who, string seconds, string element) => StsAsync(who, element, ("RoleArn", Here + "role/a/fresh"), ("RoleSessionName", "s1"), ("DurationSeconds", seconds));
    }

    [Fact]
    public async Task A_role_tells_when_its_session_last_called()
    {
        Assert.Null(await _iam.AskAsync("LastUsedDate", "GetRole", ("RoleName", "app")));
        var session = _iam.Admin;
        await _iam.Sandbox.Sts.GetCallerIdentityAsync(session, TestSandbox.Ct);
        var name = (await _iam.Sandbox.Sts.GetCallerIdentityAsync(session, TestSandbox.Ct)).Arn.Split('/')[1];
        Assert.Equal("us-east-1", await _iam.AskAsync("Region", "GetRole", ("RoleName", name)));
    }

    [Fact]
    public async Task A_session_of_a_deleted_role_is_nobody()
    {
        var user = await _iam.MakeUserAsync("eve", Saying("sts:AssumeRole"));
        await _iam.DoAsync("CreateRole", ("RoleName", "short"), ("AssumeRolePolicyDocument", TrustOf(Here + "user/eve")));
        var answer = await _iam.Sandbox.StsAsync(user, "AssumeRole", ("RoleArn", Here + "role/short"), ("RoleSessionName", "s1"));
        var session = new AwsCredentials(TestSandbox.Xml(answer, "AccessKeyId")!, new(TestSandbox.Xml(answer, "SecretAccessKey")!), new(TestSandbox.Xml(answer, "SessionToken")!));
        await _iam.Sandbox.Sts.GetCallerIdentityAsync(session, TestSandbox.Ct);
        await _iam.DoAsync("DeleteRole", ("RoleName", "short"));
        await _iam.DoAsync("CreateRole", ("RoleName", "short"), ("AssumeRolePolicyDocument", TrustOf(Here + "user/eve")));
        Assert.Equal("InvalidClientTokenId", (await TestSandbox.RefusalAsync(() => _iam.Sandbox.Sts.GetCallerIdentityAsync(session, TestSandbox.Ct))).Code);
    }

    [Fact]
    public async Task A_renamed_user_keeps_key_policies_groups_and_device()
    {
        var user = await _iam.MakeUserAsync("eve", Saying("iam:GetUser"));
        await _iam.DoAsync("CreateGroup", ("GroupName", "g"));
        await _iam.DoAsync("AddUserToGroup", ("GroupName", "g"), ("UserName", "eve"));
        await _iam.DoAsync("UpdateUser", ("UserName", "eve"), ("NewUserName", "eva"), ("NewPath", "/x/"));
        Assert.Equal(Here + "user/x/eva", (await _iam.Sandbox.Sts.GetCallerIdentityAsync(user, TestSandbox.Ct)).Arn);
        Assert.Equal(["eva"], All(await _iam.CallAsync(user, "GetUser"), "UserName"));
        Assert.Equal(["eva"], All(await _iam.CallAsync(_iam.Admin, "GetGroup", ("GroupName", "g")), "UserName"));
        Assert.Equal("eva", await _iam.AskAsync("UserName", "GetAccessKeyLastUsed", ("AccessKeyId", user.AccessKeyId)));
    }

    [Fact]
    public async Task A_provider_that_is_gone_or_lacks_the_audience_vouches_for_nobody()
    {
        using var iam = new IamSandbox();
        const string Arn = Here + "oidc-provider/oidc.lanyard-sandbox.test";
        await iam.DoAsync("CreateRole", ("RoleName", "job"), ("AssumeRolePolicyDocument",
            $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Federated":"{{Arn}}"},"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringLike":{"oidc.lanyard-sandbox.test:sub":"repo:*" } } }]}"""));
        Assert.Equal("arn:aws:sts::111111111111:assumed-role/job/s1", await TradeAsync("Arn"));
        await iam.DoAsync("RemoveClientIDFromOpenIDConnectProvider", ("OpenIDConnectProviderArn", Arn), ("ClientID", "sts.amazonaws.com"));
        Assert.Equal("Incorrect token audience", await TradeAsync("Message"));
        await iam.DoAsync("DeleteOpenIDConnectProvider", ("OpenIDConnectProviderArn", Arn));
        Assert.Equal("No OpenIDConnect provider found in your account for https://oidc.lanyard-sandbox.test", await TradeAsync("Message"));

        async Task<string?> TradeAsync(string element)
        {
            var token = iam.Sandbox.Server.IssueWebIdentityToken("repo:a/b", "sts.amazonaws.com").Reveal();
            var form = TestSandbox.Form("AssumeRoleWithWebIdentity", ("RoleArn", Here + "role/job"), ("RoleSessionName", "s1"), ("WebIdentityToken", token));
            return TestSandbox.Xml(await iam.Sandbox.SendAsync("POST", "/", form), element);
        }
    }

    [Fact]
    public async Task A_device_that_was_enabled_gives_codes_for_roles_and_a_deactivated_one_does_not()
    {
        var user = await _iam.MakeUserAsync("eve", Saying("sts:AssumeRole"));
        var trust = TrustOf(Here + "user/eve").Replace("\"Action\"", "\"Condition\":{\"Bool\":{\"aws:MultiFactorAuthPresent\":\"true\"}},\"Action\"", StringComparison.Ordinal);
        await _iam.DoAsync("CreateRole", ("RoleName", "guarded"), ("AssumeRolePolicyDocument", trust));
        var seed = TotpSeed.Parse(new Secret(Encoding.ASCII.GetString(Convert.FromBase64String((await _iam.AskAsync("Base32StringSeed", "CreateVirtualMFADevice", ("VirtualMFADeviceName", "phone")))!))));
        (string, string)[] who = [("UserName", "eve"), ("SerialNumber", Here + "mfa/phone")];
        Assert.Equal("InvalidAuthenticationCode", (await _iam.RefusalAsync(_iam.Admin, "EnableMFADevice", [.. who, ("AuthenticationCode1", Code(0)), ("AuthenticationCode2", Code(0))])).Code);
        await _iam.DoAsync("EnableMFADevice", [.. who, ("AuthenticationCode1", Code(-1)), ("AuthenticationCode2", Code(0))]);
        Assert.Equal("AccessDenied", await AssumeAsync(Code(0)));
        _iam.Sandbox.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Null(await AssumeAsync(Code(0)));
        await _iam.DoAsync("DeactivateMFADevice", who);
        _iam.Sandbox.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("AccessDenied", await AssumeAsync(Code(0)));

        string Code(int steps) => Totp.CodeOf(seed, Totp.StepOf(_iam.Sandbox.Clock.Now) + steps).Reveal();
        Task<string?> AssumeAsync(string code) =>
            StsAsync(user, "Code", ("RoleArn", Here + "role/guarded"), ("RoleSessionName", "s1"), ("SerialNumber", Here + "mfa/phone"), ("TokenCode", code));
    }

    [Fact]
    public async Task Tags_of_the_caller_and_of_the_role_count_when_a_role_is_assumed()
    {
        var user = await _iam.MakeUserAsync("eve", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*","Condition":{"StringEquals":{"iam:ResourceTag/team":"${aws:PrincipalTag/team}"}}}]}""");
        await _iam.DoAsync("CreateRole", ("RoleName", "t"), ("AssumeRolePolicyDocument", TrustOf(Here + "root")), ("Tags.member.1.Key", "team"), ("Tags.member.1.Value", "blue"));
        Assert.Equal("AccessDenied", await StsAsync(user, "Code", ("RoleArn", Here + "role/t"), ("RoleSessionName", "s1")));
        await _iam.DoAsync("TagUser", ("UserName", "eve"), ("Tags.member.1.Key", "team"), ("Tags.member.1.Value", "blue"));
        Assert.Equal("arn:aws:sts::111111111111:assumed-role/t/s1", await StsAsync(user, "Arn", ("RoleArn", Here + "role/t"), ("RoleSessionName", "s1")));
    }

    private async Task<string?> StsAsync(AwsCredentials who, string element, params (string Name, string Value)[] parameters) =>
        TestSandbox.Xml(await _iam.Sandbox.StsAsync(who, "AssumeRole", parameters), element);
}
