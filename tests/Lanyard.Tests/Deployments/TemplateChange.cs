using System.Text.Json.Nodes;

namespace Lanyard.Tests.Deployments;

/// <summary>Changes of templates: each of the table's properties that a resource has gets another value, or is taken out.</summary>
internal static class TemplateChange
{
    // TYPE PROPERTY VALUE: only what is there is changed; a value that starts with + is added to a list or a text.
    private const string Values = """
        AWS::ApiGateway::Method AuthorizationType "AWS_IAM"
        AWS::ApiGateway::Resource PathPart "changed"
        AWS::ApiGateway::RestApi Name "changed"
        AWS::ApiGateway::Deployment Description "changed"
        AWS::ApiGateway::DomainName SecurityPolicy "TLS_1_0"
        AWS::ApiGateway::BasePathMapping Stage "changed"
        AWS::ApiGateway::Stage Description "changed"
        AWS::ApiGatewayV2::Api Name "changed"
        AWS::ApiGatewayV2::Api Body.info.version "2.0"
        AWS::ApiGatewayV2::ApiMapping ApiMappingKey "changed"
        AWS::ApiGatewayV2::DomainName DomainNameConfigurations.0.EndpointType "EDGE"
        AWS::ApiGatewayV2::Integration PayloadFormatVersion "1.0"
        AWS::ApiGatewayV2::Route RouteKey "GET /changed"
        AWS::ApiGatewayV2::Stage AutoDeploy false
        AWS::ApiGatewayV2::Stage AccessLogSettings.Format "changed"
        AWS::AppSync::DataSource Description "changed"
        AWS::CertificateManager::Certificate CertificateTransparencyLoggingPreference "DISABLED"
        AWS::Cognito::UserPool MfaConfiguration "OPTIONAL"
        AWS::Cognito::UserPoolClient SupportedIdentityProviders.0 "changed"
        AWS::Cognito::IdentityPool AllowUnauthenticatedIdentities false
        AWS::DynamoDB::Table BillingMode "PROVISIONED"
        AWS::DynamoDB::Table TimeToLiveSpecification.Enabled false
        AWS::DynamoDB::Table PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled false
        AWS::Events::Rule ScheduleExpression "rate(2 hours)"
        AWS::Events::Rule State "DISABLED"
        AWS::Events::EventBus Description "changed"
        AWS::KMS::Key Description "changed"
        AWS::KMS::Key EnableKeyRotation false
        AWS::KMS::Alias TargetKeyId "00000000-0000-0000-0000-000000000000"
        AWS::IAM::ManagedPolicy PolicyDocument.Statement.0.Sid "Changed"
        AWS::IAM::Policy PolicyDocument.Statement.0.Sid "Changed"
        AWS::IAM::Role AssumeRolePolicyDocument.Statement.0.Sid "Changed"
        AWS::IAM::Role Description "changed"
        AWS::IAM::Role MaxSessionDuration 7200
        AWS::IAM::Role Policies.0.PolicyDocument.Statement.0.Sid "Changed"
        AWS::Lambda::Alias Description "changed"
        AWS::Logs::SubscriptionFilter FilterPattern "changed"
        AWS::SNS::Subscription RawMessageDelivery false
        AWS::SNS::TopicPolicy PolicyDocument.Statement.0.Sid "Changed"
        AWS::Scheduler::Schedule ScheduleExpression "rate(2 days)"
        AWS::Lambda::EventSourceMapping BatchSize 7
        AWS::Lambda::Function Code.S3Key +".changed"
        AWS::Lambda::Function MemorySize 1769
        AWS::Lambda::Function Timeout 29
        AWS::Lambda::Function ReservedConcurrentExecutions 3
        AWS::Lambda::LayerVersion Content.S3Key +".changed"
        AWS::Lambda::Permission SourceAccount "222222222222"
        AWS::Lambda::Url AuthType "AWS_IAM"
        AWS::Lambda::Version CodeSha256 "changed"
        AWS::Logs::LogGroup RetentionInDays 30
        AWS::Logs::LogGroup KmsKeyId "arn:aws:kms:eu-west-1:111111111111:key/00000000-0000-0000-0000-000000000000"
        AWS::Route53::RecordSet TTL "60"
        AWS::Route53::RecordSet AliasTarget.EvaluateTargetHealth true
        AWS::AppSync::GraphQLApi Name "changed"
        AWS::AppSync::GraphQLSchema DefinitionS3Location "s3://cdk-hnb659fds-assets-111111111111-eu-west-1/changed.graphql"
        AWS::AppSync::FunctionConfiguration Description "changed"
        AWS::AppSync::Resolver MaxBatchSize 7
        AWS::Cognito::UserPool UserPoolName "changed"
        AWS::Cognito::UserPoolClient ClientName "changed"
        AWS::Cognito::IdentityPoolRoleAttachment RoleMappings.client.AmbiguousRoleResolution "Deny"
        AWS::S3::Bucket VersioningConfiguration.Status "Suspended"
        AWS::S3::Bucket CorsConfiguration.CorsRules.0.MaxAge 10
        AWS::S3::Bucket PublicAccessBlockConfiguration.BlockPublicAcls false
        AWS::S3::Bucket BucketEncryption.ServerSideEncryptionConfiguration.0.BucketKeyEnabled true
        AWS::S3::Bucket NotificationConfiguration.LambdaConfigurations.0.Event "s3:ObjectRemoved:*"
        AWS::S3::BucketPolicy PolicyDocument.Statement.0.Sid "Changed"
        AWS::SNS::Topic DisplayName "changed"
        AWS::SQS::Queue VisibilityTimeout 181
        AWS::SQS::Queue MessageRetentionPeriod 86400
        AWS::SQS::QueuePolicy PolicyDocument.Statement.0.Sid "Changed"
        AWS::SSM::Parameter Value "changed"
        AWS::StepFunctions::StateMachine DefinitionString "{}"
        """;

    // TYPE PROPERTY: what can be left out.
    private const string Settings = """
        AWS::ApiGatewayV2::Api CorsConfiguration
        AWS::ApiGatewayV2::Stage AccessLogSettings
        AWS::ApiGatewayV2::Stage RouteSettings
        AWS::DynamoDB::Table TimeToLiveSpecification
        AWS::IAM::Role Description
        AWS::IAM::Role ManagedPolicyArns
        AWS::IAM::Role Policies
        AWS::IAM::Role PermissionsBoundary
        AWS::Lambda::Function ReservedConcurrentExecutions
        AWS::Lambda::Function Environment
        AWS::ECR::Repository LifecyclePolicy
        AWS::ECR::Repository RepositoryPolicyText
        AWS::Logs::LogGroup KmsKeyId
        AWS::Logs::LogGroup RetentionInDays
        AWS::S3::Bucket CorsConfiguration
        AWS::S3::Bucket LifecycleConfiguration
        AWS::S3::Bucket NotificationConfiguration
        AWS::S3::Bucket VersioningConfiguration
        AWS::S3::Bucket WebsiteConfiguration
        AWS::SNS::Topic Subscription
        """;

    /// <summary>Gives the template with other values.</summary>
    public static string OtherValues(string template) => Change(template, Values, (holder, step, value) =>
    {
        var (isMore, text) = value[0] == '+' ? (true, value[1..]) : (false, value);
        var added = JsonNode.Parse(text)!;
        Put(holder, step, isMore && At(holder, step) is { } present
            ? present is JsonValue ? JsonValue.Create((string)present! + (string)added!) : new JsonObject { ["Fn::Join"] = new JsonArray("", new JsonArray(present.DeepClone(), added)) }
            : added);
    });

    /// <summary>Gives the template without what can be left out, and with a tag less on each resource.</summary>
    public static string TakenOut(string template)
    {
        var root = JsonNode.Parse(Change(template, Settings, (holder, step, _) => ((JsonObject)holder).Remove(step)))!;
        foreach (var (_, resource) in (JsonObject)root["Resources"]!)
        {
            var properties = resource!["Properties"];
            switch (properties?["Tags"] ?? properties?["UserPoolTags"] ?? properties?["IdentityPoolTags"])
            {
                case JsonArray { Count: > 0 } tags:
                    tags.RemoveAt(0);
                    break;
                case JsonObject { Count: > 0 } map:
                    map.Remove(map.First().Key);
                    break;
            }
        }

        return root.ToJsonString();
    }

    /// <summary>Gives the template with a resource more, which comes last and can't be made.</summary>
    public static string WithFailure(string template)
    {
        var root = JsonNode.Parse(template)!;
        var resources = (JsonObject)root["Resources"]!;
        var before = new JsonArray([.. resources.Where(r => r.Value!["Condition"] is null).Select(r => (JsonNode)r.Key)]);
        resources.Add("Unmakeable", new JsonObject { ["Type"] = "AWS::Nothing::Thing", ["DependsOn"] = before });
        return root.ToJsonString();
    }

    /// <summary>Gives the template with a permissions boundary on each role.</summary>
    public static string WithBoundary(string template, string arn)
    {
        var root = JsonNode.Parse(template)!;
        foreach (var (_, resource) in (JsonObject)root["Resources"]!)
        {
            if ((string)resource!["Type"]! == "AWS::IAM::Role")
            {
                resource["Properties"]!["PermissionsBoundary"] = arn;
            }
        }

        return root.ToJsonString();
    }

    private static string Change(string template, string table, Action<JsonNode, string, string> change)
    {
        var root = JsonNode.Parse(template)!;
        var lines = table.Split('\n').Select(line => line.Trim().Split(' ', 3)).ToLookup(words => words[0], StringComparer.Ordinal);
        foreach (var (_, resource) in (JsonObject)root["Resources"]!)
        {
            foreach (var words in lines[(string)resource!["Type"]!])
            {
                var steps = words[1].Split('.');
                var holder = steps[..^1].Aggregate(resource["Properties"], (node, step) => node is null ? null : At(node, step));
                if (holder is not null && (At(holder, steps[^1]) is not null || (steps[^1] == "Sid" && holder is JsonObject)))
                {
                    change(holder, steps[^1], words.Length > 2 ? words[2] : "");
                }
            }
        }

        return root.ToJsonString();
    }

    private static JsonNode? At(JsonNode node, string step) => node switch
    {
        JsonArray list => int.TryParse(step, out var at) && at < list.Count ? list[at] : null,
        JsonObject all => all[step],
        _ => null,
    };

    private static void Put(JsonNode holder, string step, JsonNode value)
    {
        if (holder is JsonArray list)
        {
            list[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)] = value;
        }
        else
        {
            holder[step] = value;
        }
    }
}
