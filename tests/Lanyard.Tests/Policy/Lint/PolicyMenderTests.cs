using Lanyard.Policy.Documents;
using Lanyard.Policy.Lint;

namespace Lanyard.Tests.Policy.Lint;

public class PolicyMenderTests
{
    [Fact]
    public void Of_two_equal_things_of_which_each_rule_would_remove_another_one_stays()
    {
        // One rule would take the first of two that are equal, another the second.
        var mended = PolicyMender.Mend("""["a", "a"]""", text => Twins(text, both: true), _ => true);
        Assert.Equal("""["a"]""", mended.Text);
        Assert.Single(mended.Mended);
    }

    [Fact]
    public void All_are_mended_one_after_the_other_and_told_with_the_places_they_had()
    {
        const string Text = "[\n  \"a\",\n  \"b\",\n  \"a\",\n  \"b\",\n  \"b\"\n]";
        var mended = PolicyMender.Mend(Text, text => Twins(text, both: false), _ => true);
        Assert.Equal("[\n  \"a\",\n  \"b\"\n]", mended.Text);
        Assert.Equal([4, 5, 6], mended.Mended.Select(finding => finding.Place.Start.Line));
    }

    [Fact]
    public void What_is_not_wanted_stays() =>
        Assert.Equal("""["a", "a"]""", PolicyMender.Mend("""["a", "a"]""", text => Twins(text, both: false), _ => false).Text);

    [Theory]
    [InlineData("}")]
    [InlineData("\"a\", \"a\"")]
    public void A_fix_that_breaks_the_text_or_mends_nothing_is_not_made(string text)
    {
        var mended = PolicyMender.Mend("""["a", "a"]""", before => Twins(before, both: false, instead: text), _ => true);
        Assert.Equal(("""["a", "a"]""", 0), (mended.Text, mended.Mended.Length));
    }

    private static IEnumerable<Finding> Twins(string text, bool both, string? instead = null)
    {
        var root = JsonTextReader.Read(text, null, 1000);
        for (var i = 0; i < root.Items.Length; i++)
        {
            for (var j = both ? 0 : i + 1; j < root.Items.Length; j++)
            {
                if (i != j && root.Items[i].Text == root.Items[j].Text)
                {
                    var edit = instead is null ? JsonEdits.RemoveItem(root, j) : JsonEdits.Replace(root.Items[j].Place, instead);
                    yield return new Finding(StatedRule.YamlSyntax, "twice", root.Items[j].Place, "Keep one.", new Fix("remove the other", [edit]));
                }
            }
        }
    }
}
