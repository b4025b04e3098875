using Lanyard.EndToEnd.Running;
using Lanyard.EndToEnd.Sandboxes;

namespace Lanyard.EndToEnd.Deployments;

/// <summary>An app of the Serverless Framework is deployed, looked at, changed and removed, by the tools that people use.</summary>
public sealed class ServerlessDeploymentTests
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

    private static async Task LivesAsync(string tool, string who, bool hasRole)
    {
        using var app = await ServerlessApp.PackageAsync(tool, hasRole);
        var (ended, calls) = await app.InSandboxAsync(Life, who);

        var said = ended.Succeeded().Out;
        Assert.Equal(2, said.Split("Service deployed to stack orders-api-dev").Length - 1);
        Assert.Matches("GET - https://[a-z0-9]{10}.execute-api.eu-west-1.amazonaws.com/dev/orders", said);
        Assert.Contains("Service orders-api has been successfully removed", said, StringComparison.Ordinal);
        Assert.DoesNotContain("refused", ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(calls, call => call.Status == 403 || call.Error == "NotImplemented");

        // The change reached the service, and of what the stack made nothing is left.
        Assert.Equal(2, calls.Count(call => call is { Service: "lambda", Operation: "PutFunctionConcurrency" }));
        foreach (var (service, made, gone) in new[] { ("sqs", "CreateQueue", "DeleteQueue"), ("dynamodb", "CreateTable", "DeleteTable"), ("s3", "CreateBucket", "DeleteBucket"), ("iam", "CreateRole", "DeleteRole"), ("events", "PutRule", "DeleteRule") })
        {
            Assert.NotEqual(0, Count(calls, service, made));
            Assert.Equal(Count(calls, service, made), Count(calls, service, gone));
        }
    }

    private static int Count(IEnumerable<Call> calls, string service, string operation) => calls.Count(call => call.Service == service && call.Operation == operation);
}
