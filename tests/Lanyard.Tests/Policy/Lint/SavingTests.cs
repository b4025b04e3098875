using System.Text.Json;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Lint;

namespace Lanyard.Tests.Policy.Lint;

/// <summary>
/// What IAM's CreatePolicy answers to documents of each kind, as moto's tests hold it (getmoto/moto, tests/test_iam/test_iam_policies.py,
/// Apache-2.0); the documents are ours.
/// </summary>
public class SavingTests
{
    public static TheoryData<string, string> Rejected => Read("rejected");

    public static TheoryData<string, string> Accepted => Read("accepted");

    [Theory]
    [MemberData(nameof(Rejected))]
    public void What_IAM_refuses_is_an_error(string name, string text) =>
        Assert.True(Find(text).Any(finding => finding.Rule.Severity == Severity.Error), name);

    [Theory]
    [MemberData(nameof(Accepted))]
    public void What_IAM_saves_is_not_said_to_be_refused(string name, string text) =>
        Assert.Equal((name, ""), (name, string.Join(", ", Find(text).Where(finding => finding.Rule.Origin == RuleOrigin.SaveTime).Select(finding => finding.Rule.Id))));

    [Fact]
    public void A_rule_that_is_not_of_Access_Analyzer_links_elsewhere() => Assert.All(
        RuleList.All.Where(rule => rule.Origin == RuleOrigin.SaveTime),
        rule => Assert.DoesNotContain("access-analyzer", rule.Link.ToString(), StringComparison.Ordinal));

    [Theory]
    [InlineData("{\n  \"Version\": \"2012-10-17\",,\n}", 2, 27)]
    [InlineData("\uFEFF{]", 1, 2)]
    [InlineData("", 1, 1)]
    public void Text_that_is_not_JSON_is_one_finding_at_its_place(string text, int line, int column)
    {
        var finding = Assert.Single(Find(text));
        Assert.Equal(("JSON_SYNTAX_ERROR", line, column), (finding.Rule.Id, finding.Place.Start.Line, finding.Place.Start.Column));
    }

    private static IEnumerable<Finding> Find(string text) => PolicyLinter.Check(text, new PolicyUse(PolicyKind.Identity), Catalogue.Embedded);

    private static TheoryData<string, string> Read(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(RuleCase.Folder, "saving", file + ".json")));
        var data = new TheoryData<string, string>();
        foreach (var item in json.RootElement.EnumerateArray())
        {
            data.Add(
                item.GetProperty("name").GetString()!,
                item.TryGetProperty("text", out var text) ? text.GetString()! : item.GetProperty("policy").GetRawText());
        }

        return data;
    }
}
