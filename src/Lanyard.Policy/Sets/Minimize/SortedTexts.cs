using System.Collections.Immutable;

namespace Lanyard.Policy.Sets.Minimize;

/// <summary>Lists of different texts in one order, as sets.</summary>
/// <param name="comparer">Their order; texts that it calls equal are one.</param>
internal sealed class SortedTexts(StringComparer comparer)
{
    /// <summary>Actions: upper and lower case carry no meaning.</summary>
    public static SortedTexts Actions { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Resources.</summary>
    public static SortedTexts Resources { get; } = new(StringComparer.Ordinal);

    /// <summary>Makes a set; of texts that differ by case alone the first in ordinal order is kept.</summary>
    public ImmutableArray<string> Of(IEnumerable<string> texts) =>
        [.. texts.Order(StringComparer.Ordinal).DistinctBy(text => text, comparer).Order(comparer)];

    /// <summary>What is in one of two sets.</summary>
    public ImmutableArray<string> Union(ImmutableArray<string> a, ImmutableArray<string> b) => a == b ? a : Of([.. a, .. b]);

    /// <summary>What is in both sets.</summary>
    public ImmutableArray<string> Intersect(ImmutableArray<string> a, ImmutableArray<string> b) => Filter(a, b, inBoth: true);

    /// <summary>What is in the first set alone.</summary>
    public ImmutableArray<string> Except(ImmutableArray<string> a, ImmutableArray<string> b) => Filter(a, b, inBoth: false);

    /// <summary>Whether two sets have a text in common.</summary>
    public bool Meet(ImmutableArray<string> a, ImmutableArray<string> b)
    {
        for (var (i, j) = (0, 0); i < a.Length && j < b.Length;)
        {
            var order = comparer.Compare(a[i], b[j]);
            if (order == 0)
            {
                return true;
            }

            (i, j) = order < 0 ? (i + 1, j) : (i, j + 1);
        }

        return false;
    }

    /// <summary>A text that is the same for equal sets.</summary>
    public string KeyOf(ImmutableArray<string> texts)
    {
        var key = string.Join('\n', texts);
        return comparer == StringComparer.OrdinalIgnoreCase ? key.ToUpperInvariant() : key;
    }

    private ImmutableArray<string> Filter(ImmutableArray<string> a, ImmutableArray<string> b, bool inBoth)
    {
        var found = ImmutableArray.CreateBuilder<string>();
        for (var (i, j) = (0, 0); i < a.Length;)
        {
            var order = j < b.Length ? comparer.Compare(a[i], b[j]) : -1;
            if (order <= 0 && (order == 0) == inBoth)
            {
                found.Add(a[i]);
            }

            (i, j) = order < 0 ? (i + 1, j) : order == 0 ? (i + 1, j + 1) : (i, j + 1);
        }

        return found.ToImmutable();
    }
}
