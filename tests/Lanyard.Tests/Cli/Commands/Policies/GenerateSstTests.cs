using System.Text.Json.Nodes;

namespace Lanyard.Tests.Cli.Commands.Policies;

/// <summary><c>policy generate</c> for SST 3 and 4, which write no templates.</summary>
public sealed class GenerateSstTests : IAsyncLifetime
{
    private const string Resources = """
        {"resources":[{"type":"pulumi:providers:aws","name":"default","inputs":{"region":"eu-west-1"}},{"type":"pulumi:pulumi:Stack","name":"orders-dev","inputs":{}},
        {"type":"sst:aws:Queue","name":"Jobs","inputs":{}},{"type":"aws:sqs/queue:Queue","name":"JobsQueue","inputs":{"name":"orders-dev-JobsQueue-vmrddwka"}},
        {"type":"aws:iam/role:Role","name":"FnRole","inputs":{"name":"orders-dev-FnRole-vmrddwka"}}]}
        """;

    private TestCli _cli = null!;

    public async ValueTask InitializeAsync() => _cli = await TestCli.StartAsync();

    public ValueTask DisposeAsync() => _cli.DisposeAsync();

    [Fact]
    public async Task A_project_with_a_list_gives_its_resources_and_what_SST_itself_calls()
    {
        _cli.Home.Write("project/sst.config.ts", "");
        _cli.Home.Write("project/.sst/resources.json", Resources);
        var run = (await _cli.RunAsync("policy", "generate", "--framework", "sst", "--template", ".", "--account", "111111111111", "--json")).Done();
        var needs = JsonNode.Parse(run.Out)!["needs"]!.AsArray();
        Assert.Contains(needs, n => (string)n!["action"]! == "sqs:CreateQueue" && (string)n["resource"]! == "arn:aws:sqs:eu-west-1:111111111111:orders-dev-JobsQueue-*");
        Assert.Contains(needs, n => (string)n!["action"]! == "sqs:TagQueue");
        Assert.Contains(needs, n => (string)n!["action"]! == "s3:PutObject" && (string)n["resource"]! == "arn:aws:s3:::sst-state-*/*");
        Assert.DoesNotContain(needs, n => ((string)n!["action"]!).StartsWith("cloudformation:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Roles_without_a_boundary_are_named_with_SSTs_setting()
    {
        _cli.Home.Write("project/r.json", Resources);
        var run = (await _cli.RunAsync("policy", "generate", "--template", "r.json", "--account", "111111111111")).Done();
        Assert.Contains("FnRole has none", run.Error, StringComparison.Ordinal);
        Assert.Contains("$transform(aws.iam.Role", run.Error, StringComparison.Ordinal);
        Assert.Contains("\"iam:PermissionsBoundary\": \"arn:aws:iam::111111111111:policy/orders-dev-boundary\"", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_project_without_a_list_is_told_how_to_make_it()
    {
        _cli.Home.Write("project/sst.config.ts", "");
        var run = await _cli.RunAsync("policy", "generate", "--framework", "sst", "--template", ".");
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("lanyard policy generate --framework sst --run --stage STAGE", run.Error, StringComparison.Ordinal);
        Assert.Contains("sst state export --stage STAGE > .sst/resources.json", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_SST_2_wrote_is_deployed_by_CDKs_roles_whatever_the_framework_is_called()
    {
        _cli.Home.Write("project/.sst/dist/manifest.json", """{"artifacts":{"dev-orders":{"type":"aws:cloudformation:stack","environment":"aws://111111111111/eu-west-1","properties":{"templateFile":"t.json"}}}}""");
        _cli.Home.Write("project/.sst/dist/t.json", """{"Resources":{"Jobs":{"Type":"AWS::SQS::Queue"}}}""");
        var json = JsonNode.Parse((await _cli.RunAsync("policy", "generate", "--framework", "sst", "--template", ".", "--json")).Done().Out)!;
        Assert.Equal(["service-role", "deployer"], json["policies"]!.AsArray().Select(p => (string)p!["name"]!));
        Assert.Contains("sstbootstrap-*", json["policies"]![1]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cat list.json > \"$3\"", true)]
    [InlineData("exit 1", false)]
    public async Task What_the_projects_program_lists_is_what_is_read_and_an_old_list_never(string script, bool lists)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "nothing stands in for Pulumi on Windows");
        _cli.Home.Write("project/sst.config.ts", "");
        _cli.Home.Write("project/list.json", Resources);
        _cli.Home.Write("project/.sst/resources.json", """{"resources":[{"type":"aws:sns/topic:Topic","name":"Old","inputs":{}}]}""");
        _cli.Program("node", script);
        _cli.Home.Set(("PATH", _cli.Home["bin"] + ":/usr/bin:/bin"));
        var run = await _cli.RunAsync("policy", "generate", "--run", "--stage", "dev", "--region", "eu-west-1");
        Assert.Equal(lists, run.ExitCode == 0);
        Assert.Equal(lists, !File.ReadAllText(_cli.Home["project/.sst/resources.json"]).Contains("\"Old\"", StringComparison.Ordinal));
        Assert.DoesNotContain("sns:CreateTopic", run.Out, StringComparison.Ordinal);
        Assert.Contains(lists ? "sqs:CreateQueue" : "`sst diff --stage dev` listed no resources", run.Out + run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("USAGE", "--template", "r.json", "--for", "both", "--service-role", "arn:aws:iam::111111111111:role/cfn")]
    [InlineData("USAGE", "--run")]
    [InlineData("USAGE", "--run", "--stage", "dev", "--framework", "cdk")]
    [InlineData("TEMPLATE_NOT_FOUND", "--run", "--stage", "dev")]
    public async Task What_can_not_be_done_is_told(string code, params string[] words)
    {
        _cli.Home.Write("project/r.json", Resources);
        var run = await _cli.RunAsync(["policy", "generate", .. words, "--json"]);
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains(code, run.Error + run.Out, StringComparison.Ordinal);
    }
}
