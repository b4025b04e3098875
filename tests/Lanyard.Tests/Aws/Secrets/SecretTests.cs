using System.Text.Json;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Signing;

namespace Lanyard.Tests.Aws.Secrets;

public class SecretTests
{
    private const string Value = "wJalrXUtnFEMI/K7MDENG";

    [Fact]
    public void It_prints_as_stars_however_it_is_printed()
    {
        var secret = new Secret(Value);
        Assert.Equal("***", secret.ToString());
        Assert.Equal("key ***", $"key {secret}");
        Assert.Equal("key ***", string.Format(System.Globalization.CultureInfo.InvariantCulture, "key {0}", secret));
        Assert.Equal("***", string.Concat(secret));
    }

    [Fact]
    public void A_record_that_holds_one_does_not_print_it()
    {
        var text = new Holder("AKIDEXAMPLE", new Secret(Value)).ToString();
        Assert.Contains("AKIDEXAMPLE", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Value, text, StringComparison.Ordinal);
    }

    [Fact]
    public void Credentials_print_their_access_key_id_alone() =>
        Assert.Equal("AKIDEXAMPLE", new AwsCredentials("AKIDEXAMPLE", new Secret(Value), new Secret("token")).ToString());

    [Fact]
    public void A_record_that_holds_one_cannot_be_compared_or_hashed_by_accident()
    {
        var one = new Holder("AKIDEXAMPLE", new Secret(Value));
        var other = new Holder("AKIDEXAMPLE", new Secret(Value));
        Assert.Throws<NotSupportedException>(() => one == other);
        Assert.Throws<NotSupportedException>(() => new HashSet<Holder> { one });
        Assert.Throws<NotSupportedException>(() => new Secret(Value).Equals(new Secret(Value)));
    }

    [Fact]
    public void Json_serialisation_refuses_it_wherever_it_stands()
    {
        var secret = new Secret(Value);
        foreach (var value in new object[] { secret, new Holder("AKIDEXAMPLE", secret), new[] { secret }, new Dictionary<string, Secret> { ["a"] = secret } })
        {
            var refusal = Assert.Throws<NotSupportedException>(() => JsonSerializer.Serialize(value));
            Assert.DoesNotContain(Value, refusal.ToString(), StringComparison.Ordinal);
        }

        Assert.Throws<NotSupportedException>(() => JsonSerializer.Deserialize<Secret>("\"x\""));
    }

    [Fact]
    public void Reveal_gives_the_value() => Assert.Equal(Value, new Secret(Value).Reveal());

    [Theory]
    [InlineData("abc", "abc", true)]
    [InlineData("abc", "abd", false)]
    [InlineData("abc", "ab", false)]
    [InlineData("abc", "abcd", false)]
    [InlineData("abc", "", false)]
    [InlineData("é", "é", true)]
    [InlineData("é", "e", false)]
    public void The_comparison_in_fixed_time_tells_equal_from_different(string mine, string theirs, bool equal)
    {
        Assert.Equal(equal, new Secret(mine).FixedTimeEquals(theirs));
        if (theirs.Length > 0)
        {
            Assert.Equal(equal, new Secret(mine).FixedTimeEquals(new Secret(theirs)));
        }
    }

    [Fact]
    public void Texts_that_utf8_cannot_tell_apart_are_still_different()
    {
        // Each half of a surrogate pair by itself becomes the same replacement character in UTF-8.
        Assert.False(new Secret("a\ud800").FixedTimeEquals("a\ud801"));
        Assert.False(new Secret("a\ud800").FixedTimeEquals("a\ufffd"));
    }

    [Fact]
    public void An_empty_secret_is_refused_and_an_empty_optional_is_none()
    {
        Assert.Throws<ArgumentException>(() => new Secret(""));
        Assert.Null(Secret.FromOptional(""));
        Assert.Null(Secret.FromOptional(null));
        Assert.Equal("x", Secret.FromOptional("x")?.Reveal());
    }

    private sealed record Holder(string Id, Secret Key);
}
