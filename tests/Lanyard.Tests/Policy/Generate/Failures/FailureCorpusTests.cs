using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Generate.Failures;
using JsonNode = System.Text.Json.Nodes.JsonNode;

namespace Lanyard.Tests.Policy.Generate.Failures;

/// <summary>The texts of <c>tests/failures</c>: what is read out of each, and what is made of it.</summary>
public sealed class FailureCorpusTests
{
    private static readonly JsonArray Corpus = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "tests", "failures", "corpus.json")))!.AsArray();

    public static TheoryData<string> Names => [.. Corpus.Select(entry => (string)entry!["name"]!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_text_is_understood(string name)
    {
        var entry = Corpus.Single(entry => (string)entry!["name"]! == name)!;
        var expected = entry["expected"]!.AsArray();
        var found = FailureReader.Read((string)entry["text"]!);
        Assert.Equal(expected.Count, found.Length);
        Assert.All(expected.Zip(found), pair => Check(pair.First!.AsObject(), pair.Second));
    }

    // Whatever a text says, what comes of it can be put into policies and asked about.
    [Fact]
    public void All_texts_at_once_are_mended_as_far_as_they_go()
    {
        var needs = Corpus.SelectMany(entry => FailureReader.Read((string)entry!["text"]!)).Select(failure => FailureNeed.Of(failure, new FailureFacts())).ToImmutableArray();
        var given = PolicyDocumentReader.Read("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:GetAccountSummary","Resource":"*"}]}""", "given.json");
        foreach (var policies in new[] { new GivenPolicies(), new GivenPolicies { Identity = [given] }, new GivenPolicies { Identity = [given], Boundary = [given] } })
        {
            var mending = FailureMending.Of(needs, policies, Catalogue.Embedded);
            Assert.Empty(mending.Unneeded);
            Assert.All(mending.Failures, failure => Assert.Equal(failure.Need.Obstacle is null, failure.IsMended));
            Assert.All(mending.Additions, addition => Assert.NotEmpty(PolicyDocumentReader.Read(PolicyDocumentWriter.Write(addition.Document, indented: false), null).Statements));
        }
    }

    [Fact]
    public void Names_of_the_corpus_are_told_apart_and_each_has_its_source()
    {
        Assert.Distinct(Corpus.Select(entry => (string)entry!["name"]!));
        Assert.All(Corpus, entry => Assert.NotEmpty((string)entry!["source"]!));
    }

    private static void Check(JsonObject expected, AccessFailure found)
    {
        var need = FailureNeed.Of(found, new FailureFacts());
        foreach (var (member, value) in expected)
        {
            Assert.Equal(($"{member}", value?.ToString()), ($"{member}", member switch
            {
                "principal" => found.Principal,
                "action" => found.Action,
                "resource" => found.Resource,
                "layer" => FailurePlace.Name(found.Layer),
                "explicitDeny" => found.IsExplicit ? "true" : "false",
                "policyArn" => found.PolicyArn,
                "type" => found.Type,
                "logicalId" => found.LogicalId,
                "encoded" => found.EncodedMessage is null ? "false" : "true",
                "needs" => $"{need.Needs.Length}",
                "need" => Assert.Single(need.Needs).Resource,
                "needAction" => Assert.Single(need.Needs).Action,
                "condition" => string.Join(' ', Assert.Single(need.Needs).Conditions.Select(c => $"{c.Key}={string.Join(',', c.Values)}")),
                "anySuffix" => Assert.Single(FailureNeed.Of(found, new FailureFacts(AnySuffix: true)).Needs).Resource,
                "includes" => need.Needs.FirstOrDefault(n => n.Action == value?.ToString())?.Action,
                _ => throw new InvalidOperationException($"the corpus has a member {member}"),
            }));
        }

        Assert.Equal(need.Needs.IsEmpty, need.Obstacle is not null);
    }
}
