using System.Text.Json.Nodes;

namespace Lanyard.Tests.Cli.Commands.Policies;

public sealed class GenerateCommandTests : IAsyncLifetime
{
    private const string Queue = "Resources:\n  Jobs: {Type: 'AWS::SQS::Queue', Properties: {QueueName: jobs}}\n";
    private const string RoleArn = "arn:aws:iam::111111111111:role/cfn";

    private TestCli _cli = null!;

    public async ValueTask InitializeAsync() => _cli = await TestCli.StartAsync();

    public ValueTask DisposeAsync() => _cli.DisposeAsync();

    [Fact]
    public async Task The_policy_goes_to_stdout_and_how_it_was_checked_to_stderr()
    {
        _cli.Home.Write("project/t.yaml", Queue);
        var run = (await _cli.RunAsync("policy", "generate", "--template", "t.yaml", "--account", "111111111111", "--region", "eu-west-1")).Done();
        Assert.Contains("arn:aws:sqs:eu-west-1:111111111111:jobs", run.Out, StringComparison.Ordinal);
        Assert.Equal("2012-10-17", (string)JsonNode.Parse(run.Out)!["Version"]!);
        Assert.Contains("Consistent: it allows each need", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_JSON_has_policies_needs_and_what_is_not_known()
    {
        _cli.Home.Write("project/t.yaml", Queue + "  Other: {Type: 'Acme::Own::Thing'}\n");
        var json = JsonNode.Parse((await _cli.RunAsync("policy", "generate", "--template", "t.yaml", "--json")).Done().Out)!;
        Assert.Equal("deployer", (string)json["policies"]![0]!["for"]!);
        Assert.NotNull(json["policies"]![0]!["document"]!["Statement"]);
        var need = json["needs"]!.AsArray().Single(n => (string)n!["action"]! == "sqs:CreateQueue")!;
        Assert.Equal("arn:aws:sqs:*:*:jobs", (string)need["resource"]!);
        Assert.Equal("create", (string)need["phase"]![0]!);
        Assert.Equal("published", (string)need["evidence"]!);
        Assert.Equal("Acme::Own::Thing", (string)json["unknown"]![0]!);
    }

    [Fact]
    public async Task A_service_role_has_the_resources_and_its_caller_that_role_alone()
    {
        _cli.Home.Write("project/t.yaml", Queue);
        var json = JsonNode.Parse((await _cli.RunAsync("policy", "generate", "--template", "t.yaml", "--stack-name", "jobs", "--for", "both", "--service-role", RoleArn, "--json")).Done().Out)!;
        var (role, caller) = (json["policies"]![0]!.ToJsonString(), json["policies"]![1]!.ToJsonString());
        Assert.Contains("sqs:CreateQueue", role, StringComparison.Ordinal);
        Assert.DoesNotContain("sqs:", caller, StringComparison.Ordinal);
        Assert.Contains("\"cloudformation:RoleArn\":\"" + RoleArn, caller, StringComparison.Ordinal);
        Assert.Contains("iam:PassRole", caller, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("serverless", "provider.iam.role.permissionsBoundary: arn:aws:iam::111111111111:policy/orders-boundary")]
    [InlineData("serverless", "resources.extensions.R.Properties.PermissionsBoundary: arn:aws:iam::111111111111:policy/orders-boundary")]
    [InlineData("sam", "Globals: { Function: { PermissionsBoundary: arn:aws:iam::111111111111:policy/orders-boundary } }")]
    [InlineData("cdk", "@aws-cdk/core:permissionsBoundary\": { \"name\": \"orders-boundary\" }")]
    public async Task Where_the_deploy_tool_is_told_the_boundary_is_said(string tool, string setting)
    {
        _cli.Home.Write("project/t.yaml", Queue + "  R: {Type: 'AWS::IAM::Role', Properties: {}}\n");
        var run = (await _cli.RunAsync("policy", "generate", "--template", "t.yaml", "--stack-name", "orders", "--account", "111111111111", "--framework", tool, "--for", "deployer")).Done();
        Assert.Contains(setting, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stage_of_the_project_gives_account_and_Region()
    {
        _cli.Home.Write("project/t.yaml", Queue);
        _cli.UseStages("  dev: { account: \"222222222222\", region: eu-north-1, access: { session: my-org, permissionSet: Developer } }");
        var run = (await _cli.RunAsync("policy", "generate", "--template", "t.yaml", "--stage", "dev")).Done();
        Assert.Contains("arn:aws:sqs:eu-north-1:222222222222:jobs", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("orders.template.json")]
    [InlineData("orders.template.yaml")]
    public async Task A_folder_with_templates_that_no_deploy_tool_wrote_is_answered_with_the_file_to_name(string file)
    {
        _cli.Home.Write("project/stacks/" + file, Queue);
        var run = await _cli.RunAsync("policy", "generate", "--template", "stacks");
        Assert.Contains("--template stacks/" + file, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TEMPLATE_NOT_FOUND", "policy", "generate", "--template", ".")]
    [InlineData("NO_TEMPLATE", "policy", "generate", "--template", "other.json")]
    [InlineData("INPUT_UNREADABLE", "policy", "generate", "--template", "nothing.yaml")]
    [InlineData("USAGE", "policy", "generate")]
    [InlineData("USAGE", "policy", "generate", "--template", "t.yaml", "--parameter", "Stage")]
    [InlineData("USAGE", "policy", "generate", "--template", "t.yaml", "--for", "service-role", "--boundary", "x", "--no-boundary")]
    [InlineData("USAGE", "policy", "generate", "--template", "t.yaml", "--account", "12")]
    [InlineData("USAGE", "policy", "generate", "--template", "t.yaml", "--boundary-document")]
    [InlineData("USAGE", "policy", "generate", "--template", "t.yaml", "--boundary-document", "--no-boundary")]
    [InlineData("INPUT_UNREADABLE", "policy", "generate", "--template", "t.yaml", "--scp", "nothing.json")]
    [InlineData("POLICY_INVALID", "policy", "generate", "--template", "t.yaml", "--boundary-policy", "broken.json")]
    [InlineData("PRESET_UNKNOWN", "policy", "show", "serverles")]
    public async Task What_can_not_be_read_is_told_with_its_mending(string code, params string[] words)
    {
        _cli.Home.Write("project/t.yaml", Queue);
        _cli.Home.Write("project/broken.json", "{\"Version\":");
        _cli.Home.Write("project/other.json", """{"Version":"2012-10-17"}""");
        var run = await _cli.RunAsync([.. words, "--json"]);
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains(code, run.Error + run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cdk.json", "run `cdk synth` there first")]
    [InlineData("serverless.yml", "run `serverless package` there first")]
    [InlineData("sst.config.ts", "with SST 2 run `sst build` there first")]
    [InlineData("amplify/backend.ts", "run `npx ampx sandbox` there first")]
    [InlineData("template.yaml", "name the file: --template app/template.yaml")]
    [InlineData("notes.txt", "let your tool write them")]
    public async Task A_folder_without_templates_is_told_with_what_writes_them(string file, string mending)
    {
        _cli.Home.Write("project/app/" + file, "x");
        var run = await _cli.RunAsync("policy", "generate", "--template", "app");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(mending, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_resource_without_a_type_is_told()
    {
        _cli.Home.Write("project/t.yaml", Queue + "  Odd: {Typ: 'AWS::SQS::Queue'}\n");
        Assert.Contains("Odd has no Type that can be read", (await _cli.RunAsync("policy", "generate", "--template", "t.yaml")).Done().Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("LANYARD_BORROWS_OTHER_ROLES", "it holds for every stack: say which with --stack-name")]
    [InlineData("LANYARD_NEW_ROLES_WITHOUT_BOUNDARY", "--no-boundary lets roles be made that may do everything", "--no-boundary", "--stack-name", "jobs")]
    public async Task What_a_wider_policy_is_found_for_is_told_with_what_makes_it_wide(string code, string reason, params string[] more)
    {
        _cli.Home.Write("project/t.yaml", Queue + "  R: {Type: 'AWS::IAM::Role', Properties: {Policies: [{PolicyName: p, PolicyDocument: {}}]}}\n");
        var findings = JsonNode.Parse((await _cli.RunAsync(["policy", "generate", "--template", "t.yaml", "--json", .. more])).Done().Out)!["findings"]!.AsArray();
        Assert.Contains(findings, finding => (string)finding!["issueCode"]! == code && (string)finding["why"]! == reason);
    }

    [Fact]
    public async Task Every_policy_that_is_listed_is_shown()
    {
        var listed = JsonNode.Parse((await _cli.RunAsync("policy", "list", "--json")).Done().Out)!["policies"]!.AsArray().Select(p => (string)p!["name"]!).ToArray();
        Assert.Contains("cdk-bootstrap", listed);
        foreach (var name in listed)
        {
            Assert.NotNull(JsonNode.Parse((await _cli.RunAsync("policy", "show", name.Replace("PREFIX", "lambda", StringComparison.Ordinal))).Done().Out)!["Statement"]);
        }
    }
}
