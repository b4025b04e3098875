using Lanyard.Policy.Lint;
using Lanyard.Policy.Matching;

namespace Lanyard.Tests.Policy.Lint;

/// <summary>What two patterns have in common is what some text says that fits both.</summary>
public class OverlapTests
{
    private const string Alphabet = "ab*?";

    // Where two patterns of up to three characters overlap, they do in a text of up to six.
    private static readonly string[] Patterns = [.. Words(Alphabet, 3)];
    private static readonly string[] Texts = [.. Words("ab", 6)];

    [Fact]
    public void Patterns_overlap_where_a_text_fits_both()
    {
        var fitting = Patterns.ToDictionary(pattern => pattern, Fitting);
        foreach (var one in Patterns)
        {
            Assert.All(Patterns, other => Assert.Equal((one, other, fitting[one].Overlaps(fitting[other])), (one, other, Overlap.Any(one, other))));
        }
    }

    [Fact]
    public void What_a_pattern_covers_fits_it()
    {
        var fitting = Patterns.ToDictionary(pattern => pattern, Fitting);
        foreach (var wide in Patterns)
        {
            Assert.All(Patterns.Where(narrow => Overlap.Covers(wide, narrow)), narrow => Assert.Subset(fitting[wide], fitting[narrow]));
        }
    }

    [Theory]
    [InlineData("arn:aws:s3:::a*", "arn:aws:s3:::ab")]
    [InlineData("*", "")]
    [InlineData("a*c*", "a*c")]
    [InlineData("a*", "a?")]
    public void A_pattern_with_stars_covers_what_it_takes(string wide, string narrow) => Assert.True(Overlap.Covers(wide, narrow));

    [Theory]
    [InlineData("a${aws:username}*", "ab")]
    [InlineData("\uE000*", "\uE000b")]
    [InlineData("\uE000", "\uE000")]
    public void What_is_filled_in_later_covers_nothing(string wide, string narrow) => Assert.False(Overlap.Covers(wide, narrow));

    [Theory]
    [InlineData("home/${aws:username}/x", "home/*/x")]
    [InlineData("${a}${b, 'c'}", "**")]
    [InlineData("home/${aws:username", "home/*")]
    [InlineData("role/\uE000", "role/*")]
    [InlineData("role/x", "role/x")]
    public void Variables_and_what_templates_fill_in_stand_for_anything(string text, string open) => Assert.Equal(open, Overlap.Open(text));

    private static HashSet<string> Fitting(string pattern)
    {
        var compiled = new WildcardPattern(pattern);
        return [.. Texts.Where(text => compiled.IsMatch(text))];
    }

    private static IEnumerable<string> Words(string alphabet, int length)
    {
        IEnumerable<string> words = [""];
        var all = new List<string> { "" };
        for (var i = 0; i < length; i++)
        {
            words = [.. words.SelectMany(word => alphabet.Select(letter => word + letter))];
            all.AddRange(words);
        }

        return all;
    }
}
