using Lanyard.EndToEnd.Sandboxes;

namespace Lanyard.EndToEnd.Deployments;

/// <summary>An account is bootstrapped for CDK, and an app deployed, compared, changed and destroyed, by the tool that people use.</summary>
/// <param name="app">The app.</param>
public sealed class CdkDeploymentTests(CdkApp app) : IClassFixture<CdkApp>, IDisposable
{
    private const string Bootstrap = "export AWS_PROFILE=bootstrapper\ncdk bootstrap aws://111111111111/eu-west-1";
    private const string Roles = "arn:aws:iam::111111111111:role/cdk-hnb659fds-";
    private const string OnBehalf = "arn:aws:sts::111111111111:assumed-role/cdk-hnb659fds-";

    /// <inheritdoc/>
    public void Dispose() => app.KeepCallsOfFailure();

    [Fact]
    public async Task Whoever_has_the_generated_policy_alone_bootstraps_and_does_so_again()
    {
        var (ended, calls) = await app.InSandboxAsync(
            app.Policies, Bootstrap, $"{Bootstrap} --cloudformation-execution-policies \"$EXECUTION\"", $"{Bootstrap} --cloudformation-execution-policies \"$EXECUTION\"");

        var said = ended.Succeeded().Out;
        Assert.Equal(2, said.Split("Environment aws://111111111111/eu-west-1 bootstrapped.").Length - 1);
        Assert.Contains("bootstrapped (no changes)", said, StringComparison.Ordinal);
        AssertAllowed(calls);
        Assert.Contains(calls, call => call is { Service: "iam", Operation: "DetachRolePolicy" });
    }

    [Fact]
    public async Task The_administrators_bootstrap_makes_roles_that_may_be_assumed_and_others_that_may_not()
    {
        var (ended, _) = await app.InSandboxAsync(
            app.Policies,
            "(export AWS_PROFILE=admin; cdk bootstrap aws://111111111111/eu-west-1 --bootstrap-customer-key)",
            $$"""
            export AWS_PROFILE=admin
            for role in deploy file-publishing image-publishing lookup cfn-exec; do
              aws sts assume-role --role-arn {{Roles}}$role-role-111111111111-eu-west-1 --role-session-name me --query AssumedRoleUser.Arn --output text 2>&1 || true
            done
            aws sts assume-role --role-arn {{Roles}}deploy-role-111111111111-eu-west-1 --role-session-name me --external-id deputy 2>&1 || true
            aws ssm get-parameter --name /cdk-bootstrap/hnb659fds/version --query Parameter.Value --output text
            aws s3api get-bucket-encryption --bucket cdk-hnb659fds-assets-111111111111-eu-west-1 --query 'ServerSideEncryptionConfiguration.Rules[0].ApplyServerSideEncryptionByDefault.KMSMasterKeyID' --output text
            """);

        var said = ended.Succeeded().Out;
        foreach (var role in new[] { "deploy", "file-publishing", "image-publishing", "lookup" })
        {
            Assert.Contains($"\n{OnBehalf}{role}-role-111111111111-eu-west-1/me\n", said, StringComparison.Ordinal);
        }

        // The one is CloudFormation's alone, the other isn't for deputies.
        Assert.Contains($"is not authorized to perform: sts:AssumeRole on resource: {Roles}cfn-exec-role-", said, StringComparison.Ordinal);
        Assert.Contains($"is not authorized to perform: sts:AssumeRole on resource: {Roles}deploy-role-", said, StringComparison.Ordinal);
        Assert.Matches(@"\n33\narn:aws:kms:eu-west-1:111111111111:key/[0-9a-f-]{36}\n$", said);
    }

    [Fact]
    public async Task Whoever_may_assume_the_roles_deploys_compares_changes_and_destroys_it_with_the_generated_policies()
    {
        var (ended, calls) = await app.InSandboxAsync(
            app.Policies, CdkApp.Bootstrap, CdkApp.Deploy, "cdk diff --app changed.out", "cdk deploy --app changed.out --require-approval never",
            "cdk diff --app changed.out", "cdk deploy --app changed.out --require-approval never", "cdk destroy --app changed.out --force");

        var said = ended.Succeeded().Out;
        Assert.Matches(@"orders-dev\.Url = https://[a-z0-9]{10}\.execute-api\.eu-west-1\.amazonaws\.com", said);
        Assert.Contains("[~] AWS::Lambda::Function Worker", said, StringComparison.Ordinal);
        Assert.Equal(["1", "0"], System.Text.RegularExpressions.Regex.Matches(said, "Number of stacks with differences: ([0-9]+)").Select(m => m.Groups[1].Value));
        Assert.Contains("orders-dev (no changes)", said, StringComparison.Ordinal);
        Assert.Contains("orders-dev: destroyed", said, StringComparison.Ordinal);
        Assert.DoesNotContain("could not be used to assume", said, StringComparison.Ordinal);
        AssertAllowed(calls);

        // The user's own keys take roles on, and nothing else; CloudFormation works as its own role.
        var own = calls.Where(call => call.Principal == "arn:aws:iam::111111111111:user/deployer").Select(call => call.Operation).ToHashSet();
        Assert.Equal(["AssumeRole", "GetCallerIdentity"], own.Order());
        Assert.All(calls.Where(call => call is { Service: "s3", Operation: "PutObject" }), call => Assert.StartsWith(OnBehalf + "file-publishing-role", call.Principal, StringComparison.Ordinal));
        Assert.All(calls.Where(call => call.Service is "sqs" or "lambda" or "dynamodb" or "events" or "apigateway"), call => Assert.StartsWith(OnBehalf + "cfn-exec-role", call.Principal, StringComparison.Ordinal));

        // The change reached the services, and of what the stack made nothing is left.
        foreach (var (service, operation) in new[] { ("lambda", "UpdateFunctionConfiguration"), ("dynamodb", "UpdateTable"), ("lambda", "UpdateEventSourceMapping"), ("apigateway", "PATCH") })
        {
            Assert.NotEqual(0, Count(calls, service, operation));
        }

        foreach (var (service, made, gone) in new[] { ("sqs", "CreateQueue", "DeleteQueue"), ("dynamodb", "CreateTable", "DeleteTable"), ("lambda", "CreateFunction", "DeleteFunction"), ("events", "PutTargets", "RemoveTargets") })
        {
            Assert.NotEqual(0, Count(calls, service, gone));
            Assert.Equal(Count(calls, service, made), Count(calls, service, gone) + (service == "events" ? 1 : 0));
        }
    }

    private static void AssertAllowed(IReadOnlyList<Call> calls) =>
        Assert.DoesNotContain(calls, call => call.Status is 403 or >= 500);

    private static int Count(IEnumerable<Call> calls, string service, string operation) => calls.Count(call => call.Service == service && call.Operation == operation);
}
