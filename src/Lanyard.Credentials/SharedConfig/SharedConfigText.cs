namespace Lanyard.Credentials.SharedConfig;

/// <summary>
/// The bytes of one shared file, and its lines over them. It holds every byte as it was, so that a file which is read and
/// written is the same file, whatever was in it. It may hold secrets, so it never prints its content. Immutable.
/// </summary>
public sealed class SharedConfigText
{
    private readonly byte[] _bytes;
    private IReadOnlyList<SharedConfigLine>? _lines;

    private SharedConfigText(byte[] bytes)
    {
        _bytes = bytes;
        HasByteOrderMark = bytes.AsSpan().StartsWith(ByteOrderMark);
    }

    /// <summary>A file with nothing in it.</summary>
    public static SharedConfigText Empty { get; } = new([]);

    /// <summary>Whether the file starts with a UTF-8 byte order mark, which belongs to no line.</summary>
    public bool HasByteOrderMark { get; }

    /// <summary>
    /// All lines, split when first asked for. What follows a final newline is no line; an empty file has none.
    /// </summary>
    public IReadOnlyList<SharedConfigLine> Lines => _lines ??= Split();

    /// <summary>The file as it is.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Takes a file's bytes.</summary>
    /// <param name="bytes">The bytes; they are copied, and need not be valid UTF-8.</param>
    /// <returns>The text.</returns>
    public static SharedConfigText FromBytes(ReadOnlySpan<byte> bytes) => new(bytes.ToArray());

    /// <summary>The content of a line, without its ending.</summary>
    /// <param name="line">A line of this text.</param>
    /// <returns>The bytes of the line.</returns>
    public ReadOnlySpan<byte> Content(SharedConfigLine line) => _bytes.AsSpan(line.Start, line.Length);

    /// <summary>Says how long the text is, and nothing of what is in it.</summary>
    /// <returns>The size.</returns>
    public override string ToString() => $"{_bytes.Length} bytes";

    /// <summary>Takes an array that nobody else will write to.</summary>
    internal static SharedConfigText FromOwned(byte[] bytes) => bytes.Length == 0 ? Empty : new(bytes);

    /// <summary>
    /// The line after another one, or the first: for who walks the lines once, and should not pay for a list of ten million if
    /// somebody made that many.
    /// </summary>
    /// <param name="line">The line before, <c>default</c> for the first; becomes the next line.</param>
    /// <returns>False at the end.</returns>
    internal bool MoveNext(ref SharedConfigLine line)
    {
        int start = line.Number == 0 ? FirstLine : line.Next;
        if (start >= _bytes.Length)
        {
            return false;
        }

        int length = _bytes.AsSpan(start).IndexOfAny((byte)'\n', (byte)'\r');
        if (length < 0)
        {
            line = new(line.Number + 1, start, _bytes.Length - start, SharedConfigLineEnding.None);
            return true;
        }

        bool lineFeedFollows = start + length + 1 < _bytes.Length && _bytes[start + length + 1] == '\n';
        var ending = _bytes[start + length] == '\n' ? SharedConfigLineEnding.Lf
            : lineFeedFollows ? SharedConfigLineEnding.CrLf
            : SharedConfigLineEnding.Cr;
        line = new(line.Number + 1, start, length, ending);
        return true;
    }

    private int FirstLine => HasByteOrderMark ? ByteOrderMark.Length : 0;

    private List<SharedConfigLine> Split()
    {
        var lines = new List<SharedConfigLine>();
        SharedConfigLine line = default;
        while (MoveNext(ref line))
        {
            lines.Add(line);
        }

        return lines;
    }
}
