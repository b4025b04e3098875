using Lanyard.Policy.Documents;

namespace Lanyard.Tests.Policy.Documents;

public class DocumentPlaceTests
{
    private const string Text = """
        {
          "Version": "2012-10-17",
          "Statement": [
            { "Effect": "Allow", "Action": ["s3:*", "é–😀\n\u0041"], "Resource": "*",
              "Condition": { "NumericLessThan": { "aws:MultiFactorAuthAge": [3600, -1.5e3] }, "Bool": { "aws:SecureTransport": true } } }
          ]
        }
        """;

    [Fact]
    public void Every_value_knows_where_it_starts_and_ends()
    {
        var statement = PolicyDocumentReader.Read(Text, null).Statements[0];

        Assert.Equal("\"Allow\"", Slice(statement.EffectPlace));
        Assert.Equal("\"Action\"", Slice(statement.Action.Key.Place));
        Assert.Equal("\"é–😀\\n\\u0041\"", Slice(statement.Action.Values[1].Place));
        Assert.Equal("é–😀\nA", statement.Action.Values[1].Value);
        Assert.Equal("-1.5e3", Slice(statement.Conditions[0].Tests[0].Values[1].Place));
        Assert.Equal("true", Slice(statement.Conditions[1].Tests[0].Values[0].Place));
        Assert.Equal("\"aws:SecureTransport\"", Slice(statement.Conditions[1].Tests[0].Key.Place));
        Assert.StartsWith("{ \"Effect\"", Slice(statement.Place), StringComparison.Ordinal);
        Assert.EndsWith("} }", Slice(statement.Place), StringComparison.Ordinal);

        static string Slice(Place place) => Text[place.Start.Offset..place.End.Offset];
    }

    [Fact]
    public void Every_value_knows_the_way_to_it()
    {
        var document = PolicyDocumentReader.Read(Text, null);
        var statement = document.Statements[0];

        Assert.Equal("Version", document.Version!.Place.Path.ToString());
        Assert.Equal("Statement[0]", statement.Place.Path.ToString());
        Assert.Equal("Statement[0].Effect", statement.EffectPlace.Path.ToString());
        Assert.Equal("Statement[0].Action[1]", statement.Action.Values[1].Place.Path.ToString());
        Assert.Equal(
            "Statement[0].Condition.NumericLessThan.aws:MultiFactorAuthAge[1]", statement.Conditions[0].Tests[0].Values[1].Place.Path.ToString());
    }

    [Fact]
    public void A_value_without_brackets_has_no_index_in_its_path()
    {
        var statement = PolicyDocumentReader.Read("""{"Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}""", null).Statements[0];
        Assert.Equal("Statement.Action", statement.Action.Values[0].Place.Path.ToString());
    }

    [Fact]
    public void The_text_at_the_place_of_a_node_is_that_node_and_its_path_leads_to_it()
    {
        var random = new Random(7);
        for (var i = 0; i < 200; i++)
        {
            var text = DocumentGenerator.Json(random);
            var root = JsonTextReader.Read(text, null, text.Length);
            Visit(root, root, text);
        }

        static void Visit(JsonNode root, JsonNode node, string text)
        {
            var slice = text[node.Place.Start.Offset..node.Place.End.Offset];
            var again = JsonTextReader.Read(slice, null, slice.Length);
            Assert.Equal((node.Kind, node.Text, node.Members.Length, node.Items.Length), (again.Kind, again.Text, again.Members.Length, again.Items.Length));
            Assert.Equal(text[..node.Place.Start.Offset].Count(c => c == '\n') + 1, node.Place.Start.Line);
            Assert.Same(node, Follow(root, node.Place.Path));
            foreach (var child in node.Members.Select(member => member.Value).Concat(node.Items))
            {
                Visit(root, child, text);
            }
        }

        static JsonNode Follow(JsonNode root, DocumentPath path) =>
            path.Parent is not { } parent ? root
            : path.Name is { } name ? Follow(root, parent).Find(name)!
            : Follow(root, parent).Items[path.Index];
    }

    [Fact]
    public void All_problems_of_a_document_are_found_in_the_order_of_the_text()
    {
        const string Broken = """
            {"Version":"2020-01-01","Version":"2012-10-17","Colour":1,
             "Statement":[{"Effect":"allow","Action":7,"Sid":"a","Sid":"b"},
                          {"Effect":"Allow","NotAction":"a:b","Action":"a:b","Principal":"x","Condition":{"StringIs":{},"Bool":{"a:b":null}}},
                          {"Effect":"Deny"},
                          {"Effect":"Deny","Action":"a:b","Resource":"*"}]}
            """;
        var reading = PolicyDocumentReader.Inspect(Broken, "p.json");

        Assert.Equal(
            [
                (DocumentProblemKind.InvalidVersion, "1:12"), (DocumentProblemKind.DuplicateElement, "1:25"), (DocumentProblemKind.UnknownElement, "1:48"),
                (DocumentProblemKind.InvalidEffect, "2:25"), (DocumentProblemKind.WrongType, "2:42"), (DocumentProblemKind.DuplicateElement, "2:54"),
                (DocumentProblemKind.BothForms, "3:51"), (DocumentProblemKind.InvalidPrincipal, "3:78"), (DocumentProblemKind.InvalidOperator, "3:95"),
                (DocumentProblemKind.WrongType, "3:123"), (DocumentProblemKind.MissingElement, "4:15"),
            ],
            reading.Problems.Select(problem => (problem.Kind, problem.Place.Start.ToString())));
        Assert.Equal([1, 3], reading.Document.Statements.Select(statement => statement.Index));
        Assert.Empty(PolicyDocumentReader.Inspect(Text, null).Problems);
    }

    [Theory]
    [InlineData("{\"Statement\":[],}", "1:17", "not JSON")]
    [InlineData("{\"Statement\":[] /* all */}", "1:17", "not JSON")]
    [InlineData("// a policy\n{\"Statement\":[]}", "1:1", "not JSON")]
    [InlineData("{\"Id\":\"a\tb\",\"Statement\":[]}", "1:9", "not JSON")]
    [InlineData("{'Statement':[]}", "1:2", "not JSON")]
    [InlineData("{\"Statement\":NaN}", "1:14", "not JSON")]
    [InlineData("\0", "1:1", "not JSON")]
    [InlineData("null", "1:1", "must be an object, not null")]
    public void Text_that_only_looks_like_JSON_is_refused_at_its_place(string text, string place, string problem)
    {
        var error = Assert.Throws<PolicyDocumentException>(() => PolicyDocumentReader.Read(text, "p.json"));
        Assert.StartsWith($"p.json:{place}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_of_a_character_is_refused_at_its_place()
    {
        var error = Assert.Throws<PolicyDocumentException>(() => PolicyDocumentReader.Read("{\"Id\":\"a" + '\ud800' + "b\",\n\"Statement\":[]}", null));
        Assert.Equal(("the text has half of a character here", new TextPosition(1, 9, 8)), (error.Problem, error.At));
    }

    // IAM API reference: no parameter with a policy document may be longer than 131,072 characters.
    [Fact]
    public void A_document_longer_than_any_API_takes_is_refused()
    {
        var fits = "{\"Statement\":[]" + new string(' ', PolicyDocument.MaxLength - 16) + "}";
        Assert.Empty(PolicyDocumentReader.Read(fits, null).Statements);
        var error = Assert.Throws<PolicyDocumentException>(() => PolicyDocumentReader.Read($"\n{fits}", null));
        Assert.Equal(new TextPosition(2, PolicyDocument.MaxLength, PolicyDocument.MaxLength), error.At);
    }

    [Fact]
    public void Nesting_beyond_64_levels_is_refused_where_it_goes_too_deep()
    {
        var error = Assert.Throws<PolicyDocumentException>(() => PolicyDocumentReader.Read(new string('[', 70), null));
        Assert.Contains("depth", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, error.At.Line);
    }
}
