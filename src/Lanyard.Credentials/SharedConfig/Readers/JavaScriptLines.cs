using System.Text;

namespace Lanyard.Credentials.SharedConfig.Readers;

/// <summary>
/// The lines of a shared file as both JavaScript SDKs cut them: at line feeds alone, without comments and the white space around, in
/// JavaScript's sense of white space. A byte order mark is white space to it.
/// </summary>
internal ref struct JavaScriptLines(SharedConfigText text)
{
    private ReadOnlySpan<byte> _rest = text.Bytes;
    private bool _ended;

    /// <summary>Gets the line's number, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>Gets what is left of the line.</summary>
    public string Content { get; private set; } = "";

    /// <summary>Gets whether white space stands before it.</summary>
    public bool IsIndented { get; private set; }

    /// <summary>Goes to the next line.</summary>
    public bool MoveNext()
    {
        if (_ended)
        {
            return false;
        }

        var length = _rest.IndexOf((byte)'\n');
        var line = length < 0 ? _rest : _rest[..length];
        _ended = length < 0;
        _rest = _ended ? [] : _rest[(length + 1)..];
        Number++;
        if (line is [.., (byte)'\r'] && !_ended)
        {
            line = line[..^1];
        }

        // Bytes that are not UTF-8 become U+FFFD in Node too.
        var decoded = Encoding.UTF8.GetString(line);
        IsIndented = decoded.Length > 0 && IsWhite(decoded[0]);
        Content = Trim(WithoutComment(decoded)).ToString();
        return true;
    }

    /// <summary>Tells whether JavaScript takes a character for white space.</summary>
    public static bool IsWhite(char c) => c is >= '\t' and <= '\r' or ' ' or '\u00A0' or '\u1680' or (>= '\u2000' and <= '\u200A')
        or '\u2028' or '\u2029' or '\u202F' or '\u205F' or '\u3000' or '\uFEFF';

    /// <summary>Takes JavaScript's white space off both ends.</summary>
    public static ReadOnlySpan<char> Trim(ReadOnlySpan<char> text)
    {
        while (text.Length > 0 && IsWhite(text[0]))
        {
            text = text[1..];
        }

        while (text.Length > 0 && IsWhite(text[^1]))
        {
            text = text[..^1];
        }

        return text;
    }

    // A comment sign counts at the start of the line and after white space.
    private static ReadOnlySpan<char> WithoutComment(ReadOnlySpan<char> line)
    {
        for (var from = 0; from < line.Length;)
        {
            var sign = line[from..].IndexOfAny(';', '#');
            if (sign < 0)
            {
                break;
            }

            from += sign;
            if (from == 0 || IsWhite(line[from - 1]))
            {
                return line[..from];
            }

            from++;
        }

        return line;
    }
}
