using System.Text.Json.Nodes;
using Lanyard.Aws.Services;

namespace Lanyard.Tests.Sandbox.SsoAdmin;

/// <summary>What portal, sign-in and sessions make of assignments that change while they are used.</summary>
public sealed class AssignmentTests
{
    private const string Everything = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""";

    [Fact]
    public async Task A_new_person_signs_in_and_enters_what_the_persons_groups_may()
    {
        using var center = await CenterSandbox.StartAsync();
        var (bob, set) = (await center.MakeUserAsync("bob"), await center.MakeSetAsync("Fresh", Everything));
        var group = (string)(await center.StoreAsync("CreateGroup", new JsonObject { ["DisplayName"] = "Crew" }))["GroupId"]!;
        var token = (await center.Sandbox.SignInAsync("bob")).Tokens.AccessToken;
        await center.AssignAsync("CreateAccountAssignment", TestSandbox.Dev, set, group, "GROUP");
        Assert.Empty(center.Sandbox.Server.AssignmentsOf("bob"));
        Assert.Equal("ForbiddenException", (await TestSandbox.RefusalAsync(() => center.Sandbox.Portal.GetRoleCredentialsAsync(token, TestSandbox.Dev, "Fresh", TestSandbox.Ct))).Code);

        await center.StoreAsync("CreateGroupMembership", new JsonObject { ["GroupId"] = group, ["MemberId"] = new JsonObject { ["UserId"] = bob } });
        Assert.Equal([(TestSandbox.Dev, "Fresh")], center.Sandbox.Server.AssignmentsOf("bob"));
        var session = await center.Sandbox.Portal.GetRoleCredentialsAsync(token, TestSandbox.Dev, "Fresh", TestSandbox.Ct);
        Assert.EndsWith("/bob", (await center.Sandbox.Sts.GetCallerIdentityAsync(session, TestSandbox.Ct)).Arn, StringComparison.Ordinal);

        await center.StoreAsync("DeleteGroup", new JsonObject { ["GroupId"] = group });
        Assert.Equal("ForbiddenException", (await TestSandbox.RefusalAsync(() => center.Sandbox.Portal.GetRoleCredentialsAsync(token, TestSandbox.Dev, "Fresh", TestSandbox.Ct))).Code);
        await center.Sandbox.Sts.GetCallerIdentityAsync(session, TestSandbox.Ct);
    }

    [Fact]
    public async Task Who_is_deleted_is_signed_out_and_cannot_sign_in_while_sessions_go_on()
    {
        using var center = await CenterSandbox.StartAsync();
        var (client, tokens) = await center.Sandbox.SignInAsync();
        var session = await center.Sandbox.Portal.GetRoleCredentialsAsync(tokens.AccessToken, TestSandbox.Dev, "Developer", TestSandbox.Ct);
        await center.StoreAsync("DeleteUser", new JsonObject { ["UserId"] = await center.UserIdAsync("alice") });
        Assert.Equal("UnauthorizedException", (await TestSandbox.RefusalAsync(() => center.Sandbox.Portal.GetRoleCredentialsAsync(tokens.AccessToken, TestSandbox.Dev, "Developer", TestSandbox.Ct))).Code);
        Assert.Equal("InvalidGrantException", (await TestSandbox.RefusalAsync(() => center.Sandbox.Oidc.CreateTokenAsync(client, new OidcGrant.RefreshToken(tokens.RefreshToken!), TestSandbox.Ct))).Code);
        Assert.Null(center.Sandbox.Server.PasswordOf("alice"));
        await center.Sandbox.Sts.GetCallerIdentityAsync(session, TestSandbox.Ct);

        // Another person of that name is another person.
        await center.MakeUserAsync("alice");
        Assert.Equal("UnauthorizedException", (await TestSandbox.RefusalAsync(() => center.Sandbox.Portal.GetRoleCredentialsAsync(tokens.AccessToken, TestSandbox.Dev, "Developer", TestSandbox.Ct))).Code);
        Assert.Empty(center.Sandbox.Server.AssignmentsOf("alice"));
    }

    [Fact]
    public async Task A_renamed_person_goes_on_under_the_new_name()
    {
        using var center = await CenterSandbox.StartAsync();
        var token = (await center.Sandbox.SignInAsync()).Tokens.AccessToken;
        await center.StoreAsync("UpdateUser", new JsonObject
        {
            ["UserId"] = await center.UserIdAsync("alice"),
            ["Operations"] = new JsonArray(new JsonObject { ["AttributePath"] = "userName", ["AttributeValue"] = "alicia" }),
        });
        var session = await center.Sandbox.Portal.GetRoleCredentialsAsync(token, TestSandbox.Dev, "Developer", TestSandbox.Ct);
        Assert.EndsWith("/alicia", (await center.Sandbox.Sts.GetCallerIdentityAsync(session, TestSandbox.Ct)).Arn, StringComparison.Ordinal);
        Assert.Equal((true, false), (center.Sandbox.Server.PasswordOf("alicia") is not null, center.Sandbox.Server.PasswordOf("alice") is not null));
    }

    [Fact]
    public async Task With_its_last_assignment_the_role_goes_and_its_sessions_with_it()
    {
        using var center = await CenterSandbox.StartAsync();
        var (alice, bob, set) = (await center.UserIdAsync("alice"), await center.MakeUserAsync("bob"), await center.SetArnAsync("ReadOnly"));
        await center.AssignAsync("CreateAccountAssignment", TestSandbox.Prod, set, bob);
        var session = center.Sandbox.Server.IssueRoleCredentials("alice", TestSandbox.Prod, "ReadOnly")!;
        await center.AssignAsync("DeleteAccountAssignment", TestSandbox.Prod, set, alice);
        Assert.Null(center.Sandbox.Server.IssueRoleCredentials("alice", TestSandbox.Prod, "ReadOnly"));
        await center.Sandbox.Sts.GetCallerIdentityAsync(session, TestSandbox.Ct);
        await center.AssignAsync("DeleteAccountAssignment", TestSandbox.Prod, set, bob);
        Assert.Equal("InvalidClientTokenId", (await TestSandbox.RefusalAsync(() => center.Sandbox.Sts.GetCallerIdentityAsync(session, TestSandbox.Ct))).Code);
        await center.SsoAsync("DeletePermissionSet", new JsonObject { ["PermissionSetArn"] = set });
    }

    [Fact]
    public async Task Sessions_are_as_long_and_may_as_much_as_was_provisioned_last()
    {
        using var center = await CenterSandbox.StartAsync();
        var (alice, set) = (await center.UserIdAsync("alice"), await center.MakeSetAsync("Fresh", Everything));
        await center.AssignAsync("CreateAccountAssignment", TestSandbox.Dev, set, alice);
        await center.SsoAsync("UpdatePermissionSet", new JsonObject { ["PermissionSetArn"] = set, ["SessionDuration"] = "PT4H" });
        await center.SsoAsync("PutInlinePolicyToPermissionSet", new JsonObject { ["PermissionSetArn"] = set, ["InlinePolicy"] = Everything.Replace("Allow", "Deny", StringComparison.Ordinal) });
        var session = center.Sandbox.Server.IssueRoleCredentials("alice", TestSandbox.Dev, "Fresh")!;
        Assert.Equal(center.Sandbox.Clock.Now + TimeSpan.FromHours(1), session.Expiration);
        Assert.Equal(200, await ListUsersAsync());
        await center.SsoAsync("ProvisionPermissionSet", new JsonObject { ["PermissionSetArn"] = set, ["TargetType"] = "ALL_PROVISIONED_ACCOUNTS" });
        Assert.Equal(center.Sandbox.Clock.Now + TimeSpan.FromHours(4), center.Sandbox.Server.IssueRoleCredentials("alice", TestSandbox.Dev, "Fresh")!.Expiration);
        Assert.Equal(403, await ListUsersAsync());

        async Task<int> ListUsersAsync() => (await center.Sandbox.SendAsync(center.Sandbox.Signed("Action=ListUsers&Version=2010-05-08", session, region: "us-east-1", service: "iam"))).Status;
    }

    // "Revoke access for deleted users", IAM Identity Center User Guide: a policy of the permission set can name the person.
    [Fact]
    public async Task A_policy_can_deny_one_person_by_the_identity_stores_user_id()
    {
        using var center = await CenterSandbox.StartAsync();
        var (alice, bob) = (await center.UserIdAsync("alice"), await center.MakeUserAsync("bob"));
        var set = await center.MakeSetAsync("Fresh",
            $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"StringEquals":{"identitystore:userId":"{{bob}}" } } }]}""");
        await center.AssignAsync("CreateAccountAssignment", TestSandbox.Dev, set, alice);
        await center.AssignAsync("CreateAccountAssignment", TestSandbox.Dev, set, bob);
        Assert.Equal((200, 403), (await ListAsync("alice"), await ListAsync("bob")));

        async Task<int> ListAsync(string user) => (await center.Sandbox.SendAsync(center.Sandbox.Signed(
            "Action=ListUsers&Version=2010-05-08", center.Sandbox.Server.IssueRoleCredentials(user, TestSandbox.Dev, "Fresh")!, region: "us-east-1", service: "iam"))).Status;
    }

    [Fact]
    public async Task Another_region_and_another_account_have_no_instance()
    {
        using var center = await CenterSandbox.StartAsync();
        Assert.Equal("AccessDeniedException", (await CenterSandbox.RefusalAsync(() => center.SsoAsync("ListPermissionSets", [], region: "us-east-1"))).Code);
        var dev = center.Sandbox.Server.IssueRoleCredentials("alice", TestSandbox.Dev, "Administrator")!;
        Assert.Equal("AccessDeniedException", (await CenterSandbox.RefusalAsync(() => center.SsoAsync("ListPermissionSets", [], dev))).Code);
        Assert.Empty((await center.SsoAsync("ListInstances", [], dev))["Instances"]!.AsArray());
        Assert.Equal(CenterSandbox.Management, (string)(await center.SsoAsync("ListInstances", []))["Instances"]![0]!["OwnerAccountId"]!);
    }

    [Fact]
    public async Task An_assignment_needs_leave_for_instance_permission_set_and_account()
    {
        using var center = await CenterSandbox.StartAsync();
        var (alice, admin, set) = (await center.UserIdAsync("alice"), await center.MakeSetAsync("Fresh", Everything), await center.SetArnAsync("ReadOnly"));
        string[] resources = [center.Instance, set, $"arn:aws:sso:::account/{TestSandbox.Dev}"];
        foreach (var missing in resources.Append(null))
        {
            await center.SsoAsync("PutInlinePolicyToPermissionSet", new JsonObject
            {
                ["PermissionSetArn"] = admin,
                ["InlinePolicy"] = $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sso:CreateAccountAssignment","Resource":["{{string.Join("\",\"", resources.Where(r => r != missing))}}"]}]}""",
            });
            await center.AssignAsync("CreateAccountAssignment", CenterSandbox.Management, admin, alice);
            var who = center.Sandbox.Server.IssueRoleCredentials("alice", CenterSandbox.Management, "Fresh")!;
            var input = new JsonObject { ["TargetId"] = TestSandbox.Dev, ["TargetType"] = "AWS_ACCOUNT", ["PermissionSetArn"] = set, ["PrincipalType"] = "USER", ["PrincipalId"] = alice };
            if (missing is null)
            {
                await center.SsoAsync("CreateAccountAssignment", input, who);
            }
            else
            {
                var (code, message) = await CenterSandbox.RefusalAsync(() => center.SsoAsync("CreateAccountAssignment", input, who));
                Assert.Equal("AccessDeniedException", code);
                Assert.Contains($"is not authorized to perform: sso:CreateAccountAssignment on resource: {missing} because no identity-based policy allows", message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Who_keeps_the_passwords_is_told_before_the_call_is_answered()
    {
        using var center = await CenterSandbox.StartAsync();
        var told = new List<string>();
        center.Sandbox.Server.UsersChanged = () => told.Add(string.Join(' ', center.Sandbox.Server.UserNames));
        var bob = await center.MakeUserAsync("bob");
        await center.StoreAsync("DeleteUser", new JsonObject { ["UserId"] = bob });
        Assert.Equal(["alice bob", "alice"], told);
    }
}
