using System.Text.Json.Nodes;

namespace Lanyard.Tests.Sandbox.SsoAdmin;

public sealed class DelegationTests
{
    [Fact]
    public async Task An_account_that_the_organization_delegated_Identity_Center_to_administers_it()
    {
        using var center = await CenterSandbox.StartAsync();
        var dev = center.Sandbox.Server.IssueRoleCredentials("alice", TestSandbox.Dev, "Administrator")!;
        Assert.Equal("AccessDeniedException", (await CenterSandbox.RefusalAsync(() => center.SsoAsync("ListPermissionSets", [], dev))).Code);
        Assert.Equal("AccessDeniedException", (await CenterSandbox.RefusalAsync(() => center.StoreAsync("ListUsers", [], dev))).Code);

        await center.OrganizationsAsync("EnableAWSServiceAccess", new JsonObject { ["ServicePrincipal"] = "sso.amazonaws.com" });
        await center.OrganizationsAsync("RegisterDelegatedAdministrator", new JsonObject { ["AccountId"] = TestSandbox.Dev, ["ServicePrincipal"] = "sso.amazonaws.com" });

        Assert.NotEmpty((await center.SsoAsync("ListPermissionSets", [], dev))["PermissionSets"]!.AsArray());
        Assert.NotEmpty((await center.StoreAsync("ListUsers", [], dev))["Users"]!.AsArray());
        Assert.Single((await center.SsoAsync("ListInstances", [], dev))["Instances"]!.AsArray());
    }

    [Fact]
    public async Task It_can_not_let_anybody_into_the_management_account()
    {
        using var center = await CenterSandbox.StartAsync();
        var dev = center.Sandbox.Server.IssueRoleCredentials("alice", TestSandbox.Dev, "Administrator")!;
        var (alice, set) = (await center.UserIdAsync("alice"), await center.SetArnAsync("Administrator"));
        await center.OrganizationsAsync("EnableAWSServiceAccess", new JsonObject { ["ServicePrincipal"] = "sso.amazonaws.com" });
        await center.OrganizationsAsync("RegisterDelegatedAdministrator", new JsonObject { ["AccountId"] = TestSandbox.Dev, ["ServicePrincipal"] = "sso.amazonaws.com" });

        var (code, _) = await CenterSandbox.RefusalAsync(() => center.SsoAsync("CreateAccountAssignment", new JsonObject
        {
            ["TargetId"] = CenterSandbox.Management,
            ["TargetType"] = "AWS_ACCOUNT",
            ["PermissionSetArn"] = set,
            ["PrincipalType"] = "USER",
            ["PrincipalId"] = alice,
        }, dev));
        Assert.Equal("AccessDeniedException", code);
    }

    [Fact]
    public async Task An_account_that_left_the_organization_is_no_longer_entered_through_the_portal()
    {
        using var center = await CenterSandbox.StartAsync();
        Assert.NotNull(center.Sandbox.Server.IssueRoleCredentials("alice", TestSandbox.Prod, "ReadOnly"));
        await center.OrganizationsAsync("RemoveAccountFromOrganization", new JsonObject { ["AccountId"] = TestSandbox.Prod });
        Assert.Null(center.Sandbox.Server.IssueRoleCredentials("alice", TestSandbox.Prod, "ReadOnly"));
    }
}
