namespace Lanyard.EndToEnd.Deployments;

/// <summary>Without one of the actions of the generated policies CDK's deployment ends where it is needed, in AWS's words.</summary>
/// <param name="app">The app.</param>
public sealed class CdkMissingNeedTests(CdkApp app) : IClassFixture<CdkApp>, IDisposable
{
    private const string Execution = "assumed-role/cdk-hnb659fds-cfn-exec-role-111111111111-eu-west-1/AWSCloudFormation";

    /// <inheritdoc/>
    public void Dispose() => app.KeepCallsOfFailure();

    // One of each service, of each kind: what makes, what tags, what reads code, what calls a custom resource's function. MissingNeedTests has others.
    [Theory]
    [InlineData("apigateway:POST", "AWS::ApiGatewayV2::Api", "arn:aws:apigateway:eu-west-1::/apis")]
    [InlineData("dynamodb:CreateTable", "AWS::DynamoDB::Table", "arn:aws:dynamodb:eu-west-1:111111111111:table/orders-dev")]
    [InlineData("lambda:InvokeFunction", "Custom::S3AutoDeleteObjects", "arn:aws:lambda:eu-west-1:111111111111:function:orders-dev-CustomS3AutoDeleteObject")]
    [InlineData("lambda:TagResource", "AWS::Lambda::Function", "arn:aws:lambda:eu-west-1:111111111111:function:orders-dev-CustomS3AutoDeleteObject")]
    [InlineData("s3:GetObject", "AWS::Lambda::Function", "arn:aws:s3:::cdk-hnb659fds-assets-111111111111-eu-west-1/")]
    [InlineData("s3:PutBucketPublicAccessBlock", "AWS::S3::Bucket", "arn:aws:s3:::orders-dev-uploads")]
    [InlineData("sqs:SetQueueAttributes", "AWS::SQS::QueuePolicy", "arn:aws:sqs:eu-west-1:111111111111:orders-dev-Jobs")]
    public async Task The_deployment_ends_in_AccessDenied_at_the_resource(string action, string type, string resource)
    {
        var (ended, calls) = await app.InSandboxAsync(app.Without(action, CdkApp.IsExecution), CdkApp.Bootstrap, CdkApp.Deploy);

        Assert.Equal(1, ended.ExitCode);
        var failed = ended.Out.Split('\n').First(line => line.Contains("CREATE_FAILED", StringComparison.Ordinal));
        Assert.Contains($"| {type} ", failed, StringComparison.Ordinal);
        Assert.Contains($"{Execution} is not authorized to perform: {action} on resource: {resource}", failed, StringComparison.Ordinal);
        Assert.Contains($" because no identity-based policy allows the {action} action", failed, StringComparison.Ordinal);
        Assert.Contains(calls, call => call is { Status: 403, Error: "AccessDenied" });
    }

    [Fact]
    public async Task Without_the_right_to_read_the_bootstraps_version_the_change_set_is_refused()
    {
        var (ended, _) = await app.InSandboxAsync(app.Without("ssm:GetParameters", CdkApp.IsExecution), CdkApp.Bootstrap, CdkApp.Deploy);

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains($"{Execution} is not authorized to perform: ssm:GetParameters on resource: arn:aws:ssm:eu-west-1:111111111111:parameter/cdk-bootstrap/hnb659fds/version", ended.Out, StringComparison.Ordinal);
    }

    // CDK then goes on with the keys that it has.
    [Fact]
    public async Task Without_the_right_to_take_the_roles_on_the_first_call_of_the_users_own_is_refused()
    {
        var (ended, _) = await app.InSandboxAsync(app.Without("sts:AssumeRole", policy => policy == "deployer"), CdkApp.Bootstrap, CdkApp.Deploy);

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("could not be used to assume 'arn:aws:iam::111111111111:role/cdk-hnb659fds-", ended.Out, StringComparison.Ordinal);
        Assert.Contains("User: arn:aws:iam::111111111111:user/deployer is not authorized to perform: ", ended.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("iam:TagRole", "AWS::IAM::Role", "arn:aws:iam::111111111111:role/cdk-hnb659fds-")]
    [InlineData("ecr:SetRepositoryPolicy", "AWS::ECR::Repository", "arn:aws:ecr:eu-west-1:111111111111:repository/cdk-hnb659fds-container-assets-111111111111-eu-west-1")]
    public async Task The_bootstrap_ends_in_AccessDenied_at_the_resource(string action, string type, string resource)
    {
        var (ended, _) = await app.InSandboxAsync(
            app.Without(action, policy => policy == "bootstrapper"), "export AWS_PROFILE=bootstrapper\ncdk bootstrap aws://111111111111/eu-west-1");

        Assert.Equal(1, ended.ExitCode);
        var failed = ended.Out.Split('\n').First(line => line.Contains("CREATE_FAILED", StringComparison.Ordinal));
        Assert.Contains($"| {type} ", failed, StringComparison.Ordinal);
        Assert.Contains($"user/bootstrapper is not authorized to perform: {action} on resource: {resource}", failed, StringComparison.Ordinal);
    }
}
