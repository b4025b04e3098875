using System.Text;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Generate;
using Lanyard.Policy.Generate.Published;

namespace Lanyard.Tests.Policy.Generate;

public sealed class PublishedNeedsTests
{
    // The shape is that of "Resource type schema", CloudFormation Command Line Interface User Guide; the actions are real ones.
    private const string Ledger = """
        {"typeName":"AWS::Ledgers::Ledger","properties":{},"tagging":{"permissions":["qldb:TagResource"]},
         "handlers":{
           "create":{"permissions":["qldb:CreateLedger","qldb:DescribeLedger","qldb:TagResource","iam:PassRole","qldb:NoSuchThing"],"timeoutInMinutes":60},
           "read":{"permissions":["qldb:DescribeLedger"]},
           "update":{"permissions":["qldb:UpdateLedger"]},
           "delete":{"permissions":["qldb:DeleteLedger"]},
           "list":{"permissions":["qldb:ListLedgers"]}}}
        """;

    private const string Template = """
        Resources:
          Main:
            Type: AWS::Ledgers::Ledger
            Properties: { LedgerName: !Sub "books-${AWS::Region}", RoleArn: arn:aws:iam::111111111111:role/books }
        """;

    [Fact]
    public void A_type_without_a_table_gets_what_its_handlers_call()
    {
        var access = Of(Template);
        var create = access.Needs.Single(n => n.Action == "qldb:CreateLedger");
        Assert.Equal((NeedPhases.Create, NeedEvidence.Published, "arn:aws:qldb:eu-west-1:111111111111:ledger/books-eu-west-1"), (create.Phases, create.Evidence, create.Resource));
        Assert.Equal(NeedPhases.Update | NeedPhases.Rollback, access.Needs.Single(n => n.Action == "qldb:UpdateLedger").Phases);
        Assert.Equal(NeedPhases.Delete | NeedPhases.Rollback, access.Needs.Single(n => n.Action == "qldb:DeleteLedger").Phases);
        Assert.True(access.Needs.Single(n => n.Action == "qldb:DescribeLedger").Phases.HasFlag(NeedPhases.Create | NeedPhases.Read));
        Assert.Empty(access.Unknown);
        Assert.Empty(access.Inferred);
    }

    [Fact]
    public void What_looks_for_resources_that_no_stack_has_is_left_out() => Assert.DoesNotContain(Of(Template).Needs, n => n.Action == "qldb:ListLedgers");

    [Fact]
    public void Only_roles_that_the_properties_name_are_passed() => Assert.Equal(["arn:aws:iam::111111111111:role/books"], Of(Template).On("iam:PassRole"));

    [Fact]
    public void Where_none_is_named_it_may_be_any() => Assert.Equal(["arn:aws:iam::111111111111:role/*"], Of("Resources: {Main: {Type: 'AWS::Ledgers::Ledger'}}").On("iam:PassRole"));

    [Fact]
    public void Tags_are_put_on_where_there_are_some()
    {
        Assert.Empty(Of(Template).On("qldb:TagResource"));
        Assert.NotEmpty(Of(Template, tags: true).On("qldb:TagResource"));
    }

    [Fact]
    public void What_IAM_does_not_know_is_said() => Assert.Contains(Of(Template).Notes, n => n.Contains("qldb:NoSuchThing", StringComparison.Ordinal) && n.Contains("IAM has no such action", StringComparison.Ordinal));

    [Fact]
    public void A_table_goes_before_what_is_published()
    {
        var schemas = ResourceSchema.Read(Encoding.UTF8.GetBytes("""{"AWS::SQS::Queue":{"create":["sqs:PurgeQueue"]}}"""), "map");
        var access = TemplateNeeds.Of(Lab.TemplateOf("Resources: {Q: {Type: 'AWS::SQS::Queue'}}"), type => schemas.Single(s => s.Type == type));
        Assert.Empty(access.On("sqs:PurgeQueue"));
    }

    [Fact]
    public void What_is_written_is_found_again_and_nothing_else()
    {
        var schemas = ResourceSchema.Read(Encoding.UTF8.GetBytes("""{"AWS::A::B":{"create":["a:B","a:C"],"delete":[]},"AWS::A::BB":{"read":["a:D"]},"Acme::A::B":{"create":["x:Y"]}}"""), "map");
        var handlers = PublishedHandlers.Open(PublishedHandlers.Write(schemas, new DateOnly(2026, 11, 28)));
        Assert.Equal((2, new DateOnly(2026, 11, 28)), (handlers.Count, handlers.Date));
        Assert.Equal("create a:B,a:C", string.Join(';', handlers.Find("AWS::A::B")!.Handlers.Select(h => $"{h.Handler} {string.Join(',', h.Permissions)}")));
        Assert.Equal("read a:D", string.Join(';', handlers.Find("AWS::A::BB")!.Handlers.Select(h => $"{h.Handler} {string.Join(',', h.Permissions)}")));
        Assert.Null(handlers.Find("AWS::A::"));
        Assert.Null(handlers.Find("Acme::A::B"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("lanyard-handlers 1 2026-11-28 1\nAWS::A::B\tcreate a:B\n")]
    [InlineData("lanyard-handlers 2 2026-11-28 1\nAWS::A::B\tcreate a:B\nend\n")]
    [InlineData("lanyard-handlers 1 yesterday 1\nend\n")]
    public void What_is_cut_off_or_something_else_is_refused(string text) => Assert.Throws<CatalogueException>(() => PublishedHandlers.Open(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"typeName":"AWS::A::B","handlers":[]}""")]
    [InlineData("""{"typeName":"AWS::A::B","handlers":{"create":{"permissions":"all"}}}""")]
    public void What_is_no_schema_is_refused_with_its_name(string json) =>
        Assert.Contains("x.json", Assert.Throws<CatalogueException>(() => ResourceSchema.Read(Encoding.UTF8.GetBytes(json), "x.json")).Message, StringComparison.Ordinal);

    private static NeededAccess Of(string template, bool tags = false)
    {
        var schemas = ResourceSchema.Read(Encoding.UTF8.GetBytes(Ledger), "aws-ledgers-ledger.json");
        return TemplateNeeds.Of(Lab.TemplateOf(template, Lab.Deployment with { HasStackTags = tags }), type => schemas.SingleOrDefault(s => s.Type == type));
    }
}
