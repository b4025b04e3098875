using System.Text;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.SharedConfig.Readers;

namespace Lanyard.Tests.Credentials.SharedConfig.Readers;

/// <summary>What Python 3.11's <c>RawConfigParser</c> answered for the same texts.</summary>
public class ConfigParserReaderTests
{
    [Theory]
    [InlineData("[x]\nk = v\n", "v")]
    [InlineData("[x]\nk=v", "v")]
    [InlineData("[x]\nk : v\n", "v")]
    [InlineData("[x]\nk:a=b\n", "a=b")]
    [InlineData("[x]\nk=a:b\n", "a:b")]
    [InlineData("[x]\nK = v\n", "v")]
    [InlineData("[x]\nk =\n", "")]
    [InlineData("[x]\nk = v # c\n", "v # c")]
    [InlineData("[x]\nk = v;c\n", "v;c")]
    [InlineData("[x]\nk = \"v\"\n", "\"v\"")]
    [InlineData("[x]\nk =\u00a0v\u00a0\n", "v")]
    [InlineData("[x]\nk = v\u001c\n", "v")]
    [InlineData("[x]\r\nk = v\r\n", "v")]
    [InlineData("[x]\rk = v\r", "v")]
    [InlineData("[x]\n  k = v\n", "v")]
    [InlineData("  [x]\nk = v\n", "v")]
    [InlineData("[x] # c\nk = v\n", "v")]
    [InlineData("[x];c\nk = v\n", "v")]
    [InlineData("# c\n; c\n\n[x]\n  # c\nk = v\n", "v")]
    public void A_setting_is_read(string text, string expected) => Assert.Equal(expected, Value(text, "x", "k"));

    [Theory]
    [InlineData("[x]\nk = a\n  b\n", "a\nb")]
    [InlineData("[x]\nk = a\n\tb = c\n", "a\nb = c")]
    [InlineData("[x]\nk = a\n  [b]\n", "a\n[b]")]
    [InlineData("[x]\nk = a\n\n  b\n", "a\n\nb")]
    [InlineData("[x]\nk = a\n  # c\n  b\n", "a\nb")]
    [InlineData("[x]\nk = a\n\n\n", "a")]
    [InlineData("[x]\n  k = a\n    b\n  l = c\n", "a\nb")]
    public void A_deeper_line_continues_the_value_above(string text, string expected) => Assert.Equal(expected, Value(text, "x", "k"));

    [Fact]
    public void A_line_as_deep_as_the_one_above_is_a_setting_of_its_own()
    {
        Assert.Equal("c", Value("[x]\n  k = a\n  l = c\n", "x", "l"));
        Assert.Null(Value("[x]\nk = a\n l = c\n", "x", "l"));
    }

    [Theory]
    [InlineData("[ x ]\nk = v\n", " x ")]
    [InlineData("[profile \"my dev\"]\nk = v\n", "profile \"my dev\"")]
    [InlineData("[a] # [b]\nk = v\n", "a] # [b")]
    [InlineData("[x]]\nk = v\n", "x]")]
    [InlineData("[prod-ü!]\nk = v\n", "prod-ü!")]
    public void A_section_is_named_by_all_that_stands_between_the_first_and_the_last_bracket(string text, string name) =>
        Assert.Equal("v", Value(text, name, "k"));

    [Fact]
    public void Default_gives_its_settings_to_every_section_and_is_none_itself()
    {
        var file = Read("[DEFAULT]\nk = all\nl = all\n[x]\nk = own\n[DEFAULT]\nm = more\n");
        Assert.Equal(["x"], file.Sections.Select(s => s.Name));
        Assert.Null(file.Find("DEFAULT"));
        Assert.Equal(["own", "all", "more"], file.All(file.Find("x")!).Select(p => p.Value));
        Assert.True(file.TryGet(file.Find("x"), "l", out var property));
        Assert.Equal(3, property.Line);
        Assert.False(file.TryGet(null, "l", out _));
    }

    [Fact]
    public void A_block_below_an_empty_value_is_settings_of_its_own()
    {
        var file = Read("[x]\ns3 =\n  a = 1\n\n  # c\n  B = 2=3\nk = v\n");
        var s3 = file.Find("x")!.Properties["s3"];
        Assert.Equal([("a", "1", 3), ("B", "2=3", 6)], s3.SubProperties.Select(p => (p.Name, p.Value, p.Line)));
        Assert.Equal("v", Value("[x]\ns3 =\n  a = 1\nk = v\n", "x", "k"));
        Assert.Null(Value("[x]\ns3 =\n  k = v\n", "x", "k"));
    }

    [Theory]
    [InlineData(1, "k = v\n")]
    [InlineData(1, "garbage\n")]
    [InlineData(1, "[x\n")]
    [InlineData(1, "\ufeff[x]\nk = v\n")]
    [InlineData(1, "\ufeff# c\n")]
    [InlineData(2, "[x]\n[]\n")]
    [InlineData(2, "[x]\n[y\n")]
    [InlineData(3, "[x]\nk = v\ngarbage\n")]
    [InlineData(2, "[x]\n= v\n")]
    [InlineData(2, "[x]\n: v\n")]
    [InlineData(3, "[x]\nk = v\n[x]\n")]
    [InlineData(3, "[x]\nk = v\nk = w\n")]
    [InlineData(3, "[x]\nK = v\nk : w\n")]
    [InlineData(4, "[DEFAULT]\nk = v\n[DEFAULT]\nk = w\n")]
    [InlineData(3, "[x]\ns3 =\n  garbage\n")]
    [InlineData(4, "[x]\r\ns3 =\r\n  a = 1\r\n  b : 2\r\n")]
    public void A_file_is_refused_with_the_line_that_is_to_blame(int line, string text) =>
        Assert.Equal(line, Assert.Throws<SharedConfigSyntaxException>(() => Read(text)).Line);

    [Fact]
    public void A_byte_that_is_not_utf_8_refuses_the_file_and_a_bracket_in_a_name_does_not()
    {
        Assert.Equal(2, Assert.Throws<SharedConfigSyntaxException>(() => Read([.. "# c\n# caf"u8, 0xE9, .. "\n[x]\n"u8])).Line);
        Assert.Equal(1, Assert.Throws<SharedConfigSyntaxException>(() => Read(Encoding.Unicode.GetBytes("\ufeff[x]\n"))).Line);
        Assert.Equal("bar", Value("[x]\n[foo = bar\n", "x", "[foo"));
    }

    [Fact]
    public void Messages_name_settings_and_never_values()
    {
        foreach (var text in new[] { "[x]\nk = Hush\nk = Hush\n", "Hush\n", "[x]\nHush\n", "[x]\nk =\n  Hush\n", "[x]\n= Hush\n" })
        {
            Assert.DoesNotContain("Hush", Assert.Throws<SharedConfigSyntaxException>(() => Read(text)).Message, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("Hush", Read("[x]\nk = Hush\n").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Any_bytes_are_read_or_refused()
    {
        var random = new Random(7);
        string[] pieces = ["[", "]", "x", "=", ":", "\n", "\r", " ", "\t", "#", ";", "[x]\n", "[DEFAULT]\n", "k = v\n", "s3 =\n", "  a = 1\n", "\ufeff", "\u00a0", "\u2028", "\0", "\x1c", "é", "\""];
        for (var round = 0; round < 3000; round++)
        {
            var bytes = round % 3 == 0 ? new byte[random.Next(60)] : Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, random.Next(25)).Select(_ => pieces[random.Next(pieces.Length)])));
            if (round % 3 == 0)
            {
                random.NextBytes(bytes);
            }

            try
            {
                Read(bytes);
            }
            catch (SharedConfigSyntaxException e)
            {
                Assert.InRange(e.Line, 1, 100);
            }
        }
    }

    [Theory]
    [InlineData("[DEFAULT]\nd{0} = v\n", "[s{0}]\n")]
    [InlineData("k{0} = v\n", "  more\n")]
    [InlineData("k{0} =\n  a = 1\n", "\n")]
    [InlineData("\n", "           \n")]
    public void Ten_megabytes_are_read_in_one_pass(string odd, string even)
    {
        var text = new StringBuilder("[x]\n");
        for (var i = 0; text.Length < 10_000_000; i++)
        {
            text.Append(string.Format(System.Globalization.CultureInfo.InvariantCulture, i % 2 == 0 ? odd : even, i));
        }

        var watch = System.Diagnostics.Stopwatch.StartNew();
        Read(text.ToString());
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{watch.Elapsed}");
    }

    private static string? Value(string text, string section, string key)
    {
        var file = Read(text);
        Assert.NotNull(file.Find(section));
        return file.TryGet(file.Find(section), key, out var property) ? property.Value : null;
    }

    private static ConfigParserFile Read(string text) => Read(Encoding.UTF8.GetBytes(text));

    private static ConfigParserFile Read(byte[] bytes) => ConfigParserReader.Read(SharedConfigText.FromBytes(bytes), "/f");
}
