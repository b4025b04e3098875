using System.Text.Json.Nodes;
using Lanyard.Sandbox.Seeds;
using Lanyard.Tests.Sandbox.Iam;

namespace Lanyard.Tests.Sandbox.Organizations;

public sealed class OrganizationTests
{
    [Fact]
    public async Task Without_an_organization_calls_say_so_and_no_policy_of_one_is_asked()
    {
        using var sandbox = new OrganizationSandbox(null);
        Assert.Equal("AWSOrganizationsNotInUseException", (await sandbox.RefusalAsync(sandbox.Ann, "DescribeOrganization")).Code);
        Assert.True(await sandbox.MayListUsersAsync(sandbox.Sam));
    }

    [Fact]
    public async Task An_account_that_is_made_can_be_used_at_once_and_after_its_end_by_nobody()
    {
        using var sandbox = new OrganizationSandbox();
        var request = (string)(await sandbox.CallAsync("CreateAccount", """{"Email":"new@example.com","AccountName":"new"}"""))["CreateAccountStatus"]!["Id"]!;
        var id = (string)(await sandbox.CallAsync("DescribeCreateAccountStatus", $$"""{"CreateAccountRequestId":"{{request}}"}"""))["CreateAccountStatus"]!["AccountId"]!;
        Assert.Matches("^[1-9][0-9]{11}$", id);
        var role = $"arn:aws:iam::{id}:role/OrganizationAccountAccessRole";
        Assert.True(await sandbox.MayAssumeAsync(sandbox.Ann, role));
        Assert.False(await sandbox.MayAssumeAsync(sandbox.Sam, role));
        await sandbox.CallAsync("CloseAccount", $$"""{"AccountId":"{{id}}"}""");
        Assert.False(await sandbox.MayAssumeAsync(sandbox.Ann, role));
    }

    [Theory]
    [InlineData("ListAccounts", "{}", "AccessDeniedException", null)]
    [InlineData("CreatePolicy", """{"Name":"a","Description":"","Type":"SERVICE_CONTROL_POLICY","Content":"{}"}""", "AccessDeniedException", null)]
    [InlineData("MoveAccount", """{"AccountId":"444455556666","SourceParentId":"r-aaaa","DestinationParentId":"r-bbbb"}""", "AccessDeniedException", null)]
    public async Task A_member_may_not_call_what_the_management_account_may(string operation, string body, string code, string? reason)
    {
        using var sandbox = new OrganizationSandbox();
        Assert.Equal((code, reason), await sandbox.RefusalAsync(sandbox.Sam, operation, body));
    }

    [Theory]
    [InlineData("DescribeAccount", """{"AccountId":"1"}""", "INVALID_PATTERN")]
    [InlineData("DescribeAccount", "{}", "INPUT_REQUIRED")]
    [InlineData("ListAccounts", """{"MaxResults":21}""", "MAX_VALUE_EXCEEDED")]
    [InlineData("ListAccounts", """{"NextToken":"?"}""", "INVALID_NEXT_TOKEN")]
    [InlineData("ListPolicies", """{"Filter":"NO_POLICY"}""", "INVALID_ENUM")]
    [InlineData("TagResource", """{"ResourceId":"444455556666","Tags":[{"Key":"a","Value":"1"},{"Key":"a","Value":"2"}]}""", "DUPLICATE_TAG_KEY")]
    [InlineData("DetachPolicy", """{"PolicyId":"p-RCPFullAWSAccess","TargetId":"444455556666"}""", "NON_DETACHABLE_POLICY")]
    [InlineData("UpdatePolicy", """{"PolicyId":"p-FullAWSAccess","Name":"mine"}""", "IMMUTABLE_POLICY")]
    public async Task An_input_that_the_service_model_forbids_is_refused_with_its_reason(string operation, string body, string reason)
    {
        using var sandbox = new OrganizationSandbox();
        Assert.Equal(("InvalidInputException", reason), await sandbox.RefusalAsync(sandbox.Ann, operation, body));
    }

    // "AcceptHandshake", API Reference: where all features are enabled, who accepts must be able to let Organizations make its role.
    [Fact]
    public async Task Who_accepts_an_invitation_lets_organizations_make_its_role()
    {
        using var sandbox = new OrganizationSandbox();
        var root = sandbox.Sandbox.Server.RootKeyOf(OrganizationSandbox.Stranger)!;
        var asked = (string)(await sandbox.CallAsync("InviteAccountToOrganization", $$"""{"Target":{"Type":"ACCOUNT","Id":"{{OrganizationSandbox.Stranger}}"} }"""))["Handshake"]!["Id"]!;
        await sandbox.Iam.CallAsync(root, "PutUserPolicy", ("UserName", "eve"), ("PolicyName", "no"), ("PolicyDocument", IamSandbox.Saying("iam:CreateServiceLinkedRole", effect: "Deny")));
        Assert.Equal(
            ("AccessDeniedForDependencyException", "ACCESS_DENIED_DURING_CREATE_SERVICE_LINKED_ROLE"),
            await sandbox.RefusalAsync(sandbox.Eve, "AcceptHandshake", $$"""{"HandshakeId":"{{asked}}"}"""));
        Assert.DoesNotContain("AWSServiceRoleForOrganizations", IamSandbox.All(await sandbox.Iam.CallAsync(root, "ListRoles"), "RoleName"));
        await sandbox.Iam.CallAsync(root, "DeleteUserPolicy", ("UserName", "eve"), ("PolicyName", "no"));
        await sandbox.CallAsync(sandbox.Eve, "AcceptHandshake", $$"""{"HandshakeId":"{{asked}}"}""");
        Assert.Contains("AWSServiceRoleForOrganizations", IamSandbox.All(await sandbox.Iam.CallAsync(root, "ListRoles"), "RoleName"));
    }

    // "CloseAccount", API Reference: an account can be closed where all features are enabled.
    [Fact]
    public async Task An_account_is_closed_where_all_features_are_enabled()
    {
        using var sandbox = new OrganizationSandbox(organization: null);
        await sandbox.CallAsync("CreateOrganization", """{"FeatureSet":"CONSOLIDATED_BILLING"}""");
        await sandbox.CallAsync("CreateAccount", """{"Email":"new@example.com","AccountName":"new"}""");
        var made = (string)(await sandbox.CallAsync("ListCreateAccountStatus"))["CreateAccountStatuses"]![0]!["AccountId"]!;
        Assert.Equal(("ConstraintViolationException", "ORGANIZATION_NOT_IN_ALL_FEATURES_MODE"), await sandbox.RefusalAsync(sandbox.Ann, "CloseAccount", $$"""{"AccountId":"{{made}}"}"""));
    }

    [Fact]
    public async Task The_last_scp_of_a_target_stays()
    {
        using var sandbox = new OrganizationSandbox();
        Assert.Equal(
            ("ConstraintViolationException", "MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED"),
            await sandbox.RefusalAsync(sandbox.Ann, "DetachPolicy", $$"""{"PolicyId":"p-FullAWSAccess","TargetId":"{{OrganizationSandbox.Shop}}"}"""));
    }

    [Fact]
    public async Task What_leaves_leaves_its_policies_and_tags_behind()
    {
        using var sandbox = new OrganizationSandbox();
        var policy = await sandbox.MakePolicyAsync(OrganizationSandbox.NoUsers);
        await sandbox.AttachAsync(policy, OrganizationSandbox.Shop);
        await sandbox.CallAsync(sandbox.Sam, "LeaveOrganization");
        Assert.True(await sandbox.MayListUsersAsync(sandbox.Sam));
        Assert.Empty((await sandbox.CallAsync("ListTargetsForPolicy", $$"""{"PolicyId":"{{policy}}"}"""))["Targets"]!.AsArray());
        Assert.Equal("AWSOrganizationsNotInUseException", (await sandbox.RefusalAsync(sandbox.Sam, "DescribeOrganization")).Code);
    }

    [Fact]
    public async Task The_ids_of_a_seeds_organization_are_the_same_in_every_sandbox()
    {
        using var one = new OrganizationSandbox();
        using var other = new OrganizationSandbox();
        Assert.True(JsonNode.DeepEquals(await one.CallAsync("DescribeOrganization"), await other.CallAsync("DescribeOrganization")));
        Assert.Equal(await one.RootAsync(), await other.RootAsync());
    }

    [Theory]
    [InlineData("""{"management":"nobody"}""", "management is neither id nor name of one of accounts")]
    [InlineData("""{"management":"boss","id":"o-1"}""", "10 to 32 small letters and digits")]
    [InlineData("""{"management":"boss","outside":["boss"]}""", "management account can't be outside")]
    [InlineData("""{"management":"boss","units":[{"name":"a","accounts":["shop"]},{"name":"b","accounts":["shop"]}]}""", "has a place already")]
    [InlineData("""{"management":"boss","units":[{"name":"a"},{"name":"a"}]}""", "have the same name")]
    [InlineData("""{"management":"boss","policyTypes":["TAG_POLICY"]}""", "the sandbox enforces")]
    [InlineData("""{"management":"boss","policies":[{"name":"p","targets":["nowhere"],"policy":"{}"}]}""", "neither root, nor a unit")]
    [InlineData("""{"management":"boss","units":[{"name":"shop"}],"policies":[{"name":"p","targets":["shop"],"policy":"{}"}]}""", "can mean more than one")]
    [InlineData("""{"management":"boss","policies":[{"name":"p","targets":["root"],"policy":{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}]}}]}""", "can't be used")]
    [InlineData("""{"management":"boss","units":[{"name":"1","units":[{"name":"2","units":[{"name":"3","units":[{"name":"4","units":[{"name":"5","units":[{"name":"6"}]}]}]}]}]}]}""", "5 levels deep")]
    public void A_seeds_organization_that_cant_be_is_refused(string organization, string problem)
    {
        var error = Assert.Throws<SandboxSeedException>(() => new OrganizationSandbox(organization));
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }
}
