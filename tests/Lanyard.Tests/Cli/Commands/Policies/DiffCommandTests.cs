namespace Lanyard.Tests.Cli.Commands.Policies;

public sealed class DiffCommandTests : IAsyncLifetime
{
    private const string Read = """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::orders-*"}}""";

    private const string ReadAndWrite = """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:GetObject","s3:PutObject","s3:DeleteObject"],"Resource":"arn:aws:s3:::orders-*",
          "Condition":{"Bool":{"aws:SecureTransport":"true"}}}]}
        """;

    private TestCli _cli = null!;

    public async ValueTask InitializeAsync()
    {
        _cli = await TestCli.StartAsync();
        _cli.Home.Write("project/old.json", Read);
        _cli.Home.Write("project/new.json", ReadAndWrite);
    }

    public ValueTask DisposeAsync() => _cli.DisposeAsync();

    [Fact]
    public async Task Differences_are_grouped_and_each_has_a_request()
    {
        var text = (await _cli.RunAsync("policy", "diff", "old.json", "new.json")).Done().Out;
        Assert.Equal(
            """
            new: allowed by NEW and not by OLD
              s3 Write on arn:aws:s3:::orders-*: DeleteObject, PutObject
                if Bool aws:SecureTransport true
                such as s3:DeleteObject on arn:aws:s3:::orders-example/example by a session of arn:aws:iam::111111111111:role/example
                  with aws:SecureTransport = true
            gone: allowed by OLD and not by NEW
              s3 Read on arn:aws:s3:::orders-*: GetObject
                such as s3:GetObject on arn:aws:s3:::orders-example/example by a session of arn:aws:iam::111111111111:role/example

            """, text);
    }

    [Fact]
    public async Task As_json_a_witness_is_the_request_of_a_scenario_that_simulate_decides_alike()
    {
        var json = (await _cli.RunAsync("policy", "diff", "old.json", "new.json", "--json")).Done().Json;
        Assert.Equal(["equal", "added", "removed", "unknown", "catalogue"], json.EnumerateObject().Select(member => member.Name));
        var added = Assert.Single(json.GetProperty("added").EnumerateArray());
        Assert.Equal(["service", "accessLevel", "actions", "resource", "conditions", "witness"], added.EnumerateObject().Select(member => member.Name));
        Assert.Equal("s3 write arn:aws:s3:::orders-*", $"{added.GetProperty("service")} {added.GetProperty("accessLevel")} {added.GetProperty("resource")}");

        var witness = added.GetProperty("witness").GetRawText();
        _cli.Input = $$"""
            [{"name":"new","request":{{witness}},"identityPolicies":[{{ReadAndWrite}}]},{"name":"old","request":{{witness}},"identityPolicies":[{{Read}}]}]
            """;
        var decided = (await _cli.RunAsync("policy", "simulate", "--scenario", "-", "--json")).Done().Json;
        Assert.Equal(["allowed", "implicitDeny"], decided.EnumerateArray().Select(result => result.GetProperty("decision").GetString()));
    }

    [Fact]
    public async Task New_access_ends_with_3_only_when_it_is_asked_about()
    {
        Assert.Equal(0, (await _cli.RunAsync("policy", "diff", "old.json", "new.json")).ExitCode);
        Assert.Equal(3, (await _cli.RunAsync("policy", "diff", "--no-new-access", "old.json", "new.json")).ExitCode);

        _cli.Home.Write("project/narrow.json", Read.Replace("orders-*", "orders-1/*", StringComparison.Ordinal));
        var narrow = (await _cli.RunAsync("policy", "diff", "--no-new-access", "old.json", "narrow.json")).Done().Out;
        Assert.EndsWith("\nnothing is new\n", narrow, StringComparison.Ordinal);
        Assert.Equal("equal: both allow the same requests\n", (await _cli.RunAsync("policy", "diff", "--no-new-access", "old.json", "old.json")).Done().Out);
    }

    [Theory]
    [InlineData("""{"actions":["s3:Delete*"],"resources":["*"]}""", 3)]
    [InlineData("""[{"actions":"s3:DeleteBucket"},{"actions":["s3:PutObject"],"resources":["arn:aws:s3:::orders-eu/*"]}]""", 3)]
    [InlineData("""{"resources":["arn:aws:s3:::payments*"]}""", 0)]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"},{"Effect":"Deny","Action":"*","Resource":"arn:aws:s3:::orders-*"}]}""", 0)]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}""", 0)]
    public async Task Access_that_mustnt_be_granted_is_looked_for(string access, int exitCode)
    {
        _cli.Home.Write("project/access.json", access);
        var run = await _cli.RunAsync("policy", "diff", "old.json", "new.json", "--no-access-to", "access.json");
        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(exitCode == 0 ? "nothing of access.json is granted\n" : "granted of access.json\n  s3 Write on ", run.Out, StringComparison.Ordinal);
        var check = (await _cli.RunAsync("policy", "diff", "old.json", "new.json", "--no-access-to", "access.json", "--json")).Json.GetProperty("access")[0];
        Assert.Equal(["file", "refused", "granted", "unknown"], check.EnumerateObject().Select(member => member.Name));
        Assert.Equal(exitCode == 0, check.GetProperty("refused").GetBoolean());
    }

    [Theory]
    [InlineData("""{"action":["s3:*"]}""", "access.json:1:2: \"action\" has no meaning here")]
    [InlineData("""{"actions":[1]}""", "access.json:1:13: each of the actions must be a string, not a number")]
    [InlineData("[]", "access.json:1:1: the array is empty")]
    public async Task Access_that_is_written_wrong_is_told_with_its_place(string access, string message)
    {
        _cli.Home.Write("project/access.json", access);
        var run = await _cli.RunAsync("policy", "diff", "old.json", "new.json", "--no-access-to", "access.json");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_is_all_its_policies_and_a_boundary_and_scps_limit_them()
    {
        _cli.Home.Write("project/two/a.json", Read);
        _cli.Home.Write("project/two/b.json", Read.Replace("s3:GetObject", "sqs:*", StringComparison.Ordinal).Replace("arn:aws:s3:::orders-*", "*", StringComparison.Ordinal));
        Assert.Contains("sqs Write", (await _cli.RunAsync("policy", "diff", "old.json", "two")).Done().Out, StringComparison.Ordinal);
        Assert.StartsWith("equal", (await _cli.RunAsync("policy", "diff", "old.json", "two", "--boundary", "old.json")).Done().Out, StringComparison.Ordinal);
        Assert.StartsWith("equal", (await _cli.RunAsync("policy", "diff", "two", "old.json", "--new", "two/b.json", "--scp", "two")).Done().Out, StringComparison.Ordinal);
        Assert.Contains("sqs Write", (await _cli.RunAsync("policy", "diff", "two", "two", "--new-scp", "old.json")).Done().Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Policies_with_principals_name_who_gets_in()
    {
        const string Trust = """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::222222222222:role/deploy"},"Action":"sts:AssumeRole"}}""";
        _cli.Home.Write("project/trust.json", Trust);
        _cli.Home.Write("project/wide.json", Trust.Replace("role/deploy", "root", StringComparison.Ordinal));
        var text = (await _cli.RunAsync("policy", "diff", "trust.json", "wide.json")).Done().Out;
        Assert.Contains("such as sts:AssumeRole on arn:aws:iam::999999999999:role/example of account 999999999999 by a session of arn:aws:iam::222222222222:role/example\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stdin can be read once", "-", "-")]
    [InlineData("so they aren't for the same place", "old.json", "trust.json")]
    [InlineData("limit policies of identities alone", "trust.json", "trust.json", "--boundary", "old.json")]
    public async Task Wrong_usage_says_what_is_wrong(string message, params string[] words)
    {
        _cli.Home.Write("project/trust.json", """{"Statement":{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}}""");
        var run = await _cli.RunAsync(["policy", "diff", .. words]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }
}
