using System.Text.Json.Nodes;
using Lanyard.EndToEnd.Running;
using Lanyard.EndToEnd.Sandboxes;

namespace Lanyard.EndToEnd.Deployments;

/// <summary>SST 2 builds an app: the first time it makes the stack that it keeps its own things in, by CDK's roles and with CloudFormation's.</summary>
public sealed class SstBuildTests
{
    [Fact]
    public async Task Whoever_has_the_generated_policy_builds_the_first_time_and_again()
    {
        var (node, packages) = Requires.DeployTools();
        using var user = new UserHome();
        var made = JsonNode.Parse((await user.LanyardAsync("policy", "generate", "--framework", "sst2", "--account", "111111111111", "--region", "eu-west-1", "--json")).Succeeded().Out)!;
        await using var sandbox = new Sandbox(made["policies"]!.AsArray().Single()!["document"]!.ToJsonString());
        await sandbox.InitializeAsync();
        using var home = new UserHome(sandbox);
        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["CI"] = "true",
            ["NODE_NO_WARNINGS"] = "1",
            ["SST_TELEMETRY_DISABLED"] = "1",
            ["CDK_DISABLE_CLI_TELEMETRY"] = "true",
            ["CDK_HOME"] = home.PathOf(".cdk"),
            ["AWS_REGION"] = "eu-west-1",
        })
        {
            home.Environment[name] = value;
        }

        home.Write("package.json", """{"name":"orders","private":true,"type":"module"}""");
        home.Write("sst.config.mjs", """export default { config: () => ({ name: "orders", region: "eu-west-1" }), stacks(app) { app.stack(function Orders() {}); } };""");
        Directory.CreateSymbolicLink(home.PathOf("node_modules"), packages);
        home.Environment["AWS_PROFILE"] = "admin";
        (await home.RunAsync(node, Path.Combine(packages, "aws-cdk", "bin", "cdk"), "bootstrap", "aws://111111111111/eu-west-1", "--no-notices")).Succeeded();

        home.Environment["AWS_PROFILE"] = "deployer";
        string[] build = [node, Path.Combine(packages, "sst", "cli", "sst.js"), "build", "--stage", "dev"];
        var first = await sandbox.Calls.DuringAsync(async () => Assert.Contains("Built: 1 stack to .sst/dist", (await home.RunAsync(build)).Succeeded().Out, StringComparison.Ordinal));
        var second = await sandbox.Calls.DuringAsync(async () => Assert.Contains("Built: 1 stack to .sst/dist", (await home.RunAsync(build)).Succeeded().Out, StringComparison.Ordinal));

        Assert.Contains(first, call => call is { Service: "cloudformation", Operation: "CreateStack", Status: 200, Principal: "arn:aws:iam::111111111111:user/deployer" });
        Assert.DoesNotContain(second, call => call.Operation == "CreateStack");
        Assert.DoesNotContain(first.Concat(second), call => call.Status is 403 or >= 500);
        Assert.True(File.Exists(home.PathOf(".sst/dist/dev-orders-Orders.template.json")));
        Assert.DoesNotContain("refused", (await sandbox.StopAsync()).Error, StringComparison.Ordinal);
    }

    private sealed class Sandbox(string policy) : SandboxFixture
    {
        protected override string Seed =>
            """
            {"accounts":[{"id":"111111111111","name":"dev"}],
             "identityCenter":{"startUrl":"https://sandbox.awsapps.com/start","region":"eu-west-1","users":[{"userName":"alice"}]},
             "iamUsers":[{"name":"admin","account":"dev","accessKeys":[{}],"policies":[{"name":"all","policy":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}}]},
              {"name":"deployer","account":"dev","accessKeys":[{}],"policies":[{"name":"deploy","policy":POLICY}]}]}
            """.Replace("POLICY", policy, StringComparison.Ordinal);
    }
}
