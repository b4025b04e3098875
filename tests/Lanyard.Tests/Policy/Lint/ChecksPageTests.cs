using System.Text;
using System.Text.RegularExpressions;
using Lanyard.Policy.Lint;

namespace Lanyard.Tests.Policy.Lint;

/// <summary>
/// <c>docs/policy-checks.md</c> says of every check what is found, and of Access Analyzer's which are made. With
/// <c>LANYARD_WRITE_DOCS=1</c> the page is written anew.
/// </summary>
public partial class ChecksPageTests
{
    private static readonly string Page = Path.Combine(Repository.Root, "docs", "policy-checks.md");

    private static readonly (string Severity, string Id, string? Reason)[] AccessAnalyzer =
    [
        .. File.ReadAllLines(Path.Combine(Repository.Root, "tests", "lint", "access-analyzer.txt"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => Listed().Match(line))
            .Select(match => (match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Success ? match.Groups[3].Value : null)),
    ];

    private static readonly Rule[] Rules = [.. RuleList.All, .. StatedRule.Every];

    [Fact]
    public void The_list_has_the_153_checks_once_each()
    {
        Assert.Equal(153, AccessAnalyzer.DistinctBy(check => check.Id).Count());
        Assert.Equal(
            ["ERROR 79", "SECURITY_WARNING 19", "WARNING 26", "SUGGESTION 29"],
            AccessAnalyzer.GroupBy(check => check.Severity).Select(group => $"{group.Key} {group.Count()}"));
    }

    [Fact]
    public void A_check_of_access_analyzer_is_made_or_has_a_reason_why_not()
    {
        var made = Rules.Where(rule => rule.Origin == RuleOrigin.AccessAnalyzer).Select(rule => rule.Id).ToHashSet();
        Assert.Equal([], AccessAnalyzer.Where(check => made.Contains(check.Id) == (check.Reason is not null)).Select(check => check.Id));
        Assert.Equal([], made.Except(AccessAnalyzer.Select(check => check.Id)));
    }

    [Fact]
    public void The_severity_is_that_of_the_page()
    {
        var severities = AccessAnalyzer.ToDictionary(check => check.Id, check => check.Severity.Replace("_", ""));
        Assert.Equal([], Rules.Where(rule => severities.TryGetValue(rule.Id, out var severity) && !severity.Equals(rule.Severity.ToString(), StringComparison.OrdinalIgnoreCase)).Select(rule => rule.Id));
    }

    [Fact]
    public void An_id_is_of_one_rule() => Assert.Equal([], Rules.GroupBy(rule => rule.Id).Where(group => group.Count() > 1).Select(group => group.Key));

    [Fact]
    public void The_page_is_what_the_rules_say()
    {
        var expected = Text();
#pragma warning disable RS0030 // Who changes a rule writes the page with it.
        if (Environment.GetEnvironmentVariable("LANYARD_WRITE_DOCS") == "1")
#pragma warning restore RS0030
        {
            File.WriteAllText(Page, expected);
        }

        Assert.Equal(expected, File.Exists(Page) ? File.ReadAllText(Page) : "");
    }

    private static string Text()
    {
        var text = new StringBuilder("""
            # What `policy check` looks for

            [Check policies](policy-check.md) shows how to use it. This page lists every check with its id and severity; the ids link to what AWS says.
            It is written from the rules themselves, by a test.


            """);
        Section("Checks of IAM Access Analyzer", "These have the ids and severities of `ValidatePolicy`, which needs an AWS account.", RuleOrigin.AccessAnalyzer);
        Section("What AWS refuses to save", "`CreatePolicy`, `PutRolePolicy` and the like refuse these documents.", RuleOrigin.SaveTime);
        Section("What AWS has no check for", "And what people who deploy should know all the same.", RuleOrigin.Lanyard);
        text.Append("## Access Analyzer's list\n\n");
        text.Append($"All {AccessAnalyzer.Length} checks of its page in 2026, of which {AccessAnalyzer.Count(check => check.Reason is null)} are made.\n\n| check | made |\n|---|---|\n");
        foreach (var (_, id, reason) in AccessAnalyzer.OrderBy(check => check.Id, StringComparer.Ordinal))
        {
            text.Append($"| `{id}` | {(reason is null ? "yes" : $"no: {reason}")} |\n");
        }

        return text.ToString();

        void Section(string title, string about, RuleOrigin origin)
        {
            text.Append($"## {title}\n\n{about}\n");
            foreach (var group in Rules.Where(rule => rule.Origin == origin).GroupBy(rule => rule.Severity).OrderBy(group => group.Key))
            {
                text.Append($"\n### {Name(group.Key)}{(origin == RuleOrigin.AccessAnalyzer ? "" : $": {title[..1].ToLowerInvariant()}{title[1..]}")}\n\n| id | finds | to mend it |\n|---|---|---|\n");
                foreach (var rule in group.OrderBy(rule => rule.Id, StringComparer.Ordinal))
                {
                    text.Append($"| [`{rule.Id}`]({rule.Link.AbsoluteUri}) | {Cell(rule.Title)} | {Cell(rule.Mending)} |\n");
                }
            }

            text.Append('\n');
        }
    }

    private static string Name(Severity severity) => severity switch
    {
        Severity.Error => "Errors",
        Severity.SecurityWarning => "Security warnings",
        Severity.Warning => "Warnings",
        _ => "Suggestions",
    };

    private static string Cell(string text) => text.Replace("|", "\\|").Replace("*", "\\*");

    [GeneratedRegex(@"^(\w+) (\w+)(?: \| (.+))?$")]
    private static partial Regex Listed();
}
