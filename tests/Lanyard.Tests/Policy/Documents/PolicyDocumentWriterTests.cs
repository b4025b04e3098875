using Lanyard.Policy.Documents;

namespace Lanyard.Tests.Policy.Documents;

public class PolicyDocumentWriterTests
{
    [Fact]
    public void There_is_one_form_for_every_way_to_write_a_document()
    {
        const string Written = """
            { "Statement": { "Resource": ["*"], "Condition": {"Bool":{"aws:SecureTransport":[true]},"NumericLessThan":{"a:b":[1.50,"2"]}},
              "NotAction": ["iam:*","sts:*"], "Principal": {"Service": ["a.amazonaws.com"], "AWS": ["111111111111","*"]}, "Effect": "Deny", "Sid": "ü" },
              "Id": "x", "Version": "2012-10-17" }
            """;
        Assert.Equal(
            """{"Version":"2012-10-17","Id":"x","Statement":[{"Sid":"ü","Effect":"Deny","Principal":{"Service":"a.amazonaws.com","AWS":["111111111111","*"]},"NotAction":["iam:*","sts:*"],"Resource":"*","Condition":{"Bool":{"aws:SecureTransport":true},"NumericLessThan":{"a:b":[1.50,"2"]}}}]}""",
            PolicyDocumentWriter.Write(PolicyDocumentReader.Read(Written, null), indented: false));
    }

    [Fact]
    public void For_people_there_are_line_breaks()
    {
        var document = PolicyDocumentReader.Read("""{"Statement":{"Effect":"Allow","Principal":"*","Action":"<a>:b"}}""", null);
        Assert.Equal(
            "{\n  \"Statement\": [\n    {\n      \"Effect\": \"Allow\",\n      \"Principal\": \"*\",\n      \"Action\": \"<a>:b\"\n    }\n  ]\n}",
            PolicyDocumentWriter.Write(document, indented: true));
    }

    [Fact]
    public void Reading_what_was_written_gives_the_same_document()
    {
        var random = new Random(11);
        for (var i = 0; i < 1_000; i++)
        {
            var json = DocumentGenerator.Json(random);
            var document = PolicyDocumentReader.Read(json, null);
            foreach (var indented in (bool[])[true, false])
            {
                var written = PolicyDocumentWriter.Write(document, indented);
                var again = PolicyDocumentReader.Read(written, null);
                Assert.Equal(Shape(document), Shape(again));
                Assert.Equal(written, PolicyDocumentWriter.Write(again, indented));
            }
        }
    }

    /// <summary>All that a document says, without its places.</summary>
    private static List<string> Shape(PolicyDocument document) =>
    [
        $"{document.Version?.Value}|{document.Id?.Value}|{document.HasVariables}",
        .. document.Statements.SelectMany(statement => (IEnumerable<string>)
        [
            $"{statement.Index}|{statement.Sid?.Value ?? "none"}|{statement.Effect}|{statement.Action.Name}|{statement.Resource?.Name}|{statement.Principal?.Name}",
            .. statement.Action.Values.Select(value => $"action {value.Value}"),
            .. statement.Resource?.Values.Select(value => $"resource {value.Value}") ?? [],
            .. statement.Principal?.Entries.Select(entry => $"principal {entry.Kind} {entry.Value.Value}") ?? [],
            .. statement.Conditions.SelectMany(block => block.Tests.Select(test =>
                $"{block.Operator.Name} {test.Key.Value} {string.Join(',', test.Values.Select(value => $"{value.Type} {value.Text}"))}").Prepend(block.Operator.Name)),
        ]),
    ];
}
