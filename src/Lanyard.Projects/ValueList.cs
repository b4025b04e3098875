using System.Collections;

namespace Lanyard.Projects;

/// <summary>An immutable list that equals another with equal items, so that records holding lists compare by value.</summary>
internal sealed class ValueList<T> : IReadOnlyList<T>
{
    private readonly T[] _items;

    private ValueList(T[] items) => _items = items;

    public static ValueList<T> Empty { get; } = new([]);

    public int Count => _items.Length;

    public T this[int index] => _items[index];

    // A list copies itself; a spread would set up LINQ, on the way to a warm answer.
    public static ValueList<T> Of(IReadOnlyList<T> items) =>
        items as ValueList<T> ?? (items.Count == 0 ? Empty : new(items is List<T> list ? list.ToArray() : [.. items]));

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override bool Equals(object? obj) => obj is ValueList<T> other && _items.AsSpan().SequenceEqual(other._items);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in _items)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }
}
