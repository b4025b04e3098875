using System.Text;
using Lanyard.Aws.Wire;

namespace Lanyard.Tests.Aws.Wire;

public class QueryStringTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a=1&b=2", "a=1|b=2")]
    [InlineData("a", "a=")]
    [InlineData("a=", "a=")]
    [InlineData("=b", "=b")]
    [InlineData("&&a=1&", "a=1")]
    [InlineData("a=b=c", "a=b=c")]
    [InlineData("a=1&a=2", "a=1|a=2")]
    [InlineData("a+b=c+d", "a b=c d")]
    [InlineData("a=%2B%26%3D", "a=+&=")]
    [InlineData("%E1%88%B4=%c3%bc", "ሴ=ü")]
    [InlineData("a=%zz%4", "a=%zz%4")]
    [InlineData("a=100%", "a=100%")]
    [InlineData("a=%2541", "a=%41")]
    public void Pairs_are_read_in_order(string text, string pairs) =>
        Assert.Equal(pairs, string.Join('|', QueryString.Parse(text).Select(p => $"{p.Key}={p.Value}")));

    [Fact]
    public void Get_gives_the_first_value_and_names_have_case()
    {
        var pairs = QueryString.Parse("a=1&a=2&B=3");
        Assert.Equal("1", QueryString.Get(pairs, "a"));
        Assert.Null(QueryString.Get(pairs, "b"));
    }

    [Fact]
    public void Only_the_unreserved_characters_stay_as_they_are() => Assert.Equal(
        "k%20%2B%2F=AZaz09-._~%21%27%28%29%2A%25%26%3D%C3%BC%F0%9F%98%80",
        QueryString.Format([new("k +/", "AZaz09-._~!'()*%&=ü😀")]));

    [Fact]
    public void What_is_written_is_read_back()
    {
        var random = new Random(7);
        for (int i = 0; i < 1000; i++)
        {
            var pairs = Enumerable.Range(0, random.Next(5)).Select(_ => new KeyValuePair<string, string>("k" + Text(random), Text(random))).ToArray();
            Assert.Equal(pairs, QueryString.Parse(QueryString.Format(pairs)));
        }
    }

    private static string Text(Random random)
    {
        var text = new StringBuilder();
        for (int i = random.Next(12); i > 0; i--)
        {
            int rune = random.Next(3) switch { 0 => random.Next(0, 128), 1 => random.Next(128, 0xD800), _ => random.Next(0xE000, 0x110000) };
            text.Append(new Rune(rune));
        }

        return text.ToString();
    }
}
