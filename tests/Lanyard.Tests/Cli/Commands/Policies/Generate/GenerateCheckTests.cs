using System.Text.Json.Nodes;

namespace Lanyard.Tests.Cli.Commands.Policies.Generate;

/// <summary>What is said of a policy that was made: what refuses it all the same, and what <c>policy check</c> finds in it.</summary>
public sealed class GenerateCheckTests : IAsyncLifetime
{
    private const string Queue = "Resources:\n  Jobs: {Type: 'AWS::SQS::Queue', Properties: {QueueName: jobs}}\n";
    private const string Role = Queue + "  R: {Type: 'AWS::IAM::Role', Properties: {}}\n";

    private TestCli _cli = null!;

    public async ValueTask InitializeAsync() => _cli = await TestCli.StartAsync();

    public ValueTask DisposeAsync() => _cli.DisposeAsync();

    [Fact]
    public async Task A_need_that_an_SCP_denies_is_told_with_the_statement_and_the_policy_is_printed_still()
    {
        _cli.Home.Write("project/org.json", """
            {"Version":"2012-10-17","Statement":[
             {"Sid":"NoQueues","Effect":"Deny","Action":"sqs:CreateQueue","Resource":"*"}]}
            """);
        var run = await Run(Queue, "--scp", "org.json");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("sqs:CreateQueue", run.Out, StringComparison.Ordinal);
        Assert.Contains("scp:org.json blocks sqs:CreateQueue on arn:aws:sqs:eu-west-1:111111111111:jobs: org.json, statement 1 (NoQueues), 2:", run.Error, StringComparison.Ordinal);
        Assert.Contains("org.json only denies: FullAWSAccess", run.Error, StringComparison.Ordinal);
        var blocked = JsonNode.Parse((await Run(Queue, "--scp", "org.json", "--json")).Out)!["blocked"]!.AsArray().Single()!;
        Assert.Equal(("sqs:CreateQueue", "scp:org.json", "deployer"), ((string)blocked["action"]!, (string)blocked["layer"]!, (string)blocked["for"]!));
    }

    [Fact]
    public async Task A_Region_that_an_SCP_closes_blocks_and_another_does_not()
    {
        _cli.Home.Write("project/regions.json", """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},
             {"Effect":"Deny","NotAction":"iam:*","Resource":"*","Condition":{"StringNotEquals":{"aws:RequestedRegion":["eu-west-1"]}}}]}
            """);
        (await Run(Role, "--scp", "regions.json")).Done();
        Assert.Equal(3, (await Run(Role, "--scp", "regions.json", "--region", "us-west-2")).ExitCode);
    }

    [Fact]
    public async Task What_a_key_decides_that_nobody_knows_yet_may_be_blocked_and_is_no_failure()
    {
        _cli.Home.Write("project/tags.json", """
            {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"sqs:*","Resource":"*","Condition":{"StringNotEquals":{"aws:PrincipalTag/team":"orders"}}}]}
            """);
        var run = (await Run(Queue, "--scp", "tags.json")).Done();
        Assert.Contains("scp:tags.json may block, as aws:PrincipalTag/team decides, sqs:CreateQueue", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_deployers_boundary_limits_the_deployer_and_not_the_role_of_CloudFormation()
    {
        _cli.Home.Write("project/boundary.json", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["cloudformation:*","iam:PassRole"],"Resource":"*"}]}""");
        var run = await Run(Queue, "--boundary-policy", "boundary.json");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("warning: boundary blocks sqs:", run.Error, StringComparison.Ordinal);
        Assert.Contains("no statement of the permissions boundary allows it", run.Error, StringComparison.Ordinal);
        (await Run(Queue, "--boundary-policy", "boundary.json", "--for", "both", "--service-role", "arn:aws:iam::111111111111:role/cfn")).Done();
    }

    [Fact]
    public async Task A_policy_that_is_clean_is_said_to_be()
    {
        Assert.Contains("policy check finds nothing in it.", (await Run(Role)).Done().Error, StringComparison.Ordinal);
        Assert.Empty(JsonNode.Parse((await Run(Role, "--json")).Done().Out)!["findings"]!.AsArray());
    }

    [Fact]
    public async Task A_finding_is_told_with_the_reason_for_which_it_stays()
    {
        const string Passed = Queue + "  F: {Type: 'AWS::Lambda::Function', Properties: {Role: !ImportValue r}}\n";
        Assert.Contains("LANYARD_PASS_EVERY_ROLE_TO_SERVICE", (await Run(Passed)).Done().Error, StringComparison.Ordinal);
        Assert.Contains("(the template doesn't tell which role is passed)", (await Run(Passed)).Done().Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sst-v2/prod-orders-Orders.template.json", "LANYARD_ACTION_NEVER_MATCHES_RESOURCE POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA")]
    [InlineData("serverless-v3/prod.update-stack.json", "PASS_ROLE_WITH_STAR_IN_RESOURCE POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA")]
    [InlineData("osls4/dev.update-stack.json", "PASS_ROLE_WITH_STAR_IN_RESOURCE POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA")]
    [InlineData("cdk/orders-prod.template.json", "LANYARD_ACTION_NEVER_MATCHES_RESOURCE POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA")]
    [InlineData("cdk/orders-dev.template.json", "LANYARD_ACTION_NEVER_MATCHES_RESOURCE POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA")]
    [InlineData("sam/template.yaml", "LANYARD_ACTION_NEVER_MATCHES_RESOURCE POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA")]
    [InlineData("amplify-gen2/amplifyordersalicesandboxffd81d1d3cauth72D56EAE.nested.template.json", "LANYARD_PASS_EVERY_ROLE_TO_SERVICE")]
    [InlineData("amplify-gen2/amplifyordersalicesandboxffd81d1d3cfunction9961FB4B.nested.template.json", "LANYARD_ACTION_NEVER_MATCHES_RESOURCE")]
    [InlineData("amplify-gen2/amplifyordersalicesandboxffd81d1d3cdata1213C965.nested.template.json", "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA")]
    [InlineData("amplify-gen2/amplifyordersalicesandboxffd81d1d3cstorage24FD83CA.nested.template.json", "")]
    public async Task In_policies_of_real_templates_nothing_is_found_that_has_no_reason(string file, string expected)
    {
        var path = Conformance.File($"../templates/{file}");
        var run = (await _cli.RunAsync("policy", "generate", "--template", path, "--for", "deployer", "--stack-name", "orders-prod", "--boundary-document", "--json")).Done();
        var findings = JsonNode.Parse(run.Out)!["findings"]!.AsArray();
        Assert.Equal(expected, string.Join(' ', findings.Select(f => (string)f!["issueCode"]!).Distinct().Order(StringComparer.Ordinal)));
        Assert.All(findings, finding => Assert.NotNull((string?)finding!["why"]));
    }

    private Task<CliRun> Run(string template, params string[] more)
    {
        _cli.Home.Write("project/t.yaml", template);
        return _cli.RunAsync(["policy", "generate", "--template", "t.yaml", "--stack-name", "jobs", "--account", "111111111111", .. more.Contains("--region") ? more : ["--region", "eu-west-1", .. more]]);
    }
}
