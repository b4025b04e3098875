using Lanyard.EndToEnd.Running;
using Lanyard.EndToEnd.Sandboxes;

namespace Lanyard.EndToEnd.Deployments;

/// <summary>An app of the Serverless Framework is deployed, looked at, changed and removed, by the tools that people use.</summary>
public sealed class ServerlessDeploymentTests : IDisposable
{
    private const string Life =
        """
        sls deploy
        sls info
        echo "== the change"
        CONCURRENCY=6 sls deploy
        echo "== the removal"
        sls remove
        """;

    private ServerlessApp? _app;

    [Theory]
    [InlineData("serverless")]
    [InlineData("osls")]
    public async Task An_administrator_deploys_changes_and_removes_it(string tool) => await LivesAsync(tool, "admin", hasRole: false);

    [Theory]
    [InlineData("serverless")]
    [InlineData("osls")]
    public async Task Whoever_has_the_generated_policy_alone_does_so_too(string tool) => await LivesAsync(tool, "deployer", hasRole: false);

    [Theory]
    [InlineData("serverless")]
    [InlineData("osls")]
    public async Task With_a_role_of_CloudFormations_the_generated_policies_of_both_suffice(string tool) => await LivesAsync(tool, "deployer", hasRole: true);

    /// <inheritdoc/>
    public void Dispose()
    {
        _app?.KeepCalls();
        _app?.Dispose();
    }

    private async Task LivesAsync(string tool, string who, bool hasRole)
    {
        _app = await ServerlessApp.PackageAsync(tool, hasRole);
        var (ended, calls) = await _app.InSandboxAsync(Life, who);

        var said = ended.Succeeded().Out;
        Assert.Equal(2, said.Split("Service deployed to stack orders-api-dev").Length - 1);
        Assert.Matches("GET - https://[a-z0-9]{10}.execute-api.eu-west-1.amazonaws.com/dev/orders", said);
        Assert.Contains("Service orders-api has been successfully removed", said, StringComparison.Ordinal);
        Assert.DoesNotContain("refused", ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(calls, call => call.Status == 403 || call.Error == "NotImplemented");

        // The change reached the service, and of what the stack made nothing is left.
        Assert.Equal(2, calls.Count(call => call is { Service: "lambda", Operation: "PutFunctionConcurrency" }));
        Assert.All(
            [("sqs", "CreateQueue", "DeleteQueue"), ("dynamodb", "CreateTable", "DeleteTable"), ("s3", "CreateBucket", "DeleteBucket"), ("iam", "CreateRole", "DeleteRole"), ("events", "PutRule", "DeleteRule")],
            ((string Service, string Made, string Gone) of) =>
            {
                Assert.NotEqual(0, Count(calls, of.Service, of.Made));
                Assert.Equal(Count(calls, of.Service, of.Made), Count(calls, of.Service, of.Gone));
            });
    }

    private static int Count(IEnumerable<Call> calls, string service, string operation) => calls.Count(call => call.Service == service && call.Operation == operation);
}
