using System.Collections.Immutable;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Sets.Minimize;
using static Lanyard.Tests.Policy.Sets.Sides;

namespace Lanyard.Tests.Policy.Sets.Minimize;

public sealed class PolicySplitterTests
{
    private const int Limit = 1_000;
    private static readonly EqualityProof Proof = new(PolicyKind.Identity, Catalogue.Embedded);

    [Fact]
    public void Every_document_fits_and_together_they_are_the_same()
    {
        var document = Attach.Document(string.Join(',', Services(12).Select(Full)) + "," + Deny("'iam:*'"));
        var parts = new PolicySplitter(Limit).Split(document, []);
        AssertFits(document, parts);
        Assert.Equal(Least(document), parts.Length);
    }

    [Fact]
    public void A_statement_that_fits_nowhere_is_divided_by_its_longer_list()
    {
        var resources = string.Join(',', Enumerable.Range(0, 60).Select(i => $"'arn:aws:s3:::bucket-{i:000}'"));
        var document = Attach.Document(Allow("['s3:GetBucketLocation','s3:ListBucket']", $"[{resources}]"));
        var parts = new PolicySplitter(Limit).Split(document, []);
        AssertFits(document, parts);
        Assert.All(parts, part => Assert.Equal(2, part.Document.Statements.Single().Action.Values.Length));
    }

    [Fact]
    public void What_fits_stays_one()
    {
        var document = Attach.Document(Allow("'s3:*'"));
        Assert.Equal(document.Statements.Length, Assert.Single(new PolicySplitter(Limit).Split(document, [])).Document.Statements.Length);
    }

    [Fact]
    public void A_statement_that_can_not_be_divided_so_far_is_refused()
    {
        var document = Attach.Document(Allow("'s3:GetObject'", $"'arn:aws:s3:::{new string('b', Limit)}'"));
        var refused = Assert.Throws<PolicyTooLargeException>(() => new PolicySplitter(Limit).Split(document, []));
        Assert.Contains("s3:GetObject", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Statements_stay_where_the_last_split_had_them()
    {
        var before = Attach.Document(string.Join(',', Services(12).Select(Full)));
        var last = new PolicySplitter(Limit).Split(before, []);

        // One statement more, and one action less: only the documents that hold these two change.
        var changed = Services(13).Select(Full).ToList();
        changed[3] = changed[3].Replace(Services(13)[3] + ":ListTagsForResource", Services(13)[3] + ":TagResource", StringComparison.Ordinal);
        var after = Attach.Document(string.Join(',', changed));
        var next = new PolicySplitter(Limit).Split(after, [.. last.Select(part => part.Document)]);
        AssertFits(after, next);
        Assert.Equal(Least(after), next.Length);
        var old = last.Select(part => Minimized.Statements(part.Document)).ToHashSet();
        Assert.True(next.Count(part => !old.Contains(Minimized.Statements(part.Document))) <= 3, "more documents changed than had to");
        Assert.Equal(next.Where(part => part.Earlier is not null).Select(part => part.Earlier), next.Where(part => part.Earlier is not null).Select(part => part.Earlier).Distinct());
    }

    [Fact]
    public void Splitting_again_against_itself_changes_nothing()
    {
        var resources = string.Join(',', Enumerable.Range(0, 70).Select(i => $"'arn:aws:s3:::bucket-{i:000}'"));
        var document = Attach.Document(Allow("'s3:ListBucket'", $"[{resources}]") + "," + string.Join(',', Services(5).Select(Full)));
        var last = new PolicySplitter(Limit).Split(document, []);
        var again = new PolicySplitter(Limit).Split(document, [.. last.Select(part => part.Document)]);
        Assert.Equal(last.Select(part => Minimized.Statements(part.Document)), again.Select(part => Minimized.Statements(part.Document)));
        Assert.Equal(Enumerable.Range(0, last.Length).Select(i => (int?)i), again.Select(part => part.Earlier));
    }

    [Fact]
    public void Fewer_documents_than_last_time_are_better_than_staying()
    {
        var (first, second) = (Attach.Document(Allow("'s3:GetObject'", "'arn:aws:s3:::a'")), Attach.Document(Allow("'sqs:SendMessage'")));
        var document = Attach.Document(Allow("'s3:GetObject'", "'arn:aws:s3:::a'") + "," + Allow("'sqs:SendMessage'"));
        Assert.Single(new PolicySplitter(Limit).Split(document, [first, second]));
    }

    private static int Least(PolicyDocument document)
    {
        var space = Limit - PolicyDocumentWriter.Write(document with { Statements = [] }, indented: false).Length;
        var statements = PolicyDocumentWriter.Write(document, indented: false).Length - PolicyDocumentWriter.Write(document with { Statements = [] }, indented: false).Length;
        return (statements + space) / space;
    }

    private static void AssertFits(PolicyDocument document, ImmutableArray<SplitDocument> parts)
    {
        Assert.All(parts, part => Assert.InRange(PolicyDocumentWriter.Write(part.Document, indented: false).Length, 1, Limit));
        Assert.Null(Proof.WhyNotEqual([document], [.. parts.Select(part => part.Document)]));
    }

    private static List<string> Services(int count) => [.. Catalogue.Embedded.Services.Select(service => service.Prefix).Where(prefix => prefix.Length > 8).Take(count)];

    private static string Full(string service) =>
        Allow($"['{service}:ListTagsForResource','{service}:TagResource','{service}:UntagResource']", $"'arn:aws:{service}:eu-west-1:111111111111:thing/*'");
}
