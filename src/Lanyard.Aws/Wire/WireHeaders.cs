using System.Collections;

namespace Lanyard.Aws.Wire;

/// <summary>Header lines in the order they were sent, repeated names included. Names compare without case.</summary>
public sealed class WireHeaders : IReadOnlyList<WireHeader>
{
    private readonly WireHeader[] _lines;

    /// <summary>Takes the lines in order.</summary>
    public WireHeaders(IEnumerable<WireHeader> lines) => _lines = [.. lines];

    /// <summary>Takes the lines in order, as name and value.</summary>
    public WireHeaders(params (string Name, string Value)[] lines)
        => _lines = Array.ConvertAll(lines, l => new WireHeader(l.Name, l.Value));

    /// <summary>No header at all.</summary>
    public static WireHeaders Empty { get; } = new(Array.Empty<WireHeader>());

    /// <inheritdoc/>
    public int Count => _lines.Length;

    /// <inheritdoc/>
    public WireHeader this[int index] => _lines[index];

    /// <summary>Gets the value of a header that may stand once, or <see langword="null"/>.</summary>
    /// <returns>The first value; <see langword="null"/> when the header is absent.</returns>
    public string? Get(string name)
    {
        foreach (var line in _lines)
        {
            if (line.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return line.Value;
            }
        }

        return null;
    }

    /// <summary>Tells whether a header is there, empty or not.</summary>
    public bool Contains(string name) => Get(name) is not null;

    /// <summary>Gives these lines and one more at the end.</summary>
    public WireHeaders With(string name, string value) => new([.. _lines, new WireHeader(name, value)]);

    /// <summary>Gives these lines with every line of that name replaced by one at the end.</summary>
    public WireHeaders Replace(string name, string value) =>
        new([.. _lines.Where(l => !l.Name.Equals(name, StringComparison.OrdinalIgnoreCase)), new WireHeader(name, value)]);

    /// <inheritdoc/>
    public IEnumerator<WireHeader> GetEnumerator() => ((IEnumerable<WireHeader>)_lines).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _lines.GetEnumerator();
}
