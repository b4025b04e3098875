using System.Text;
using Lanyard.Cli.Commands.Policies.Check;
using Lanyard.Policy.Documents;

namespace Lanyard.Tests.Cli.Commands.Policies;

public sealed class CheckFixTests : IAsyncLifetime
{
    // IMPROVE_IP_RANGE is mended by writing the start of the range.
    private const string Wide = "{\r\n\t\"Version\": \"2012-10-17\",\r\n\t\"Statement\": [{ \"Effect\": \"Deny\", \"Action\": \"s3:GetObject\", \"Resource\": \"arn:aws:s3:::r/*\",\r\n\t\t\"Condition\": { \"NotIpAddress\": { \"aws:SourceIp\": [\"203.0.113.7/24\", \"198.51.100.9/24\"] } } }]\r\n}\r\n";
    private static readonly string Mended = Wide.Replace(".7/24", ".0/24", StringComparison.Ordinal).Replace(".9/24", ".0/24", StringComparison.Ordinal);

    private TestCli _cli = null!;

    public async ValueTask InitializeAsync() => _cli = await TestCli.StartAsync();

    public ValueTask DisposeAsync() => _cli.DisposeAsync();

    [Fact]
    public async Task What_is_safe_is_mended_and_the_rest_of_the_file_stays_as_it_is()
    {
        var file = _cli.Home.Write("project/p.json", "\uFEFF" + Wide);
        File.CreateSymbolicLink(_cli.Home["project/link.json"], "p.json");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        }

        var run = (await _cli.RunAsync("policy", "check", "--fix", "link.json")).Done();
        Assert.Equal("\uFEFF" + Mended, Encoding.UTF8.GetString(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)));
        Assert.Equal("p.json", new FileInfo(_cli.Home["project/link.json"]).LinkTarget);
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead));
        Assert.Contains("mended link.json:4:53 IMPROVE_IP_RANGE: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("0 suggestions; 2 mended\n", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task From_stdin_the_mended_text_goes_to_stdout_and_the_findings_to_stderr()
    {
        _cli.Input = Wide;
        var run = (await _cli.RunAsync("policy", "check", "--fix", "-")).Done();
        Assert.Equal(Mended, run.Out);
        Assert.Contains("2 mended", run.Error, StringComparison.Ordinal);

        // What there is nothing to mend in comes out as it is.
        _cli.Input = Mended;
        Assert.Equal(Mended, (await _cli.RunAsync("policy", "check", "--fix", "-")).Done().Out);
        _cli.Input = "{ no JSON";
        var broken = await _cli.RunAsync("policy", "check", "--fix", "-");
        Assert.Equal((3, "{ no JSON"), (broken.ExitCode, broken.Out));
    }

    [Fact]
    public async Task In_a_template_of_json_policies_are_mended_at_their_place()
    {
        var template = $$"""{ "Resources": { "P": { "Type": "AWS::IAM::ManagedPolicy", "Properties": { "Roles": [{ "Ref": "R" }], "PolicyDocument": {{Wide}} } } } }""";
        var file = _cli.Home.Write("project/t.template.json", template);
        (await _cli.RunAsync("policy", "check", "--fix", "t.template.json")).Done();
        Assert.Equal(template.Replace(Wide, Mended, StringComparison.Ordinal), await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("p.yaml", "Version: '2012-10-17'\nStatement:\n  - Effect: Deny\n    Action: s3:GetObject\n    Resource: arn:aws:s3:::r/*\n    Condition: { NotIpAddress: { 'aws:SourceIp': 203.0.113.7/24 } }\n")]
    [InlineData("p.json", """{"Policy":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::r/*\",\"Condition\":{\"NotIpAddress\":{\"aws:SourceIp\":\"203.0.113.7/24\"}}}]}"}""")]
    public async Task What_is_not_json_as_it_stands_is_left_to_a_person(string name, string text)
    {
        var file = _cli.Home.Write($"project/{name}", text);
        var run = (await _cli.RunAsync("policy", "check", "--fix", name)).Done();
        Assert.Contains("IMPROVE_IP_RANGE", run.Out, StringComparison.Ordinal);
        Assert.Equal(text, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_is_accepted_stays()
    {
        var file = _cli.Home.Write("project/p.json", Wide);
        _cli.Home.Write("project/lanyard.policy.yaml", "version: 1\naccept:\n  - { id: IMPROVE_IP_RANGE, at: 'Statement[0].Condition.NotIpAddress.aws:SourceIp[0]', reason: as in the firewall }\n");
        (await _cli.RunAsync("policy", "check", "--fix", "p.json")).Done();
        Assert.Equal(Wide.Replace(".9/24", ".0/24", StringComparison.Ordinal), await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Each_finding_says_whether_it_can_be_mended()
    {
        _cli.Home.Write("project/p.json", Wide);
        Assert.Contains("--fix does it: ", (await _cli.RunAsync("policy", "check", "p.json")).Done().Out, StringComparison.Ordinal);
        var fix = (await _cli.RunAsync("policy", "check", "p.json", "--json")).Json.GetProperty("findings")[0].GetProperty("fix").GetProperty("edits")[0];
        Assert.Equal("\"203.0.113.7/24\"", Wide[fix.GetProperty("start").GetInt32()..fix.GetProperty("end").GetInt32()]);
    }

    [Theory]
    [InlineData("\t\"é\": \"日本語 IP\"", "日本語", "    \"é\": \"日本語 IP\"", "          ^^^^^^")]
    public void Tabs_and_wide_characters_are_underlined_as_wide_as_they_are(string line, string part, string shown, string mark)
    {
        var source = new SourceText("p.json", null, line);
        var at = line.IndexOf(part, StringComparison.Ordinal);
        var place = new Place(new(1, at + 1, at), new(1, at + part.Length + 1, at + part.Length), DocumentPath.Root);
        var excerpt = SourceExcerpt.Of(source, place);
        Assert.Equal((shown, mark), (excerpt.Line, excerpt.Mark));
    }

    [Fact]
    public async Task A_long_line_is_cut_around_the_place()
    {
        _cli.Input = $$"""{"Version":"2012-10-17","Statement":[{{string.Join(',', Enumerable.Range(0, 40).Select(Statement))}}]}""";
        var lines = (await _cli.RunAsync("policy", "check", "-")).Done().Out.Split('\n');
        var at = Array.FindIndex(lines, line => line.StartsWith("    1 | …", StringComparison.Ordinal));
        Assert.InRange(lines[at].Length, 60, 130);
        Assert.Equal("\"203.0.113.7/24\"", lines[at][lines[at + 1].IndexOf('^', StringComparison.Ordinal)..(lines[at + 1].LastIndexOf('^') + 1)]);
    }

    private static string Statement(int i) =>
        $$$"""{"Sid":"S{{{i}}}","Effect":"Deny","Action":"s3:GetObject","Resource":"arn:aws:s3:::r{{{i}}}/*","Condition":{"NotIpAddress":{"aws:SourceIp":"203.0.113.{{{(i == 20 ? 7 : 0)}}}/24"} } }""";
}
