using Lanyard.EndToEnd.Sandboxes;

namespace Lanyard.EndToEnd.Deployments;

/// <summary>The backend that <c>npm create amplify</c> begins with, sign-in and data, is deployed with the policies that are generated for it.</summary>
/// <param name="app">The backend.</param>
public sealed class AmplifyDeploymentTests(AmplifyApp app) : IClassFixture<AmplifyApp>, IDisposable
{
    private const string Bootstrap = "(export AWS_PROFILE=bootstrapper; cdk bootstrap aws://111111111111/eu-west-1 --cloudformation-execution-policies \"$EXECUTION\")";
    private const string Execution = "assumed-role/cdk-hnb659fds-cfn-exec-role-111111111111-eu-west-1/AWSCloudFormation";

    // The calls with which ampx 1.10.0 writes amplify_outputs.json. No function runs in the sandbox: what the stack's own would put into its bucket, the administrator does.
    private const string Outputs =
        $"""
        aws cloudformation get-template-summary --stack-name {AmplifyApp.Stack} --query Metadata --output text
        schema=$(aws cloudformation describe-stacks --stack-name {AmplifyApp.Stack} --query "Stacks[0].Outputs[?OutputKey=='amplifyApiModelSchemaS3Uri'].OutputValue" --output text)
        AWS_PROFILE=admin aws s3 cp --no-progress cdk.out/asset.*/model-schema.graphql "$schema"
        aws s3 cp "$schema" -
        """;

    /// <inheritdoc/>
    public void Dispose() => app.KeepCallsOfFailure();

    // As `ampx pipeline-deploy` makes it, as `ampx sandbox` changes it: code in place where that will do, and in express mode else.
    [Fact]
    public async Task Whoever_has_the_generated_policies_alone_deploys_reads_the_outputs_of_changes_and_deletes_it()
    {
        var (ended, calls) = await app.InSandboxAsync(
            app.Policies, Bootstrap, $"{CdkApp.Deploy} --method direct", Outputs, "cdk deploy --app changed.out --require-approval never --hotswap-fallback",
            "(export AWS_PROFILE=admin; aws s3 rm --recursive $(aws s3api list-buckets --query \"Buckets[?contains(Name, 'codegen')].Name\" --output text | sed s,^,s3://,))",
            "cdk destroy --app changed.out --force");

        var said = ended.Succeeded().Out;
        Assert.Matches("awsAppsyncApiEndpoint = https://[a-z0-9]{26}.appsync-api.eu-west-1.amazonaws.com/graphql", said);
        Assert.Contains("{\"AWS::Amplify::Platform\":{\"version\":\"1\",\"stackOutputs\":[\"deploymentType\",\"region\"]}", said, StringComparison.Ordinal);
        Assert.Contains("type Todo @model", said, StringComparison.Ordinal);
        Assert.Contains($"{AmplifyApp.Stack}: destroyed", said, StringComparison.Ordinal);
        Assert.DoesNotContain(calls, call => call.Status is 403 or >= 500);

        // The user's own keys make nothing; of what CloudFormation's role made nothing is left.
        var own = calls.Where(call => call.Principal == "arn:aws:iam::111111111111:user/deployer").Select(call => call.Operation).ToHashSet();
        Assert.Empty(own.Except(["AssumeRole", "GetCallerIdentity", "GetTemplateSummary", "DescribeStacks", "ListStackResources", "GetTemplate", "HeadObject", "GetObject"]));
        Assert.Contains(calls, call => call is { Service: "lambda", Operation: "UpdateFunctionConfiguration" });
        foreach (var (service, made, gone) in new[]
        {
            ("cognito-idp", "CreateUserPool", "DeleteUserPool"), ("cognito-identity", "CreateIdentityPool", "DeleteIdentityPool"), ("appsync", "CreateGraphqlApi", "DeleteGraphqlApi"),
            ("states", "CreateStateMachine", "DeleteStateMachine"), ("lambda", "CreateFunction", "DeleteFunction"),
        })
        {
            Assert.NotEqual(0, Count(calls, service, made));
            Assert.Equal(Count(calls, service, made), Count(calls, service, gone));
        }
    }

    [Theory]
    [InlineData("appsync:CreateGraphqlApi", "AWS::AppSync::GraphQLApi", "* because")]
    [InlineData("cloudformation:CreateStack", "AWS::CloudFormation::Stack", $"arn:aws:cloudformation:eu-west-1:111111111111:stack/{AmplifyApp.Stack}-")]
    [InlineData("cognito-idp:CreateUserPool", "AWS::Cognito::UserPool", "* because")]
    [InlineData("lambda:InvokeFunction", "Custom::AmplifyBranchLinkerResource", "arn:aws:lambda:eu-west-1:111111111111:function:amplify-d1a2b3c4e5f6g7-")]
    [InlineData("states:TagResource", "AWS::StepFunctions::StateMachine", "arn:aws:states:eu-west-1:111111111111:stateMachine:")]
    public async Task Without_one_action_the_deployment_ends_in_AccessDenied_at_the_resource(string action, string type, string resource)
    {
        // Here a rollback is over before the tool first looks, and it doesn't show what happened in a nested stack before that was taken away.
        var (ended, calls) = await app.InSandboxAsync(app.Without(action, CdkApp.IsExecution), Bootstrap, $"{CdkApp.Deploy} --method direct --no-rollback");

        Assert.Equal(1, ended.ExitCode);
        var failed = ended.Out.Split('\n').First(line => line.Contains("CREATE_FAILED", StringComparison.Ordinal) && line.Contains($"| {type} ", StringComparison.Ordinal));
        Assert.Contains($"{Execution} is not authorized to perform: {action} on resource: {resource}", failed, StringComparison.Ordinal);
        Assert.Contains(calls, call => call is { Status: 403, Error: "AccessDenied" });
    }

    [Theory]
    [InlineData("cloudformation:GetTemplateSummary", $"arn:aws:cloudformation:eu-west-1:111111111111:stack/{AmplifyApp.Stack}/")]
    [InlineData("s3:GetObject", "")]
    public async Task Without_one_action_of_the_users_own_the_outputs_can_not_be_read(string action, string resource)
    {
        var (ended, calls) = await app.InSandboxAsync(app.Without(action, policy => policy == "deployer"), Bootstrap, $"{CdkApp.Deploy} --method direct", Outputs);

        Assert.NotEqual(0, ended.ExitCode);
        Assert.Contains("awsAppsyncApiEndpoint = https://", ended.Out, StringComparison.Ordinal);
        Assert.Contains(action == "s3:GetObject" ? "(403)" : $"user/deployer is not authorized to perform: {action} on resource: {resource}", ended.Error, StringComparison.Ordinal);
        Assert.Contains(calls, call => call is { Status: 403, Principal: "arn:aws:iam::111111111111:user/deployer" });
    }

    private static int Count(IEnumerable<Call> calls, string service, string operation) => calls.Count(call => call.Service == service && call.Operation == operation);
}
