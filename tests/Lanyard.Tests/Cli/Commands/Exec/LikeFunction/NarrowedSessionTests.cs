using System.Collections.Immutable;
using Lanyard.Cli;
using Lanyard.Cli.Commands.Exec.LikeFunction;
using Lanyard.Credentials;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;

namespace Lanyard.Tests.Cli.Commands.Exec.LikeFunction;

/// <summary>The session policies that say what a function's role may do.</summary>
public sealed class NarrowedSessionTests
{
    private const string Function = "arn:aws:iam::111111111111:role/app/orders";
    private const string Through = "arn:aws:iam::111111111111:role/developer";

    [Fact]
    public void Inline_policies_become_one_document_without_names_and_managed_ones_stay_arns()
    {
        var session = NarrowedSession.Of(
            new RolePolicies(
                Function,
                [Document("""{"Sid":"Same","Effect":"Allow","Action":"sqs:SendMessage","Resource":"arn:aws:sqs:eu-west-1:111111111111:a"}"""),
                    Document("""{"Sid":"Same","Effect":"Allow","Action":"sqs:SendMessage","Resource":"arn:aws:sqs:eu-west-1:111111111111:b"}""")],
                ["arn:aws:iam::aws:policy/One", "arn:aws:iam::111111111111:policy/Two"], null),
            Through, Catalogue.Embedded);
        Assert.Equal(
            """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:SendMessage","Resource":["arn:aws:sqs:eu-west-1:111111111111:a","arn:aws:sqs:eu-west-1:111111111111:b"]}]}""",
            session.Inline);
        Assert.Equal("arn:aws:iam::aws:policy/One,arn:aws:iam::111111111111:policy/Two", session.Arns);
    }

    [Fact]
    public void Managed_policies_alone_need_no_document_and_no_policies_deny_all()
    {
        Assert.Null(NarrowedSession.Of(new RolePolicies(Function, [], ["arn:aws:iam::aws:policy/One"], null), Through, Catalogue.Embedded).Inline);
        var nothing = NarrowedSession.Of(new RolePolicies(Function, [], [], null), Through, Catalogue.Embedded);
        Assert.Contains("\"Effect\":\"Deny\",\"Action\":\"*\"", nothing.Inline, StringComparison.Ordinal);
    }

    [Fact]
    public void Plain_text_of_the_older_language_does_not_become_a_variable()
    {
        var older = PolicyDocumentReader.Read("""{"Version":"2008-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/${aws:username}"}]}""", "older");
        var newer = Document("""{"Effect":"Allow","Action":"s3:ListBucket","Resource":"arn:aws:s3:::b"}""");
        Assert.Contains("older", Refusal([older, newer], []), StringComparison.Ordinal);
        Assert.Contains("2008-10-17", NarrowedSession.Of(new RolePolicies(Function, [older], [], null), Through, Catalogue.Embedded).Inline, StringComparison.Ordinal);
    }

    [Fact]
    public void Eleven_managed_policies_are_too_many()
    {
        var arns = Enumerable.Range(0, 11).Select(n => $"arn:aws:iam::aws:policy/P{n}").ToImmutableArray();
        Assert.Contains("11 managed policies", Refusal([], arns), StringComparison.Ordinal);
        Assert.NotNull(NarrowedSession.Of(new RolePolicies(Function, [], arns[..10], null), Through, Catalogue.Embedded).Arns);
    }

    [Fact]
    public void A_policy_with_a_comma_in_its_name_can_not_be_listed() => Assert.Contains("comma", Refusal([], ["arn:aws:iam::111111111111:policy/a,b"]), StringComparison.Ordinal);

    private static string Refusal(ImmutableArray<PolicyDocument> inline, ImmutableArray<string> attached)
    {
        var refusal = Assert.Throws<CredentialsException>(() => NarrowedSession.Of(new RolePolicies(Function, inline, attached, null), Through, Catalogue.Embedded));
        Assert.Equal(CliErrorCodes.FunctionNotImitated, refusal.Code);
        return refusal.Message;
    }

    private static PolicyDocument Document(string statement) => PolicyDocumentReader.Read($$"""{"Version":"2012-10-17","Statement":[{{statement}}]}""", "own");
}
