using Lanyard.EndToEnd.Running;

namespace Lanyard.EndToEnd.Deployments;

/// <summary>One package of the app, which many try to deploy.</summary>
public sealed class PackagedApp : IAsyncLifetime
{
    internal ServerlessApp App { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Requires.DeployTools();
        App = await ServerlessApp.PackageAsync("serverless");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        App?.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>Without one of the actions of the generated policy the deployment ends where it is needed, in AWS's words.</summary>
/// <param name="packaged">The app.</param>
public sealed class MissingNeedTests(PackagedApp packaged) : IClassFixture<PackagedApp>, IDisposable
{
    private const string Functions = "arn:aws:lambda:eu-west-1:111111111111:function:orders-api-dev-";

    [Theory]

    // The tool's own calls.
    [InlineData("cloudformation:CreateChangeSet", "arn:aws:cloudformation:eu-west-1:111111111111:stack/orders-api-dev/", null)]
    [InlineData("apigateway:PATCH", "arn:aws:apigateway:eu-west-1::/restapis/", null)]

    // Those of the handlers.
    [InlineData("s3:CreateBucket", "arn:aws:s3:::orders-api-dev-serverlessdeploymentbucket-", "ServerlessDeploymentBucket (AWS::S3::Bucket)")]
    [InlineData("iam:CreateRole", "arn:aws:iam::111111111111:role/orders-api-dev-", "LambdaExecution (AWS::IAM::Role)")]
    [InlineData("iam:PassRole", "arn:aws:iam::111111111111:role/orders-api-dev-", "LambdaFunction (AWS::Lambda::Function)")]
    [InlineData("lambda:CreateFunction", Functions, "LambdaFunction (AWS::Lambda::Function)")]
    [InlineData("dynamodb:UpdateTimeToLive", "arn:aws:dynamodb:eu-west-1:111111111111:table/orders-api-dev-orders", "OrdersTable (AWS::DynamoDB::Table)")]
    [InlineData("sqs:TagQueue", "arn:aws:sqs:eu-west-1:111111111111:orders-api-dev-orders-dlq", "OrdersDlq (AWS::SQS::Queue)")]
    [InlineData("logs:CreateLogGroup", "arn:aws:logs:eu-west-1:111111111111:log-group:/aws/", "LogGroup (AWS::Logs::LogGroup)")]
    [InlineData("events:PutTargets", "arn:aws:events:eu-west-1:111111111111:rule/orders-api-dev-NightlyEventsRuleSchedule1-", "NightlyEventsRuleSchedule1 (AWS::Events::Rule)")]
    public async Task The_deployment_ends_in_AccessDenied_at_the_resource(string action, string resource, string? refused)
    {
        var app = packaged.App;
        var (ended, _) = await app.InSandboxAsync("sls deploy --package .serverless", "deployer", ServerlessApp.Without(app.Deployer, action));

        Assert.NotEqual(0, ended.ExitCode);
        Assert.Contains($"User: arn:aws:iam::111111111111:user/deployer is not authorized to perform: {action} on resource: {resource}", ended.Out, StringComparison.Ordinal);
        Assert.Contains($" because no identity-based policy allows the {action} action", ended.Out, StringComparison.Ordinal);
        if (refused is not null)
        {
            Assert.Matches($"CREATE_FAILED: \\w*{System.Text.RegularExpressions.Regex.Escape(refused)}", ended.Out);
            Assert.Contains($"HandlerErrorCode: {(action.Contains(":Tag", StringComparison.Ordinal) ? "UnauthorizedTaggingOperation" : "AccessDenied")}", ended.Out, StringComparison.Ordinal);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => packaged.App.KeepCalls();
}
