using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Lanyard.Cli;

namespace Lanyard.Tests.Cli.Commands.Policies;

/// <summary>Templates that nobody should write, and some do: nothing of them is lost without a word, and none ends the program.</summary>
public sealed class GenerateHostileTests : IAsyncLifetime
{
    private const string Queue = "Resources:\n  Jobs: { Type: AWS::SQS::Queue, Properties: { QueueName: jobs } }\n";
    private const string RoleArn = "arn:aws:iam::111111111111:role/cfn";

    private TestCli _cli = null!;

    public async ValueTask InitializeAsync() => _cli = await TestCli.StartAsync();

    public ValueTask DisposeAsync() => _cli.DisposeAsync();

    [Fact]
    public async Task Each_need_says_whose_policy_it_is_in()
    {
        _cli.Home.Write("project/t.yaml", Queue);
        var needs = JsonNode.Parse((await Generate("--for", "both", "--service-role", RoleArn, "--json")).Done().Out)!["needs"]!.AsArray();
        Assert.Equal("service-role", (string)needs.Single(n => (string)n!["action"]! == "sqs:CreateQueue")!["for"]!);
        Assert.Equal("deployer", (string)needs.Single(n => (string)n!["action"]! == "iam:PassRole")!["for"]!);
    }

    [Fact]
    public async Task A_service_role_alone_divides_the_rights_as_for_both_does()
    {
        _cli.Home.Write("project/t.yaml", Queue);
        Assert.Equal((await Generate("--for", "both", "--service-role", RoleArn)).Done().Out, (await Generate("--service-role", RoleArn)).Done().Out);
        Assert.Contains("leave one of them out", (await Generate("--for", "deployer", "--service-role", RoleArn)).Failed(2, CliErrorCodes.Usage).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_path_of_a_nested_template_is_no_right_to_read_every_bucket()
    {
        _cli.Home.Write("project/inner.yaml", Queue);
        _cli.Home.Write("project/t.yaml", "Resources:\n  Inner: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: ./inner.yaml } }\n");
        var run = (await Generate()).Done();
        Assert.DoesNotContain("arn:aws:s3:::*", run.Out, StringComparison.Ordinal);
        Assert.Contains("Inner (AWS::CloudFormation::Stack): ./inner.yaml is a path, which is uploaded to a bucket that isn't known here: name that with --bucket", run.Error, StringComparison.Ordinal);
        Assert.Contains("\"arn:aws:s3:::code/*\"", (await Generate("--bucket", "code")).Done().Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_template_that_nests_itself_is_said_to()
    {
        _cli.Home.Write("project/t.yaml", "Resources:\n  A: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: t.yaml } }\n  B: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: t.yaml } }\n");
        Assert.Contains("A (AWS::CloudFormation::Stack): its template t.yaml is one of those that it stands in itself", (await Generate()).Done().Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_that_is_longer_than_IAM_takes_is_divided()
    {
        var resources = new StringBuilder("Resources:\n");
        for (var i = 0; i < 2500; i++)
        {
            resources.Append(CultureInfo.InvariantCulture, $"  Q{i}: {{ Type: AWS::SQS::Queue, Properties: {{ QueueName: a-queue-with-a-name-of-some-length-{i * 7919} }} }}\n");
        }

        _cli.Home.Write("project/t.yaml", resources.ToString());
        var whole = (await Generate()).Done();
        Assert.True(whole.Out.Length > 131_072);
        var parts = JsonNode.Parse((await Generate("--split", "--json")).Done().Out)!["policies"]!.AsArray();
        Assert.All(parts, part => Assert.InRange(part!["document"]!.ToJsonString().Length, 1, 6144));
        Assert.Equal(2500, parts.Sum(part => part!.ToJsonString().Split("a-queue-with-a-name").Length - 1) / 2500 * 2500);
    }

    [Fact]
    public async Task A_circle_of_conditions_is_named()
    {
        _cli.Home.Write("project/t.yaml", "Conditions:\n  One: !Not [{ Condition: Two }]\n  Two: !Not [{ Condition: One }]\n" + Queue);
        Assert.Contains("note: t.yaml:2: the conditions One, Two use each other in a circle", (await Generate()).Done().Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_loop_that_is_too_long_is_said_and_its_parts_have_stars()
    {
        var items = string.Join(',', Enumerable.Range(0, 1000).Select(i => i.ToString(CultureInfo.InvariantCulture)));
        _cli.Home.Write("project/t.yaml", $$"""
            Transform: AWS::LanguageExtensions
            Resources:
              Fn::ForEach::Outer:
                - A
                - [{{items}}]
                - Fn::ForEach::Inner:
                    - B
                    - [{{items}}]
                    - Q${A}x${B}: { Type: AWS::SQS::Queue, Properties: { QueueName: !Sub "q-${A}-${B}" } }
            """);
        var run = (await Generate()).Done();
        Assert.Contains("arn:aws:sqs:*:*:q-*-999", run.Out, StringComparison.Ordinal);
        Assert.Contains("note: Fn::ForEach::Outer on line 3 makes more than is written out", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("!Sub \"a-${!Literal}-b\"", "json")]
    [InlineData("\"a-${Literal}-b\"", "json")]
    [InlineData("!Sub \"a-${!Literal}-b\"", "yaml")]
    public async Task A_name_with_a_dollar_is_no_variable_of_the_policy(string name, string format)
    {
        _cli.Home.Write("project/t.yaml", $"Resources:\n  Jobs: {{ Type: AWS::SQS::Queue, Properties: {{ QueueName: {name} }} }}\n");
        var run = (await Generate("--format", format)).Done();
        Assert.Contains("arn:aws:sqs:*:*:a-${$}{Literal}-b", run.Out, StringComparison.Ordinal);
        Assert.Contains("Consistent: it allows each need", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("t.yaml", "utf-16", "t.yaml is UTF-16, and not UTF-8")]
    [InlineData("t.yaml", "utf-16BE", "t.yaml is UTF-16, and not UTF-8")]
    [InlineData("t.yaml", "iso-8859-1", "t.yaml isn't UTF-8 at byte 4")]
    public async Task A_template_that_is_not_UTF_8_is_refused_with_what_mends_it(string file, string encoding, string message)
    {
        var coding = Encoding.GetEncoding(encoding);
        await File.WriteAllBytesAsync(_cli.Home.Write($"project/{file}", ""), [.. coding.GetPreamble(), .. coding.GetBytes("# gr\u00fc\u00df\n" + Queue)], TestContext.Current.CancellationToken);
        var run = (await Generate()).Failed(1, CliErrorCodes.InputUnreadable);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Contains("save it as UTF-8", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("p.json", "[{\"ParameterKey\":\"Stage\",\"ParameterValue\":\"gr\u00fcn\"}]", "--parameter-file")]
    [InlineData("p.yaml", "Stage: gr\u00fcn\n", "--parameter-file")]
    [InlineData("samconfig.toml", "[default.deploy.parameters]\nstack_name = \"gr\u00fcn\"\n", "--framework")]
    public async Task Parameters_that_are_not_UTF_8_are_refused(string file, string text, string option)
    {
        _cli.Home.Write("project/t.yaml", Queue);
        await File.WriteAllBytesAsync(_cli.Home.Write($"project/{file}", ""), Encoding.Latin1.GetBytes(text), TestContext.Current.CancellationToken);
        var run = await Generate(option, option == "--framework" ? "sam" : file);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("not UTF-8", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("t.json", "{\"Resources\":{\"Q\":{\"Type\":\"AWS::SQS::Queue\"},\n\"Q\":{\"Type\":\"AWS::SNS::Topic\"}}}", "t.json:2:1: Q is there twice")]
    [InlineData("t.json", "{\"Resources\":{\"Q\":{\"Type\":\"AWS::SQS::Queue\",\"Properties\":{\"QueueName\":\"a\",\n\"QueueName\":\"b\"}}}}", "t.json:2:1: QueueName is there twice")]
    [InlineData("t.json", "{\"Resources\":{\"R\":{\"Type\":\"AWS::IAM::Role\",\"Properties\":{\"Policies\":[{\"PolicyDocument\":{\"Statement\":[],\n\"Statement\":[]}}]}}}}", "t.json:2:1: Statement is there twice")]
    [InlineData("t.yaml", "Resources:\n  Q: { Type: AWS::SQS::Queue }\n  Q: { Type: AWS::SNS::Topic }\n", "t.yaml:3:3: the key \"Q\" is there twice")]
    [InlineData("t.yaml", "Resources:\n  Q: { Type: AWS::SQS::Queue }\n---\nResources:\n  T: { Type: AWS::SNS::Topic }\n", "the file holds more than one document")]
    public async Task What_would_be_lost_is_refused(string file, string text, string message)
    {
        _cli.Home.Write($"project/{file}", text);
        var run = await _cli.RunAsync("policy", "generate", "--template", file, "--stack-name", "st");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Merged_keys_count_in_a_template()
    {
        _cli.Home.Write("project/t.yaml", "x: &base\n  QueueName: merged\nResources:\n  Q:\n    Type: AWS::SQS::Queue\n    Properties:\n      <<: *base\n      DelaySeconds: 3\n");
        Assert.Contains("arn:aws:sqs:*:*:merged", (await Generate()).Done().Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_that_includes_itself_ends()
    {
        _cli.Home.Write("project/t.yaml", "Resources:\n" + string.Concat("ABC".Select(id => $"  {id}: {{ Type: AWS::SQS::Queue, Properties: {{ Fn::Transform: {{ Name: AWS::Include, Parameters: {{ Location: part.yaml }} }} }} }}\n")));
        _cli.Home.Write("project/part.yaml", "QueueName: included\n" + string.Concat("ABC".Select(id => $"{id}: {{ Fn::Transform: {{ Name: AWS::Include, Parameters: {{ Location: part.yaml }} }} }}\n")));
        var run = (await Generate()).Done();
        Assert.Contains("arn:aws:sqs:*:*:included", run.Out, StringComparison.Ordinal);
        Assert.Contains("note: part.yaml includes itself", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a/b")]
    public async Task A_name_that_no_stack_can_have_is_wrong_usage(string name)
    {
        _cli.Home.Write("project/t.yaml", Queue);
        (await _cli.RunAsync("policy", "generate", "--template", "t.yaml", "--stack-name", name)).Failed(2, CliErrorCodes.Usage);
    }

    private Task<CliRun> Generate(params string[] more) => _cli.RunAsync(["policy", "generate", "--template", "t.yaml", "--stack-name", "st", .. more]);
}
