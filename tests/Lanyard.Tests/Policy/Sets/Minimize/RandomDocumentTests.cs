using Lanyard.Policy.Documents;
using Lanyard.Policy.Sets.Minimize;

namespace Lanyard.Tests.Policy.Sets.Minimize;

/// <summary>The engine, and not the proof, judges what comes out of documents from a seed.</summary>
public sealed class RandomDocumentTests
{
    private const int Documents = 40;

    public static TheoryData<int> Seeds => [1, 2, 3, 4];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_minimised_document_decides_every_request_alike(int seed)
    {
        var (random, done) = (new Random(seed), 0);
        for (var i = 0; i < Documents; i++)
        {
            var document = RandomDocuments.Next(random);
            var (found, wild) = (Minimized.Of(document), Minimized.Of(document, new MinimizeOptions(Wildcards: true)));
            AssertAlike(document, found.Document);
            AssertAlike(document, wild.Document);
            Assert.InRange(LengthOf(found.Document), 1, LengthOf(document));
            Assert.InRange(LengthOf(wild.Document), 1, LengthOf(found.Document));
            done += found.Unproved is null ? 1 : 0;
        }

        Assert.InRange(done, Documents * 9 / 10, Documents);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Minimising_again_changes_nothing_and_the_order_of_what_is_given_does_not_matter(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < Documents / 2; i++)
        {
            var document = RandomDocuments.Next(random);
            var found = Minimized.Of(document);
            var text = PolicyDocumentWriter.Write(found.Document, indented: true);
            Assert.Equal(text, PolicyDocumentWriter.Write(Minimized.Of(found.Document).Document, indented: true));
            if (found.Unproved is null)
            {
                Assert.Equal(text, PolicyDocumentWriter.Write(Minimized.Of(RandomDocuments.Shuffled(document, random)).Document, indented: true));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Documents_of_a_split_fit_and_decide_every_request_alike_together(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < Documents; i++)
        {
            var document = RandomDocuments.Next(random);
            var limit = random.Next(300, 600);
            var parts = new PolicySplitter(limit).Split(document, []);
            Assert.All(parts, part => Assert.InRange(LengthOf(part.Document), 1, limit));
            AssertAlike(document, [.. parts.Select(part => part.Document)]);

            // Against itself it is the same again.
            var again = new PolicySplitter(limit).Split(document, [.. parts.Select(part => part.Document)]);
            Assert.Equal(parts.Length, again.Length);
        }
    }

    private static void AssertAlike(PolicyDocument document, params PolicyDocument[] others)
    {
        if (RandomDocuments.Decisions(document) != RandomDocuments.Decisions(others))
        {
            Assert.Fail($"{PolicyDocumentWriter.Write(document, indented: false)}\nbecame\n{string.Join('\n', others.Select(other => PolicyDocumentWriter.Write(other, indented: false)))}");
        }
    }

    private static int LengthOf(PolicyDocument document) => PolicyDocumentWriter.Write(document, indented: false).Length;
}
