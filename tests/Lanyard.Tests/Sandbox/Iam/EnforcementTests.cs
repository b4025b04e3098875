using Lanyard.Sandbox.Seeds;
using static Lanyard.Tests.Sandbox.Iam.IamSandbox;

namespace Lanyard.Tests.Sandbox.Iam;

public sealed class EnforcementTests : IDisposable
{
    private readonly IamSandbox _iam = new();

    public void Dispose() => _iam.Dispose();

    [Fact]
    public async Task A_denial_tells_the_client_AWSs_message_and_the_log_the_statement()
    {
        var eve = await _iam.MakeUserAsync("eve", Saying("iam:GetUser", Here + "user/anna"));
        var (code, message) = await _iam.RefusalAsync(eve, "GetUser", ("UserName", "ci"));
        Assert.Equal(("AccessDenied", $"User: {Here}user/eve is not authorized to perform: iam:GetUser on resource: user ci because no identity-based policy allows the iam:GetUser action"), (code, message));
        var call = _iam.Sandbox.Log.Last();
        Assert.Equal(("GetUser", "implicitDeny", "AccessDenied"), (call.Operation, call.Decision, call.Error));
        Assert.Contains("inline policy own, statement 1, 1:", call.Reason, StringComparison.Ordinal);
        Assert.Contains("Resource doesn't match the request", call.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_look_at_users_does_not_learn_which_there_are()
    {
        var eve = await _iam.MakeUserAsync("eve");
        var (there, gone) = (await _iam.RefusalAsync(eve, "GetUser", ("UserName", "ci")), await _iam.RefusalAsync(eve, "GetUser", ("UserName", "cy")));
        Assert.Equal(there.Message!.Replace("user ci ", "user cy ", StringComparison.Ordinal), gone.Message);
        Assert.Equal("AccessDenied", gone.Code);
    }

    [Fact]
    public async Task A_changed_policy_counts_at_the_next_call_whichever_way_it_came()
    {
        var eve = await _iam.MakeUserAsync("eve");
        var arn = (await _iam.AskAsync("Arn", "CreatePolicy", ("PolicyName", "list"), ("PolicyDocument", Saying("iam:ListUsers"))))!;
        await _iam.DoAsync("CreateGroup", ("GroupName", "g"));
        await _iam.DoAsync("AttachGroupPolicy", ("GroupName", "g"), ("PolicyArn", arn));
        Assert.Equal("AccessDenied", (await _iam.RefusalAsync(eve, "ListUsers")).Code);
        await _iam.DoAsync("AddUserToGroup", ("GroupName", "g"), ("UserName", "eve"));
        await _iam.CallAsync(eve, "ListUsers");
        await _iam.DoAsync("CreatePolicyVersion", ("PolicyArn", arn), ("PolicyDocument", Saying("iam:ListGroups")));
        await _iam.CallAsync(eve, "ListUsers");
        await _iam.DoAsync("SetDefaultPolicyVersion", ("PolicyArn", arn), ("VersionId", "v2"));
        Assert.Equal("AccessDenied", (await _iam.RefusalAsync(eve, "ListUsers")).Code);
        await _iam.CallAsync(eve, "ListGroups");
        await _iam.DoAsync("PutUserPermissionsBoundary", ("UserName", "eve"), ("PermissionsBoundary", OfAws + "AmazonS3FullAccess"));
        Assert.EndsWith("because no permissions boundary allows the iam:ListGroups action", (await _iam.RefusalAsync(eve, "ListGroups")).Message, StringComparison.Ordinal);
        await _iam.DoAsync("DeleteUserPermissionsBoundary", ("UserName", "eve"));
        await _iam.DoAsync("AttachUserPolicy", ("UserName", "eve"), ("PolicyArn", OfAws + "AWSDenyAll"));
        Assert.EndsWith("with an explicit deny in an identity-based policy", (await _iam.RefusalAsync(eve, "ListGroups")).Message, StringComparison.Ordinal);
    }

    // "AWS account root user", IAM User Guide: it may do everything in its account.
    [Fact]
    public async Task The_root_user_may_do_everything_in_its_account_and_is_no_user()
    {
        using var iam = new IamSandbox(SandboxSeedFile.Read(
            "accounts: [{ id: \"111111111111\", name: dev, rootKey: {} }]\nidentityCenter: { startUrl: \"https://x.awsapps.com/start\", region: eu-west-1 }\n", "seed.yaml"));
        var root = iam.Sandbox.Server.RootKeyOf(TestSandbox.Dev)!;
        Assert.Equal(Here + "root", (await iam.Sandbox.Sts.GetCallerIdentityAsync(root, TestSandbox.Ct)).Arn);
        await iam.CallAsync(root, "CreateUser", ("UserName", "first"));
        Assert.Equal([Here + "root"], All(await iam.CallAsync(root, "GetUser"), "Arn"));
        Assert.Equal("Must specify userName when calling with non-User credentials", (await iam.RefusalAsync(root, "GetLoginProfile")).Message);

        // "CreateAccessKey", IAM API Reference: without a user's name it manages the root user's keys.
        await iam.CallAsync(root, "CreateAccessKey");
        Assert.Equal(2, All(await iam.CallAsync(root, "ListAccessKeys"), "AccessKeyId").Length);
        Assert.Equal("LimitExceeded", (await iam.RefusalAsync(root, "CreateAccessKey")).Code);
        Assert.Contains("the root user of an account may do everything there by default", iam.Sandbox.Log.First(c => c.Operation == "CreateUser").Reason, StringComparison.Ordinal);
        Assert.Null(iam.Sandbox.Server.RootKeyOf(TestSandbox.Prod));
    }

    [Fact]
    public async Task A_role_of_a_permission_set_refuses_changes_but_may_be_read()
    {
        var name = All(await _iam.CallAsync(_iam.Admin, "ListRoles", ("PathPrefix", "/aws-reserved/")), "RoleName")[0];
        await _iam.DoAsync("GetRole", ("RoleName", name));
        await _iam.DoAsync("ListRolePolicies", ("RoleName", name));
        foreach (var (action, more) in new (string, (string, string)[])[]
        {
            ("DeleteRole", []), ("UpdateRole", []), ("UpdateAssumeRolePolicy", [("PolicyDocument", Ec2Trust)]), ("TagRole", [("Tags.member.1.Key", "k"), ("Tags.member.1.Value", "v")]),
            ("AttachRolePolicy", [("PolicyArn", OfAws + "AdministratorAccess")]), ("PutRolePermissionsBoundary", [("PermissionsBoundary", OfAws + "AdministratorAccess")]),
            ("PutRolePolicy", [("PolicyName", "x"), ("PolicyDocument", Saying("*"))]), ("DeleteRolePolicy", [("PolicyName", "AwsSSOInlinePolicy")]),
        })
        {
            var refusal = await _iam.RefusalAsync(_iam.Admin, action, [("RoleName", name), .. more]);
            Assert.Equal(("UnmodifiableEntity", $"Cannot perform the operation on the protected role '{name}' - this role is only modifiable by AWS"), refusal);
        }
    }

    [Fact]
    public async Task Policies_of_AWS_refuse_changes_and_other_accounts_have_their_own()
    {
        Assert.Equal("AccessDenied", (await _iam.RefusalAsync(_iam.Admin, "DeletePolicy", ("PolicyArn", OfAws + "ReadOnlyAccess"))).Code);
        Assert.Equal("AccessDenied", (await _iam.RefusalAsync(_iam.Admin, "CreatePolicyVersion", ("PolicyArn", OfAws + "ReadOnlyAccess"), ("PolicyDocument", Saying("*")))).Code);
        Assert.Equal("NoSuchEntity", (await _iam.RefusalAsync(_iam.Admin, "GetRole", ("RoleName", "deploy-mfa"))).Code);
    }

    [Fact]
    public async Task A_conflicting_change_at_the_same_time_happens_once()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            await Task.Yield();
            try
            {
                await _iam.DoAsync("CreateGroup", ("GroupName", "once"));
                return true;
            }
            catch (Xunit.Sdk.TrueException)
            {
                return false;
            }
        }));
        Assert.Single(answers, made => made);
    }
}
