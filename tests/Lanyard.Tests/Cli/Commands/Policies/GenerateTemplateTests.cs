using System.Text.Json.Nodes;
using Lanyard.Cli;

namespace Lanyard.Tests.Cli.Commands.Policies;

/// <summary>What <c>policy generate</c> reads beside the template itself: parameters, nested stacks, included texts.</summary>
public sealed class GenerateTemplateTests : IAsyncLifetime
{
    private const string Queue = "Parameters: {Stage: {Type: String}}\nResources:\n  Jobs: {Type: 'AWS::SQS::Queue', Properties: {QueueName: !Sub 'jobs-${Stage}'}}\n";

    private TestCli _cli = null!;

    public async ValueTask InitializeAsync() => _cli = await TestCli.StartAsync();

    public ValueTask DisposeAsync() => _cli.DisposeAsync();

    [Fact]
    public async Task Parameters_come_from_files_and_the_command_line_goes_before_them()
    {
        Write("t.yaml", Queue);
        Write("dev.json", """[{"ParameterKey":"Stage","ParameterValue":"dev"}]""");
        Assert.Contains("arn:aws:sqs:*:*:jobs-dev", await On("sqs:CreateQueue", "t.yaml", "--parameter-file", "dev.json"));
        Assert.Contains("arn:aws:sqs:*:*:jobs-prod", await On("sqs:CreateQueue", "t.yaml", "--parameter-file", "dev.json", "--parameter", "Stage=prod"));
        (await _cli.RunAsync("policy", "generate", "--template", "t.yaml", "--parameter-file", "no.json")).Failed(1, CliErrorCodes.InputUnreadable);
    }

    [Fact]
    public async Task Samconfig_gives_stack_Region_bucket_and_parameters_by_its_environment()
    {
        Write("template.yaml", "Transform: AWS::Serverless-2016-10-31\n" + Queue + "  Plain: {Type: 'AWS::SQS::Queue'}\n");
        Write("samconfig.toml", "[default.deploy.parameters]\nstack_name=\"orders-dev\"\nregion=\"eu-west-1\"\nparameter_overrides=\"Stage=dev\"\n[prod.deploy.parameters]\nstack_name=\"orders-prod\"\ns3_bucket=\"code\"\nparameter_overrides=[\"Stage=prod\"]\n");
        Assert.Equal(["arn:aws:sqs:eu-west-1:*:jobs-dev", "arn:aws:sqs:eu-west-1:*:orders-dev-Plain-*"], await On("sqs:CreateQueue", "template.yaml"));
        Assert.Equal(["arn:aws:sqs:*:*:jobs-prod", "arn:aws:sqs:*:*:orders-prod-Plain-*"], await On("sqs:CreateQueue", "template.yaml", "--config-env", "prod"));
        Assert.Contains("arn:aws:s3:::code/*", await On("s3:PutObject", "template.yaml", "--config-env", "prod"));
        Assert.Equal(["arn:aws:sqs:us-east-1:*:jobs-x", "arn:aws:sqs:us-east-1:*:mine-Plain-*"], await On("sqs:CreateQueue", "template.yaml", "--parameter", "Stage=x", "--stack-name", "mine", "--region", "us-east-1"));
        Assert.Contains("it has default, prod", (await _cli.RunAsync("policy", "generate", "--template", "template.yaml", "--config-env", "qa")).Failed(2, CliErrorCodes.Usage).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("arn:aws:s3:::code/*", "--framework sam --bucket code")]
    [InlineData("arn:aws:s3:::aws-sam-cli-managed-default-*/*", "--framework sam")]
    [InlineData("arn:aws:s3:::*/*", "")]
    public async Task What_SAM_uploads_is_fetched_from_the_bucket_it_uploads_to(string bucket, string options)
    {
        Write("template.yaml", "Transform: AWS::Serverless-2016-10-31\nResources:\n  F: {Type: 'AWS::Serverless::Function', Properties: {CodeUri: src/}}\n");
        Assert.Equal([bucket], await On("s3:GetObject", "template.yaml", options.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    }

    [Fact]
    public async Task A_samconfig_beside_a_template_of_another_kind_is_none_of_its_business()
    {
        Write("t.yaml", Queue);
        Write("samconfig.toml", "[default.deploy.parameters]\nparameter_overrides=\"Stage=dev\"\n");
        Assert.Equal(["arn:aws:sqs:*:*:jobs-*"], await On("sqs:CreateQueue", "t.yaml"));
    }

    [Theory]
    [InlineData("inner/child.yaml")]
    [InlineData("./inner/child.yaml")]
    [InlineData("https://s3.amazonaws.com/bucket/deep/inner/child.yaml")]
    [InlineData("s3://bucket/inner/child.yaml")]
    public async Task A_nested_stack_s_template_is_read_with_what_it_is_given(string url)
    {
        Write("t.yaml", "Parameters: {Env: {Type: String}}\nResources:\n  Inner: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: '" + url + "', Parameters: {Stage: !Sub '${Env}-eu'}}}\n");
        Write("inner/child.yaml", Queue.Replace("Stage: {Type: String}", "Stage: {Type: String}, Size: {Type: String, Default: small}", StringComparison.Ordinal) + "  Made: {Type: 'AWS::SQS::Queue'}\n  Sized: {Type: 'AWS::SQS::Queue', Properties: {QueueName: !Ref Size}}\n");
        Assert.Equal(["arn:aws:sqs:*:*:jobs-dev-eu", "arn:aws:sqs:*:*:orders-Inner-*-Made-*", "arn:aws:sqs:*:*:small"], await On("sqs:CreateQueue", "t.yaml", "--parameter", "Env=dev", "--stack-name", "orders"));
    }

    [Fact]
    public async Task What_a_nested_stack_puts_out_is_known_around_it_and_in_another()
    {
        Write("t.yaml", """
            Resources:
              User: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: user.yaml, Parameters: {Name: !GetAtt Maker.Outputs.Name}}}
              Maker: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: maker.yaml, Parameters: {Stage: dev}}}
              Own: {Type: 'AWS::SQS::Queue', Properties: {QueueName: !Sub '${Maker.Outputs.Name}-own'}}
            """);
        Write("maker.yaml", Queue + "Outputs: {Name: {Value: !GetAtt Jobs.QueueName}}\n");
        Write("user.yaml", "Parameters: {Name: {Type: String}}\nResources:\n  Dead: {Type: 'AWS::SQS::Queue', Properties: {QueueName: !Sub '${Name}-dead'}}\n");
        Assert.Equal(["arn:aws:sqs:*:*:jobs-dev", "arn:aws:sqs:*:*:jobs-dev-dead", "arn:aws:sqs:*:*:jobs-dev-own"], await On("sqs:CreateQueue", "t.yaml"));
    }

    [Fact]
    public async Task A_nested_stack_whose_template_is_not_at_hand_is_said_and_its_own_needs_are_there()
    {
        Write("t.yaml", "Resources:\n  Inner: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: 'https://bucket.s3.amazonaws.com/elsewhere.yaml'}}\n");
        var run = await _cli.RunAsync("policy", "generate", "--template", "t.yaml", "--stack-name", "orders", "--json");
        Assert.Contains("Inner (AWS::CloudFormation::Stack): its template at https://bucket.s3.amazonaws.com/elsewhere.yaml isn't at hand", run.Done().Out, StringComparison.Ordinal);
        Assert.Contains("arn:aws:cloudformation:*:*:stack/orders-Inner-*/*", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CDK_s_assets_are_found_by_their_hash_where_nothing_else_tells_them()
    {
        Write("cdk.out/manifest.json", """{"artifacts":{"App":{"type":"aws:cloudformation:stack","environment":"aws://111111111111/eu-west-1","properties":{"templateFile":"App.template.json","parameters":{"Stage":"dev"}}}}}""");
        Write("cdk.out/App.assets.json", """{"files":{"abc123":{"source":{"path":"inner.nested.template.json"}}}}""");
        Write("cdk.out/App.template.json", """{"Parameters":{"Stage":{"Type":"String"}},"Resources":{"Inner":{"Type":"AWS::CloudFormation::Stack","Properties":{"TemplateURL":{"Fn::Join":["",["https://s3.",{"Ref":"AWS::Region"},".",{"Ref":"AWS::URLSuffix"},"/assets/abc123.json"]]},"Parameters":{"S":{"Ref":"Stage"}}}}}}""");
        Write("cdk.out/inner.nested.template.json", """{"Parameters":{"S":{"Type":"String"}},"Resources":{"Q":{"Type":"AWS::SQS::Queue","Properties":{"QueueName":{"Fn::Sub":"jobs-${S}"}}}}}""");
        Assert.Equal(["arn:aws:sqs:eu-west-1:111111111111:jobs-dev"], await On("sqs:CreateQueue", "cdk.out"));
    }

    [Fact]
    public async Task A_template_that_is_nested_in_itself_ends()
    {
        Write("t.yaml", "Resources:\n  Again: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: t.yaml}}\n");
        Assert.Contains("one of those that it stands in itself", (await _cli.RunAsync("policy", "generate", "--template", "t.yaml", "--json")).Done().Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_included_is_part_of_the_template_where_it_is_at_hand()
    {
        Write("t.yaml", "Resources:\n  Fn::Transform: {Name: AWS::Include, Parameters: {Location: part.yaml}}\n  Other:\n    Type: AWS::SQS::Queue\n    Properties:\n      Fn::Transform: {Name: AWS::Include, Parameters: {Location: 's3://bucket/props.yaml'}}\n");
        Write("part.yaml", "Jobs: {Type: 'AWS::SQS::Queue', Properties: {QueueName: included}}\n");
        var run = (await _cli.RunAsync("policy", "generate", "--template", "t.yaml", "--json", "--region", "eu-west-1")).Done();
        Assert.Contains("arn:aws:sqs:eu-west-1:*:included", run.Out, StringComparison.Ordinal);
        Assert.Contains("the template includes s3://bucket/props.yaml, which isn't at hand", run.Out, StringComparison.Ordinal);
        Assert.Contains("arn:aws:s3:::bucket/props.yaml", run.Out, StringComparison.Ordinal);
        Assert.Contains("arn:aws:cloudformation:eu-west-1:aws:transform/Include", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_macro_needs_its_function_and_what_it_does_is_said_to_be_unknown()
    {
        Write("t.yaml", "Transform: [Own, 'AWS::CodeDeployBlueGreen']\n" + Queue);
        var run = (await _cli.RunAsync("policy", "generate", "--template", "t.yaml", "--json", "--region", "eu-west-1", "--account", "111111111111")).Done();
        Assert.Contains("the macro Own adds to the template, or changes in it, can't be known", run.Out, StringComparison.Ordinal);
        Assert.Contains("what the transform AWS::CodeDeployBlueGreen adds", run.Out, StringComparison.Ordinal);
        Assert.Contains("arn:aws:cloudformation:eu-west-1:111111111111:transform/Own", run.Out, StringComparison.Ordinal);
        Assert.Equal(["arn:aws:lambda:*:*:function:*"], await On("lambda:InvokeFunction", "t.yaml"));
    }

    [Fact]
    public async Task Serverless_says_parameters_and_bucket_in_its_state()
    {
        Write(".serverless/cloudformation-template-update-stack.json", """{"Parameters":{"Stage":{"Type":"String"}},"Resources":{"Q":{"Type":"AWS::SQS::Queue","Properties":{"QueueName":{"Fn::Sub":"jobs-${Stage}"}}}}}""");
        Write(".serverless/serverless-state.json", """{"service":{"service":"orders","provider":{"stage":"dev","region":"eu-west-1","deploymentBucket":"code","stackParameters":[{"ParameterKey":"Stage","ParameterValue":"dev"}]}}}""");
        Assert.Equal(["arn:aws:sqs:eu-west-1:*:jobs-dev"], await On("sqs:CreateQueue", ".serverless"));
        Assert.Contains("arn:aws:s3:::code/*", await On("s3:PutObject", ".serverless"));
    }

    private void Write(string path, string text) => _cli.Home.Write("project/" + path, text);

    private async Task<string[]> On(string action, string template, params string[] more)
    {
        var run = (await _cli.RunAsync(["policy", "generate", "--template", template, "--json", .. more])).Done();
        return [.. JsonNode.Parse(run.Out)!["needs"]!.AsArray().Where(n => (string)n!["action"]! == action).Select(n => (string)n!["resource"]!).Distinct().Order(StringComparer.Ordinal)];
    }
}
