using Lanyard.Policy.Documents;

namespace Lanyard.Tests.Policy.Documents;

public class PolicyDocumentReaderTests
{
    private const string Full = """
        {
          "Id": "policy-1",
          "Version": "2012-10-17",
          "Statement": [
            {
              "Sid": "One",
              "Effect": "Allow",
              "Principal": {
                "AWS": ["123456789012", "arn:aws:iam::123456789012:role/r"],
                "Service": "lambda.amazonaws.com"
              },
              "Action": "s3:GetObject",
              "NotResource": ["arn:aws:s3:::b/*", "arn:aws:s3:::c"],
              "Condition": {
                "StringNotEqualsIfExists": { "aws:PrincipalTag/team": ["a", 7, 1.50, true] },
                "ForAllValues:StringLike": { "aws:TagKeys": "k*", "s3:prefix": [] }
              }
            },
            { "Effect": "Deny", "NotPrincipal": "*", "NotAction": ["iam:*"], "Resource": "*" }
          ]
        }
        """;

    [Fact]
    public void A_document_is_read_with_every_element()
    {
        var document = PolicyDocumentReader.Read(Full, "p.json");

        Assert.Equal("policy-1", document.Id?.Value);
        Assert.True(document.HasVariables);
        Assert.Equal(2, document.Statements.Length);
        var (first, second) = (document.Statements[0], document.Statements[1]);
        Assert.Equal("One", first.Sid?.Value);
        Assert.Equal(Effect.Allow, first.Effect);
        Assert.Equal(
            [
                (PrincipalKind.Aws, "123456789012"),
                (PrincipalKind.Aws, "arn:aws:iam::123456789012:role/r"),
                (PrincipalKind.Service, "lambda.amazonaws.com"),
            ],
            first.Principal!.Entries.Select(entry => (entry.Kind, entry.Value.Value)));
        Assert.False(first.Principal.Negated);
        Assert.Equal(["s3:GetObject"], first.Action.Values.Select(value => value.Value));
        Assert.True(first.Resource!.Negated);
        Assert.Equal(["arn:aws:s3:::b/*", "arn:aws:s3:::c"], first.Resource.Values.Select(value => value.Value));
        Assert.Equal(Effect.Deny, second.Effect);
        Assert.Equal(PrincipalKind.Everyone, Assert.Single(second.Principal!.Entries).Kind);
        Assert.True(second.Principal.Negated);
        Assert.True(second.Action.Negated);
        Assert.False(second.Resource!.Negated);
        Assert.Empty(second.Conditions);
        Assert.Equal((0, 1), (first.Index, second.Index));
    }

    [Fact]
    public void Conditions_keep_operators_keys_and_the_text_and_type_of_values()
    {
        var conditions = PolicyDocumentReader.Read(Full, "p.json").Statements[0].Conditions;

        Assert.Equal(
            new ConditionOperator("StringNotEqualsIfExists", Comparison.StringEquals, Negated: true, SetQualifier.None, IfExists: true),
            conditions[0].Operator);
        Assert.Equal(
            new ConditionOperator("ForAllValues:StringLike", Comparison.StringLike, Negated: false, SetQualifier.ForAllValues, false),
            conditions[1].Operator);
        Assert.Equal(["aws:TagKeys", "s3:prefix"], conditions[1].Tests.Select(test => test.Key.Value));
        Assert.Empty(conditions[1].Tests[1].Values);
        Assert.Equal(
            [
                ("a", ConditionValueType.Text),
                ("7", ConditionValueType.Number),
                ("1.50", ConditionValueType.Number),
                ("true", ConditionValueType.Boolean),
            ],
            conditions[0].Tests[0].Values.Select(value => (value.Text, value.Type)));
    }

    [Fact]
    public void Elements_know_their_line_and_column()
    {
        var statement = PolicyDocumentReader.Read(Full, "p.json").Statements[0];

        Assert.Equal("5:5", statement.At.ToString());
        Assert.Equal("6:14", statement.Sid!.At.ToString());
        Assert.Equal("7:17", statement.EffectAt.ToString());
        Assert.Equal("9:33", statement.Principal!.Entries[1].Value.At.ToString());
        Assert.Equal("12:7", statement.Action.At.ToString());
        Assert.Equal("15:9", statement.Conditions[0].At.ToString());
        Assert.Equal("15:38", statement.Conditions[0].Tests[0].Key.At.ToString());
        Assert.Equal("\"NotResource\"", Full.Substring(statement.Resource!.At.Offset, 13));
    }

    [Fact]
    public void Columns_count_utf16_units_and_a_byte_order_mark_counts_for_nothing()
    {
        var document = PolicyDocumentReader.Read("\uFEFF{\"Id\":\"é–😀\",\"Statement\":[]}", null);

        Assert.Equal("é–😀", document.Id?.Value);
        var error = Assert.Throws<PolicyDocumentException>(() => PolicyDocumentReader.Read("{\"Id\":\"é–😀\",\"X\":[]}", null));
        Assert.Equal(new TextPosition(1, 14, 13), error.At);
    }

    // Source: IAM User Guide, "Grammar of the IAM JSON policy language": where one value stands, its brackets may be left out.
    [Fact]
    public void A_single_statement_may_stand_without_brackets()
    {
        var statement = Assert.Single(
            PolicyDocumentReader.Read("""{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}""", null).Statements);
        Assert.Equal("*", Assert.Single(statement.Action.Values).Value);
    }

    // Source: IAM User Guide, "IAM policy elements: Variables and tags": without Version, or with the older one, variables are plain text.
    [Theory]
    [InlineData("""{"Version":"2012-10-17","Statement":[]}""", true)]
    [InlineData("""{"Version":"2008-10-17","Statement":[]}""", false)]
    [InlineData("""{"Statement":[]}""", false)]
    public void Only_the_newer_language_version_has_variables(string json, bool expected) =>
        Assert.Equal(expected, PolicyDocumentReader.Read(json, null).HasVariables);

    [Theory]
    [InlineData("", "1:1", "empty")]
    [InlineData("{", "1:2", "not JSON")]
    [InlineData("{\n  \"Statement\": [,]\n}", "2:17", "not JSON")]
    [InlineData("{\"Statement\":[]} x", "1:18", "not JSON")]
    [InlineData("[]", "1:1", "must be an object, not an array")]
    [InlineData("\"s\"", "1:1", "must be an object, not a string")]
    [InlineData("{}", "1:1", "no Statement")]
    [InlineData("{\"Statement\":null}", "1:14", "not null")]
    [InlineData("{\"Statement\":[1]}", "1:15", "not a number")]
    [InlineData("{\"Statement\":[],\n\"Statement\":[]}", "2:1", "twice")]
    [InlineData("{\"statement\":[]}", "1:2", "must be written \"Statement\"")]
    [InlineData("{\"Statements\":[]}", "1:2", "may have Version, Id, Statement")]
    [InlineData("{\"Version\":\"2020-01-01\",\"Statement\":[]}", "1:12", "2012-10-17 or 2008-10-17")]
    [InlineData("{\"Version\":20121017,\"Statement\":[]}", "1:12", "must be a string, not a number")]
    [InlineData("{\"Id\":\"\\ud800\",\"Statement\":[]}", "1:7", "half of a character")]
    public void A_broken_document_names_the_place_and_the_problem(string json, string place, string problem) =>
        AssertError(json, place, problem);

    [Theory]
    [InlineData("'Effect':'Allow','Action':'*','Colour':'x'", "1:46", "\"Colour\" is no element")]
    [InlineData("'effect':'Allow','Action':'*'", "1:16", "must be written \"Effect\"")]
    [InlineData("'Effect':'allow','Action':'*'", "1:25", "Allow or Deny")]
    [InlineData("'Effect':['Allow'],'Action':'*'", "1:25", "must be a string, not an array")]
    [InlineData("'Action':'*'", "1:15", "no Effect")]
    [InlineData("'Effect':'Allow'", "1:15", "no Action")]
    [InlineData("'Effect':'Allow','Effect':'Allow','Action':'*'", "1:33", "twice")]
    [InlineData("'Effect':'Allow','Action':'*','NotAction':'*'", "1:46", "Action or NotAction, not both")]
    [InlineData("'Effect':'Allow','Action':'*','Resource':'*','NotResource':'*'", "1:61", "Resource or NotResource, not both")]
    [InlineData("'Effect':'Allow','Action':'*','Principal':'*','NotPrincipal':'*'", "1:62", "Principal or NotPrincipal, not both")]
    [InlineData("'Effect':'Allow','Action':7", "1:42", "must be a string or an array of strings, not a number")]
    [InlineData("'Effect':'Allow','Action':['*',{}]", "1:47", "each value of Action must be a string, not an object")]
    [InlineData("'Effect':'Allow','Action':'*','Principal':'arn:aws:iam::123456789012:root'", "1:58", "must be \"*\" or an object")]
    [InlineData("'Effect':'Allow','Action':'*','Principal':['*']", "1:58", "\"*\" or an object")]
    [InlineData("'Effect':'Allow','Action':'*','Principal':{'aws':'*'}", "1:59", "must be written \"AWS\"")]
    [InlineData("'Effect':'Allow','Action':'*','Principal':{'AWS':'*','AWS':'*'}", "1:69", "twice")]
    [InlineData("'Effect':'Allow','Action':'*','Condition':'x'", "1:58", "an object of operators")]
    [InlineData("'Effect':'Allow','Action':'*','Condition':{'StringIs':{'k':'v'}}", "1:59", "no condition operator")]
    [InlineData("'Effect':'Allow','Action':'*','Condition':{'NullIfExists':{'k':'true'}}", "1:59", "no condition operator")]
    [InlineData("'Effect':'Allow','Action':'*','Condition':{'StringEquals':'v'}", "1:74", "an object of condition keys")]
    [InlineData("'Effect':'Allow','Action':'*','Condition':{'StringEquals':{'aws:a':'v','AWS:A':'v'}}", "1:87", "twice")]
    [InlineData("'Effect':'Allow','Action':'*','Condition':{'StringEquals':{'aws:a':null}}", "1:83", "a string, number or Boolean, not null")]
    public void A_broken_statement_names_the_place_and_the_problem(string elements, string place, string problem) =>
        AssertError($"{{'Statement':[{{{elements}}}]}}".Replace('\'', '"'), place, problem);

    [Fact]
    public void No_damage_to_a_document_makes_anything_but_a_policy_document_error()
    {
        foreach (var damaged in Damaged())
        {
            try
            {
                PolicyDocumentReader.Read(damaged, "p.json");
            }
            catch (PolicyDocumentException e)
            {
                Assert.InRange(e.At.Offset, 0, damaged.Length);
            }
        }

        static IEnumerable<string> Damaged()
        {
            for (var i = 0; i < Full.Length; i++)
            {
                yield return Full[..i];
                yield return Full.Remove(i, 1);
                foreach (var c in "{}[]\",:\\x1\0é\n")
                {
                    yield return Full[..i] + c + Full[(i + 1)..];
                }
            }

            yield return new string('[', 100_000);
            yield return $$"""{"Statement":{{new string('[', 100_000)}}""";
        }
    }

    private static void AssertError(string json, string place, string problem)
    {
        var error = Assert.Throws<PolicyDocumentException>(() => PolicyDocumentReader.Read(json, "dir/p.json"));
        Assert.StartsWith($"dir/p.json:{place}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }
}
