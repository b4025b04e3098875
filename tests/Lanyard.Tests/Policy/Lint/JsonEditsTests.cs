using Lanyard.Policy.Documents;
using Lanyard.Policy.Lint;

namespace Lanyard.Tests.Policy.Lint;

public class JsonEditsTests
{
    [Theory]
    [InlineData("[1, 2, 3]", 0, "[2, 3]")]
    [InlineData("[1, 2, 3]", 1, "[1, 3]")]
    [InlineData("[1, 2, 3]", 2, "[1, 2]")]
    [InlineData("[ 1 ]", 0, "[  ]")]
    [InlineData("[1 ,2 ,3]", 1, "[1 ,3]")]
    [InlineData("[\n  1,\n  2,\n  3\n]", 0, "[\n  2,\n  3\n]")]
    [InlineData("[\n  1,\n  2,\n  3\n]", 1, "[\n  1,\n  3\n]")]
    [InlineData("[\r\n\t1,\r\n\t2,\r\n\t3\r\n]", 2, "[\r\n\t1,\r\n\t2\r\n]")]
    [InlineData("[\n  1, 2,\n  3, 4\n]", 1, "[\n  1,\n  3, 4\n]")]
    [InlineData("[\n  1, 2,\n  3, 4\n]", 2, "[\n  1, 2,\n  4\n]")]
    [InlineData("[\n  1, 2,\n  3, 4\n]", 3, "[\n  1, 2,\n  3\n]")]
    [InlineData("[\n  {\n    \"a\": 1\n  },\n  {\n    \"b\": 2\n  }\n]", 1, "[\n  {\n    \"a\": 1\n  }\n]")]
    public void An_item_goes_with_its_comma_and_the_rest_keeps_its_layout(string text, int index, string expected) =>
        Assert.Equal(expected, JsonEdits.Apply(text, [JsonEdits.RemoveItem(Read(text), index)]));

    [Theory]
    [InlineData("[1, 2, 3, 4]", "01", "[3, 4]")]
    [InlineData("[1, 2, 3, 4]", "32", "[1, 2]")]
    [InlineData("[1, 2, 3, 4]", "03", "[2, 3]")]
    [InlineData("[1, 2, 3, 4]", "123", "[1]")]
    [InlineData("[1, 2, 3, 4]", "0123", "[]")]
    [InlineData("[\n  1,\n  2,\n  3,\n  4\n]", "0 2 3", "[\n  2\n]")]
    public void Several_items_go_at_once(string text, string indexes, string expected) =>
        Assert.Equal(expected, JsonEdits.Apply(text, JsonEdits.RemoveItems(Read(text), indexes.Where(char.IsAsciiDigit).Select(digit => digit - '0'))));

    [Fact]
    public void Whichever_items_go_what_stays_is_an_array_of_the_others()
    {
        foreach (var text in (string[])["[0,1,2,3,4]", "[ 0 , 1 , 2 ,\n 3 ,\n 4 ]", "[\n0,\n1,\n2, 3,\n4\n]"])
        {
            for (var mask = 0; mask < 32; mask++)
            {
                var gone = Enumerable.Range(0, 5).Where(i => (mask & (1 << i)) != 0).ToArray();
                var left = Read(JsonEdits.Apply(text, JsonEdits.RemoveItems(Read(text), gone)));
                Assert.Equal(Enumerable.Range(0, 5).Except(gone).Select(i => $"{i}"), left.Items.Select(item => item.Text));
            }
        }
    }

    [Theory]
    [InlineData("""{"a": 1, "b": 2, "c": 3}""", "a", """{"b": 2, "c": 3}""")]
    [InlineData("""{"a": 1, "b": 2, "c": 3}""", "b", """{"a": 1, "c": 3}""")]
    [InlineData("""{"a": 1, "b": 2, "c": 3}""", "c", """{"a": 1, "b": 2}""")]
    [InlineData("{\n  \"a\" : [\n    1\n  ],\n  \"b\": 2\n}", "a", "{\n  \"b\": 2\n}")]
    [InlineData("""{"a":1}""", "a", "{}")]
    public void A_member_goes_with_its_name(string text, string name, string expected)
    {
        var owner = Read(text);
        Assert.Equal(expected, JsonEdits.Apply(text, [JsonEdits.RemoveMember(owner, owner.Members.First(member => member.Name.Value == name))]));
    }

    [Fact]
    public void Of_two_members_with_one_name_the_one_that_is_meant_goes()
    {
        const string Text = """{"a":1,"a":2}""";
        var owner = Read(Text);
        Assert.Equal("""{"a":1}""", JsonEdits.Apply(Text, [JsonEdits.RemoveMember(owner, owner.Members[1])]));
    }

    [Theory]
    [InlineData("{}", true, """{"n": 0}""")]
    [InlineData("{ }", false, """{"n": 0}""")]
    [InlineData("""{"a":1}""", true, """{"n":0,"a":1}""")]
    [InlineData("""{"a": 1}""", false, """{"a": 1, "n": 0}""")]
    [InlineData("""{ "a": 1,"b": 2 }""", false, """{ "a": 1,"b": 2,"n": 0 }""")]
    [InlineData("{\n  \"a\": 1\n}", true, "{\n  \"n\": 0,\n  \"a\": 1\n}")]
    [InlineData("{\r\n  \"a\": 1,\r\n  \"b\": 2\r\n}", false, "{\r\n  \"a\": 1,\r\n  \"b\": 2,\r\n  \"n\": 0\r\n}")]
    public void A_member_comes_in_the_layout_of_the_others(string text, bool first, string expected) =>
        Assert.Equal(expected, JsonEdits.Apply(text, [JsonEdits.InsertMember(text, Read(text), "n", "0", first)]));

    [Theory]
    [InlineData("[]", "[0]")]
    [InlineData("[1]", "[1, 0]")]
    [InlineData("[1,2]", "[1,2,0]")]
    [InlineData("[\n  1\n]", "[\n  1,\n  0\n]")]
    public void An_item_comes_in_the_layout_of_the_others(string text, string expected) =>
        Assert.Equal(expected, JsonEdits.Apply(text, [JsonEdits.InsertItem(text, Read(text), "0")]));

    [Fact]
    public void Brackets_come_and_go()
    {
        const string Text = """{"a": "x", "b": [ "y" ]}""";
        var root = Read(Text);
        Assert.Equal("""{"a": ["x"], "b": "y"}""", JsonEdits.Apply(Text, [.. JsonEdits.Wrap(root.Find("a")!), .. JsonEdits.Unwrap(root.Find("b")!)]));
    }

    [Fact]
    public void A_string_and_a_name_are_replaced_with_what_JSON_needs_escaped()
    {
        const string Text = """{"efect": "\u0041llow"}""";
        var member = Read(Text).Members[0];
        Assert.Equal("""{"Effect": "a\"b<é"}""", JsonEdits.Apply(Text,
            [JsonEdits.ReplaceText(member.Name, "Effect"), JsonEdits.ReplaceText(new PolicyText(member.Value.Text, member.Value.Place), "a\"b<é")]));
    }

    private static JsonNode Read(string text) => JsonTextReader.Read(text, null, PolicyDocument.MaxLength);
}
