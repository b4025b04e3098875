namespace Lanyard.Tests.Cli.Commands.Policies;

public sealed class SimulateCommandTests : IAsyncLifetime
{
    private const string Denied = """
        {"name":"write","request":{"principal":"arn:aws:iam::111111111111:user/ann","action":"s3:PutObject","resource":"arn:aws:s3:::b/k"},
         "identityPolicies":[{"name":"p","policy":{"Statement":[{"Sid":"S","Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::c/*"}]}}]}
        """;

    private const string Allowed = """
        {"request":{"principal":{"service":"lambda.amazonaws.com"},"action":"s3:GetObject","resource":"arn:aws:s3:::b/k"},
         "resourcePolicy":{"Statement":{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"s3:*","Resource":"*"}}}
        """;

    private TestCli _cli = null!;

    public async ValueTask InitializeAsync() => _cli = await TestCli.StartAsync();

    public ValueTask DisposeAsync() => _cli.DisposeAsync();

    [Fact]
    public async Task As_json_it_has_the_members_of_the_contract()
    {
        _cli.Home.Write("project/s.json", Denied);
        var json = (await _cli.RunAsync("policy", "simulate", "--scenario", "s.json", "--json")).Done().Json;
        Assert.Equal("write implicitDeny identity", $"{json.GetProperty("name")} {json.GetProperty("decision")} {json.GetProperty("blockedBy")[0]}");
        var near = json.GetProperty("reasons")[1];
        Assert.Equal(
            "nearMiss identity p 0 S Resource 2 101",
            $"{near.GetProperty("kind")} {near.GetProperty("layer")} {near.GetProperty("policy")} {near.GetProperty("statementIndex")} {near.GetProperty("sid")} {near.GetProperty("element")} {near.GetProperty("line")} {near.GetProperty("column")}");
    }

    [Fact]
    public async Task An_array_is_answered_by_an_array_from_stdin_too()
    {
        _cli.Input = $"[{Denied},{Allowed}]";
        var json = (await _cli.RunAsync("policy", "simulate", "--scenario", "-", "--json")).Done().Json;
        Assert.Equal(["implicitDeny", "allowed"], json.EnumerateArray().Select(result => result.GetProperty("decision").GetString()!));

        _cli.Input = "[]";
        Assert.Equal("[]\n", (await _cli.RunAsync("policy", "simulate", "--scenario", "-", "--json")).Done().Out);
    }

    [Fact]
    public async Task For_people_the_deciding_reasons_are_shown_and_the_others_when_asked_for()
    {
        _cli.Home.Write("project/s.json", $"[{Denied},{Allowed}]");
        var brief = (await _cli.RunAsync("policy", "simulate", "--scenario", "s.json")).Done().Out;
        Assert.Equal(
            """
            write: denied, nothing allows it
              identity      no statement of the identity policies allows s3:PutObject on arn:aws:s3:::b/k
            s3:GetObject on arn:aws:s3:::b/k: allowed
              resource      resource policy, statement 1, 3:42: allows s3:GetObject on arn:aws:s3:::b/k
            2 scenarios: 1 allowed, 1 denied
            add --explain to see the other statements that counted, or came near

            """, brief);
        var whole = (await _cli.RunAsync("policy", "simulate", "--scenario", "s.json", "--explain")).Done().Out;
        Assert.Contains("  came near     p, statement 1 (S), 2:101: Resource doesn't match the request\n", whole, StringComparison.Ordinal);
        Assert.Contains("  who           the AWS service lambda.amazonaws.com\n", whole, StringComparison.Ordinal);
        Assert.DoesNotContain("add --explain", whole, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_an_allowed_request_the_statement_that_grants_is_shown_and_the_others_when_asked_for()
    {
        _cli.Input = """
            {"name":"n","request":{"principal":"arn:aws:iam::111111111111:user/ann","action":"s3:GetObject","resource":"arn:aws:s3:::b/k"},
             "identityPolicies":[{"name":"p","policy":{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}}],
             "permissionsBoundaries":[{"name":"b","policy":{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}}],
             "serviceControlPolicies":[{"target":"r-root","policies":[{"name":"full","policy":{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}}]}]}
            """;
        Assert.Equal(
            "n: allowed\n  identity      p, statement 1, 2:66: allows s3:GetObject on arn:aws:s3:::b/k\nadd --explain to see the other statements that counted, or came near\n",
            (await _cli.RunAsync("policy", "simulate", "--scenario", "-")).Done().Out);
        var whole = (await _cli.RunAsync("policy", "simulate", "--scenario", "-", "--explain")).Done().Out;
        Assert.Contains("  scp:r-root    full of r-root, statement 1, 4:", whole, StringComparison.Ordinal);
        Assert.Contains("  boundary      b, statement 1, 3:", whole, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_of_many_statements_that_came_near_fills_no_screen()
    {
        var statements = string.Join(',', Enumerable.Repeat("""{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::c/*"}""", 40));
        _cli.Input = Denied.Replace("""{"Sid":"S","Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::c/*"}""", statements, StringComparison.Ordinal);
        var text = (await _cli.RunAsync("policy", "simulate", "--scenario", "-", "--explain")).Done().Out;
        Assert.Equal(13, text.Split("  came near").Length - 1);
        Assert.EndsWith("  came near     and 28 more; --json has all\n", text, StringComparison.Ordinal);
    }

    // Service Authorization Reference, Amazon EC2: DescribeInstances has no resource type. Organizations User Guide, "Resource control
    // policies": the list of services that they reach has Amazon S3 and not Amazon EC2.
    [Theory]
    [InlineData("ec2:DescribeInstances", "arn:aws:ec2:*:*:instance/*", "ec2:*", "implicitDeny")]
    [InlineData("ec2:DescribeInstances", "*", "ec2:*", "allowed")]
    [InlineData("ec2:StartInstances", "arn:aws:ec2:*:*:instance/*", "ec2:*", "allowed")]
    [InlineData("s3:GetObject", "*", "s3:*", "explicitDeny")]
    [InlineData("new-service:Do", "*", "new-service:*", "explicitDeny")]
    public async Task The_catalogue_tells_what_policies_do_not(string action, string resource, string denied, string decision)
    {
        _cli.Input = $$$"""
            {"request":{"principal":"arn:aws:iam::111111111111:user/ann","action":"{{{action}}}","resource":"arn:aws:ec2:eu-west-1:111111111111:instance/i"},
             "identityPolicies":[{"Statement":{"Effect":"Allow","Action":"*","Resource":"{{{resource}}}"}}],
             "resourceControlPolicies":[{"target":"r","policies":[{"Statement":{"Effect":"Deny","Principal":"*","Action":"{{{denied}}}","Resource":"*"}}]}]}
            """;
        Assert.Equal(decision, (await _cli.RunAsync("policy", "simulate", "--scenario", "-", "--json")).Done().Json.GetProperty("decision").GetString());
    }

    [Fact]
    public async Task What_is_wrong_with_the_file_is_said_with_its_place()
    {
        (await _cli.RunAsync("policy", "simulate", "--scenario", "none.json")).Failed(1, "INPUT_UNREADABLE");
        (await _cli.RunAsync("policy", "simulate", "--scenario", ".")).Failed(1, "INPUT_UNREADABLE");
        (await _cli.RunAsync("policy", "simulate", "--scenario", "-")).Failed(2, "USAGE");
        (await _cli.RunAsync("policy", "simulate")).Failed(2, "USAGE");

        _cli.Home.Write("project/s.json", "{\n  \"request\": {}, }");
        var broken = (await _cli.RunAsync("policy", "simulate", "--scenario", "s.json")).Failed(1, "POLICY_INVALID");
        Assert.StartsWith("error: s.json:2:18: this is not JSON", broken.Error, StringComparison.Ordinal);

        File.WriteAllBytes(_cli.Home["project/s.json"], [(byte)'{', 0xFF, (byte)'}']);
        var bytes = (await _cli.RunAsync("policy", "simulate", "--scenario", "s.json")).Failed(1, "INPUT_UNREADABLE");
        Assert.Contains("s.json isn't UTF-8 at byte 1", bytes.Error, StringComparison.Ordinal);
    }
}
