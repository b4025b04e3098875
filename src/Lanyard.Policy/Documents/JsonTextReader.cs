using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Lanyard.Policy.Documents;

/// <summary>Reads JSON into nodes that know their places. Comments, trailing commas and anything behind the value are refused.</summary>
public static class JsonTextReader
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a text.</summary>
    /// <param name="json">The text; a byte order mark at its start is no part of it.</param>
    /// <param name="path">The file it came from, for messages, or <see langword="null"/>.</param>
    /// <param name="maxLength">The most characters the text may have.</param>
    /// <exception cref="PolicyDocumentException">The text is too long, nested deeper than 64 levels, or isn't JSON.</exception>
    public static JsonNode Read(string json, string? path, int maxLength)
    {
        ArgumentNullException.ThrowIfNull(json);
        var text = json.StartsWith('\uFEFF') ? json.AsSpan(1) : json;
        if (text.Length > maxLength)
        {
            throw new PolicyDocumentException($"the text is longer than {maxLength} characters", path, PositionOf(text, maxLength));
        }

        byte[] bytes;
        try
        {
            bytes = new byte[Strict.GetByteCount(text)];
            Strict.GetBytes(text, bytes);
        }
        catch (EncoderFallbackException e)
        {
            throw new PolicyDocumentException("the text has half of a character here", path, PositionOf(text, e.Index), e);
        }

        var cursor = new Cursor(bytes, path);
        cursor.Read();
        var node = ReadNode(ref cursor, DocumentPath.Root);
        cursor.Read(); // Fails when something follows.
        return node;
    }

    private static JsonNode ReadNode(ref Cursor cursor, DocumentPath path)
    {
        var start = cursor.Start;
        switch (cursor.Token)
        {
            case JsonTokenType.StartObject:
                var members = ImmutableArray.CreateBuilder<JsonMember>();
                while (cursor.Read() && cursor.Token != JsonTokenType.EndObject)
                {
                    var at = cursor.Start;
                    var name = cursor.Text();
                    var way = path.Member(name);
                    var key = new PolicyText(name, new Place(at, cursor.End, way));
                    cursor.Read();
                    members.Add(new JsonMember(key, ReadNode(ref cursor, way)));
                }

                return new JsonNode(JsonNodeKind.Object, "", new Place(start, cursor.End, path), members.ToImmutable(), []);
            case JsonTokenType.StartArray:
                var items = ImmutableArray.CreateBuilder<JsonNode>();
                while (cursor.Read() && cursor.Token != JsonTokenType.EndArray)
                {
                    items.Add(ReadNode(ref cursor, path.Item(items.Count)));
                }

                return new JsonNode(JsonNodeKind.Array, "", new Place(start, cursor.End, path), [], items.ToImmutable());
            default:
                var (kind, text) = cursor.Token switch
                {
                    JsonTokenType.String => (JsonNodeKind.Text, cursor.Text()),
                    JsonTokenType.Number => (JsonNodeKind.Number, cursor.RawText),
                    JsonTokenType.True or JsonTokenType.False => (JsonNodeKind.Boolean, cursor.RawText),
                    _ => (JsonNodeKind.Null, ""),
                };
                return new JsonNode(kind, text, new Place(start, cursor.End, path), [], []);
        }
    }

    private static TextPosition PositionOf(ReadOnlySpan<char> text, int offset)
    {
        var before = text[..offset];
        return new TextPosition(before.Count('\n') + 1, offset - before.LastIndexOf('\n'), offset);
    }

    /// <summary>Walks the tokens and knows where each one is.</summary>
    private ref struct Cursor(byte[] bytes, string? path)
    {
        private Utf8JsonReader _reader = new(bytes);

        // Positions are asked for in the order of the text, so that each byte is counted once.
        private int _countedBytes;
        private TextPosition _counted = new(1, 1, 0);

        public readonly JsonTokenType Token => _reader.TokenType;

        public TextPosition Start => PositionOf((int)_reader.TokenStartIndex);

        public TextPosition End => PositionOf((int)(_reader.TokenStartIndex + _reader.ValueSpan.Length + (Token is JsonTokenType.String or JsonTokenType.PropertyName ? 2 : 0)));

        public readonly string RawText => Encoding.UTF8.GetString(_reader.ValueSpan);

        public bool Read()
        {
            try
            {
                return _reader.Read();
            }
            catch (JsonException e)
            {
                throw new PolicyDocumentException($"this is not JSON: {Explain(e)}", path, PositionOf(OffsetOf(e)), e);
            }
        }

        public string Text()
        {
            try
            {
                return _reader.GetString()!;
            }
            catch (InvalidOperationException e)
            {
                throw new PolicyDocumentException("this string has a \\u escape that is half of a character", path, Start, e);
            }
        }

        // The reader speaks of its own options, and ends with its own idea of the place.
        private static string Explain(JsonException e)
        {
            var end = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
            var message = end < 0 ? e.Message : e.Message[..end];
            return message.Contains("end of string", StringComparison.Ordinal) && message.Contains("reached end of data", StringComparison.Ordinal) ? "it ends within a string, whose closing quote is missing"
                : message.Contains("depth to be zero", StringComparison.Ordinal) || message.Contains("reached end of data", StringComparison.Ordinal) ? "it ends too early: a closing brace or bracket is missing"
                : message.Contains("any JSON tokens", StringComparison.Ordinal) ? "the text is empty"
                : message.Contains("after a single JSON value", StringComparison.Ordinal) ? "something follows what the text begins with"
                : message.Contains("trailing comma", StringComparison.Ordinal) ? "there is a comma with nothing behind it"
                : message;
        }

        private readonly int OffsetOf(JsonException e)
        {
            var lineStart = 0;
            for (var line = e.LineNumber ?? 0; line > 0; line--)
            {
                lineStart += bytes.AsSpan(lineStart).IndexOf((byte)'\n') + 1;
            }

            return (int)Math.Min(lineStart + (e.BytePositionInLine ?? 0), bytes.Length);
        }

        private TextPosition PositionOf(int offset)
        {
            if (offset < _countedBytes)
            {
                (_countedBytes, _counted) = (0, new TextPosition(1, 1, 0));
            }

            var (line, column, characters) = _counted;
            foreach (var b in bytes.AsSpan(_countedBytes, offset - _countedBytes))
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
}
