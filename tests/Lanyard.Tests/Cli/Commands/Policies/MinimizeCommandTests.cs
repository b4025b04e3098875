using System.Text.Json;

namespace Lanyard.Tests.Cli.Commands.Policies;

public sealed class MinimizeCommandTests : IAsyncLifetime
{
    private const string TwoReads = """
        {"Version":"2012-10-17","Statement":[
          {"Sid":"One","Effect":"Allow","Action":["s3:GetObject"],"Resource":["arn:aws:s3:::b/*"]},
          {"Sid":"Two","Effect":"Allow","Action":["s3:GetObjectTagging"],"Resource":["arn:aws:s3:::b/*"]}]}
        """;

    private TestCli _cli = null!;

    public async ValueTask InitializeAsync() => _cli = await TestCli.StartAsync();

    public ValueTask DisposeAsync() => _cli.DisposeAsync();

    [Fact]
    public async Task The_document_goes_to_stdout_and_what_is_to_be_said_to_stderr()
    {
        _cli.Home.Write("project/p.json", TwoReads);
        var run = (await _cli.RunAsync("policy", "minimize", "p.json")).Done();
        Assert.Equal(
            """
            {
              "Version": "2012-10-17",
              "Statement": [
                {
                  "Effect": "Allow",
                  "Action": [
                    "s3:GetObject",
                    "s3:GetObjectTagging"
                  ],
                  "Resource": "arn:aws:s3:::b/*"
                }
              ]
            }

            """, run.Out);
        Assert.Matches(
            "^223 characters become 135; 2 statements before, 1 after\nproved to be the same, with the [0-9]+ actions of [0-9-]+\nnote: .*names \\(Sid\\): One, Two\n$", run.Error);
    }

    [Fact]
    public async Task As_json_it_tells_sizes_documents_and_catalogue()
    {
        _cli.Input = TwoReads;
        var run = (await _cli.RunAsync("policy", "minimize", "-", "--json", "--for", "inline-user")).Done();
        var json = run.Json;
        Assert.Equal("embedded inline-user 2048 charactersWithoutWhiteSpace", $"{json.GetProperty("catalogue").GetProperty("source")} {json.GetProperty("for")} {json.GetProperty("limit")} {json.GetProperty("unit")}");
        Assert.Equal("223 2", $"{json.GetProperty("before").GetProperty("size")} {json.GetProperty("before").GetProperty("statements")}");
        var document = json.GetProperty("documents")[0];
        Assert.Equal("policy 135 1", $"{document.GetProperty("name")} {document.GetProperty("size")} {document.GetProperty("statements")}");
        Assert.Equal("s3:GetObject", document.GetProperty("document").GetProperty("Statement")[0].GetProperty("Action")[0].GetString());
        Assert.Equal(["One", "Two"], json.GetProperty("lostSids").EnumerateArray().Select(sid => sid.GetString()!));
        Assert.Equal(JsonValueKind.Null, json.GetProperty("unproved").ValueKind);
        Assert.Equal("", run.Error);
    }

    [Fact]
    public async Task Wildcards_come_with_a_warning()
    {
        _cli.Input = """{"Statement":{"Effect":"Allow","Action":["sts:TagSession","sts:TagGetCallerIdentity","s3:GetObjectTagging","s3:GetObject"],"Resource":"*"}}""";
        Assert.DoesNotContain("*Tag", (await _cli.RunAsync("policy", "minimize", "-")).Done().Out, StringComparison.Ordinal);
        _cli.Input = Listing("sqs:");
        var run = (await _cli.RunAsync("policy", "minimize", "-", "--wildcards", "--compact")).Done();
        Assert.Equal("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sqs:*\",\"Resource\":\"*\"}]}\n", run.Out);
        Assert.Contains("warning: 1 wildcard matches the ", run.Error, StringComparison.Ordinal);
        Assert.Contains("what AWS adds tomorrow and they match is allowed too\n  sqs:*  for ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_split_writes_numbered_files_and_goes_on_from_them_next_time()
    {
        _cli.Home.Write("project/big.json", Big(30));
        var first = (await _cli.RunAsync("policy", "minimize", "big.json", "--split", "--max-size", "1200", "--out", "made")).Done();
        var files = first.Out.TrimEnd('\n').Split('\n');
        Assert.Equal(Enumerable.Range(1, files.Length).Select(i => $"made/big-{i}.json"), files);
        Assert.InRange(files.Length, 2, 5);
        var texts = files.ToDictionary(file => file, file => File.ReadAllText(_cli.Home[$"project/{file}"]));

        // The same again: nothing to write, and no --force needed.
        Assert.Equal(first.Out, (await _cli.RunAsync(["policy", "minimize", "big.json", "--split", "--max-size", "1200", "--out", "made", "--against", .. files])).Done().Out);

        _cli.Home.Write("project/big.json", Big(31));
        (await _cli.RunAsync(["policy", "minimize", "big.json", "--split", "--max-size", "1200", "--out", "made", "--against", .. files])).Failed(1, "OUTPUT_EXISTS");
        Assert.All(texts, entry => Assert.Equal(entry.Value, File.ReadAllText(_cli.Home[$"project/{entry.Key}"])));
        (await _cli.RunAsync(["policy", "minimize", "big.json", "--split", "--max-size", "1200", "--out", "made", "--force", "--against", .. files])).Done();
        Assert.Single(texts, entry => entry.Value != File.ReadAllText(_cli.Home[$"project/{entry.Key}"]));

        _cli.Home.Write("project/big.json", Big(5));
        var less = (await _cli.RunAsync(["policy", "minimize", "big.json", "--split", "--max-size", "1200", "--against", .. files])).Done();
        Assert.Contains(" is no longer needed; detach it", less.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_documents_on_stdout_are_an_array()
    {
        _cli.Input = Big(30);
        var json = (await _cli.RunAsync("policy", "minimize", "-", "--split", "--max-size", "1200")).Done().Json;
        Assert.Equal(30, json.EnumerateArray().Sum(document => document.GetProperty("Statement").EnumerateArray().Count()));
    }

    [Theory]
    [InlineData("boundary", "a user or role has one permissions boundary, so that it can't be split")]
    [InlineData("inline-user", "all inline policies together may have that many")]
    [InlineData("session", "all policies of a session together may have that many")]
    public async Task What_can_not_be_split_is_refused_with_its_size(string place, string why)
    {
        _cli.Input = Big(80);
        var run = (await _cli.RunAsync("policy", "minimize", "-", "--split", "--for", place)).Failed(1, "POLICY_TOO_LARGE");
        Assert.Contains(why, run.Error, StringComparison.Ordinal);
        Assert.Matches("minimised it has [0-9]+ characters, [0-9]+ more than the (6144|2048) that ", run.Error);
    }

    [Fact]
    public async Task What_is_too_large_and_could_be_split_says_so()
    {
        _cli.Input = Big(80);
        var run = (await _cli.RunAsync("policy", "minimize", "-", "--for", "managed")).Failed(1, "POLICY_TOO_LARGE");
        Assert.Contains("to mend it: add --split to have several documents", run.Error, StringComparison.Ordinal);
        _cli.Input = Big(80);
        (await _cli.RunAsync("policy", "minimize", "-")).Done();
    }

    [Fact]
    public async Task Where_white_space_counts_none_is_written()
    {
        _cli.Input = TwoReads;
        Assert.DoesNotContain(" ", (await _cli.RunAsync("policy", "minimize", "-", "--for", "scp")).Done().Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_with_principals_is_taken_as_what_it_must_be()
    {
        _cli.Input = """{"Statement":{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}}""";
        Assert.Equal("trust", (await _cli.RunAsync("policy", "minimize", "-", "--json")).Done().Json.GetProperty("for").GetString());
        _cli.Input = """{"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}}""";
        Assert.Equal("resource", (await _cli.RunAsync("policy", "minimize", "-", "--json")).Done().Json.GetProperty("for").GetString());
        _cli.Input = """{"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}}""";
        (await _cli.RunAsync("policy", "minimize", "-", "--for", "managed")).Failed(1, "POLICY_INVALID");
        _cli.Input = """{"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}}""";
        (await _cli.RunAsync("policy", "minimize", "-", "--split")).Failed(2, "USAGE");
    }

    [Fact]
    public async Task What_makes_no_sense_is_wrong_usage()
    {
        _cli.Home.Write("project/p.json", TwoReads);
        (await _cli.RunAsync("policy", "minimize")).Failed(2, "USAGE");
        (await _cli.RunAsync("policy", "minimize", "p.json", "--against", "p.json")).Failed(2, "USAGE");
        (await _cli.RunAsync("policy", "minimize", "p.json", "--force")).Failed(2, "USAGE");
        (await _cli.RunAsync("policy", "minimize", "p.json", "--max-size", "0")).Failed(2, "USAGE");
        (await _cli.RunAsync("policy", "minimize", "p.json", "--for", "moon")).Failed(2, "USAGE");
        (await _cli.RunAsync("policy", "minimize", "none.json")).Failed(1, "INPUT_UNREADABLE");
        _cli.Home.Write("project/p.json", "{");
        (await _cli.RunAsync("policy", "minimize", "p.json")).Failed(1, "POLICY_INVALID");
        _cli.Home.Write("project/p.json", TwoReads);
        _cli.Home.Write("project/file", "");
        (await _cli.RunAsync("policy", "minimize", "p.json", "--out", "file")).Failed(1, "FILE_NOT_WRITABLE");
        var small = (await _cli.RunAsync("policy", "minimize", "p.json", "--split", "--max-size", "60")).Failed(1, "POLICY_TOO_LARGE");
        Assert.Contains("can't be divided into documents of 60 characters", small.Error, StringComparison.Ordinal);
    }

    private static string Listing(string prefix) =>
        $$$"""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Resource":"*","Action":[{{{string.Join(',', Lanyard.Policy.Catalog.Catalogue.Embedded.FindService(prefix.TrimEnd(':'))!.Actions.Select(action => $"\"{action.FullName}\""))}}}]}}""";

    private static string Big(int statements) => $$$"""
        {"Version":"2012-10-17","Statement":[{{{string.Join(",\n", Enumerable.Range(0, statements).Select(i => $$"""
          {"Effect":"Allow","Action":"sqs:{{(char)('A' + (i % 26))}}{{i}}","Resource":"arn:aws:sqs:eu-west-1:111111111111:queue-{{i}}"}
        """))}}}]}
        """;
}
