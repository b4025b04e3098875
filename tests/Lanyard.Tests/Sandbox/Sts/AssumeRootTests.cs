using System.Text.Json;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;
using Lanyard.Tests.Sandbox.Iam;
using Lanyard.Tests.Sandbox.Organizations;

namespace Lanyard.Tests.Sandbox.Sts;

/// <summary>"AssumeRoot" in the STS API Reference, and "Perform a privileged task on an AWS Organizations member account" in the IAM User Guide.</summary>
public sealed class AssumeRootTests : IDisposable
{
    private const string RootOfShop = "arn:aws:iam::444455556666:root";

    private readonly OrganizationSandbox _organization = new();

    private IamSandbox Iam => _organization.Iam;

    private TestSandbox Sandbox => _organization.Sandbox;

    public void Dispose() => _organization.Dispose();

    [Fact]
    public async Task The_features_need_the_organizations_trust_and_its_management_account()
    {
        Assert.Equal("ServiceAccessNotEnabledException", (await Iam.RefusalAsync(_organization.Ann, "EnableOrganizationsRootSessions")).Code);
        await TrustAsync();
        Assert.Equal("AccountNotManagementOrDelegatedAdministratorException", (await Iam.RefusalAsync(_organization.Sam, "ListOrganizationsFeatures")).Code);
        Assert.Equal("OrganizationNotFoundException", (await Iam.RefusalAsync(_organization.Eve, "ListOrganizationsFeatures")).Code);
        Assert.Equal(["RootSessions"], Features(await Iam.CallAsync(_organization.Ann, "EnableOrganizationsRootSessions")));
        Assert.Equal(["RootCredentialsManagement", "RootSessions"], Features(await Iam.CallAsync(_organization.Ann, "EnableOrganizationsRootCredentialsManagement")));
        Assert.Equal(["RootCredentialsManagement"], Features(await Iam.CallAsync(_organization.Ann, "DisableOrganizationsRootSessions")));
        Assert.Equal(["RootCredentialsManagement"], Features(await Iam.CallAsync(_organization.Ann, "ListOrganizationsFeatures")));
    }

    [Fact]
    public async Task A_session_is_the_members_root_user_confined_to_its_task()
    {
        var session = await AuditAsync();
        var identity = await Sandbox.Sts.GetCallerIdentityAsync(session, TestSandbox.Ct);
        Assert.Equal((RootOfShop, OrganizationSandbox.Shop), (identity.Arn, identity.UserId));
        Assert.Equal(RootOfShop, QueryProtocol.Descendant(await Iam.CallAsync(session, "GetUser"), "Arn"));
        Assert.Single(IamSandbox.All(await Iam.CallAsync(session, "ListAccessKeys"), "AccessKeyId"));
        Assert.Empty(IamSandbox.All(await Iam.CallAsync(session, "ListMFADevices"), "SerialNumber"));
        Assert.Equal(("NoSuchEntity", "Login Profile for User root cannot be found."), await Iam.RefusalAsync(session, "GetLoginProfile"));
        await Iam.CallAsync(session, "GetAccountSummary");

        // Another task's, another user's, and what no task has.
        Assert.EndsWith("with an explicit deny in a session policy", (await Iam.RefusalAsync(session, "DeleteLoginProfile")).Message, StringComparison.Ordinal);
        Assert.EndsWith("with an explicit deny in a session policy", (await Iam.RefusalAsync(session, "ListAccessKeys", ("UserName", "sam"))).Message, StringComparison.Ordinal);
        Assert.Equal("AccessDenied", (await Iam.RefusalAsync(session, "ListUsers")).Code);
        Assert.Contains("AWS managed policy IAMAuditRootUserCredentials", Sandbox.Log.Last().Reason!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Root_credentials_are_deleted_and_a_password_is_allowed_again()
    {
        await EnableAsync();
        var key = IamSandbox.All(await Iam.CallAsync(await AssumeAsync("IAMAuditRootUserCredentials"), "ListAccessKeys"), "AccessKeyId").Single();
        var deleting = await AssumeAsync("IAMDeleteRootUserCredentials");
        await Iam.CallAsync(deleting, "GetAccessKeyLastUsed", ("AccessKeyId", key));
        await Iam.CallAsync(deleting, "DeleteAccessKey", ("AccessKeyId", key));
        Assert.Null(Sandbox.Server.RootKeyOf(OrganizationSandbox.Shop));
        var creating = await AssumeAsync("IAMCreateRootUserPassword");
        Assert.Equal("ValidationError", (await Iam.RefusalAsync(creating, "CreateLoginProfile", ("Password", "Abcdefgh1!"))).Code);
        await Iam.CallAsync(creating, "CreateLoginProfile");
        Assert.Equal("EntityAlreadyExists", (await Iam.RefusalAsync(creating, "CreateLoginProfile")).Code);
        var summary = await Iam.CallAsync(await AssumeAsync("IAMAuditRootUserCredentials"), "GetAccountSummary");
        Assert.Equal("1", summary.Descendants().Where(e => e.Name.LocalName == "entry").Single(e => e.Elements().First().Value == "AccountPasswordPresent").Elements().Last().Value);
        await Iam.CallAsync(deleting, "DeleteLoginProfile");
        Assert.Equal("NoSuchEntity", (await Iam.RefusalAsync(creating, "GetLoginProfile")).Code);
    }

    [Theory]
    [InlineData("IAMAuditRootUserCredentials", "EnableOrganizationsRootCredentialsManagement", "RootCredentialsManagement")]
    [InlineData("S3UnlockBucketPolicy", "EnableOrganizationsRootSessions", "RootSessions")]
    public async Task Each_task_needs_its_feature(string task, string enable, string feature)
    {
        await TrustAsync();
        Assert.EndsWith($"the organization has not enabled {feature}", await RefusalAsync(_organization.Ann, OrganizationSandbox.Shop, task), StringComparison.Ordinal);
        await Iam.CallAsync(_organization.Ann, enable);
        await AssumeAsync(task);
        await _organization.CallAsync("DisableAWSServiceAccess", """{"ServicePrincipal":"iam.amazonaws.com"}""");
        Assert.EndsWith($"the organization has not enabled {feature}", await RefusalAsync(_organization.Ann, OrganizationSandbox.Shop, task), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("777788889999", "is no member of the caller's organization")]
    [InlineData("111122223333", "the management account is no member account")]
    public async Task Members_alone_are_reached(string target, string reason)
    {
        await EnableAsync();
        Assert.EndsWith(reason, await RefusalAsync(_organization.Ann, target), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_members_a_delegated_administrator_alone_may_ask()
    {
        await EnableAsync();
        Assert.Contains("neither the management account nor a delegated administrator", await RefusalAsync(_organization.Sam, OrganizationSandbox.Shop), StringComparison.Ordinal);
        await _organization.CallAsync("RegisterDelegatedAdministrator", """{"AccountId":"444455556666","ServicePrincipal":"iam.amazonaws.com"}""");
        await AssumeAsync("IAMAuditRootUserCredentials", _organization.Sam);
    }

    [Fact]
    public async Task The_permission_can_be_limited_to_a_task()
    {
        await EnableAsync();
        await Iam.CallAsync(_organization.Ann, "CreateUser", ("UserName", "auditor"));
        var made = await Iam.CallAsync(_organization.Ann, "CreateAccessKey", ("UserName", "auditor"));
        var auditor = new AwsCredentials(QueryProtocol.Descendant(made, "AccessKeyId")!, new(QueryProtocol.Descendant(made, "SecretAccessKey")!));
        Assert.EndsWith("because no identity-based policy allows the sts:AssumeRoot action", await RefusalAsync(auditor, OrganizationSandbox.Shop), StringComparison.Ordinal);
        await Iam.CallAsync(_organization.Ann, "PutUserPolicy", ("UserName", "auditor"), ("PolicyName", "audit"), ("PolicyDocument",
            """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRoot","Resource":"arn:aws:iam::444455556666:root","Condition":{"StringEquals":{"sts:TaskPolicyArn":"arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials"}}}]}"""));
        await AssumeAsync("IAMAuditRootUserCredentials", auditor);
        Assert.StartsWith("User: arn:aws:iam::111122223333:user/auditor is not authorized", await RefusalAsync(auditor, OrganizationSandbox.Shop, "IAMDeleteRootUserCredentials"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_SCP_binds_the_session_and_can_spare_it()
    {
        var session = await AuditAsync();
        await _organization.AttachAsync(await _organization.MakePolicyAsync(
            """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"iam:GetAccountSummary","Resource":"*","Condition":{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:root"},"BoolIfExists":{"aws:AssumedRoot":"false"}}}]}""", name: "spares"), OrganizationSandbox.Shop);
        await Iam.CallAsync(session, "GetAccountSummary");
        Assert.Equal("AccessDenied", (await Iam.RefusalAsync(Sandbox.Server.RootKeyOf(OrganizationSandbox.Shop)!, "GetAccountSummary")).Code);
        await _organization.AttachAsync(await _organization.MakePolicyAsync(
            """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"iam:GetAccountSummary","Resource":"*"}]}"""), OrganizationSandbox.Shop);
        Assert.Contains("with an explicit deny in a service control policy", (await Iam.RefusalAsync(session, "GetAccountSummary")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_denial_of_the_session_can_be_decoded_in_its_account()
    {
        var session = await AuditAsync();
        await Iam.RefusalAsync(session, "ListUsers");
        var message = Sandbox.Log.Last().EncodedMessage!;
        var decoded = await Sandbox.StsAsync(_organization.Sam, "DecodeAuthorizationMessage", ("EncodedMessage", message));
        using var document = JsonDocument.Parse(TestSandbox.Xml(decoded, "DecodedMessage")!);
        var context = document.RootElement.GetProperty("context");
        Assert.Equal(
            (true, RootOfShop, "iam:ListUsers"),
            (document.RootElement.GetProperty("explicitDeny").GetBoolean(), context.GetProperty("principal").GetProperty("arn").GetString(), context.GetProperty("action").GetString()));
        Assert.Contains("""{"key":"aws:AssumedRoot","values":{"items":[{"value":"true"}]}}""", context.GetProperty("conditions").GetRawText(), StringComparison.Ordinal);
        Assert.Equal(400, (await Sandbox.StsAsync(_organization.Ann, "DecodeAuthorizationMessage", ("EncodedMessage", message))).Status);
    }

    [Fact]
    public async Task The_session_ends_after_fifteen_minutes_and_makes_no_other()
    {
        var session = await AuditAsync();
        Assert.Equal("Cannot call GetSessionToken with session credentials", TestSandbox.Xml(await Sandbox.StsAsync(session, "GetSessionToken"), "Message"));
        Sandbox.Clock.Advance(TimeSpan.FromSeconds(899));
        await Iam.CallAsync(session, "GetUser");
        Sandbox.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("ExpiredToken", (await Iam.RefusalAsync(session, "GetUser")).Code);
    }

    [Fact]
    public async Task What_can_not_be_asked_is_told()
    {
        await EnableAsync();
        Assert.Contains("is none of the policies that AssumeRoot takes", await RefusalAsync(_organization.Ann, OrganizationSandbox.Shop, "Other"), StringComparison.Ordinal);
        Assert.Contains("neither the id of an account", await RefusalAsync(_organization.Ann, "arn:aws:iam::444455556666:user/sam"), StringComparison.Ordinal);
        Assert.Contains("less than or equal to 900", TestSandbox.Xml(await SendAsync(_organization.Ann, OrganizationSandbox.Shop, duration: "901"), "Message"), StringComparison.Ordinal);
        Assert.Contains("root user", TestSandbox.Xml(await SendAsync(Sandbox.Server.RootKeyOf(OrganizationSandbox.Boss)!, OrganizationSandbox.Shop), "Message"), StringComparison.Ordinal);
        SessionKeys.Of(await SendAsync(_organization.Ann, RootOfShop));
        var global = Sandbox.Signed(Form(OrganizationSandbox.Shop, "IAMAuditRootUserCredentials", "900"), _organization.Ann, "sts.amazonaws.com", "us-east-1");
        Assert.Contains("global endpoint", TestSandbox.Xml(await Sandbox.SendAsync(global), "Message"), StringComparison.Ordinal);
    }

    private static string[] Features(System.Xml.Linq.XElement answer) => IamSandbox.All(answer, "member");

    private Task TrustAsync() => _organization.CallAsync("EnableAWSServiceAccess", """{"ServicePrincipal":"iam.amazonaws.com"}""");

    private async Task EnableAsync()
    {
        await TrustAsync();
        await Iam.CallAsync(_organization.Ann, "EnableOrganizationsRootSessions");
        await Iam.CallAsync(_organization.Ann, "EnableOrganizationsRootCredentialsManagement");
    }

    private async Task<AwsCredentials> AuditAsync()
    {
        await EnableAsync();
        return await AssumeAsync("IAMAuditRootUserCredentials");
    }

    private async Task<AwsCredentials> AssumeAsync(string task, AwsCredentials? who = null) => SessionKeys.Of(await SendAsync(who ?? _organization.Ann, OrganizationSandbox.Shop, task));

    private async Task<string> RefusalAsync(AwsCredentials who, string target, string task = "IAMAuditRootUserCredentials")
    {
        var answer = await SendAsync(who, target, task);
        Assert.NotEqual(200, answer.Status);
        return TestSandbox.Xml(answer, "Message")!;
    }

    private Task<WireResponse> SendAsync(AwsCredentials who, string target, string task = "IAMAuditRootUserCredentials", string duration = "900") =>
        Sandbox.SendAsync(Sandbox.Signed(Form(target, task, duration), who));

    private static string Form(string target, string task, string duration) => TestSandbox.Form(
        "AssumeRoot", ("TargetPrincipal", target), ("TaskPolicyArn.arn", $"arn:aws:iam::aws:policy/root-task/{task}"), ("DurationSeconds", duration));
}
