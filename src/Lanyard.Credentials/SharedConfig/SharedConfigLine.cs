namespace Lanyard.Credentials.SharedConfig;

/// <summary>How a line ends.</summary>
public enum SharedConfigLineEnding
{
    /// <summary>It does not: the last line of a file without a final newline.</summary>
    None,

    /// <summary>Line feed.</summary>
    Lf,

    /// <summary>Carriage return and line feed.</summary>
    CrLf,

    /// <summary>
    /// A carriage return alone. The AWS CLI and the .NET SDK take it for a line's end, the JavaScript, Go and Rust SDKs don't.
    /// </summary>
    Cr,
}

/// <summary>Where one line stands in a <see cref="SharedConfigText"/>.</summary>
/// <param name="Number">The line's number, from 1.</param>
/// <param name="Start">Offset of its first byte, after a byte order mark.</param>
/// <param name="Length">Bytes without the line ending.</param>
/// <param name="Ending">How it ends.</param>
public readonly record struct SharedConfigLine(int Number, int Start, int Length, SharedConfigLineEnding Ending)
{
    /// <summary>Offset just after the content, where the line ending starts.</summary>
    public int End => Start + Length;

    /// <summary>Offset just after the line ending, where the next line starts.</summary>
    public int Next => End + (Ending switch { SharedConfigLineEnding.None => 0, SharedConfigLineEnding.CrLf => 2, _ => 1 });
}
