using Lanyard.Cli.Commands;
using Lanyard.Projects.Tools;

namespace Lanyard.Tests.Cli.Commands;

public class DeliveryChoiceTests
{
    [Theory]
    [InlineData("process", "sst deploy")]
    [InlineData("process", "npx sst deploy --stage dev")]
    [InlineData("process", "npx --yes sst deploy")]
    [InlineData("process", "/repo/node_modules/.bin/sst dev")]
    [InlineData("process", "pnpm exec sst deploy")]
    [InlineData("process", "yarn dlx sst deploy")]
    [InlineData("process", "bun x sst deploy")]
    [InlineData("env", "aws s3 ls")]
    [InlineData("env", "npx serverless deploy")]
    [InlineData("env", "npm run deploy")]
    [InlineData("env", "aws s3 cp sst s3://b/sst")]
    [InlineData("env", "npx cdk deploy sst")]
    [InlineData("env", "echo sst")]
    [InlineData("env", "sstp")]
    [InlineData("env", "npx")]
    public void Sst_is_given_a_profile_and_everything_else_keys(string way, string command) => Assert.Equal(way, DeliveryChoice.For(Calls(command)));

    // Which tools read a `credential_process`, and which renew what they were given: measured.
    [Theory]
    [InlineData("process", "npx cdk deploy")]
    [InlineData("process", "sam deploy")]
    [InlineData("process", "npx ampx pipeline-deploy")]
    [InlineData("process", "aws cloudformation deploy")]
    [InlineData("server", "npx serverless deploy")]
    [InlineData("server", "osls deploy")]
    [InlineData(null, "amplify push")]
    [InlineData(null, "make deploy")]
    [InlineData(null, "npx")]
    public void A_session_is_renewed_by_the_way_that_the_tool_knows(string? way, string command) => Assert.Equal(way, DeliveryChoice.Renewing(Calls(command), new ProjectAsks([], NeedsKeys: false)));

    // A profile goes before an endpoint, and those that know no `credential_process` find nothing in it but keys: measured.
    [Fact]
    public void A_tool_that_finds_nothing_but_keys_in_the_projects_profile_has_no_such_way()
    {
        Assert.Null(DeliveryChoice.Renewing(Calls("npx serverless deploy"), new ProjectAsks(["acme"], NeedsKeys: true)));
        Assert.Equal("server", DeliveryChoice.Renewing(Calls("npx serverless deploy"), new ProjectAsks([], NeedsKeys: true)));
        Assert.Equal("server", DeliveryChoice.Renewing(Calls("npx serverless deploy"), new ProjectAsks(["acme"], NeedsKeys: false)));
    }

    private static IReadOnlyList<ChildCall> Calls(string command) => ChildCommand.Read(command.Split(' '), "/nowhere", new Dictionary<string, string>());
}
