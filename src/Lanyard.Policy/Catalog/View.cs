using System.Collections;

namespace Lanyard.Policy.Catalog;

/// <summary>A list whose items are made when they are asked for.</summary>
/// <typeparam name="T">What an item is.</typeparam>
/// <param name="count">How many there are.</param>
/// <param name="item">Makes one.</param>
internal sealed class View<T>(int count, Func<int, T> item) : IReadOnlyList<T>
{
    /// <inheritdoc/>
    public int Count => count;

    /// <inheritdoc/>
    public T this[int index] => (uint)index < (uint)count ? item(index) : throw new ArgumentOutOfRangeException(nameof(index));

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator()
    {
        for (var i = 0; i < count; i++)
        {
            yield return item(i);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
