using System.Text;
using System.Text.Json;

namespace Lanyard.Policy.Documents;

/// <summary>Walks the tokens of a JSON text and knows where each one is.</summary>
internal ref struct JsonCursor
{
    private readonly byte[] _bytes;
    private readonly string? _path;
    private Utf8JsonReader _reader;

    // Positions are asked for in the order of the text, so that each byte is counted once.
    private int _countedBytes;
    private TextPosition _counted = new(1, 1, 0);

    public JsonCursor(string json, string? path)
    {
        // A byte order mark is no part of the JSON text.
        _bytes = Encoding.UTF8.GetBytes(json.StartsWith('\uFEFF') ? json[1..] : json);
        _path = path;
        _reader = new Utf8JsonReader(_bytes);
    }

    public readonly JsonTokenType Token => _reader.TokenType;

    public TextPosition At => PositionOf((int)_reader.TokenStartIndex);

    public readonly string RawText => Encoding.UTF8.GetString(_reader.ValueSpan);

    /// <summary>Moves to the next token.</summary>
    public bool Read()
    {
        try
        {
            return _reader.Read();
        }
        catch (JsonException e)
        {
            var at = PositionOf(OffsetOf(e));
            throw new PolicyDocumentException($"this is not JSON: {Explain(e)}", _path, at, e);
        }
    }

    /// <summary>Reads the string or name that the cursor is on.</summary>
    public PolicyText Text()
    {
        var at = At;
        try
        {
            return new PolicyText(_reader.GetString()!, at);
        }
        catch (InvalidOperationException e)
        {
            throw new PolicyDocumentException("this string has a \\u escape that is half of a character", _path, at, e);
        }
    }

    public PolicyDocumentException Error(string problem, TextPosition at) => new(problem, _path, at);

    /// <summary>An error that says what was expected and what is there instead.</summary>
    public PolicyDocumentException Expected(string what, string expected) => Error($"{what} must be {expected}, not {Describe(Token)}", At);

    private static string Describe(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "a Boolean",
        JsonTokenType.Null => "null",
        _ => "a string",
    };

    // The message of the JSON reader ends with its own idea of the place.
    private static string Explain(JsonException e)
    {
        var end = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? e.Message : e.Message[..end];
    }

    private readonly int OffsetOf(JsonException e)
    {
        var lineStart = 0;
        for (var line = e.LineNumber ?? 0; line > 0; line--)
        {
            lineStart += _bytes.AsSpan(lineStart).IndexOf((byte)'\n') + 1;
        }

        return (int)Math.Min(lineStart + (e.BytePositionInLine ?? 0), _bytes.Length);
    }

    private TextPosition PositionOf(int offset)
    {
        if (offset < _countedBytes)
        {
            (_countedBytes, _counted) = (0, new TextPosition(1, 1, 0));
        }

        var (line, column, characters) = _counted;
        foreach (var b in _bytes.AsSpan(_countedBytes, offset - _countedBytes))
        {
            // Continuation bytes add nothing; a four-byte sequence is two UTF-16 units.
            var units = (b & 0xC0) == 0x80 ? 0 : b >= 0xF0 ? 2 : 1;
            characters += units;
            (line, column) = b == '\n' ? (line + 1, 1) : (line, column + units);
        }

        _countedBytes = offset;
        return _counted = new TextPosition(line, column, characters);
    }
}
