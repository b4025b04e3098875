namespace Lanyard.Tests.Sandbox.CloudFormation;

/// <summary>Calls that handlers make for single properties: who lacks the one action is refused at it.</summary>
public sealed class HandlerNeedTests : IDisposable
{
    private const string Key = "arn:aws:kms:eu-west-1:111111111111:key/11111111-2222-3333-4444-555555555555";
    private const string Function = """{"FunctionName":"f","Role":"arn:aws:iam::111111111111:role/r"}""";

    private readonly StackSandbox _stacks = new();

    [Theory]
    [InlineData("AWS::SNS::Subscription", """{"TopicArn":"arn:aws:sns:eu-west-1:111111111111:t","Protocol":"firehose","Endpoint":"arn:aws:firehose:eu-west-1:111111111111:deliverystream/s","SubscriptionRoleArn":"arn:aws:iam::111111111111:role/r"}""", "iam:PassRole", "arn:aws:iam::111111111111:role/r")]
    [InlineData("AWS::ApiGateway::RestApi", """{"BodyS3Location":{"Bucket":"specs","Key":"a.json"}}""", "s3:GetObject", "arn:aws:s3:::specs/a.json")]
    [InlineData("AWS::ApiGatewayV2::Api", """{"BodyS3Location":{"Bucket":"specs","Key":"a.json"}}""", "s3:GetObject", "arn:aws:s3:::specs/a.json")]
    [InlineData("AWS::DynamoDB::Table", """{"TableName":"t","KinesisStreamSpecification":{"StreamArn":"arn:aws:kinesis:eu-west-1:111111111111:stream/s"}}""", "kinesis:PutRecords", "arn:aws:kinesis:eu-west-1:111111111111:stream/s")]
    [InlineData("AWS::DynamoDB::Table", """{"TableName":"t","KinesisStreamSpecification":{"StreamArn":"arn:aws:kinesis:eu-west-1:111111111111:stream/s"}}""", "dynamodb:EnableKinesisStreamingDestination", "arn:aws:dynamodb:eu-west-1:111111111111:table/t")]
    [InlineData("AWS::Logs::LogGroup", """{"LogGroupName":"/app","DataProtectionPolicy":{}}""", "logs:PutDataProtectionPolicy", "arn:aws:logs:eu-west-1:111111111111:log-group:/app:log-stream:")]
    [InlineData("AWS::Lambda::Function", """{"FunctionName":"f","Role":"arn:aws:iam::111111111111:role/r","Code":{"ImageUri":"111111111111.dkr.ecr.eu-west-1.amazonaws.com/team/app:3"}}""", "ecr:SetRepositoryPolicy", "arn:aws:ecr:eu-west-1:111111111111:repository/team/app")]
    [InlineData("AWS::Lambda::Function", """{"FunctionName":"f","Role":"arn:aws:iam::111111111111:role/r","FileSystemConfigs":[{"Arn":"arn:aws:elasticfilesystem:eu-west-1:111111111111:access-point/fsap-1"}]}""", "elasticfilesystem:DescribeMountTargets", "arn:aws:elasticfilesystem:eu-west-1:111111111111:access-point/fsap-1")]
    [InlineData("AWS::Lambda::Alias", """{"FunctionName":"f","Name":"live","ProvisionedConcurrencyConfig":{"ProvisionedConcurrentExecutions":1}}""", "lambda:PutProvisionedConcurrencyConfig", "arn:aws:lambda:eu-west-1:111111111111:function:f:live")]
    [InlineData("AWS::StepFunctions::StateMachine", """{"StateMachineName":"m","RoleArn":"arn:aws:iam::111111111111:role/r","EncryptionConfiguration":{"Type":"CUSTOMER_MANAGED_KMS_KEY","KmsKeyId":"KEY"}}""", "kms:GenerateDataKey", Key)]
    [InlineData("AWS::ECR::Repository", """{"RepositoryName":"app","EncryptionConfiguration":{"EncryptionType":"KMS","KmsKey":"KEY"}}""", "kms:CreateGrant", Key)]
    public async Task A_creation_is_refused_without(string type, string properties, string action, string resource)
    {
        var template = $$"""{"Resources":{"It":{"Type":"{{type}}","Properties":{{properties.Replace("KEY", Key, StringComparison.Ordinal)}} } } }""";
        var user = await _stacks.UserAsync("maker", """{"Effect":"Allow","Action":"*","Resource":"*"}""", $$"""{"Effect":"Deny","Action":"{{action}}","Resource":"{{resource}}"}""");
        var (_, failures) = await _stacks.CreateAsync(user, template);
        Assert.Contains($"is not authorized to perform: {action} on resource: {resource} ", Assert.Single(failures), StringComparison.Ordinal);
        await _stacks.CallAsync(_stacks.Admin, "DeleteStack", ("StackName", "app"));
        Assert.Equal(("CREATE_COMPLETE", []), await _stacks.CreateAsync(_stacks.Admin, template));
    }

    // "Condition keys", Service Authorization Reference of API Gateway Management: the stage of a new deployment is apigateway:Request/StageName.
    [Fact]
    public async Task A_deployment_is_asked_for_with_the_name_of_its_stage()
    {
        var user = await _stacks.UserAsync(
            "maker", """{"Effect":"Allow","Action":"*","Resource":"*"}""", """{"Effect":"Deny","Action":"apigateway:POST","Resource":"arn:aws:apigateway:eu-west-1::/restapis/*/deployments","Condition":{"StringEquals":{"apigateway:Request/StageName":"prod"}}}""");
        Assert.Equal("CREATE_COMPLETE", (await _stacks.CreateAsync(user, Template("dev"))).Status);
        var (status, failures) = await _stacks.UpdateAsync(user, Template("prod"));
        Assert.Equal("UPDATE_ROLLBACK_COMPLETE", status);
        Assert.Contains("apigateway:POST on resource: arn:aws:apigateway:eu-west-1::/restapis/", Assert.Single(failures), StringComparison.Ordinal);

        static string Template(string stage) => """{"Resources":{"Api":{"Type":"AWS::ApiGateway::RestApi","Properties":{"Name":"api"}},"DSTAGE":{"Type":"AWS::ApiGateway::Deployment","Properties":{"RestApiId":{"Ref":"Api"},"StageName":"STAGE"}}}}""".Replace("STAGE", stage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AWS::Logs::LogGroup", """{"LogGroupName":"/app","FieldIndexPolicies":[{}]}""", """{"LogGroupName":"/app"}""", "logs:DeleteIndexPolicy")]
    [InlineData("AWS::Kinesis::Stream", """{"Name":"s","Tags":[{"Key":"a","Value":"b"}]}""", """{"Name":"s"}""", "kinesis:RemoveTagsFromStream")]
    [InlineData("AWS::CloudFront::Function", """{"Name":"f","Tags":[{"Key":"a","Value":"b"}]}""", """{"Name":"f"}""", "cloudfront:UntagResource")]
    [InlineData("AWS::SecretsManager::Secret", """{"Name":"s","ReplicaRegions":[{"Region":"eu-central-1"}]}""", """{"Name":"s"}""", "secretsmanager:RemoveRegionsFromReplication")]
    [InlineData("AWS::ApiGateway::UsagePlan", """{"Tags":[{"Key":"a","Value":"b"}]}""", "{}", "apigateway:DELETE")]
    [InlineData("AWS::Lambda::Permission", """{"FunctionName":"f","Action":"lambda:InvokeFunctionUrl","Principal":"*","FunctionUrlAuthType":"AWS_IAM"}""", """{"FunctionName":"f","Action":"lambda:InvokeFunctionUrl","Principal":"*","FunctionUrlAuthType":"NONE"}""", "lambda:AddPermission")]
    public async Task A_change_is_refused_without(string type, string before, string now, string action)
    {
        await _stacks.CreateAsync(_stacks.Admin, Template(type, before));
        var user = await _stacks.UserAsync("maker", """{"Effect":"Allow","Action":"*","Resource":"*"}""", $$"""{"Effect":"Deny","Action":"{{action}}","Resource":"*"}""");
        var (_, failures) = await _stacks.UpdateAsync(user, Template(type, now));
        Assert.Contains($"is not authorized to perform: {action} on", failures[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_topics_policy_is_not_taken_away_without_setting_it()
    {
        await _stacks.CreateAsync(_stacks.Admin, Template("AWS::SNS::TopicPolicy", """{"Topics":["arn:aws:sns:eu-west-1:111111111111:t"],"PolicyDocument":{}}"""));
        await _stacks.CallAsync(await _stacks.UserAsync("bare"), "DeleteStack", ("StackName", "app"));
        Assert.Equal("DELETE_FAILED", (await _stacks.StateAsync()).Status);
    }

    // Cloud Map takes the zone away with its own permissions: "AWS Cloud Map API permissions reference".
    [Fact]
    public async Task A_namespace_goes_without_a_permission_for_its_zone()
    {
        await _stacks.CreateAsync(_stacks.Admin, Template("AWS::ServiceDiscovery::PrivateDnsNamespace", """{"Name":"local","Vpc":"vpc-1"}"""));
        await _stacks.CallAsync(await _stacks.UserAsync("maker", """{"Effect":"Allow","Action":"servicediscovery:*","Resource":"*"}"""), "DeleteStack", ("StackName", "app"));
        Assert.Equal("DELETE_COMPLETE", (await _stacks.StateAsync()).Status);
    }

    [Theory]
    [InlineData("Custom::Thing", "{}", "#: required key [ServiceToken] not found")]
    [InlineData("Custom::Thing", """{"ServiceToken":"https://example.com"}""", "#: no call is known of ${ServiceToken}")]
    [InlineData("AWS::ApiGateway::Method", """{"HttpMethod":"GET"}""", "#: required key [RestApiId] not found")]
    public async Task What_would_need_no_permission_since_its_template_lacks_something_is_not_made(string type, string properties, string told)
    {
        var (status, failures) = await _stacks.CreateAsync(await _stacks.UserAsync("bare"), Template(type, properties));
        Assert.Equal("ROLLBACK_COMPLETE", status);
        Assert.Contains(told, Assert.Single(failures), StringComparison.Ordinal);
    }

    // A queue without a name that is FIFO gets one that ends so: cloudtools/troposphere#931.
    [Fact]
    public async Task The_made_name_of_a_FIFO_queue_ends_as_it_must_and_is_no_longer_than_others()
    {
        var id = new string('Q', 90);
        await _stacks.CreateAsync(_stacks.Admin, $$"""{"Resources":{"{{id}}":{"Type":"AWS::SQS::Queue","Properties":{"FifoQueue":true} },"Plain":{"Type":"AWS::SQS::Queue","Properties":{"FifoQueue":false} } } }""");
        var stack = _stacks.Sandbox.Server.State.Stacks.Find(StackSandbox.Account, StackSandbox.Region, "app")!;
        Assert.Matches("^app-Q+-[A-Z0-9]{12}\\.fifo$", stack.Find(id)!.Attributes["QueueName"]);
        Assert.Equal(80, stack.Find(id)!.Attributes["QueueName"].Length);
        Assert.Matches("^app-Plain-[A-Z0-9]{12}$", stack.Find("Plain")!.Attributes["QueueName"]);
    }

    [Fact]
    public async Task An_image_of_another_account_is_not_asked_for()
    {
        var user = await _stacks.UserAsync("maker", """{"Effect":"Allow","Action":["lambda:*","iam:PassRole"],"Resource":"*"}""");
        var properties = Function.Replace("}", ""","Code":{"ImageUri":"222222222222.dkr.ecr.eu-west-1.amazonaws.com/app:3"}}""", StringComparison.Ordinal);
        Assert.Equal(("CREATE_COMPLETE", []), await _stacks.CreateAsync(user, Template("AWS::Lambda::Function", properties)));
    }

    public void Dispose() => _stacks.Dispose();

    private static string Template(string type, string properties) => $$"""{"Resources":{"It":{"Type":"{{type}}","Properties":{{properties}} } } }""";
}
