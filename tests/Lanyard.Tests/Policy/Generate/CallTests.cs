using Lanyard.Policy;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Generate;
using Lanyard.Policy.Templates;

namespace Lanyard.Tests.Policy.Generate;

/// <summary>
/// Calls that deployments fail at, as AWS checks them: the policy that is made of a template allows the call. Without that need it is refused, and so it is
/// by the policy of a template that lacks the feature.
/// </summary>
public sealed class CallTests
{
    private const string Here = "eu-west-1:111111111111";
    private const string Role = "arn:aws:iam::111111111111:role/it";
    private const string Key = $"arn:aws:kms:{Here}:key/0d1f";
    private const string Api = "arn:aws:apigateway:eu-west-1::";

    private static readonly RoleSession Deployer = new("arn:aws:iam::111111111111:role/deploy", "ci");

    // Keys let in whom their account's policies let in.
    private static readonly PolicySet KeyPolicy = PolicySet.Of(new AttachedPolicy("key", PolicyKind.Resource, PolicyDocumentReader.Read(
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111111111111:root"},"Action":"kms:*","Resource":"*"}]}""", null)));

    [Theory]

    // API Gateway's own ARNs have no account; the tags of one have its ARN in them.
    [InlineData("AWS::ApiGateway::RestApi", "Name: a", "apigateway:PUT", Api + "/tags/arn%3Aaws%3Aapigateway%3Aeu-west-1%3A%3A%2Frestapis%2Fa1b2c3")]
    [InlineData("AWS::ApiGatewayV2::Api", "Name: a", "apigateway:PUT", Api + "/tags/arn%3Aaws%3Aapigateway%3Aeu-west-1%3A%3A%2Fapis%2Fa1b2c3")]
    [InlineData("AWS::IAM::Role", "RoleName: it", "iam:TagRole", Role)]
    [InlineData("AWS::Lambda::Function", "FunctionName: f", "lambda:TagResource", $"arn:aws:lambda:{Here}:function:f")]
    [InlineData("AWS::SQS::Queue", "QueueName: q", "sqs:TagQueue", $"arn:aws:sqs:{Here}:q")]
    [InlineData("AWS::DynamoDB::Table", "TableName: t", "dynamodb:TagResource", $"arn:aws:dynamodb:{Here}:table/t")]
    [InlineData("AWS::Logs::LogGroup", "LogGroupName: g", "logs:TagResource", $"arn:aws:logs:{Here}:log-group:g")]
    [InlineData("AWS::S3::Bucket", "BucketName: b", "s3:PutBucketTagging", "arn:aws:s3:::b")]
    [InlineData("AWS::Events::Rule", "Name: r", "events:TagResource", $"arn:aws:events:{Here}:rule/r")]
    [InlineData("AWS::SNS::Topic", "TopicName: t", "sns:TagResource", $"arn:aws:sns:{Here}:t")]
    public void Tags_of_the_stack_are_put_on_its_resources(string type, string properties, string action, string resource)
    {
        var yaml = One(type, properties);
        Pair(yaml, yaml, action, resource, facts: Lab.Deployment with { HasStackTags = true });
    }

    [Theory]
    [InlineData("logs:CreateLogDelivery")]
    [InlineData("logs:GetLogDelivery")]
    [InlineData("logs:UpdateLogDelivery")]
    [InlineData("logs:DeleteLogDelivery")]
    [InlineData("logs:ListLogDeliveries")]
    [InlineData("logs:PutResourcePolicy")]
    [InlineData("logs:DescribeResourcePolicies")]
    [InlineData("logs:DescribeLogGroups")]
    public void An_HTTP_API_that_logs_its_requests_makes_a_delivery(string action) =>
        Pair(One("AWS::ApiGatewayV2::Stage", $"ApiId: a, StageName: live, AccessLogSettings: {{DestinationArn: 'arn:aws:logs:{Here}:log-group:api', Format: f}}"), One("AWS::ApiGatewayV2::Stage", "ApiId: a, StageName: live"), action, "*");

    [Theory]
    [InlineData("logs:CreateLogGroup", ":*")]
    [InlineData("logs:CreateLogGroup", "")]
    [InlineData("logs:DeleteLogGroup", ":*")]
    [InlineData("logs:PutRetentionPolicy", ":*")]
    public void A_log_group_is_asked_for_with_the_star_at_its_end_and_without(string action, string end) =>
        Pair(One("AWS::Logs::LogGroup", "LogGroupName: /api, RetentionInDays: 7"), One("AWS::SNS::Topic", "TopicName: t"), action, $"arn:aws:logs:{Here}:log-group:/api{end}");

    [Fact]
    public void The_account_of_API_Gateway_gets_its_role()
    {
        var (with, without) = (One("AWS::ApiGateway::Account", $"CloudWatchRoleArn: '{Role}'"), One("AWS::ApiGateway::RestApi", "Name: a"));
        Pair(with, without, "apigateway:PATCH", Api + "/account");
        Pair(with, without, "iam:PassRole", Role, ("iam:PassedToService", "apigateway.amazonaws.com"));
    }

    [Theory]
    [InlineData("AWS::Lambda::Function", "Role: 'ROLE'", "lambda.amazonaws.com")]
    [InlineData("AWS::Events::Rule", "Targets: [{Id: a, Arn: x, RoleArn: 'ROLE'}]", "events.amazonaws.com")]
    [InlineData("AWS::Scheduler::Schedule", "Target: {Arn: x, RoleArn: 'ROLE'}", "scheduler.amazonaws.com")]
    [InlineData("AWS::Pipes::Pipe", "RoleArn: 'ROLE'", "pipes.amazonaws.com")]
    [InlineData("AWS::AppSync::DataSource", "ServiceRoleArn: 'ROLE'", "appsync.amazonaws.com")]
    [InlineData("AWS::Cognito::UserPool", "SmsConfiguration: {SnsCallerArn: 'ROLE'}", "cognito-idp.amazonaws.com")]
    [InlineData("AWS::Cognito::IdentityPoolRoleAttachment", "Roles: {authenticated: 'ROLE'}", "cognito-identity.amazonaws.com")]
    [InlineData("AWS::StepFunctions::StateMachine", "RoleArn: 'ROLE'", "states.amazonaws.com")]
    [InlineData("AWS::Logs::SubscriptionFilter", "LogGroupName: g, RoleArn: 'ROLE'", "logs.amazonaws.com")]
    public void A_role_may_be_passed_to_its_service_and_to_no_other(string type, string properties, string service)
    {
        var with = One(type, properties.Replace("ROLE", Role, StringComparison.Ordinal));
        Pair(with, One(type, "Description: none"), "iam:PassRole", Role, ("iam:PassedToService", service));
        Assert.False(IsAllowed(Lab.NeedsOf(with).Needs, "iam:PassRole", Role, ("iam:PassedToService", "ec2.amazonaws.com")));
        Assert.False(IsAllowed(Lab.NeedsOf(with).Needs, "iam:PassRole", Role + "-other", ("iam:PassedToService", service)));
    }

    [Theory]
    [InlineData("lambda:InvokeFunction", $"arn:aws:lambda:{Here}:function:migrate")]
    [InlineData("sns:Publish", $"arn:aws:sns:{Here}:migrate")]
    public void A_custom_resource_calls_what_answers_for_it(string action, string token) => Pair(One("Custom::Migration", $"ServiceToken: '{token}'"), One("AWS::SQS::Queue", "QueueName: q"), action, token);

    [Theory]
    [InlineData("'{{resolve:ssm:/names/jobs}}'", "ssm:GetParameters", $"arn:aws:ssm:{Here}:parameter/names/jobs")]
    [InlineData("'{{resolve:ssm-secure:names:2}}'", "ssm:GetParameters", $"arn:aws:ssm:{Here}:parameter/names")]
    [InlineData("'{{resolve:secretsmanager:db:SecretString:user}}'", "secretsmanager:GetSecretValue", $"arn:aws:secretsmanager:{Here}:secret:db-AbCdEf")]
    public void A_reference_is_resolved_with_the_deployers_rights(string name, string action, string resource) =>
        Pair(One("AWS::SQS::Queue", $"QueueName: {name}"), One("AWS::SQS::Queue", "QueueName: q"), action, resource);

    [Fact]
    public void A_parameter_from_the_Parameter_Store_is_read()
    {
        var with = "Parameters: {Image: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /images/base}}\n" + One("AWS::SQS::Queue", "QueueName: q");
        Pair(with, with.Replace("AWS::SSM::Parameter::Value<String>", "String", StringComparison.Ordinal), "ssm:GetParameters", $"arn:aws:ssm:{Here}:parameter/images/base");
    }

    [Theory]
    [InlineData("Code: {S3Bucket: assets, S3Key: a.zip}", "s3:GetObject", "arn:aws:s3:::assets/a.zip")]
    [InlineData("Code: {S3Bucket: assets, S3Key: a.zip, S3ObjectVersion: '1'}", "s3:GetObjectVersion", "arn:aws:s3:::assets/a.zip")]
    [InlineData("Code: {ImageUri: '111111111111.dkr.ecr.eu-west-1.amazonaws.com/web:1'}", "ecr:SetRepositoryPolicy", $"arn:aws:ecr:{Here}:repository/web")]
    [InlineData("Code: {ImageUri: '111111111111.dkr.ecr.eu-west-1.amazonaws.com/web:1'}", "ecr:GetRepositoryPolicy", $"arn:aws:ecr:{Here}:repository/web")]
    [InlineData("Code: {ImageUri: '111111111111.dkr.ecr.eu-west-1.amazonaws.com/web:1'}", "ecr:BatchGetImage", $"arn:aws:ecr:{Here}:repository/web")]
    [InlineData("Layers: ['arn:aws:lambda:eu-west-1:580247275435:layer:LambdaInsightsExtension:38']", "lambda:GetLayerVersion", "arn:aws:lambda:eu-west-1:580247275435:layer:LambdaInsightsExtension:38")]
    public void A_functions_code_is_fetched_with_the_deployers_rights(string properties, string action, string resource) =>
        Pair(One("AWS::Lambda::Function", properties), One("AWS::Lambda::Function", "Code: {ZipFile: x}"), action, resource);

    [Fact]
    public void A_grant_on_a_key_may_be_made_for_AWS_alone()
    {
        var with = One("AWS::EFS::FileSystem", $"Encrypted: true, KmsKeyId: '{Key}'");
        Pair(with, One("AWS::EFS::FileSystem", "PerformanceMode: generalPurpose"), "kms:CreateGrant", Key, ("kms:GrantIsForAWSResource", "true"));
        Assert.False(IsAllowed(Lab.NeedsOf(with).Needs, "kms:CreateGrant", Key, ("kms:GrantIsForAWSResource", "false")));
    }

    [Fact]
    public void A_service_may_make_its_own_role_and_no_other_service_its()
    {
        const string Own = "arn:aws:iam::111111111111:role/aws-service-role/elasticfilesystem.amazonaws.com/AWSServiceRoleForAmazonElasticFileSystem";
        var with = One("AWS::EFS::FileSystem", "Encrypted: true");
        Pair(with, One("AWS::SQS::Queue", "QueueName: q"), "iam:CreateServiceLinkedRole", Own, ("iam:AWSServiceName", "elasticfilesystem.amazonaws.com"));
        Assert.False(IsAllowed(Lab.NeedsOf(with).Needs, "iam:CreateServiceLinkedRole", Own.Replace("elasticfilesystem", "ecs", StringComparison.Ordinal), ("iam:AWSServiceName", "ecs.amazonaws.com")));
    }

    [Fact]
    public void A_macro_is_called()
    {
        var without = One("AWS::SQS::Queue", "QueueName: q");
        Pair("Transform: Shout\n" + without, without, "lambda:InvokeFunction", $"arn:aws:lambda:{Here}:function:shout");
    }

    // Names that CloudFormation made, as users report them: cloudmapper#592, aws-lambda-power-tuning#154, serverless-application-model#448.
    [Theory]
    [InlineData("CloudmapperauditorStack", "taskDefinitionTaskRole3D7BF1E0", "CloudmapperauditorStack-taskDefinitionTaskRole3D7B-1D0MLVPEPD877")]
    [InlineData("serverlessrepo-aws-lambda-power-tuning", "analyzerRole", "serverlessrepo-aws-lambda-power-tunin-analyzerRole-30U2WSAK4KID")]
    [InlineData("awscodestar-test-lambda", "helloWorldRole", "awscodestar-test-lambda-helloWorldRole-V5QUHYDCDRBA")]
    public void A_role_may_be_made_by_the_name_that_CloudFormation_cuts(string stack, string id, string name) =>
        Pair($"Resources:\n  {id}: {{Type: 'AWS::IAM::Role', Properties: {{}}}}", One("AWS::SQS::Queue", "QueueName: q"), "iam:CreateRole", $"arn:aws:iam::111111111111:role/{name}", facts: Lab.Deployment with { StackName = stack });

    [Theory]
    [InlineData("Orders-Dev", "orders-dev-it-1x2y3z4a5b6c")]
    [InlineData("orders-dev", "orders-dev-it-1x2y3z4a5b6c")]
    public void A_bucket_may_be_made_by_the_name_in_lower_case(string stack, string name) =>
        Pair(One("AWS::S3::Bucket", "Tags: []"), One("AWS::SQS::Queue", "QueueName: q"), "s3:CreateBucket", $"arn:aws:s3:::{name}", facts: Lab.Deployment with { StackName = stack });

    [Theory]
    [InlineData("AWS::SQS::Queue", "QueueName: it", "sqs:DeleteQueue", $"arn:aws:sqs:{Here}:it")]
    [InlineData("AWS::IAM::Role", "RoleName: it", "iam:DeleteRole", Role)]
    [InlineData("AWS::S3::Bucket", "BucketName: it", "s3:DeleteBucket", "arn:aws:s3:::it")]
    [InlineData("AWS::Lambda::Function", "FunctionName: it", "lambda:DeleteFunction", $"arn:aws:lambda:{Here}:function:it")]
    public void A_deployment_that_failed_may_be_rolled_back(string type, string properties, string action, string resource)
    {
        var with = One(type, properties);
        Pair(with, with.Replace("{Type", "{DeletionPolicy: Retain, UpdateReplacePolicy: Retain, Type", StringComparison.Ordinal), action, resource);
        Assert.Contains(Lab.NeedsOf(with).Needs, need => need.Action == action && need.Phases.HasFlag(NeedPhases.Rollback));
    }

    private static string One(string type, string properties) => $"Resources:\n  It: {{Type: '{type}', Properties: {{{properties}}}}}";

    private static void Pair(string with, string without, string action, string resource, (string Key, string Value)? key = null, DeploymentFacts? facts = null)
    {
        var needs = Lab.NeedsOf(with, facts).Needs;
        Assert.True(IsAllowed(needs, action, resource, key), $"{action} on {resource} isn't allowed");
        Assert.False(IsAllowed([.. needs.Where(need => need.Action != action)], action, resource, key), $"{action} is allowed without the need");
        Assert.False(IsAllowed(Lab.NeedsOf(without).Needs, action, resource, key), $"{action} is allowed without the feature");
    }

    private static bool IsAllowed(IReadOnlyCollection<Need> needs, string action, string resource, (string Key, string Value)? key = null)
    {
        var context = key is { } given ? RequestContext.Empty.With(given.Key, given.Value) : RequestContext.Empty;
        var request = new AccessRequest(Deployer, action, resource, context, "111111111111") { TakesNoResource = Catalogue.Embedded.FindAction(action) is { IsWithoutResourceTypes: true } };
        return AccessEvaluator.Decide(request, new AccessPolicies
        {
            Identity = PolicySet.Of(new AttachedPolicy("generated", PolicyKind.Identity, NeededPolicy.Of(needs))),
            Resource = action.StartsWith("kms:", StringComparison.Ordinal) ? KeyPolicy : null,
        }).IsAllowed;
    }
}
