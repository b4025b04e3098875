using Lanyard.Policy.Generate;

namespace Lanyard.Tests.Deployments;

/// <summary>Apps are deployed into the sandbox with the policies that are generated for them: made, changed and deleted, without one refusal.</summary>
public sealed class DeploymentTests
{
    public static TheoryData<string> Own => [.. Apps.Own.Select(app => app.Name)];

    [Theory]
    [MemberData(nameof(Own))]
    public Task An_app_is_deployed_with_the_policy_that_is_made_for_who_deploys(string name) => DeployAsync(Apps.Own.Single(app => app.Name == name));

    [Theory]
    [MemberData(nameof(Own))]
    public Task An_app_is_deployed_with_the_policy_that_is_made_for_the_service_role(string name) => DeployWithRoleAsync(Apps.Own.Single(app => app.Name == name));

    [Theory]
    [InlineData("serverless-v3")]
    [InlineData("osls4")]
    [InlineData("cdk")]
    [InlineData("sst-v2")]
    [InlineData("sam")]
    [InlineData("amplify-gen2")]
    public async Task A_real_app_is_deployed_with_the_policies_that_are_made_for_it(string name)
    {
        var app = Apps.Real(name);
        await DeployAsync(app);
        await DeployWithRoleAsync(app);
    }

    private static async Task DeployAsync(App app)
    {
        using var sandbox = await AppSandbox.ForDeployerAsync(app, AppSandbox.Split(NeededPolicy.Of([.. app.Calls, .. app.Needs])));
        var outcome = await sandbox.RunAsync();
        Assert.True(outcome.IsGood, outcome.ToString());
        Assert.Empty(sandbox.Denials);
    }

    private static async Task DeployWithRoleAsync(App app)
    {
        using var sandbox = await AppSandbox.ForServiceRoleAsync(app, AppSandbox.Split(NeededPolicy.Of(app.Needs)));
        var outcome = await sandbox.RunAsync();
        Assert.True(outcome.IsGood, outcome.ToString());
        Assert.Empty(sandbox.Denials);
    }
}
