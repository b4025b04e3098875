using Lanyard.Policy.Documents;
using Lanyard.Projects;
using Lanyard.Projects.Yaml;

namespace Lanyard.Tests.Projects.Yaml;

public class YamlJsonTests
{
    [Theory]
    [InlineData("a: text", "a", "text")]
    [InlineData("a: \"te\\txt\" # note", "a", "\"te\\txt\"")]
    [InlineData("# ü\r\na:\r\n  - b\r\n  - 'c d'\r\ne: f", "a[1]", "'c d'")]
    [InlineData("a:\r\n  - b\r\n  - c\r\n\r\n# note\r\ne: f", "a", "- b\r\n  - c")]
    [InlineData("a:\n  b: 1\n  c:\n    - d: 2\n\n\ne: f", "a", "b: 1\n  c:\n    - d: 2")]
    [InlineData("x: \U0001F600\na: {b: [c, d]}\n", "a", "{b: [c, d]}")]
    [InlineData("x: \U0001F600\na: {b: [c, d]}\n", "a.b[1]", "d")]
    [InlineData("a: {b: [c,  # d]\n  ] }\ne: []", "a", "{b: [c,  # d]\n  ] }")]
    [InlineData("a: {b: [c] }\ne: []", "e", "[]")]
    [InlineData("a: !If [b, [c], {d: e}]\nf: 1", "a", "!If [b, [c], {d: e}]")]
    [InlineData("a: |\n  one\n  two\nb: c", "a", "|\n  one\n  two")]
    [InlineData("- a\n- b", "[1]", "b")]
    [InlineData("a: long\n  text\nb: c", "a", "long\n  text")]
    public void A_place_is_where_the_value_stands(string text, string path, string expected)
    {
        var place = At(YamlJson.Read(text, "t.yaml"), path).Place;
        Assert.Equal((expected, path), (text[place.Start.Offset..place.End.Offset], place.Path.ToString()));
        var before = text[..place.Start.Offset];
        Assert.Equal((before.Count(c => c == '\n') + 1, place.Start.Offset - before.LastIndexOf('\n')), (place.Start.Line, place.Start.Column));
    }

    [Theory]
    [InlineData("a: !Ref Bucket", "Ref", "Bucket")]
    [InlineData("a: !Sub '${A}/*'", "Fn::Sub", "${A}/*")]
    [InlineData("a: !GetAtt A.Arn", "Fn::GetAtt", "A.Arn")]
    public void A_short_form_becomes_a_long_one(string text, string name, string argument)
    {
        var node = YamlJson.Read(text, "t.yaml").Find("a")!;
        Assert.Equal((JsonNodeKind.Object, argument), (node.Kind, node.Find(name)!.Text));
        Assert.Equal(text[3..], text[node.Place.Start.Offset..node.Place.End.Offset]);
    }

    [Fact]
    public void Tags_of_lists_and_of_what_is_in_them_become_functions_too()
    {
        var node = YamlJson.Read("a: !Join\n  - ':'\n  - [x, !Ref 'AWS::Region']\n", "t.yaml").Find("a")!;
        Assert.Equal("AWS::Region", node.Find("Fn::Join")!.Items[1].Items[1].Find("Ref")!.Text);
    }

    [Fact]
    public void A_date_is_text_and_plain_numbers_Booleans_and_nothing_are_not()
    {
        var root = YamlJson.Read("d: 2012-10-17\nn: 12\nb: true\nq: 'true'\ne:\nz: !Ref true", "t.yaml");
        Assert.Equal(
            [JsonNodeKind.Text, JsonNodeKind.Number, JsonNodeKind.Boolean, JsonNodeKind.Text, JsonNodeKind.Null, JsonNodeKind.Object],
            root.Members.Select(member => member.Value.Kind));
    }

    [Fact]
    public void Aliases_are_what_they_name_and_can_not_make_it_huge()
    {
        Assert.Equal("x", YamlJson.Read("a: &n [x]\nb: *n", "t.yaml").Find("b")!.Items[0].Text);
        var bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n" + string.Concat(Enumerable.Range(1, 8).Select(i => $"a{i}: &a{i} [{string.Join(',', Enumerable.Repeat($"*a{i - 1}", 10))}]\n"));
        Assert.Contains("too large", Assert.Throws<ProjectFileException>(() => YamlJson.Read(bomb, "t.yaml")).Message, StringComparison.Ordinal);
    }

    private static JsonNode At(JsonNode node, string path) =>
        path.Split(['.', '['], StringSplitOptions.RemoveEmptyEntries).Aggregate(node, (at, step) =>
            step.EndsWith(']') ? at.Items[int.Parse(step[..^1], System.Globalization.CultureInfo.InvariantCulture)] : at.Find(step)!);
}
