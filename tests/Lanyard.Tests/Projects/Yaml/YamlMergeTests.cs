using System.Globalization;
using Lanyard.Projects;
using Lanyard.Projects.Yaml;

namespace Lanyard.Tests.Projects.Yaml;

/// <summary>"Merge Key Language-Independent Type for YAML", as far as files of other programs have it.</summary>
public sealed class YamlMergeTests
{
    private const string Bases = "one: &one { a: 1, b: 1 }\ntwo: &two { b: 2, c: 2 }\n";

    [Theory]
    [InlineData("x:\n  <<: *one\n  c: own\n", "c=own a=1 b=1")]
    [InlineData("x:\n  a: own\n  <<: *one\n", "a=own b=1")]
    [InlineData("x:\n  <<: [*one, *two]\n", "a=1 b=1 c=2")]
    [InlineData("x:\n  <<: [*two, *one]\n", "b=2 c=2 a=1")]
    [InlineData("x:\n  <<: *one\n  <<: *two\n", "a=1 b=1 c=2")]
    [InlineData("x: { <<: { a: 3, d: 4 }, d: 5 }\n", "d=5 a=3")]
    [InlineData("y: &y\n  <<: *one\n  z: 3\nx:\n  <<: *y\n", "z=3 a=1 b=1")]
    [InlineData("x:\n  \"<<\": text\n", "<<=text")]
    [InlineData("x:\n  <<:\n  a: own\n", "a=own")]
    public void Merged_keys_stand_behind_those_of_the_mapping_itself(string text, string expected)
    {
        Assert.Equal(expected, string.Join(' ', YamlJson.Read(Bases + text, "t.yaml").Find("x")!.Members.Select(m => $"{m.Name.Value}={m.Value.Text}")));
        Assert.Equal(expected, string.Join(' ', ((YamlMapping)((YamlMapping)YamlText.ParseForeign(Bases + text, "t.yaml")).Find("x")!).Entries.Select(e => $"{e.Key.Value}={((YamlScalar)e.Value).Value}")));
    }

    [Theory]
    [InlineData("x:\n  <<: text\n")]
    [InlineData("x:\n  <<: [*one, text]\n")]
    public void What_is_no_mapping_can_not_be_merged(string text) =>
        Assert.StartsWith("t.yaml:4:", Assert.Throws<ProjectFileException>(() => YamlText.ParseForeign(Bases + text, "t.yaml")).Message, StringComparison.Ordinal);

    [Fact]
    public void The_place_of_a_mapping_with_merged_keys_is_its_own()
    {
        var text = Bases + "x:\n  <<: *one\n  d: 3\n\ny: 1\n";
        var place = YamlJson.Read(text, "t.yaml").Find("x")!.Place;
        Assert.Equal("<<: *one\n  d: 3", text[place.Start.Offset..place.End.Offset]);
    }

    [Fact]
    public void A_merge_that_grows_too_large_is_refused()
    {
        var keys = string.Join(", ", Enumerable.Range(0, 10_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"k{i}: 1")));
        var text = $"a: &a {{ {keys} }}\nb:\n" + string.Concat(Enumerable.Range(0, 20_000).Select(_ => "  - { <<: *a }\n"));
        Assert.Contains("too large", Assert.Throws<ProjectFileException>(() => YamlText.ParseForeign(text, "t.yaml")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Merging_a_long_list_of_nothing_again_and_again_is_refused_too()
    {
        var text = "x: &l\n" + string.Concat(Enumerable.Repeat("  - {}\n", 15_000)) + "y:\n" + string.Concat(Enumerable.Repeat("  - <<: *l\n", 15_000));
        Assert.Contains("too large", Assert.Throws<ProjectFileException>(() => YamlText.ParseForeign(text, "t.yaml")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Aliases_can_not_make_a_file_of_another_program_huge()
    {
        var bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n" + string.Concat(Enumerable.Range(1, 8).Select(i => $"a{i}: &a{i} [{string.Join(',', Enumerable.Repeat($"*a{i - 1}", 10))}]\n"));
        Assert.Contains("too large", Assert.Throws<ProjectFileException>(() => YamlText.ParseForeign(bomb, "t.yaml")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Aliases_can_not_nest_deeper_than_what_is_written()
    {
        var deep = "a0: &a0 [x]\n" + string.Concat(Enumerable.Range(1, 20_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"a{i}: &a{i} [[[*a{i - 1}]]]\n")));
        Assert.Contains("nests deeper than 64 levels", Assert.Throws<ProjectFileException>(() => YamlJson.Read(deep, "t.yaml")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_another_program_may_nest_as_deep_as_JSON()
    {
        static string Nested(int depth) => $"a: {new string('[', depth - 1)}{new string(']', depth - 1)}";
        Assert.NotNull(YamlJson.Read(Nested(64), "t.yaml"));
        Assert.Contains("nests deeper than 64 levels", Assert.Throws<ProjectFileException>(() => YamlJson.Read(Nested(70), "t.yaml")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_comes_twice_in_a_template_or_policy_is_refused()
    {
        var e = Assert.Throws<ProjectFileException>(() => YamlJson.Read("a:\n  b: 1\n  b: 2\n", "t.yaml"));
        Assert.StartsWith("t.yaml:3:3: the key \"b\" is there twice, first on line 2", e.Message, StringComparison.Ordinal);
    }
}
