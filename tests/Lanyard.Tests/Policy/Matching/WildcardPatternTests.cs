using System.Diagnostics;
using Lanyard.Policy.Matching;

namespace Lanyard.Tests.Policy.Matching;

public class WildcardPatternTests
{
    // Source: IAM User Guide, "IAM JSON policy elements: Resource": * is any combination of characters, ? any single one.
    [Theory]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    [InlineData("*", "", true)]
    [InlineData("**", "abc", true)]
    [InlineData("?", "", false)]
    [InlineData("?", "a", true)]
    [InlineData("a*a", "a", false)]
    [InlineData("a*a", "aa", true)]
    [InlineData("*ab", "aab", true)]
    [InlineData("a*b*c", "aXbXbc", true)]
    [InlineData("a*?c", "ac", false)]
    [InlineData("a*?c", "abc", true)]
    [InlineData("home/*", "home/a/b:c", true)]
    [InlineData("*", "line\nfeed", true)]
    [InlineData("a?c", "a\nc", true)]
    [InlineData("A*", "abc", false)]
    [InlineData("a.c", "abc", false)]
    [InlineData("[a]", "a", false)]
    public void A_pattern_covers_the_whole_text(string pattern, string text, bool expected) =>
        Assert.Equal(expected, new WildcardPattern(pattern).IsMatch(text));

    [Theory]
    [InlineData("GET*", "getObject", true)]
    [InlineData("*OBJ?CT", "getObject", true)]
    [InlineData("*b?e*T", "getObject", true)]
    [InlineData("*b?c*T", "getObject", false)]
    public void Case_can_be_ignored(string pattern, string text, bool expected) =>
        Assert.Equal(expected, new WildcardPattern(pattern, ignoreCase: true).IsMatch(text));

    [Fact]
    public void Short_patterns_and_texts_match_as_the_definition_says()
    {
        var texts = Words("ab", 5).ToList();
        foreach (var pattern in Words("ab*?", 5))
        {
            var compiled = new WildcardPattern(pattern);
            foreach (var text in texts)
            {
                Assert.True(Defined(pattern, text) == compiled.IsMatch(text), $"{pattern} on {text}");
            }
        }

        static IEnumerable<string> Words(string alphabet, int length) =>
            length == 0 ? [""] : Words(alphabet, length - 1).SelectMany(word => word.Length == length - 1
                ? alphabet.Select(c => word + c).Prepend(word)
                : [word]);

        static bool Defined(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text) =>
            pattern.IsEmpty ? text.IsEmpty
            : pattern[0] == '*' ? Defined(pattern[1..], text) || (!text.IsEmpty && Defined(pattern, text[1..]))
            : !text.IsEmpty && (pattern[0] == '?' || pattern[0] == text[0]) && Defined(pattern[1..], text[1..]);
    }

    [Theory]
    [InlineData("*a")]
    [InlineData("*a?")]
    [InlineData("*?")]
    public void Many_stars_cost_no_more_than_pattern_times_text(string part)
    {
        var pattern = new WildcardPattern(string.Concat(Enumerable.Repeat(part, 2_000)) + "b");
        var watch = Stopwatch.StartNew();

        Assert.False(pattern.IsMatch(new string('a', 20_000)));
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 10);
    }
}
