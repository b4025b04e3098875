using System.Collections.Immutable;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Sets.Minimize;

/// <summary>A document of several that are the same as one, attached together.</summary>
/// <param name="Document">The document.</param>
/// <param name="Earlier">The number of the document of the last split that it goes on from; <see langword="null"/> for a new one.</param>
public sealed record SplitDocument(PolicyDocument Document, int? Earlier);

/// <summary>A statement is too large for a document, however it is divided.</summary>
/// <param name="length">The characters of the smallest part of the statement.</param>
/// <param name="space">The characters that a document has for statements.</param>
/// <param name="part">What the smallest part is.</param>
public sealed class PolicyTooLargeException(int length, int space, string part)
    : Exception($"{part} has {length} characters, and a document has {space} for its statements");

/// <summary>
/// Divides a document into as few as a limit allows. Each statement goes into one of them, and is itself divided only where that saves a
/// document. Documents are counted as they are written without white space.
/// </summary>
/// <param name="limit">The size that each may have.</param>
public sealed class PolicySplitter(int limit)
{
    /// <summary>Divides a document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="earlier">The documents of the last split: statements stay in theirs where that takes no more documents.</param>
    /// <exception cref="PolicyTooLargeException">A statement is too large, however it is divided.</exception>
    public ImmutableArray<SplitDocument> Split(PolicyDocument document, ImmutableArray<PolicyDocument> earlier)
    {
        ArgumentNullException.ThrowIfNull(document);
        var (tiles, last) = (Tile.Of(document), new EarlierSplit(earlier));
        var space = limit - PolicyDocumentWriter.Write(document with { Statements = [] }, indented: false).Length;
        var least = Packing.LeastBins(tiles, space);
        for (var bins = least; ; bins++)
        {
            // With what stays where it was, as it was divided there; undivided; and at last wherever it fits.
            foreach (var attempt in (ReadOnlySpan<(ImmutableArray<Tile> Tiles, bool Stay)>)[(last.Divide(tiles), true), (tiles, true), (tiles, false)])
            {
                if (Packing.Into(bins, space, attempt.Tiles, attempt.Stay ? last : null) is { } packed)
                {
                    return InOrder(document, packed, last);
                }
            }
        }
    }

    private static ImmutableArray<SplitDocument> InOrder(PolicyDocument document, IEnumerable<ImmutableArray<Tile>> packed, EarlierSplit last)
    {
        var bins = packed.Where(tiles => !tiles.IsEmpty).Select(tiles => Tile.InOrder(MergedTiles.Of(tiles))).ToList();
        var taken = last.Assign(bins);
        return
        [
            .. bins.Index()
                .OrderBy(bin => taken[bin.Index] ?? int.MaxValue)
                .Select(bin => new SplitDocument(Tile.Document(document, bin.Item), taken[bin.Index])),
        ];
    }
}
