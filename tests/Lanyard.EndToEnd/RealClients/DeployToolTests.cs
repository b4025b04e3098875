using Lanyard.EndToEnd.Running;
using Lanyard.EndToEnd.Sandboxes;

namespace Lanyard.EndToEnd.RealClients;

/// <summary>
/// Deploy tools as they are installed, in a hostile environment: every call to AWS has the stage's key. They go as far as the stage
/// may, which is to its first call of CloudFormation or SSM; <c>Deployments</c> has them go to the end. Their proxy is the sandbox, which refuses whatever isn't AWS's.
/// </summary>
public sealed class DeployToolTests : IAsyncLifetime
{
    private static readonly Door Staging = Door.Of("staging");

    private readonly SignedInSandbox _sandbox = new();
    private HostileHome _home = null!;

    public async ValueTask InitializeAsync()
    {
        Requires.DeployTools();
        await _sandbox.InitializeAsync();
        _home = await HostileHome.CreateAsync(_sandbox, Staging.Stage);
        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["CI"] = "true",
            ["NODE_NO_WARNINGS"] = "1",
            ["SLS_TELEMETRY_DISABLED"] = "1",
            ["SLS_NOTIFICATIONS_MODE"] = "off",
            ["SLS_AWS_REQUEST_MAX_RETRIES"] = "0",
            ["CDK_HOME"] = _home.User.PathOf(".cdk"),
            ["CDK_DISABLE_CLI_TELEMETRY"] = "true",
            ["SST_TELEMETRY_DISABLED"] = "1",
        })
        {
            _home.User.Environment[name] = value;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_home is not null)
        {
            await _home.DisposeAsync();
        }

        await _sandbox.DisposeAsync();
    }

    // Version 3 knows no credential_process.
    [Theory]
    [InlineData("env")]
    [InlineData("server")]
    public async Task Serverless_framework_3_deploys_as_the_stage(string via)
    {
        WriteService();

        var calls = await RunAsync(via, "serverless/bin/serverless.js", "deploy", "--stage", "staging");

        AssertMade(calls, ("sts", "GetCallerIdentity"), ("cloudformation", "DescribeStacks"));
    }

    [Theory]
    [InlineData("env")]
    [InlineData("process")]
    [InlineData("server")]
    public async Task Osls_4_deploys_as_the_stage(string via)
    {
        WriteService();

        var calls = await RunAsync(via, "osls/bin/serverless.js", "deploy", "--stage", "staging");

        AssertMade(calls, ("sts", "GetCallerIdentity"), ("cloudformation", "DescribeStacks"));
    }

    [Theory]
    [InlineData("env")]
    [InlineData("process")]
    [InlineData("server")]
    public async Task Cdk_deploys_as_the_stage(string via)
    {
        _home.User.Write(
            "cdk.out/manifest.json",
            $$"""
            {"version":"36.0.0","artifacts":{"Orders":{"type":"aws:cloudformation:stack","environment":"aws://{{Staging.Account}}/eu-west-1","properties":{
              "templateFile":"Orders.template.json","assumeRoleArn":"arn:${AWS::Partition}:iam::{{Staging.Account}}:role/cdk-hnb659fds-deploy-role-{{Staging.Account}}-eu-west-1",
              "requiresBootstrapStackVersion":6,"bootstrapStackVersionSsmParameter":"/cdk-bootstrap/hnb659fds/version"} } } }
            """);
        _home.User.Write("cdk.out/Orders.template.json", """{"Resources":{"Topic":{"Type":"AWS::SNS::Topic"}}}""");

        var calls = await RunAsync(via, "aws-cdk/bin/cdk", "deploy", "--app", "cdk.out", "--no-notices", "--require-approval", "never");

        AssertMade(calls, ("sts", "GetCallerIdentity"), ("sts", "AssumeRole"), ("ssm", "GetParameter"), ("cloudformation", "DescribeStacks"));
    }

    [Fact]
    public async Task Sst_2_builds_as_the_stage()
    {
        _home.User.Write("package.json", """{"name":"orders","private":true,"type":"module"}""");
        _home.User.Write("sst.config.mjs", """export default { config: () => ({ name: "orders", region: "eu-west-1" }), stacks(app) { app.stack(function Orders() {}); } };""");
        Directory.CreateSymbolicLink(_home.User.PathOf("node_modules"), Requires.DeployTools().Packages);

        var calls = await RunAsync("process", "sst/cli/sst.js", "build", "--stage", "staging");

        AssertMade(calls, ("sts", "GetCallerIdentity"), ("cloudformation", "DescribeStacks"));
    }

    private void WriteService() => _home.User.Write("serverless.yml", "service: orders\nprovider:\n  name: aws\n  region: eu-west-1\nfunctions: {}\n");

    private async Task<IReadOnlyList<Call>> RunAsync(string via, string tool, params string[] arguments)
    {
        var (node, packages) = Requires.DeployTools();

        // Serverless Framework 3 knows no such variable, and osls sends what is on this machine through the proxy too: both find the
        // sandbox in the place of AWS.
        string[] endpoint = tool.EndsWith("/serverless.js", StringComparison.Ordinal) ? ["/usr/bin/env", "-u", "AWS_ENDPOINT_URL"] : [];
        Ended ended = null!;
        var calls = await _sandbox.Calls.DuringAsync(async () => ended = await _home.User.LanyardAsync(
            ["exec", "--stage", "staging", "--via", via, "--", .. endpoint, node, Path.Combine(packages, tool), .. arguments]));

        Assert.True((ended.Out + ended.Error).Contains($"{Staging.Role}_", StringComparison.Ordinal) && (ended.Out + ended.Error).Contains(" is not authorized to perform: ", StringComparison.Ordinal), ended.ToString());
        _home.AssertAlone(Staging, calls);
        Assert.DoesNotContain("refused", (await _sandbox.StopAsync()).Error, StringComparison.Ordinal);
        return calls;
    }

    private static void AssertMade(IReadOnlyList<Call> calls, params (string Service, string Operation)[] expected) => Assert.Equal(
        expected.Order(), calls.Where(c => c.AccessKeyId is not null).Select(c => (c.Service, c.Operation ?? "")).Distinct().Order());
}
