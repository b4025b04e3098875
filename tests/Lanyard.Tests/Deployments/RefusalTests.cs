using Lanyard.Policy.Generate;
using Lanyard.Tests.Sandbox.Iam;
using Lanyard.Tests.Sandbox.Organizations;

namespace Lanyard.Tests.Deployments;

/// <summary>Deployments that fail, and what else than the generated policy has a say in them.</summary>
public sealed class RefusalTests
{
    public static TheoryData<string> Own => DeploymentTests.Own;

    [Theory]
    [MemberData(nameof(Own))]
    public async Task A_creation_that_fails_is_rolled_back_with_the_same_policy(string name)
    {
        var app = Apps.Own.Single(app => app.Name == name);
        using var sandbox = await DeployerAsync(app);
        Assert.Equal("ROLLBACK_COMPLETE", (await sandbox.StepAsync(0, TemplateChange.WithFailure(app.Steps[0]))).Status);
        Assert.Empty(sandbox.Denials);
    }

    [Theory]
    [MemberData(nameof(Own))]
    public async Task A_change_that_fails_is_taken_back_with_the_same_policy(string name)
    {
        var app = Apps.Own.Single(app => app.Name == name);
        using var sandbox = await DeployerAsync(app);
        for (var at = 0; at < app.Templates.Length; at++)
        {
            Assert.Empty((await sandbox.StepAsync(at, app.Steps[at])).Failures);
        }

        Assert.Equal("UPDATE_ROLLBACK_COMPLETE", (await sandbox.StepAsync(app.Templates.Length, TemplateChange.WithFailure(app.Steps[app.Templates.Length]))).Status);
        Assert.Empty(sandbox.Denials);
    }

    [Fact]
    public async Task Roles_are_made_with_the_boundary_that_the_policy_requires_and_keep_it()
    {
        var app = Apps.Own.Single(app => app.Name == "cdk");
        using var sandbox = await AppSandbox.ForDeployerAsync(app, AppSandbox.Split(NeededPolicy.Of([.. app.Calls, .. RoleBoundary.Require(app.Needs, AppSandbox.BoundaryArn)])));
        await sandbox.Iam.DoAsync("CreatePolicy", ("PolicyName", "app-boundary"), ("PolicyDocument", IamSandbox.Saying("logs:*")));
        var bounded = TemplateChange.WithBoundary(app.Steps[0], AppSandbox.BoundaryArn);
        Assert.Empty((await sandbox.StepAsync(0, bounded)).Failures);
        var unbound = await sandbox.StepAsync(1, app.Steps[0]);
        Assert.Equal("UPDATE_ROLLBACK_COMPLETE", unbound.Status);
        Assert.Contains("is not authorized to perform: iam:DeleteRolePermissionsBoundary on resource: role shop-dev-", unbound.Failures[0], StringComparison.Ordinal);
        Assert.Equal("DELETE_COMPLETE", (await sandbox.DeleteAsync()).Status);
    }

    [Fact]
    public async Task Roles_without_the_boundary_that_the_policy_requires_are_not_made()
    {
        var app = Apps.Own.Single(app => app.Name == "cdk");
        using var sandbox = await AppSandbox.ForDeployerAsync(app, AppSandbox.Split(NeededPolicy.Of([.. app.Calls, .. RoleBoundary.Require(app.Needs, AppSandbox.BoundaryArn)])));
        var outcome = await sandbox.StepAsync(0, app.Steps[0]);
        Assert.Equal("ROLLBACK_COMPLETE", outcome.Status);
        Assert.Contains(outcome.Failures, failure => failure.Contains("is not authorized to perform: iam:CreateRole on resource: ", StringComparison.Ordinal) && failure.Contains("because no identity-based policy allows the iam:CreateRole action", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_an_scp_denies_is_refused_in_its_name()
    {
        using var organization = new OrganizationSandbox();
        var policy = await organization.MakePolicyAsync("""{"Version":"2012-10-17","Statement":[{"Sid":"NoQueues","Effect":"Deny","Action":"sqs:CreateQueue","Resource":"*"}]}""", name: "no-queues");
        await organization.AttachAsync(policy, OrganizationSandbox.Shop);
        var failure = await AppSandbox.FailureAsync(organization.Sandbox, organization.Sam, OrganizationSandbox.Shop, """{"Resources":{"Jobs":{"Type":"AWS::SQS::Queue"}}}""");
        Assert.Contains("is not authorized to perform: sqs:CreateQueue on resource: arn:aws:sqs:eu-west-1:444455556666:app-Jobs-", failure, StringComparison.Ordinal);
        Assert.Contains("with an explicit deny in a service control policy: arn:aws:organizations::111122223333:policy/", failure, StringComparison.Ordinal);
        Assert.Contains($"/service_control_policy/{policy} (Service: SQS, Status Code: 403,", failure, StringComparison.Ordinal);
    }

    private static Task<AppSandbox> DeployerAsync(App app) => AppSandbox.ForDeployerAsync(app, AppSandbox.Split(NeededPolicy.Of([.. app.Calls, .. app.Needs])));
}
