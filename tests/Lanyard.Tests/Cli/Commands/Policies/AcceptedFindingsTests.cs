using Lanyard.Projects;
using Lanyard.Projects.Acceptances;

namespace Lanyard.Tests.Cli.Commands.Policies;

public sealed class AcceptedFindingsTests : IAsyncLifetime
{
    private const string Unversioned = """{ "Statement": [{ "Sid": "Read", "Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*" }] }""";

    private TestCli _cli = null!;

    public async ValueTask InitializeAsync()
    {
        _cli = await TestCli.StartAsync();
        _cli.Home.Write("project/policies/p.json", Unversioned);
    }

    public ValueTask DisposeAsync() => _cli.DisposeAsync();

    [Theory]
    [InlineData("id: MISSING_VERSION")]
    [InlineData("id: MISSING_VERSION, file: policies/p.json")]
    [InlineData("id: MISSING_VERSION, file: 'policies/*.json'")]
    [InlineData("id: MISSING_VERSION, file: p.json")]
    [InlineData("id: MISSING_VERSION, file: '**/p.json'")]
    public async Task A_finding_that_is_accepted_does_not_count(string entry)
    {
        _cli.Home.Write("project/lanyard.policy.yaml", $"version: 1\naccept:\n  - {{ {entry}, reason: an old tool writes it }}\n");
        var run = (await _cli.RunAsync("policy", "check", "policies/p.json", "--fail-on", "suggestion")).Done();
        Assert.Contains("nothing found", run.Out, StringComparison.Ordinal);
        Assert.Contains("0 warnings, 0 suggestions; 1 accepted\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("accepted: an old tool writes it (lanyard.policy.yaml:3)", (await _cli.RunAsync("policy", "check", "policies/p.json", "--verbose")).Out, StringComparison.Ordinal);
        Assert.Equal("an old tool writes it", (await _cli.RunAsync("policy", "check", "policies/p.json", "--json")).Json.GetProperty("findings")[0].GetProperty("accepted").GetString());
    }

    [Theory]
    [InlineData("id: MISSING_VERSIO, reason: x", "lanyard.policy.yaml:3:11 error LANYARD_UNKNOWN_ACCEPTANCE: no rule has the id MISSING_VERSIO; did you mean MISSING_VERSION?")]
    [InlineData("id: MISSING_VERSION", "lanyard.policy.yaml:3:11 error LANYARD_ACCEPTANCE_WITHOUT_REASON: MISSING_VERSION is accepted without a reason")]
    [InlineData("id: MISSING_VERSION, reason:", "LANYARD_ACCEPTANCE_WITHOUT_REASON")]
    [InlineData("id: JSON_SYNTAX_ERROR, reason: x", "lanyard.policy.yaml:3:11 warning LANYARD_STALE_ACCEPTANCE: nothing that this entry is about has JSON_SYNTAX_ERROR any more")]
    [InlineData("id: MISSING_VERSION, file: policies/gone.json, reason: x", "LANYARD_STALE_ACCEPTANCE")]
    [InlineData("id: MISSING_VERSION, at: 'Statement[0]', reason: x", "LANYARD_STALE_ACCEPTANCE")]
    public async Task An_entry_that_is_wrong_or_of_no_use_is_a_finding_at_its_line(string entry, string expected)
    {
        _cli.Home.Write("project/lanyard.policy.yaml", $"version: 1\naccept:\n  - {{ {entry} }}\n");
        var run = await _cli.RunAsync("policy", "check", "policies/p.json");
        Assert.Contains(expected, run.Out, StringComparison.Ordinal);
        Assert.Equal(expected.Contains("STALE", StringComparison.Ordinal) ? 0 : 3, run.ExitCode);
    }

    [Fact]
    public async Task An_entry_about_files_that_were_not_looked_at_is_not_stale()
    {
        _cli.Home.Write("project/other.json", Unversioned);
        _cli.Home.Write("project/lanyard.policy.yaml", "version: 1\naccept:\n  - { id: MISSING_VERSION, file: other.json, reason: x }\n");
        Assert.DoesNotContain("STALE", (await _cli.RunAsync("policy", "check", "policies/p.json")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_named_is_taken_in_the_place_of_those_beside_the_policies()
    {
        _cli.Home.Write("project/lanyard.policy.yaml", "version: 1\naccept:\n  - { id: MISSING_VERSION, reason: x }\n");
        _cli.Home.Write("project/none.yaml", "version: 1\naccept: []\n");
        Assert.Equal(3, (await _cli.RunAsync("policy", "check", "policies/p.json", "--accept", "none.yaml", "--fail-on", "warning")).ExitCode);
        (await _cli.RunAsync("policy", "check", "policies/p.json", "--accept", "gone.yaml")).Failed(1, "INPUT_UNREADABLE");
    }

    [Theory]
    [InlineData("accept: []", "version")]
    [InlineData("version: 1", "accept")]
    [InlineData("version: 1\naccept: { id: x }", "list")]
    [InlineData("version: 1\naccept: [{ id: X, reson: y }]", "did you mean reason?")]
    public void A_file_that_can_not_be_understood_is_refused(string text, string message) =>
        Assert.Contains(message, Assert.Throws<ProjectFileException>(() => AcceptanceFile.Parse(text, "lanyard.policy.yaml")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("a.json", "x/y/a.json", true)]
    [InlineData("x/a.json", "y/x/a.json", false)]
    [InlineData("./x/a.json", "x/a.json", true)]
    [InlineData("x/*.json", "x/y/a.json", false)]
    [InlineData("x/**", "x/y/a.json", true)]
    [InlineData("**/a.json", "a.json", true)]
    [InlineData("**/a.json", "x/ba.json", false)]
    [InlineData("x/**/a.json", "x/y/z/a.json", true)]
    [InlineData("x/**/a.json", "x/a.json", true)]
    [InlineData("x/?.json", "x/a.json", true)]
    [InlineData("*.yaml", "x/a.json", false)]
    [InlineData("a*b*c.json", "aXbXbYc.json", true)]
    public void A_pattern_is_of_paths_or_of_names(string pattern, string path, bool expected) =>
        Assert.Equal(expected, new Acceptance("X", 1, 1, pattern, null, null, null, "r").MatchesFile(path));

    [Theory]
    [InlineData("Read", null, true)]
    [InlineData("0", null, true)]
    [InlineData("1", null, false)]
    [InlineData(null, "Statement[0].Action", true)]
    [InlineData(null, "Statement[0]", true)]
    [InlineData(null, "Statement[0].Act", false)]
    public void A_statement_is_named_by_its_sid_or_number_and_a_part_by_its_path(string? statement, string? at, bool expected) =>
        Assert.Equal(expected, new Acceptance("X", 1, 1, null, null, statement, at, "r").Matches("X", "f.json", "", "Read", 0, "Statement[0].Action[1]"));
}
