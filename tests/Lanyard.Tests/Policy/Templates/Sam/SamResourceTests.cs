using Lanyard.Policy.Documents;
using Lanyard.Policy.Generate;
using Lanyard.Policy.Templates;
using Lanyard.Policy.Templates.Sam;
using Lanyard.Projects.Yaml;
using Lanyard.Tests.Policy.Generate;

namespace Lanyard.Tests.Policy.Templates.Sam;

/// <summary>As "Generated AWS CloudFormation resources" and "AWS SAM connector reference" of the AWS SAM Developer Guide tell it.</summary>
public sealed class SamResourceTests
{
    private const string Ends = """
          F: { Type: AWS::Serverless::Function }
          Own: { Type: AWS::Serverless::Function, Properties: { Role: !GetAtt OwnRole.Arn } }
          OwnRole: { Type: AWS::IAM::Role }
          T: { Type: AWS::Serverless::SimpleTable }
          Q: { Type: AWS::SQS::Queue }
          N: { Type: AWS::SNS::Topic }
          R: { Type: AWS::Events::Rule }
          B: { Type: AWS::S3::Bucket }
          M: { Type: AWS::Serverless::StateMachine }

        """;

    [Theory]
    [InlineData("F", "T", "CPolicy AWS::IAM::ManagedPolicy FRole")]
    [InlineData("Own", "Q", "CPolicy AWS::IAM::ManagedPolicy OwnRole")]
    [InlineData("M", "F", "CPolicy AWS::IAM::ManagedPolicy MRole")]
    [InlineData("T", "F", "CPolicy AWS::IAM::ManagedPolicy FRole")]
    [InlineData("Q", "Own", "CPolicy AWS::IAM::ManagedPolicy OwnRole")]
    [InlineData("N", "Q", "CQueuePolicy AWS::SQS::QueuePolicy Q")]
    [InlineData("R", "Q", "CQueuePolicy AWS::SQS::QueuePolicy Q")]
    [InlineData("R", "N", "CTopicPolicy AWS::SNS::TopicPolicy N")]
    [InlineData("N", "F", "CWriteLambdaPermission AWS::Lambda::Permission F")]
    [InlineData("B", "F", "CWriteLambdaPermission AWS::Lambda::Permission F")]
    public void A_connector_is_a_policy_of_a_role_or_of_the_other_resource(string source, string destination, string expected)
    {
        var connector = Expanded($"Resources:\n{Ends}  C: {{ Type: AWS::Serverless::Connector, Properties: {{ Source: {{ Id: {source} }}, Destination: {{ Id: {destination} }}, Permissions: [Write] }} }}").Members
            .Single(m => m.Name.Value.StartsWith('C'));
        var properties = connector.Value.Find("Properties")!;
        var named = properties.Find("FunctionName") ?? (properties.Find("Roles") ?? properties.Find("Queues") ?? properties.Find("Topics"))!.Items[0];
        Assert.Equal(expected, $"{connector.Name.Value} {connector.Value.Find("Type")!.Text} {named.Find("Ref")!.Text}");
    }

    [Fact]
    public void Connectors_in_a_resource_and_to_several_are_expanded_too()
    {
        var made = TypesOf($"Resources:\n{Ends}  G: {{ Type: AWS::Serverless::Function, Connectors: {{ Uses: {{ Properties: {{ Destination: {{ Id: T }}, Permissions: [Read] }} }}, Many: {{ Properties: {{ Destination: [{{ Id: T }}, {{ Id: Q }}] }} }} }} }}");
        Assert.Contains("GUsesPolicy AWS::IAM::ManagedPolicy", made);
        Assert.Equal(2, made.Count(m => m.StartsWith("GMany", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_a_connector_attaches_is_needed_on_the_role_that_SAM_made() => Assert.Contains(
        "arn:aws:iam::111111111111:role/orders-dev-FRole-*",
        TemplateNeeds.Of(Template($"Resources:\n{Ends}  C: {{ Type: AWS::Serverless::Connector, Properties: {{ Source: {{ Id: F }}, Destination: {{ Id: T }} }} }}")).Needs
            .Where(n => n.Action == "iam:AttachRolePolicy" && n.Reason.StartsWith("CPolicy", StringComparison.Ordinal)).Select(n => n.Resource));

    [Fact]
    public void A_GraphQL_API_brings_schema_sources_functions_resolvers_and_their_roles()
    {
        var made = TypesOf("""
            Resources:
              A:
                Type: AWS::Serverless::GraphQLApi
                Properties:
                  SchemaUri: schema.graphql
                  Auth: { Type: AWS_LAMBDA, LambdaAuthorizer: { AuthorizerUri: !GetAtt F.Arn } }
                  ApiKeys: { Key: {} }
                  Cache: { Ttl: 1 }
                  DomainName: { DomainName: api.example.com, CertificateArn: arn }
                  DataSources: { DynamoDb: { Posts: { TableName: !Ref T } }, Lambda: { Call: { FunctionArn: !GetAtt F.Arn, ServiceRoleArn: arn:aws:iam::111111111111:role/x } } }
                  Functions: { get: { DataSource: Posts, CodeUri: get.js } }
                  Resolvers: { Query: { post: { CodeUri: post.js, Pipeline: [get] } } }
            """);
        Assert.Equal(
            [
                "ACloudWatchRole AWS::IAM::Role", "A AWS::AppSync::GraphQLApi", "ASchema AWS::AppSync::GraphQLSchema", "AToLambdaAuthConnector1WriteLambdaPermission AWS::Lambda::Permission",
                "AKey AWS::AppSync::ApiKey", "AApiCache AWS::AppSync::ApiCache", "ADomainName AWS::AppSync::DomainName", "ADomainNameApiAssociation AWS::AppSync::DomainNameApiAssociation",
                "APostsDynamoDbDataSourceRole AWS::IAM::Role", "APostsDynamoDbDataSourceTo*Policy AWS::IAM::ManagedPolicy", "APostsDynamoDbDataSource AWS::AppSync::DataSource",
                "ACallLambdaDataSource AWS::AppSync::DataSource", "ANoneDataSource AWS::AppSync::DataSource", "Aget AWS::AppSync::FunctionConfiguration", "AQuerypost AWS::AppSync::Resolver",
            ],
            made);
    }

    [Fact]
    public void A_GraphQL_API_that_does_not_log_gets_no_role_for_it() =>
        Assert.DoesNotContain("ACloudWatchRole AWS::IAM::Role", TypesOf("Resources:\n  A: { Type: AWS::Serverless::GraphQLApi, Properties: { SchemaInline: x, Logging: false } }"));

    [Fact]
    public void A_simple_table_is_a_table_and_a_layer_is_called_as_its_resource()
    {
        var access = TemplateNeeds.Of(Template("Resources:\n  T: { Type: AWS::Serverless::SimpleTable, Properties: { TableName: orders } }\n  L: { Type: AWS::Serverless::LayerVersion, Properties: { ContentUri: 's3://code/layer.zip' } }"));
        Assert.Equal(["arn:aws:dynamodb:eu-west-1:111111111111:table/orders"], access.On("dynamodb:CreateTable"));
        Assert.Contains("arn:aws:lambda:eu-west-1:111111111111:layer:L", access.On("lambda:PublishLayerVersion"));
        Assert.All(access.On("s3:GetObject"), arn => Assert.StartsWith("arn:aws:s3:::code/", arn, StringComparison.Ordinal));
    }

    [Fact]
    public void A_state_machine_s_events_have_roles_and_queues_for_what_is_lost()
    {
        var made = TypesOf("""
            Resources:
              M:
                Type: AWS::Serverless::StateMachine
                Properties:
                  DefinitionUri: m.asl.json
                  AutoPublishAlias: live
                  Events:
                    Bus: { Type: EventBridgeRule, Properties: { RuleName: r, EventBusName: b, DeadLetterConfig: { Type: SQS } } }
                    Later: { Type: ScheduleV2, Properties: { ScheduleExpression: rate(1 day), RoleArn: arn:aws:iam::111111111111:role/x } }
                    Call: { Type: Api, Properties: { Path: /, Method: get } }
            """);
        Assert.Equal(
            [
                "MRole AWS::IAM::Role", "M AWS::StepFunctions::StateMachine", "MVersion AWS::StepFunctions::StateMachineVersion", "MAliaslive AWS::StepFunctions::StateMachineAlias",
                "MBusRole AWS::IAM::Role", "MBusQueue AWS::SQS::Queue", "MBusQueuePolicy AWS::SQS::QueuePolicy", "MBus AWS::Events::Rule", "MLater AWS::Scheduler::Schedule", "MCallRole AWS::IAM::Role",
                "ServerlessRestApi AWS::ApiGateway::RestApi", "ServerlessRestApiDeployment AWS::ApiGateway::Deployment", "ServerlessRestApiProdStage AWS::ApiGateway::Stage",
            ],
            made);
    }

    [Fact]
    public void Globals_reach_every_type_that_has_them()
    {
        var resources = Expanded("Globals: { StateMachine: { PermissionsBoundary: arn:b }, SimpleTable: { SSESpecification: { SSEEnabled: true } }, HttpApi: { AccessLogSettings: { DestinationArn: x } } }\nResources:\n  M: { Type: AWS::Serverless::StateMachine, Properties: { Events: { S: { Type: Schedule } } } }\n  T: { Type: AWS::Serverless::SimpleTable }\n  H: { Type: AWS::Serverless::HttpApi }");
        Assert.Equal("arn:b", resources.Find("MRole")!.Find("Properties")!.Find("PermissionsBoundary")!.Text);
        Assert.Equal("arn:b", resources.Find("MSRole")!.Find("Properties")!.Find("PermissionsBoundary")!.Text);
        Assert.NotNull(resources.Find("T")!.Find("Properties")!.Find("SSESpecification"));
        Assert.NotNull(resources.Find("HApiGatewayDefaultStage")!.Find("Properties")!.Find("AccessLogSettings"));
    }

    [Fact]
    public void Policy_templates_and_statements_are_inline_and_names_are_attached()
    {
        var role = Expanded("Resources:\n  F: { Type: AWS::Serverless::Function, Properties: { Policies: [ { SQSPollerPolicy: { QueueName: q } }, AmazonS3ReadOnlyAccess, !Ref Own, { Statement: [] } ] } }").Find("FRole")!.Find("Properties")!;
        Assert.Equal(["FRolePolicy0", "FRolePolicy1"], role.Find("Policies")!.Items.Select(p => p.Find("PolicyName")!.Text));
        Assert.Equal(3, role.Find("ManagedPolicyArns")!.Items.Length);
    }

    [Fact]
    public void Queues_between_topic_and_function_authorizers_and_destinations_are_made()
    {
        var made = TypesOf("""
            Resources:
              F:
                Type: AWS::Serverless::Function
                Properties:
                  EventInvokeConfig: { DestinationConfig: { OnFailure: { Type: SQS }, OnSuccess: { Type: SNS, Destination: arn:aws:sns:eu-west-1:111111111111:t } } }
                  Events:
                    Told: { Type: SNS, Properties: { Topic: t, SqsSubscription: true } }
                    Nightly: { Type: Schedule, Properties: { Schedule: rate(1 day), DeadLetterConfig: { Type: SQS } } }
              A: { Type: AWS::Serverless::Api, Properties: { StageName: v1, Auth: { Authorizers: { Own: { FunctionArn: !GetAtt F.Arn } }, UsagePlan: { CreateUsagePlan: NONE } } } }
            """);
        Assert.Contains("FEventInvokeConfigOnFailureQueue AWS::SQS::Queue", made);
        Assert.DoesNotContain(made, m => m.StartsWith("FEventInvokeConfigOnSuccess", StringComparison.Ordinal));
        Assert.Contains("FToldQueue AWS::SQS::Queue", made);
        Assert.Contains("FToldEventSourceMapping AWS::Lambda::EventSourceMapping", made);
        Assert.DoesNotContain("FToldPermission AWS::Lambda::Permission", made);
        Assert.Contains("FNightlyQueue AWS::SQS::Queue", made);
        Assert.Contains("AOwnAuthorizerPermission AWS::Lambda::Permission", made);
        Assert.DoesNotContain(made, m => m.EndsWith("UsagePlan", StringComparison.Ordinal));
    }

    [Fact]
    public void A_state_machine_behind_an_API_is_called_with_its_events_role()
    {
        var access = TemplateNeeds.Of(Template("Resources:\n  M: {Type: AWS::Serverless::StateMachine, Properties: {Role: 'arn:aws:iam::111111111111:role/m', Events: {Start: {Type: Api, Properties: {Path: /start, Method: post}}}}}"));
        Assert.Contains(access.Needs, n => n is { Action: "iam:PassRole", Resource: "arn:aws:iam::111111111111:role/orders-dev-MStartRole-*" } && n.Conditions.Single().Values.Single() == "apigateway.amazonaws.com");
        Assert.DoesNotContain(access.Notes, note => note.Contains("must be passed", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("DefinitionUri: api.yaml", true)]
    [InlineData("DefinitionBody: {openapi: 3.0.1}", false)]
    [InlineData("Name: a", false)]
    public void Of_an_API_s_description_in_a_file_nothing_is_known(string properties, bool isSaid) => Assert.Equal(isSaid, TemplateNeeds.Of(Template(
        $"Resources:\n  A: {{Type: AWS::Serverless::Api, Properties: {{StageName: v1, {properties}}}}}")).Notes.Any(note => note.Contains("must be passed", StringComparison.Ordinal)));

    [Theory]
    [InlineData("DefinitionBody: {paths: {/a: {get: {x-amazon-apigateway-integration: {credentials: ROLE}}}}}")]
    [InlineData("Auth: {Authorizers: {Own: {FunctionArn: f, FunctionInvokeRole: ROLE}}}")]
    [InlineData("Auth: {DefaultAuthorizer: AWS_IAM, InvokeRole: ROLE}")]
    public void Roles_of_an_API_are_passed_to_it(string properties) => Assert.Equal(["arn:aws:iam::111111111111:role/calls"], TemplateNeeds.Of(Template(
        $"Resources:\n  A: {{Type: AWS::Serverless::Api, Properties: {{StageName: v1, {properties.Replace("ROLE", "'arn:aws:iam::111111111111:role/calls'", StringComparison.Ordinal)}}}}}")).On("iam:PassRole"));

    // sam build writes the name that the image has on this machine.
    [Theory]
    [InlineData("PackageType: Image")]
    [InlineData("PackageType: Image, ImageUri: 'f:latest'")]
    public void An_image_that_is_not_pushed_yet_comes_from_a_repository_of_the_account_and_nothing_from_S3(string properties)
    {
        var access = TemplateNeeds.Of(Template($"Resources:\n  F: {{Type: AWS::Serverless::Function, Properties: {{{properties}}}}}"));
        Assert.Equal(["arn:aws:ecr:eu-west-1:111111111111:repository/*"], access.On("ecr:SetRepositoryPolicy"));
        Assert.Empty(access.On("s3:GetObject"));
    }

    [Fact]
    public void Code_of_this_machine_is_fetched_from_the_bucket_that_it_is_uploaded_to()
    {
        var root = YamlJson.Read("Transform: AWS::Serverless-2016-10-31\nResources:\n  F: {Type: AWS::Serverless::Function, Properties: {CodeUri: src/}}\n  L: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: layer/}}\n  M: {Type: AWS::Serverless::StateMachine, Properties: {DefinitionUri: m.json}}", "template.yaml");
        Assert.Equal(["arn:aws:s3:::code/*"], TemplateNeeds.Of(new DeployedTemplate(SamTransform.Expand(root, "code"), Lab.Deployment)).On("s3:GetObject"));
    }

    [Theory]
    [InlineData("aws", "eu-west-1")]
    [InlineData("aws-cn", "cn-north-1")]
    public void Policies_of_AWSs_are_those_of_the_partition(string partition, string region)
    {
        var template = Template("Resources:\n  F: {Type: AWS::Serverless::Function, Properties: {InlineCode: x, Events: {Q: {Type: SQS, Properties: {Queue: q}}}}}");
        var attached = TemplateNeeds.Of(template with { Facts = Lab.Deployment with { Partition = partition, Region = region } }).Needs.First(n => n.Action == "iam:AttachRolePolicy").Conditions.Single().Values;
        Assert.Equal([$"arn:{partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole", $"arn:{partition}:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole"], attached);
    }

    private static string[] TypesOf(string yaml) => [.. Expanded(yaml).Members.Select(m => $"{m.Name.Value.Replace(Placeholder.Mark, '*')} {m.Value.Find("Type")!.Text}")];

    private static JsonNode Expanded(string yaml) => Template(yaml).Root.Find("Resources")!;

    private static DeployedTemplate Template(string yaml) => new(SamTransform.Expand(YamlJson.Read("Transform: AWS::Serverless-2016-10-31\n" + yaml, "template.yaml")), Lab.Deployment);
}
