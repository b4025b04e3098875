using System.Diagnostics;
using Lanyard.Projects;
using Lanyard.Projects.Yaml;

namespace Lanyard.Tests.Projects.Yaml;

public class YamlTextTests
{
    [Fact]
    public void Nodes_know_their_line_column_and_whether_they_were_quoted()
    {
        var root = Assert.IsType<YamlMapping>(YamlText.Parse("# first\na: 1\nlist:\n  - \"x\"\n  - { k: 'v' }\n", "f.yaml"));

        Assert.Equal((2, 1), (root.Line, root.Column));
        Assert.Equal(["a", "list"], root.Entries.Select(entry => entry.Key.Value));
        var a = Assert.IsType<YamlScalar>(root.Find("a"));
        Assert.Equal(("1", true, 2, 4), (a.Value, a.IsPlain, a.Line, a.Column));
        var list = Assert.IsType<YamlSequence>(root.Find("list"));
        var x = Assert.IsType<YamlScalar>(list.Items[0]);
        Assert.Equal(("x", false, 4, 5), (x.Value, x.IsPlain, x.Line, x.Column));
        var v = Assert.IsType<YamlScalar>(Assert.IsType<YamlMapping>(list.Items[1]).Find("k"));
        Assert.Equal(("v", false, 5, 10), (v.Value, v.IsPlain, v.Line, v.Column));
        Assert.Null(root.Find("A"));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("# only a comment\n", true)]
    [InlineData("---\n", true)]
    [InlineData("~", true)]
    [InlineData("null", true)]
    [InlineData("\"\"", false)]
    [InlineData("'null'", false)]
    [InlineData("nul", false)]
    public void A_value_left_out_is_null_but_a_quoted_one_is_text(string text, bool isNull) =>
        Assert.Equal(isNull, Assert.IsType<YamlScalar>(YamlText.Parse(text, "f")).IsNull);

    [Fact]
    public void A_byte_order_mark_is_skipped_and_block_text_is_read()
    {
        var root = Assert.IsType<YamlMapping>(YamlText.Parse("\uFEFFa: |\n  one\n  two\n", "f"));
        var a = Assert.IsType<YamlScalar>(root.Find("a"));
        Assert.Equal(("one\ntwo\n", false), (a.Value, a.IsPlain));
    }

    [Theory]
    [InlineData("a: 1\n---\nb: 2\n", 2, 1, "more than one document")]
    [InlineData("a: &x 1\nb: 2\n", 1, 4, "anchor")]
    [InlineData("a: {}\nb: *x\n", 2, 4, "alias")]
    [InlineData("a: !!str 1\n", 1, 4, "tag")]
    [InlineData("a: ! x\n", 1, 4, "tag")]
    [InlineData("&x k: 1\n", 1, 1, "anchor")]
    [InlineData("a: 1\nb: 2\na: 3\n", 3, 1, "twice, first on line 1")]
    [InlineData("{ a: 1, 'a': 2 }\n", 1, 9, "twice")]
    [InlineData("[x]: 1\n", 1, 1, "a key is a list")]
    [InlineData("a:\n\t- x\n", 2, 1, "not valid YAML")]
    [InlineData("a: [1, 2\n", 2, 1, "not valid YAML")]
    [InlineData("a: \"open\n", 1, 4, "not valid YAML")]
    [InlineData("a: b: c\n", 1, 5, "not valid YAML")]
    [InlineData("match: [*-dev]\n", 1, 9, "")]
    public void What_is_not_plain_YAML_is_refused_at_its_place(string text, int line, int column, string words)
    {
        var e = Assert.Throws<ProjectFileException>(() => YamlText.Parse(text, "dir/f.yaml"));

        Assert.Equal((line, column), (e.Line, e.Column));
        Assert.StartsWith($"dir/f.yaml:{line}:{column}: ", e.Message);
        Assert.Contains(words, e.Message);
        Assert.Equal(("YAML_INVALID", "dir/f.yaml"), (e.Code, e.Path));
        Assert.NotEmpty(e.Fix);
    }

    [Fact]
    public void Nesting_is_allowed_to_32_levels_and_no_deeper()
    {
        Assert.IsType<YamlSequence>(YamlText.Parse(Nested(32), "f"));
        var e = Assert.Throws<ProjectFileException>(() => YamlText.Parse(Nested(33), "f"));
        Assert.Contains("deeper than 32", e.Message);

        static string Nested(int levels) => new string('[', levels) + "x" + new string(']', levels);
    }

    [Fact]
    public void More_than_1_MiB_is_refused()
    {
        var most = "# " + new string('x', YamlText.MaxLength - 2);
        Assert.IsType<YamlScalar>(YamlText.Parse(most, "f"));
        var e = Assert.Throws<ProjectFileException>(() => YamlText.Parse(most + "x", "f"));
        Assert.Contains("larger than 1 MiB", e.Message);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{")]
    [InlineData("- ")]
    [InlineData("? ")]
    [InlineData("a: ")]
    [InlineData("[a, ")]
    [InlineData("{a: ")]
    [InlineData("\"")]
    [InlineData("!")]
    [InlineData("&a ")]
    [InlineData("%YAML ")]
    [InlineData("\n \n")]
    public void A_hostile_text_of_a_mebibyte_is_answered_quickly(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, YamlText.MaxLength / piece.Length));
        var clock = Stopwatch.StartNew();

        Record.Exception(() => YamlText.Parse(text, "f"));

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"took {clock.Elapsed}");
    }

    [Fact]
    public void Any_text_gives_nodes_or_our_own_exception()
    {
        // Damaged copies of a real file: deterministic, so that a failure repeats.
        var random = new Random(20250101);
        const string Odd = "{}[]&*!|>'\"%@`#,:?-~\\\t\n\r \0\u0085\u2028\uD800\uDC00\uFEFFxU80";
        for (var i = 0; i < 4000; i++)
        {
            var text = Samples.Rich.ToCharArray().ToList();
            for (var n = random.Next(1, 8); n > 0; n--)
            {
                var at = random.Next(text.Count);
                switch (random.Next(3))
                {
                    case 0: text[at] = Odd[random.Next(Odd.Length)]; break;
                    case 1: text.Insert(at, Odd[random.Next(Odd.Length)]); break;
                    default: text.RemoveRange(at, Math.Min(random.Next(1, 20), text.Count - at)); break;
                }
            }

            var damaged = new string([.. text]);
            var e = Record.Exception(() => ProjectFile.Parse(damaged, Samples.Path));
            Assert.True(e is null or ProjectFileException, $"{e}\n{damaged}");
        }
    }

    [Theory]
    [InlineData("a: \"\\uD800\"")]
    [InlineData("a: \"\\UFFFFFFFF\"")]
    [InlineData("a: \"\\xZZ\"")]
    [InlineData("%YAML 99999999999999999999.1\n---\na: 1")]
    [InlineData("%YAML 1.1\n%YAML 1.1\n---\na: 1")]
    [InlineData("%TAG ! x\n%TAG ! x\n---\na: 1")]
    [InlineData("a: |99\n x")]
    [InlineData("a: \0")]
    [InlineData("? a\n? b\n:")]
    [InlineData("- -\n -- -")]
    [InlineData("...")]
    [InlineData("--- ---")]
    [InlineData(":")]
    [InlineData("? ")]
    public void Odd_corners_of_YAML_give_nodes_or_our_own_exception(string text)
    {
        var e = Record.Exception(() => YamlText.Parse(text, "f"));
        Assert.True(e is null or ProjectFileException, e?.ToString());
    }

    [Fact]
    public void A_nodes_own_text_never_shows_its_value() =>
        Assert.DoesNotContain("hunter2", YamlText.Parse("hunter2", "f").ToString());
}
