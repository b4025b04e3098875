namespace Lanyard.Tests.Sandbox.Organizations;

/// <summary>"Service control policies" and "Resource control policies", Organizations User Guide, as calls feel them.</summary>
public sealed class EnforcementTests
{
    private const string Deploy = "arn:aws:iam::444455556666:role/deploy";

    private static readonly string Roles =
        $$$"""
        [{"name":"deploy","account":"shop","trust":{"Version":"2012-10-17","Statement":[
          {"Effect":"Allow","Principal":{"AWS":["{{{OrganizationSandbox.Boss}}}","{{{OrganizationSandbox.Stranger}}}"]},"Action":"sts:AssumeRole"},
          {"Effect":"Allow","Principal":{"Federated":"arn:aws:iam::444455556666:oidc-provider/oidc.lanyard-sandbox.test"},"Action":"sts:AssumeRoleWithWebIdentity"}]}},
         {"name":"deploy","account":"boss","trust":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"{{{OrganizationSandbox.Stranger}}}"},"Action":"sts:AssumeRole"}]}}]
        """;

    [Fact]
    public async Task An_scp_of_the_root_binds_users_and_root_users_of_members_and_not_the_management_account()
    {
        using var sandbox = new OrganizationSandbox();
        var server = sandbox.Sandbox.Server;
        await sandbox.AttachAsync(await sandbox.MakePolicyAsync(OrganizationSandbox.NoUsers), await sandbox.RootAsync());
        Assert.False(await sandbox.MayListUsersAsync(sandbox.Sam));
        Assert.False(await sandbox.MayListUsersAsync(server.RootKeyOf(OrganizationSandbox.Shop)!));
        Assert.True(await sandbox.MayListUsersAsync(sandbox.Ann));
        Assert.True(await sandbox.MayListUsersAsync(sandbox.Eve));
    }

    [Fact]
    public async Task A_denial_names_the_policy_to_the_client_and_its_statement_in_the_log()
    {
        using var sandbox = new OrganizationSandbox();
        var policy = await sandbox.MakePolicyAsync(OrganizationSandbox.NoUsers, name: "no-users");
        await sandbox.AttachAsync(policy, OrganizationSandbox.Shop);
        var (code, message) = await sandbox.Iam.RefusalAsync(sandbox.Sam, "ListUsers");
        Assert.Equal("AccessDenied", code);
        Assert.Matches($"with an explicit deny in a service control policy: arn:aws:organizations::111122223333:policy/o-[a-z0-9]+/service_control_policy/{policy}$", message);
        Assert.StartsWith($"SCP no-users ({policy}) of 444455556666, statement 1 (NoUsers)", sandbox.Sandbox.Log.Last().Reason, StringComparison.Ordinal);
        Assert.Equal("explicitDeny", sandbox.Sandbox.Log.Last().Decision);
    }

    [Fact]
    public async Task A_list_of_what_is_allowed_leaves_out_all_else()
    {
        using var sandbox = new OrganizationSandbox(
            """
            {"management":"boss","units":[{"name":"workloads","accounts":["shop"]}],"outside":["stranger"],"policies":[
              {"name":"sts","allowList":"true","targets":["workloads"],"policy":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:*","Resource":"*"}]}}]}
            """);
        var (_, message) = await sandbox.Iam.RefusalAsync(sandbox.Sam, "ListUsers");
        Assert.EndsWith("because no service control policy allows the iam:ListUsers action", message, StringComparison.Ordinal);
        Assert.Contains("(workloads)", sandbox.Sandbox.Log.Last().Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_rcp_keeps_everybody_but_the_organization_from_roles_of_members_and_none_from_the_management_accounts()
    {
        using var sandbox = new OrganizationSandbox(roles: Roles);
        Assert.True(await sandbox.MayAssumeAsync(sandbox.Eve, Deploy));
        var id = (string)(await sandbox.CallAsync("DescribeOrganization"))["Organization"]!["Id"]!;
        await sandbox.AttachAsync(
            await sandbox.MakePolicyAsync(
                $$$"""{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"sts:*","Resource":"*","Condition":{"StringNotEqualsIfExists":{"aws:PrincipalOrgID":"{{{id}}}"} } }]}""",
                "RESOURCE_CONTROL_POLICY"),
            await sandbox.RootAsync());
        Assert.False(await sandbox.MayAssumeAsync(sandbox.Eve, Deploy));
        Assert.True(await sandbox.MayAssumeAsync(sandbox.Ann, Deploy));
        Assert.True(await sandbox.MayAssumeAsync(sandbox.Eve, "arn:aws:iam::111122223333:role/deploy"));
        Assert.True(await sandbox.MayListUsersAsync(sandbox.Sam));
    }

    [Fact]
    public async Task An_rcp_decides_about_web_identities_too()
    {
        using var sandbox = new OrganizationSandbox(roles: Roles);
        Assert.Equal(200, await AssumeAsync());
        await sandbox.AttachAsync(
            await sandbox.MakePolicyAsync("""{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"sts:AssumeRoleWithWebIdentity","Resource":"*"}]}""", "RESOURCE_CONTROL_POLICY"),
            OrganizationSandbox.Shop);
        Assert.Equal(403, await AssumeAsync());

        async Task<int> AssumeAsync() => (await sandbox.Sandbox.SendAsync("POST", "/", TestSandbox.Form(
            "AssumeRoleWithWebIdentity", ("RoleArn", Deploy), ("RoleSessionName", "job"),
            ("WebIdentityToken", sandbox.Sandbox.Server.IssueWebIdentityToken("job", "sts.amazonaws.com").Reveal())))).Status;
    }

    [Fact]
    public async Task Condition_keys_tell_the_path_of_the_callers_account()
    {
        using var sandbox = new OrganizationSandbox("""{"management":"boss","units":[{"name":"a","units":[{"name":"b","accounts":["shop"]}]}],"outside":["stranger"]}""");
        var organization = (string)(await sandbox.CallAsync("DescribeOrganization"))["Organization"]!["Id"]!;
        var root = await sandbox.RootAsync();
        var unit = (string)(await sandbox.CallAsync("ListOrganizationalUnitsForParent", $$"""{"ParentId":"{{root}}"}"""))["OrganizationalUnits"]![0]!["Id"]!;
        var policy = await sandbox.MakePolicyAsync(
            $$$"""
            {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"iam:ListUsers","Resource":"*",
              "Condition":{"ForAnyValue:StringLike":{"aws:PrincipalOrgPaths":"{{{organization}}}/{{{root}}}/{{{unit}}}/ou-*/"},"StringEquals":{"aws:ResourceOrgID":"{{{organization}}}"} } }]}
            """);
        await sandbox.AttachAsync(policy, root);
        Assert.False(await sandbox.MayListUsersAsync(sandbox.Sam));
        await sandbox.CallAsync("MoveAccount", $$"""{"AccountId":"{{OrganizationSandbox.Shop}}","SourceParentId":"{{await ParentAsync()}}","DestinationParentId":"{{unit}}"}""");
        Assert.True(await sandbox.MayListUsersAsync(sandbox.Sam));

        async Task<string> ParentAsync() => (string)(await sandbox.CallAsync("ListParents", $$"""{"ChildId":"{{OrganizationSandbox.Shop}}"}"""))["Parents"]![0]!["Id"]!;
    }

    [Fact]
    public async Task A_disabled_type_binds_nobody()
    {
        using var sandbox = new OrganizationSandbox();
        var root = await sandbox.RootAsync();
        await sandbox.AttachAsync(await sandbox.MakePolicyAsync(OrganizationSandbox.NoUsers), root);
        await sandbox.CallAsync("DisablePolicyType", $$"""{"RootId":"{{root}}","PolicyType":"SERVICE_CONTROL_POLICY"}""");
        Assert.True(await sandbox.MayListUsersAsync(sandbox.Sam));
        Assert.Equal("PolicyTypeNotEnabledException", (await sandbox.RefusalAsync(sandbox.Ann, "AttachPolicy", $$"""{"PolicyId":"p-FullAWSAccess","TargetId":"{{root}}"}""")).Code);
    }
}
