using Lanyard.Cli;

namespace Lanyard.Tests.Cli.Commands.Policies;

/// <summary><c>policy apply</c> takes what the commands beside it print.</summary>
public sealed class ApplyGeneratedTests : ApplyTests
{
    private const string Queue = "Resources:\n  Jobs: {Type: 'AWS::SQS::Queue', Properties: {QueueName: jobs}}\n  Runner: {Type: 'AWS::IAM::Role', Properties: {AssumeRolePolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: 'sts:AssumeRole'}]}, Policies: [{PolicyName: own, PolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Action: 'sqs:SendMessage', Resource: '*'}]}}]}}\n";

    [Fact]
    public async Task What_policy_generate_prints_goes_to_a_role()
    {
        await PipeAsync("policy", "generate", "--template", "t.yaml", "--stack-name", "jobs", "--account", "111111111111", "--region", "eu-west-1", "--for", "deployer", "--json");
        Assert.Contains("    + document", (await Apply("-", "--dry-run", "--role", "app", "--policy-name", "jobs-deploy")).Done().Out, StringComparison.Ordinal);
        Assert.Contains("+ policy ", (await Apply("-", "--dry-run")).Done().Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_role_does_not_get_what_is_for_two()
    {
        await PipeAsync("policy", "generate", "--template", "t.yaml", "--stack-name", "jobs", "--account", "111111111111", "--region", "eu-west-1", "--for", "both", "--service-role", "arn:aws:iam::111111111111:role/orders-cfn", "--json");
        var refused = (await Apply("-", "--dry-run", "--role", "app")).Failed(2, CliErrorCodes.Usage);
        Assert.Contains("and the role app would get them all; name one with `policy generate --for ", refused.Error, StringComparison.Ordinal);
        Assert.Contains("+ policy ", (await Apply("-", "--dry-run")).Done().Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_boundary_is_not_given_as_permissions()
    {
        await PipeAsync("policy", "generate", "--template", "t.yaml", "--stack-name", "jobs", "--account", "111111111111", "--region", "eu-west-1", "--for", "deployer", "--boundary-document", "--json");
        Assert.Contains("the document has a permissions boundary", (await Apply("-", "--dry-run", "--role", "app")).Failed(2, CliErrorCodes.Usage).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_policy_role_prints_is_a_whole_document()
    {
        await PipeAsync("policy", "role", "--github", "acme/orders", "--environment", "production", "--template", "t.yaml", "--stack-name", "jobs", "--account", "111111111111", "--region", "eu-west-1", "--json");
        var plan = (await Apply("-", "--dry-run")).Done().Out;
        Assert.Contains("+ identity provider token.actions.githubusercontent.com", plan, StringComparison.Ordinal);
        Assert.Contains("+ role jobs-ci-deploy\n", plan, StringComparison.Ordinal);
        Assert.Contains("+ policy jobs-ci-deploy\n", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_made_of_a_failure_goes_to_a_role()
    {
        Cli.Home.Write("project/error.txt", "An error occurred (AccessDenied) when calling the CreateQueue operation: User: arn:aws:iam::111111111111:user/ci is not authorized to perform: sqs:CreateQueue on resource: arn:aws:sqs:eu-west-1:111111111111:jobs because no identity-based policy allows the sqs:CreateQueue action\n");
        await PipeAsync("policy", "generate", "--from-failure", "error.txt", "--json");
        Assert.Contains("sqs:CreateQueue", (await Apply("-", "--dry-run", "--user", "ci")).Done().Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--role", "app")]
    [InlineData("--policy-name", "orders")]
    public async Task Pruning_does_not_go_with_one_policy(string option, string value)
    {
        Cli.Home.Write("project/orders.json", Allow);
        Assert.Contains("that would be all other policies", (await Apply("orders.json", option, value, "--prune", "--yes")).Failed(2, CliErrorCodes.Usage).Error, StringComparison.Ordinal);
        Assert.Empty(Writes());
    }

    [Fact]
    public async Task Permission_sets_whose_names_differ_in_punctuation_are_two()
    {
        Cli.Home.Write("project/iam.json", $$"""
            {"roles":[{"name":"AWSReservedSSO_Deploy-all_0123456789abcdef","inline":{"i":{{Allow}} } },{"name":"AWSReservedSSO_Deploy.all_0123456789abcdef","inline":{"i":{{Allow}} } }]}
            """);
        var sets = (await Apply("iam.json", "--yes")).Json.GetProperty("Resources");
        Assert.Equal(["PermissionSetDeployall Deploy-all", "PermissionSetDeployall2 Deploy.all"], sets.EnumerateObject().Select(s => $"{s.Name} {s.Value.GetProperty("Properties").GetProperty("Name").GetString()}"));
    }

    private async Task PipeAsync(params string[] command)
    {
        Cli.Home.Write("project/t.yaml", Queue);
        var run = await Cli.RunAsync(command);
        Assert.True(run.Out.StartsWith('{'), run.Error);
        Cli.Input = run.Out;
    }
}
