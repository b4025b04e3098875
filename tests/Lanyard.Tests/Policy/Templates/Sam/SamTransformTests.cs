using Lanyard.Policy.Documents;
using Lanyard.Policy.Templates.Sam;
using Lanyard.Projects.Yaml;

namespace Lanyard.Tests.Policy.Templates.Sam;

public sealed class SamTransformTests
{
    private const string Head = "Transform: AWS::Serverless-2016-10-31\n";

    [Fact]
    public void A_function_gets_a_role_with_what_its_logs_and_traces_need() => Assert.Equal(
        ["FRole AWS::IAM::Role", "F AWS::Lambda::Function"],
        TypesOf("Resources:\n  F: {Type: 'AWS::Serverless::Function', Properties: {CodeUri: src, Tracing: Active}}"));

    [Fact]
    public void A_function_that_names_its_role_gets_none() =>
        Assert.Equal(["F AWS::Lambda::Function"], TypesOf("Resources:\n  F: {Type: 'AWS::Serverless::Function', Properties: {Role: arn}}"));

    [Fact]
    public void Events_become_what_calls_the_function_and_implicit_APIs_come_at_the_end() => Assert.Equal(
        [
            "FRole AWS::IAM::Role", "F AWS::Lambda::Function",
            "FGetPermission AWS::Lambda::Permission",
            "FQ AWS::Lambda::EventSourceMapping",
            "FNightly AWS::Events::Rule", "FNightlyPermission AWS::Lambda::Permission",
            "FTopic AWS::SNS::Subscription", "FTopicPermission AWS::Lambda::Permission",
            "FLaterRole AWS::IAM::Role", "FLater AWS::Scheduler::Schedule",
            "ServerlessHttpApi AWS::ApiGatewayV2::Api", "ServerlessHttpApiApiGatewayDefaultStage AWS::ApiGatewayV2::Stage",
        ],
        TypesOf("""
            Resources:
              F:
                Type: AWS::Serverless::Function
                Properties:
                  Events:
                    Get: {Type: HttpApi}
                    Q: {Type: SQS, Properties: {Queue: !GetAtt Q.Arn}}
                    Nightly: {Type: Schedule, Properties: {Schedule: rate(1 day)}}
                    Topic: {Type: SNS, Properties: {Topic: !Ref T}}
                    Later: {Type: ScheduleV2, Properties: {ScheduleExpression: rate(1 day)}}
            """));

    [Fact]
    public void Globals_stand_under_what_a_function_says_itself()
    {
        var function = Expanded("Globals: {Function: {Tracing: Active, Environment: {Variables: {A: a}}, Layers: [one]}}\nResources:\n  F: {Type: 'AWS::Serverless::Function', Properties: {Environment: {Variables: {B: b}}, Layers: [two]}}").Find("F")!.Find("Properties")!;
        Assert.Equal("Active", function.Find("TracingConfig")!.Find("Mode")!.Text);
        Assert.Equal(["A", "B"], function.Find("Environment")!.Find("Variables")!.Members.Select(m => m.Name.Value));
        Assert.Equal(["one", "two"], function.Find("Layers")!.Items.Select(i => i.Text));
    }

    [Fact]
    public void A_bucket_that_a_function_listens_to_gets_its_notification()
    {
        var bucket = Expanded("Resources:\n  B: {Type: 'AWS::S3::Bucket'}\n  F: {Type: 'AWS::Serverless::Function', Properties: {Events: {Up: {Type: S3, Properties: {Bucket: !Ref B}}}}}").Find("B")!;
        Assert.NotNull(bucket.Find("Properties")!.Find("NotificationConfiguration")!.Find("LambdaConfigurations"));
    }

    [Fact]
    public void A_gradual_deployment_brings_version_alias_and_CodeDeploy() => Assert.Equal(
        ["FRole AWS::IAM::Role", "F AWS::Lambda::Function", "FVersion AWS::Lambda::Version", "FAliaslive AWS::Lambda::Alias", "ServerlessDeploymentApplication AWS::CodeDeploy::Application", "CodeDeployServiceRole AWS::IAM::Role", "FDeploymentGroup AWS::CodeDeploy::DeploymentGroup"],
        TypesOf("Resources:\n  F: {Type: 'AWS::Serverless::Function', Properties: {AutoPublishAlias: live, DeploymentPreference: {Type: Linear10PercentEvery1Minute}}}"));

    [Fact]
    public void What_is_not_of_SAM_stays_and_conditions_go_to_all_that_comes_of_a_resource()
    {
        var resources = Expanded("Resources:\n  Q: {Type: 'AWS::SQS::Queue', Properties: {QueueName: q}}\n  F: {Type: 'AWS::Serverless::Function', Condition: IsProd}");
        Assert.Equal("q", resources.Find("Q")!.Find("Properties")!.Find("QueueName")!.Text);
        Assert.Equal("IsProd", resources.Find("FRole")!.Find("Condition")!.Text);
        Assert.Equal("IsProd", resources.Find("F")!.Find("Condition")!.Text);
    }

    private static string[] TypesOf(string yaml) => [.. Expanded(yaml).Members.Select(m => $"{m.Name.Value} {m.Value.Find("Type")!.Text}")];

    private static JsonNode Expanded(string yaml)
    {
        var root = YamlJson.Read(Head + yaml, "template.yaml");
        Assert.True(SamTransform.IsIn(root));
        return SamTransform.Expand(root).Find("Resources")!;
    }
}
