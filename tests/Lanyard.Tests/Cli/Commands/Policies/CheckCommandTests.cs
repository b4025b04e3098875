using System.Text.Json;

namespace Lanyard.Tests.Cli.Commands.Policies;

public sealed class CheckCommandTests : IAsyncLifetime
{
    // Only MISSING_VERSION is to be found in it.
    private const string Unversioned = """
        {
          "Statement": [
            { "Sid": "Read", "Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*" }
          ]
        }
        """;

    private const string Clean = """
        { "Version": "2012-10-17", "Statement": [{ "Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*" }] }
        """;

    private TestCli _cli = null!;

    public async ValueTask InitializeAsync() => _cli = await TestCli.StartAsync();

    public ValueTask DisposeAsync() => _cli.DisposeAsync();

    [Fact]
    public async Task A_mistyped_option_is_no_file()
    {
        var run = await _cli.RunAsync("policy", "check", "a.json", "--fromat", "json");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("there is no option `--fromat`; did you mean `--format`?", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_finding_has_its_place_its_line_underlined_and_what_mends_it()
    {
        _cli.Home.Write("project/p.json", Unversioned);
        var run = (await _cli.RunAsync("policy", "check", "p.json")).Done();
        Assert.Equal(
            """
            p.json (resource policy, by its elements)

            p.json:1:1 warning MISSING_VERSION: the policy names no version of the policy language, so that it is read as one of 2008-10-17, without policy variables
                1 | {
                  | ^
              to mend it: Add "Version": "2012-10-17" at the document's start.
              --fix does it: add the version
              https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-general-warning-missing-version

            1 file, 1 policy: 0 errors, 0 security warnings, 1 warning, 0 suggestions

            """,
            run.Out);
    }

    [Fact]
    public async Task Without_findings_it_says_so()
    {
        _cli.Home.Write("project/p.json", Clean);
        Assert.Equal(
            "p.json (identity policy, by its elements): nothing found\n1 file, 1 policy: 0 errors, 0 security warnings, 0 warnings, 0 suggestions\n",
            (await _cli.RunAsync("policy", "check", "p.json")).Done().Out);
    }

    [Theory]
    [InlineData("error", 0)]
    [InlineData("security-warning", 0)]
    [InlineData("warning", 3)]
    [InlineData("suggestion", 3)]
    [InlineData("never", 0)]
    public async Task The_mildest_finding_that_fails_can_be_chosen(string severity, int exitCode)
    {
        _cli.Home.Write("project/p.json", Unversioned);
        Assert.Equal(exitCode, (await _cli.RunAsync("policy", "check", "p.json", "--fail-on", severity)).ExitCode);
    }

    [Theory]
    [InlineData("", "p.json:1:1 error JSON_SYNTAX_ERROR: the text is empty")]
    [InlineData("  \n", "p.json:1:1 error JSON_SYNTAX_ERROR: the text is empty")]
    [InlineData("{\n  \"Statement\": [,]\n}", "p.json:2:17 error JSON_SYNTAX_ERROR: ")]
    [InlineData("{\n  \"Statement\": []\n}}", "p.json:3:2 error JSON_SYNTAX_ERROR: ")]
    [InlineData("{\n  \"a\u0007", "JSON_SYNTAX_ERROR")]
    public async Task Text_that_is_no_json_is_an_error_at_its_place(string text, string expected)
    {
        _cli.Home.Write("project/p.json", text);
        var run = await _cli.RunAsync("policy", "check", "p.json");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains(expected, run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain('\u0007', run.Out);
    }

    [Fact]
    public async Task Json_that_is_deep_is_refused_and_not_choked_on()
    {
        _cli.Home.Write("project/p.json", new string('[', 100_000));
        Assert.Contains("JSON_SYNTAX_ERROR", (await _cli.RunAsync("policy", "check", "p.json")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_can_not_be_read_is_said_and_the_others_are_checked()
    {
        _cli.Home.Write("project/p.json", Clean);
        File.WriteAllBytes(_cli.Home["project/binary.json"], [0x7f, 0x45, 0x4c, 0x46, 0xff, 0xfe, 0]);
        using (var large = File.Create(_cli.Home["project/large.json"]))
        {
            large.SetLength(100L << 20);
        }

        var run = await _cli.RunAsync("policy", "check", "missing.json", "binary.json", "large.json", "p.json");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("p.json (identity policy, by its elements): nothing found", run.Out, StringComparison.Ordinal);
        Assert.Equal(3, run.Error.Split("[INPUT_UNREADABLE]").Length - 1);
        Assert.Contains("large.json is longer than", run.Error, StringComparison.Ordinal);
        Assert.Contains("binary.json isn't UTF-8 at byte 4", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_stands_for_the_policies_and_templates_in_it()
    {
        _cli.Home.Write("project/infra/a.json", Unversioned);
        _cli.Home.Write("project/infra/b/c.json", Clean);
        _cli.Home.Write("project/infra/tsconfig.json", "{ // a comment\n }");
        _cli.Home.Write("project/infra/package.json", "{}");
        File.WriteAllBytes(_cli.Home["project/infra/data.json"], [0xff, 0xfe]);
        _cli.Home.Write("project/infra/node_modules/x/d.json", Unversioned);
        _cli.Home.Write("project/infra/.git/e.json", Unversioned);
        var run = (await _cli.RunAsync("policy", "check", "infra", "--json")).Done().Json;
        Assert.Equal(["infra/a.json", "infra/b/c.json"], run.GetProperty("policies").EnumerateArray().Select(policy => policy.GetProperty("file").GetString()!.Replace('\\', '/')));
        Assert.Equal(1, run.GetProperty("summary").GetProperty("warnings").GetInt32());
    }

    [Fact]
    public async Task Of_what_the_cdk_wrote_the_templates_are_checked()
    {
        var template = $$"""{ "Resources": { "P": { "Type": "AWS::S3::BucketPolicy", "Properties": { "PolicyDocument": {{Unversioned}} } } } }""";
        _cli.Home.Write("project/cdk.out/cdk.out", "{}");
        _cli.Home.Write("project/cdk.out/s.template.json", template);
        _cli.Home.Write("project/cdk.out/s.assets.json", template);
        _cli.Home.Write("project/cdk.out/asset.1/t.template.json", template);
        _cli.Home.Write("project/cdk.out/assembly-dev/u.template.json", template);
        var run = (await _cli.RunAsync("policy", "check", "cdk.out", "--json")).Done().Json;
        Assert.Equal(
            ["cdk.out/s.template.json P.PolicyDocument", "cdk.out/assembly-dev/u.template.json P.PolicyDocument"],
            run.GetProperty("policies").EnumerateArray().Select(policy => $"{policy.GetProperty("file")} {policy.GetProperty("policy")}".Replace('\\', '/')));
    }

    [Fact]
    public async Task Policies_of_a_template_are_checked_at_their_place()
    {
        _cli.Home.Write("project/t.yaml", """
            Resources:
              Deployer:
                Type: AWS::S3::BucketPolicy
                Properties:
                  PolicyDocument:
                    Statement:
                      - Effect: Deny
                        Principal: '*'
                        Action: s3:GetObject
                        Resource: !Sub '${Bucket.Arn}/*'
            """);
        var run = (await _cli.RunAsync("policy", "check", "t.yaml")).Done();
        Assert.Contains("t.yaml, Deployer.PolicyDocument (resource policy of AWS::S3::Bucket)\n\nt.yaml:6:9 warning MISSING_VERSION", run.Out, StringComparison.Ordinal);
        Assert.Contains("    6 |         Statement:\n      |         ^^^^^^^^^^\n", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_template_without_policies_is_sound_and_a_broken_one_is_not()
    {
        _cli.Home.Write("project/t.yaml", "Resources:\n  B: { Type: AWS::S3::Bucket }\n");
        Assert.Contains("t.yaml: no policy in it", (await _cli.RunAsync("policy", "check", "t.yaml")).Done().Out, StringComparison.Ordinal);
        _cli.Home.Write("project/t.yaml", "Resources:\n  B: { Type: AWS::S3::Bucket\n");
        var run = await _cli.RunAsync("policy", "check", "t.yaml");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("error LANYARD_YAML_SYNTAX_ERROR: this is not valid YAML", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_json_it_has_the_members_of_access_analyzer()
    {
        _cli.Input = "\uFEFF" + Unversioned;
        var json = (await _cli.RunAsync("policy", "check", "-", "--format", "json", "--type", "resource")).Done().Json;
        var finding = json.GetProperty("findings").EnumerateArray().Single();
        Assert.Equal("stdin WARNING MISSING_VERSION", $"{finding.GetProperty("file")} {finding.GetProperty("findingType")} {finding.GetProperty("issueCode")}");
        Assert.Equal(
            """[{"path":[],"span":{"start":{"line":1,"column":0,"offset":0},"end":{"line":5,"column":1,"offset":146}}}]""",
            JsonSerializer.Serialize(finding.GetProperty("locations")));
        Assert.Equal("resource option", $"{json.GetProperty("policies")[0].GetProperty("type")} {json.GetProperty("policies")[0].GetProperty("typeFrom")}");
    }

    [Theory]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}""", "trust")]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"111111111111"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}]}""", "resource")]
    [InlineData(Clean, "identity")]
    public async Task What_a_policy_is_for_is_seen_from_its_elements(string text, string type)
    {
        _cli.Input = text;
        Assert.Equal(type, (await _cli.RunAsync("policy", "check", "-", "--json", "--fail-on", "never")).Json.GetProperty("policies")[0].GetProperty("type").GetString());
    }

    [Theory]
    [InlineData("--format text contradict", "p.json", "--json", "--format", "text")]
    [InlineData("stdin can be read once", "-", "-")]
    [InlineData("--resource-type is about", "p.json", "--type", "scp", "--resource-type", "AWS::S3::Bucket")]
    [InlineData("--fix writes", "-", "--fix", "--json")]
    public async Task What_contradicts_itself_is_wrong_usage(string message, params string[] arguments)
    {
        var run = await _cli.RunAsync(["policy", "check", .. arguments]);
        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sarif_is_valid_by_its_schema()
    {
        _cli.Home.Write("project/a b.json", Unversioned);
        _cli.Home.Write("project/c.json", "{");
        _cli.Home.Write("project/lanyard.policy.yaml", "version: 1\naccept:\n  - { id: MISSING_VERSION, file: 'a b.json', reason: it is old }\n  - { id: NO_SUCH_RULE, reason: x }\n");
        var run = await _cli.RunAsync("policy", "check", "a b.json", "c.json", "missing.json", "--format", "sarif");
        using var schema = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "tests", "sarif", "sarif-schema-2.1.0.json"), TestContext.Current.CancellationToken));
        Assert.Empty(JsonSchemaCheck.Problems(schema.RootElement, run.Json));
        var sarif = run.Json.GetProperty("runs")[0];
        var results = sarif.GetProperty("results").EnumerateArray().ToArray();
        Assert.Equal(["MISSING_VERSION warning", "JSON_SYNTAX_ERROR error", "LANYARD_UNKNOWN_ACCEPTANCE error"], results.Select(result => $"{result.GetProperty("ruleId")} {result.GetProperty("level")}"));
        var location = results[0].GetProperty("locations")[0].GetProperty("physicalLocation");
        Assert.Equal("a%20b.json 1 1", $"{location.GetProperty("artifactLocation").GetProperty("uri")} {location.GetProperty("region").GetProperty("startLine")} {location.GetProperty("region").GetProperty("startColumn")}");
        Assert.Equal("it is old", results[0].GetProperty("suppressions")[0].GetProperty("justification").GetString());
        Assert.All(results, result => Assert.Equal(
            result.GetProperty("ruleId").GetString(),
            sarif.GetProperty("tool").GetProperty("driver").GetProperty("rules")[result.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString()));
        Assert.False(sarif.GetProperty("invocations")[0].GetProperty("executionSuccessful").GetBoolean());
    }

    [Fact]
    public void The_schema_refuses_what_is_no_sarif()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "tests", "sarif", "sarif-schema-2.1.0.json")));
        Assert.NotEmpty(JsonSchemaCheck.Problems(schema.RootElement, CliRun.Parse("""{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"x"}},"results":[{"message":{"text":"x"},"level":"bad"}]}]}""")));
        Assert.NotEmpty(JsonSchemaCheck.Problems(schema.RootElement, CliRun.Parse("""{"version":"2.1.0"}""")));
    }
}
