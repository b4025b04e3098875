using System.Text;
using System.Text.Json;
using Lanyard.Aws.Protocols;

namespace Lanyard.Tests.Aws.Protocols;

public class JsonFieldsTests
{
    [Fact]
    public void Texts_numbers_flags_and_objects_are_read()
    {
        var fields = Parse(""" { "t" : "x" , "n" : -12, "yes":true,"no":false, "none":null, "o":{"in":{}} } """);
        Assert.Equal("x", fields.Text("t"));
        Assert.Equal(-12, fields.Number("n"));
        Assert.True(fields.Flag("yes"));
        Assert.False(fields.Flag("no"));
        Assert.Null(fields.Text("none"));
        Assert.Null(fields.Number("none"));
        Assert.Null(fields.Text("missing"));
        Assert.Empty(fields.Object("o").Object("in").Names);
        Assert.Equal(["t", "n", "yes", "no", "none", "o"], fields.Names);
    }

    [Fact]
    public void Of_a_name_given_twice_the_last_counts() => Assert.Equal("b", Parse("""{"x":"a","x":"b"}""").Text("x"));

    [Fact]
    public void A_member_of_another_type_is_an_error()
    {
        var fields = Parse("""{"t":"x","n":1,"o":{}}""");
        Assert.Throws<FormatException>(() => fields.Text("n"));
        Assert.Throws<FormatException>(() => fields.Text("o"));
        Assert.Throws<FormatException>(() => fields.Number("t"));
        Assert.Throws<FormatException>(() => fields.Flag("n"));
        Assert.Throws<FormatException>(() => fields.Flag("missing"));
        Assert.Throws<FormatException>(() => fields.Object("t"));
        Assert.Throws<FormatException>(() => fields.Object("missing"));
    }

    [Fact]
    public void What_a_JSON_writer_writes_is_read_as_it_was()
    {
        var random = new Random(11);
        for (var i = 0; i < 2000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(9)).Select(_ => random.Next(8) switch
            {
                0 => "\\",
                1 => "\"",
                2 => "\U0001F600",
                3 => ((char)random.Next(0x20)).ToString(),
                4 => ((char)random.Next(0xD800)).ToString(),
                5 => ((char)random.Next(0xE000, 0x10000)).ToString(),
                _ => "a",
            }));
            foreach (var encoder in new[] { null, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })
            {
                using var buffer = new MemoryStream();
                using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = encoder, Indented = i % 2 == 0 }))
                {
                    json.WriteStartObject();
                    json.WriteString(text, text);
                    json.WriteEndObject();
                }

                Assert.Equal(text, JsonFields.Parse(buffer.ToArray()).Text(text));
            }
        }
    }

    [Fact]
    public void Every_escape_is_read() => Assert.Equal("\"\\/\b\f\n\r\té😀", Parse("""{"x":"\"\\\/\b\f\n\r\t\u00e9\uD83D\ude00"}""").Text("x"));

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"x\"")]
    [InlineData("{")]
    [InlineData("{}x")]
    [InlineData("{}\0")]
    [InlineData("{}{}")]
    [InlineData("{,}")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{\"a\"}")]
    [InlineData("{\"a\":}")]
    [InlineData("{\"a\":[]}")]
    [InlineData("{\"a\":1.5}")]
    [InlineData("{\"a\":1e3}")]
    [InlineData("{\"a\":-}")]
    [InlineData("{\"a\":2147483648}")]
    [InlineData("{\"a\":nul}")]
    [InlineData("{\"a\":truer}")]
    [InlineData("{\"a\":\"\n\"}")]
    [InlineData("{\"a\":\"\\x\"}")]
    [InlineData("{\"a\":\"\\u12\"}")]
    [InlineData("{\"a\":\"\\u12G4\"}")]
    [InlineData("{\"a\":\"\\ud800\"}")]
    [InlineData("{\"a\":\"\\udc00\"}")]
    [InlineData("{\"a\":\"\\ud800\\ud800\"}")]
    [InlineData("{\"a\":\"\\")]
    [InlineData("{'a':1}")]
    [InlineData("{a:1}")]
    public void Anything_else_is_an_error(string json) => Assert.Throws<FormatException>(() => Parse(json));

    [Fact]
    public void Bytes_that_are_no_text_are_an_error() => Assert.Throws<FormatException>(() => JsonFields.Parse([.. "{\"a\":\""u8, 0xFF, .. "\"}"u8]));

    [Fact]
    public void Objects_nested_without_end_are_an_error_and_no_crash() =>
        Assert.Throws<FormatException>(() => Parse(string.Concat(Enumerable.Repeat("{\"a\":", 1_000_000))));

    [Fact]
    public void A_text_cut_short_anywhere_is_an_error()
    {
        const string Whole = """{"t":"\u00e9","n":-12,"yes":true,"o":{"none":null}}""";
        Assert.All(Enumerable.Range(0, Whole.Length), length => Assert.Throws<FormatException>(() => Parse(Whole[..length])));
        Parse(Whole);
    }

    private static JsonFields Parse(string json) => JsonFields.Parse(Encoding.UTF8.GetBytes(json));
}
