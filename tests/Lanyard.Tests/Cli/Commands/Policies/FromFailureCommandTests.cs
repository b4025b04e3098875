using System.Text.Json.Nodes;
using Lanyard.Sandbox.Seeds;
using Lanyard.Tests.Credentials;

namespace Lanyard.Tests.Cli.Commands.Policies;

public sealed class FromFailureCommandTests : IAsyncLifetime
{
    private const string Queue = "arn:aws:sqs:eu-west-1:111111111111:jobs";
    private const string Refused = $"User: arn:aws:sts::111111111111:assumed-role/orders-deploy/ci is not authorized to perform: sqs:CreateQueue on resource: {Queue} because no identity-based policy allows the sqs:CreateQueue action";
    private const string Others = """{"Version":"2012-10-17","Statement":[{"Sid":"Sqs","Effect":"Allow","Action":"sqs:*","Resource":"arn:aws:sqs:eu-west-1:111111111111:other"}]}""";
    private const string Full = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""";

    private TestCli _cli = null!;

    public async ValueTask InitializeAsync() => _cli = await TestCli.StartAsync();

    public ValueTask DisposeAsync() => _cli.DisposeAsync();

    [Fact]
    public async Task The_addition_goes_to_stdout_and_where_it_belongs_to_stderr()
    {
        var run = await RunAsync(Refused);
        Assert.Equal(0, run.ExitCode);
        var statement = Assert.Single(JsonNode.Parse(run.Out)!["Statement"]!.AsArray())!;
        Assert.Equal(("sqs:CreateQueue", Queue), ((string)statement["Action"]!, (string)statement["Resource"]!));
        Assert.Contains("belongs into the policies of role orders-deploy", run.Error, StringComparison.Ordinal);
        Assert.Contains("1 of 1 mended", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_that_is_given_is_printed_with_the_addition_and_nothing_else_is_new()
    {
        Write("deploy.json", Others);
        var run = await RunAsync(Refused, "--policy", "deploy.json");
        Assert.Equal(0, run.ExitCode);
        var statements = JsonNode.Parse(run.Out)!["Statement"]!.AsArray();
        Assert.Equal(["Sqs", "SqsAdded1"], statements.Select(s => (string)s!["Sid"]!));
        Assert.Contains("refused before, allowed after; nothing else is new", run.Error, StringComparison.Ordinal);
        Assert.Contains("near: deploy.json, statement 1 (Sqs), 1:", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_that_allows_it_already_is_not_what_refused()
    {
        Write("deploy.json", Full);
        var run = await RunAsync(Refused, "--policy", "deploy.json");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("the policies that are given allow it already", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_SCP_is_not_mended_by_an_addition_and_its_statement_is_named()
    {
        Write("deploy.json", Full);
        Write("scp.json", """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},
            {"Sid":"NoQueues","Effect":"Deny","Action":"sqs:Create*","Resource":"*"}]}
            """);
        var run = await RunAsync(Refused.Replace("because no identity-based policy allows the sqs:CreateQueue action", "with an explicit deny in a service control policy", StringComparison.Ordinal), "--policy", "deploy.json", "--scp", "scp.json");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("nothing that is added changes that", run.Error, StringComparison.Ordinal);
        Assert.Contains("scp.json of scp.json, statement 2 (NoQueues), 2:", run.Error, StringComparison.Ordinal);
        Assert.Equal(Normal(Full), Normal(run.Out));
    }

    [Fact]
    public async Task An_addition_that_an_SCP_denies_does_not_suffice()
    {
        Write("scp.json", """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"sqs:*","Resource":"*"}]}""");
        var run = await RunAsync(Refused, "--scp", "scp.json");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("denies sqs:CreateQueue", run.Error, StringComparison.Ordinal);
        Assert.Contains("0 of 1 mended", run.Error, StringComparison.Ordinal);
    }

    // As in the other ways of generating: nobody could do anything in an organization without AWS's own policy.
    [Fact]
    public async Task A_level_that_only_denies_has_FullAWSAccess_beside_it()
    {
        Write("scp.json", """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"s3:*","Resource":"*"}]}""");
        var run = (await RunAsync(Refused, "--scp", "scp.json")).Done();
        Assert.Contains("1 of 1 mended", run.Error, StringComparison.Ordinal);
        Assert.Contains("note: scp.json only denies: FullAWSAccess", run.Error, StringComparison.Ordinal);
        Write("deploy.json", Others);
        Assert.Contains("refused before, allowed after; nothing else is new", (await RunAsync(Refused, "--policy", "deploy.json", "--scp", "scp.json")).Done().Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_boundary_that_lacks_it_gets_it_beside_the_policy()
    {
        Write("deploy.json", Others);
        Write("boundary.json", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}""");
        var json = JsonNode.Parse((await RunAsync(Refused, "--policy", "deploy.json", "--boundary-policy", "boundary.json", "--json")).Done().Out)!;
        Assert.Equal(["identity deploy", "boundary boundary"], json["policies"]!.AsArray().Select(p => $"{p!["for"]} {p["name"]}"));
        Assert.All(json["policies"]!.AsArray(), policy => Assert.Contains("sqs:CreateQueue", policy!["document"]!.ToJsonString(), StringComparison.Ordinal));
        var failure = Assert.Single(json["failures"]!.AsArray())!;
        Assert.Equal(("identity", "implicitDeny", "allowed", true), ((string)failure["layer"]!, (string)failure["before"]!, (string)failure["after"]!, (bool)failure["mended"]!));
        Assert.Empty(json["unneeded"]!.AsArray());
    }

    [Fact]
    public async Task A_resources_policy_names_who_may()
    {
        var run = await RunAsync(Refused.Replace("identity-based policy", "resource-based policy", StringComparison.Ordinal).Replace("111111111111:jobs", "222222222222:jobs", StringComparison.Ordinal));
        Assert.Equal("arn:aws:iam::111111111111:role/orders-deploy", (string)JsonNode.Parse(run.Done().Out)!["Statement"]![0]!["Principal"]!["AWS"]!);
        Assert.Contains("belongs into the policy of arn:aws:sqs:eu-west-1:222222222222:jobs", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_permission_set_is_named_as_such() =>
        Assert.Contains("the permission set Deployer of IAM Identity Center", (await RunAsync(Refused.Replace("orders-deploy", "AWSReservedSSO_Deployer_0123456789abcdef", StringComparison.Ordinal))).Done().Error, StringComparison.Ordinal);

    [Fact]
    public async Task What_is_refused_to_two_roles_belongs_into_two_policies()
    {
        var json = JsonNode.Parse((await RunAsync(Refused + "\n" + Refused.Replace("orders-deploy", "cdk-exec", StringComparison.Ordinal), "--json")).Done().Out)!;
        Assert.Equal(["orders-deploy", "cdk-exec"], json["policies"]!.AsArray().Select(p => (string)p!["name"]!));
        Assert.Equal(["inferred", "needs", "notes", "policies", "unknown"], json.AsObject().Select(m => m.Key).Where(key => key is not ("failures" or "unneeded")).Order());
    }

    [Fact]
    public async Task A_resource_that_the_text_does_not_name_is_given()
    {
        const string Text = "fatal error: An error occurred (AccessDenied) when calling the ListObjectsV2 operation: Access Denied";
        var without = await RunAsync(Text);
        Assert.Equal(3, without.ExitCode);
        Assert.Equal("", without.Out);
        Assert.Contains("name it with --resource", without.Error, StringComparison.Ordinal);
        Assert.Equal("arn:aws:s3:::orders", (string)JsonNode.Parse((await RunAsync(Text, "--resource", "arn:aws:s3:::orders")).Done().Out)!["Statement"]![0]!["Resource"]!);
    }

    [Fact]
    public async Task An_encoded_message_is_decoded_by_the_identity_that_is_named()
    {
        const string Own = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:Decode*","Resource":"*"}]}""";
        await using var cli = await TestCli.StartAsync(SandboxSeed.Default with { IamUsers = [new(TestAws.Dev, "reader", [new(null, null)], [new("own", Own)])] });
        var key = cli.Server.AccessKeyOf(TestAws.Dev, "reader")!;
        cli.Home.Write(".aws/credentials", $"[reader]\naws_access_key_id = {key.AccessKeyId}\naws_secret_access_key = {key.SecretAccessKey.Reveal()}\n");
        cli.Home.Write(".aws/config", $"[profile reader]\nregion = eu-west-1\n[profile locked]\nsource_profile = reader\nregion = eu-west-1\nrole_arn = {TestAws.Locked}\n");

        // A call that is refused leaves its message in the sandbox's log.
        Assert.NotEqual(0, (await cli.RunAsync("whoami", "--profile", "locked")).ExitCode);
        var message = cli.Calls.Select(call => call.EncodedMessage).OfType<string>().Last();
        cli.Home.Write("project/failure.log", $"You are not authorized to perform this operation. Encoded authorization failure message: {message}\n");
        var without = await cli.RunAsync("policy", "generate", "--from-failure", "failure.log");
        Assert.Equal(3, without.ExitCode);
        Assert.Contains("aws sts decode-authorization-message", without.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(cli.Calls, call => call.Operation == "DecodeAuthorizationMessage");

        var run = (await cli.RunAsync("policy", "generate", "--from-failure", "failure.log", "--profile", "reader")).Done();
        var statement = JsonNode.Parse(run.Out)!["Statement"]![0]!;
        Assert.Equal(("sts:AssumeRole", TestAws.Locked), ((string)statement["Action"]!, (string)statement["Resource"]!));
        Assert.Contains("AWS was asked to decode", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NO_FAILURE", 1, "--from-failure", "fine.log")]
    [InlineData("INPUT_UNREADABLE", 1, "--from-failure", "nothing.log")]
    [InlineData("USAGE", 2, "--from-failure", "failure.log", "--template", "t.yaml")]
    [InlineData("USAGE", 2, "--from-failure", "-", "--policy", "-")]
    [InlineData("USAGE", 2, "--policy", "deploy.json", "--template", "t.yaml")]
    public async Task What_can_not_be_read_is_told_with_its_mending(string code, int exitCode, params string[] words)
    {
        Write("fine.log", "Deployed orders-dev in 12 s\n");
        Write("failure.log", Refused);
        Write("deploy.json", Full);
        var run = await _cli.RunAsync(["policy", "generate", .. words, "--json"]);
        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(code, run.Error + run.Out, StringComparison.Ordinal);
    }

    private static string Normal(string json) => JsonNode.Parse(json)!.ToJsonString();

    private void Write(string name, string text) => _cli.Home.Write($"project/{name}", text);

    private Task<CliRun> RunAsync(string text, params string[] words)
    {
        Write("failure.log", text);
        return _cli.RunAsync(["policy", "generate", "--from-failure", "failure.log", .. words]);
    }
}
