using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Lanyard.Policy;
using Lanyard.Policy.Matching;

namespace Lanyard.Tests.Policy.Matching;

/// <summary>Our matching against what .NET has of the kind, on many texts made from a seed.</summary>
public class MatchingPropertyTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Wildcards_match_as_the_regular_expression_for_them(bool ignoreCase)
    {
        var random = new Random(3);
        for (var i = 0; i < 20_000; i++)
        {
            var (pattern, text) = (Word(random, "aAb*?:/\n", 9), Word(random, "aAb:/\n", 9));
            var expected = Regex.IsMatch(text, Expression(pattern), RegexOptions.Singleline | RegexOptions.CultureInvariant | (ignoreCase ? RegexOptions.IgnoreCase : 0));
            Assert.True(expected == new WildcardPattern(pattern, ignoreCase).IsMatch(text), $"{pattern} on {text}");
        }
    }

    // A variable in the pattern sends it another way, which must lead to the same place.
    [Fact]
    public void Patterns_with_variables_match_as_the_regular_expression_with_the_values_taken_literally()
    {
        var random = new Random(4);
        for (var i = 0; i < 20_000; i++)
        {
            var (before, value, behind) = (Word(random, "ab*?", 5), Word(random, "ab*?", 3), Word(random, "ab*?", 5));
            var text = Word(random, "ab*?", 8);
            var context = RequestContext.Empty.With("x:v", value);
            var expected = Regex.IsMatch(text, Expression(before)[..^2] + Regex.Escape(value) + Expression(behind)[2..], RegexOptions.Singleline);
            var pattern = new ResourcePattern($"arn:aws:s3:::{before}${{x:v}}{behind}", hasVariables: true);
            Assert.True(
                expected == (pattern.Match(new RequestResource($"arn:aws:s3:::{text}"), context) == ResourceMatch.Yes), $"{before} {value} {behind} on {text}");
        }
    }

    [Fact]
    public void Address_ranges_hold_what_IPNetwork_says_they_hold()
    {
        var random = new Random(5);
        for (var i = 0; i < 20_000; i++)
        {
            var (network, length) = (Address(random), random.Next(4) == 0 ? 0 : random.Next(1, 33));
            length = network.GetAddressBytes().Length == 4 ? length : length * 4;
            var other = random.Next(2) == 0 ? Address(random) : Near(random, network);
            var (bytes, text) = (network.GetAddressBytes(), Written(random, other));
            var masked = new IPNetwork(new IPAddress(Mask(bytes, length)), length);
            var expected = other.AddressFamily == network.AddressFamily && masked.Contains(other);
            var condition = Attach.Document($"{{'Effect':'Allow','Action':'*','Resource':'*','Condition':{{'IpAddress':{{'x:ip':'{Written(random, network)}/{length}'}}}}}}");
            var block = condition.Statements[0].Conditions[0];
            var matcher = new ConditionMatcher(block.Operator, block.Tests[0], hasVariables: true);
            Assert.True(expected == matcher.IsMatch(RequestContext.Empty.With("x:ip", text)), $"{network}/{length} on {text}");
        }
    }

    [Fact]
    public void Dates_compare_as_the_instants_they_name()
    {
        var random = new Random(6);
        for (var i = 0; i < 5_000; i++)
        {
            var (left, right) = (Instant(random), Instant(random));
            right = random.Next(4) == 0 ? left : right;
            var block = Attach.Document($"{{'Effect':'Allow','Action':'*','Resource':'*','Condition':{{'DateLessThan':{{'x:d':'{WrittenDate(random, right)}'}}}}}}").Statements[0].Conditions[0];
            var matcher = new ConditionMatcher(block.Operator, block.Tests[0], hasVariables: true);
            Assert.True((left < right) == matcher.IsMatch(RequestContext.Empty.With("x:d", WrittenDate(random, left))), $"{left:O} and {right:O}");
        }
    }

    // What backtracks never comes back from this: twice as many stars take a thousand times as long.
    [Theory]
    [InlineData("plain")]
    [InlineData("variable")]
    [InlineData("condition")]
    public void A_hundred_stars_on_two_kilobytes_are_matched_a_thousand_times(string where)
    {
        var stars = string.Concat(Enumerable.Repeat("*a", 100)) + "b";
        var text = "arn:aws:s3:::" + new string('a', 2_048);
        var context = RequestContext.Empty.With("x:v", "a").With("x:k", text);
        Func<bool> match = where switch
        {
            "plain" => new ResourcePattern($"arn:aws:s3:::{stars}", hasVariables: true) is var plain ? () => plain.Match(new RequestResource(text), context) == ResourceMatch.Yes : null!,
            "variable" => new ResourcePattern($"arn:aws:s3:::${{x:v}}{stars}", hasVariables: true) is var filled ? () => filled.Match(new RequestResource(text), context) == ResourceMatch.Yes : null!,
            _ => Condition(stars) is var condition ? () => condition.IsMatch(context) : null!,
        };

        Assert.DoesNotContain(true, Enumerable.Range(0, 1_000).Select(_ => match()));

        static ConditionMatcher Condition(string pattern)
        {
            var block = Attach.Document($"{{'Effect':'Allow','Action':'*','Resource':'*','Condition':{{'StringLike':{{'x:k':'{pattern}'}}}}}}").Statements[0].Conditions[0];
            return new ConditionMatcher(block.Operator, block.Tests[0], hasVariables: true);
        }
    }

    private static DateTimeOffset Instant(Random random) => DateTimeOffset.FromUnixTimeSeconds(random.NextInt64(-2_000_000_000, 4_000_000_000) / 86_400 * 86_400 + random.Next(3));

    private static string WrittenDate(Random random, DateTimeOffset date) => random.Next(4) switch
    {
        0 => date.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) is { Length: > 4 } epoch ? epoch : WrittenDate(random, date),
        1 => date.ToOffset(TimeSpan.FromMinutes(random.Next(-14, 15) * 60)).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture),
        2 => date.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        _ => date.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
    };

    private static string Expression(string pattern)
    {
        var expression = new StringBuilder(@"\A");
        foreach (var c in pattern)
        {
            expression.Append(c switch { '*' => ".*", '?' => ".", _ => Regex.Escape(c.ToString()) });
        }

        return expression.Append(@"\z").ToString();
    }

    private static string Word(Random random, string alphabet, int most) =>
        string.Concat(Enumerable.Range(0, random.Next(most + 1)).Select(_ => alphabet[random.Next(alphabet.Length)]));

    private static IPAddress Address(Random random)
    {
        var bytes = new byte[random.Next(2) == 0 ? 4 : 16];
        random.NextBytes(bytes);

        // Zeros, so that :: has something to stand for.
        for (var i = random.Next(bytes.Length); i < bytes.Length - 1 && random.Next(4) > 0; i++)
        {
            bytes[i] = 0;
        }

        return new IPAddress(bytes);
    }

    private static IPAddress Near(Random random, IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        return new IPAddress(bytes);
    }

    private static string Written(Random random, IPAddress address) => address.GetAddressBytes() is { Length: 16 } bytes && random.Next(2) == 0
        ? string.Join(':', Enumerable.Range(0, 8).Select(i => $"{bytes[2 * i]:X2}{bytes[(2 * i) + 1]:x2}"))
        : address.ToString();

    private static byte[] Mask(byte[] bytes, int length) =>
        [.. bytes.Select((b, i) => (byte)(b & (length >= 8 * (i + 1) ? 0xFF : length <= 8 * i ? 0 : 0xFF << (8 - (length % 8)))))];
}
