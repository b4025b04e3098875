using Lanyard.Policy.Catalog;
using Lanyard.Policy.Lint;

namespace Lanyard.Tests.Policy.Lint;

/// <summary>Every rule has policies in which it must find something, and near misses in which it must not.</summary>
public class RuleCasesTests
{
    public static TheoryData<string> Rules => [.. RuleList.All.Select(rule => rule.Id)];

    [Fact]
    public void Every_case_is_of_a_rule() => Assert.Empty(RuleCase.Ids.Except(RuleList.All.Select(rule => rule.Id)));

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_rule_finds_what_it_is_for_and_nothing_in_near_misses(string id)
    {
        var cases = RuleCase.Of(id);
        Assert.Contains(cases, item => item.At.Count > 0);
        Assert.Contains(cases, item => item.At.Count == 0);
        Assert.All(cases, item =>
        {
            var found = PolicyLinter.Check(item.Text, item.Use, Catalogue.Embedded).Where(finding => finding.Rule.Id == id).ToList();
            Assert.Equal((item.Name, string.Join(", ", item.At)), (item.Name, string.Join(", ", found.Select(finding => finding.Place.Path.ToString()))));
            Assert.All(found, finding => Assert.EndsWith(".", finding.Mending, StringComparison.Ordinal));
            if (item.Message is { } part)
            {
                Assert.Contains(part, found[0].Message, StringComparison.Ordinal);
            }

            if (item.Fixed is { } expected)
            {
                var edits = found.SelectMany(finding => finding.Fix?.Edits ?? []).OrderByDescending(edit => edit.Start);
                Assert.Equal(expected, edits.Aggregate(item.Text, (text, edit) => text[..edit.Start] + edit.Text + text[edit.End..]));
            }
        });
    }
}
