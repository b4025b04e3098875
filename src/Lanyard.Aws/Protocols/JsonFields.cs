using System.Text;

namespace Lanyard.Aws.Protocols;

/// <summary>
/// The members of a JSON object in a small file of our own: texts, whole numbers, flags and objects. <c>Utf8JsonReader</c> reads any
/// JSON, and setting up its tables takes 4 ms of a start: too long for what every AWS command waits for.
/// </summary>
public sealed class JsonFields
{
    private readonly Dictionary<string, object?> _members = [];

    internal JsonFields()
    {
    }

    /// <summary>Gets the members' names.</summary>
    public IReadOnlyCollection<string> Names => _members.Keys;

    /// <summary>Reads an object. Of a name that stands there twice, the last counts.</summary>
    /// <param name="json">UTF-8 text.</param>
    /// <exception cref="FormatException">The text is not UTF-8, no JSON object, or one with a list or a fraction in it.</exception>
    public static JsonFields Parse(ReadOnlySpan<byte> json)
    {
        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(json);
        }
        catch (DecoderFallbackException e)
        {
            throw new FormatException("the file is not UTF-8", e);
        }

        return new JsonFieldsReader(text).ReadAll();
    }

    /// <summary>Gives a text.</summary>
    /// <param name="name">The member's name.</param>
    /// <returns>The text; <see langword="null"/> where there is none.</returns>
    /// <exception cref="FormatException">It is something else.</exception>
    public string? Text(string name) => _members.GetValueOrDefault(name) switch
    {
        null => null,
        string text => text,
        _ => throw Not(name, "a text"),
    };

    /// <summary>Gives a number.</summary>
    /// <param name="name">The member's name.</param>
    /// <returns>The number; <see langword="null"/> where there is none.</returns>
    /// <exception cref="FormatException">It is something else, or too large.</exception>
    public int? Number(string name) => _members.GetValueOrDefault(name) switch
    {
        null => null,
        int number => number,
        _ => throw Not(name, "a number"),
    };

    /// <summary>Gives a flag.</summary>
    /// <param name="name">The member's name.</param>
    /// <exception cref="FormatException">It is missing, or something else.</exception>
    public bool Flag(string name) => _members.GetValueOrDefault(name) is bool flag ? flag : throw Not(name, "a flag");

    /// <summary>Gives an object.</summary>
    /// <param name="name">The member's name.</param>
    /// <exception cref="FormatException">It is missing, or something else.</exception>
    public JsonFields Object(string name) => _members.GetValueOrDefault(name) as JsonFields ?? throw Not(name, "an object");

    internal void Set(string name, object? value) => _members[name] = value;

    private static FormatException Not(string name, string what) => new($"`{name}` is not {what}");
}

/// <summary>One pass over a text; see RFC 8259.</summary>
internal ref struct JsonFieldsReader(string text)
{
    private const int MaxDepth = 64;
    private int _at;
    private int _depth;

    public JsonFields ReadAll()
    {
        var fields = ReadObject();
        return Next() == '\0' && _at == text.Length ? fields : throw Wrong();
    }

    private JsonFields ReadObject()
    {
        Take('{');
        if (++_depth > MaxDepth)
        {
            throw Wrong();
        }

        var fields = new JsonFields();
        if (Next() != '}')
        {
            ReadMember(fields);
            while (Next() == ',')
            {
                _at++;
                ReadMember(fields);
            }
        }

        Take('}');
        _depth--;
        return fields;
    }

    private void ReadMember(JsonFields fields)
    {
        var name = ReadText();
        Take(':');
        fields.Set(name, Next() switch
        {
            '"' => ReadText(),
            '{' => ReadObject(),
            'n' => Word("null", null),
            't' => Word("true", true),
            'f' => Word("false", false),
            _ => ReadNumber(),
        });
    }

    private string ReadText()
    {
        Take('"');
        var start = _at;
        StringBuilder? unescaped = null;
        while (true)
        {
            var c = _at < text.Length ? text[_at++] : throw Wrong();
            if (c == '"')
            {
                var rest = text.AsSpan(start, _at - 1 - start);
                return unescaped is null ? rest.ToString() : unescaped.Append(rest).ToString();
            }

            if (c < ' ')
            {
                throw Wrong();
            }

            if (c == '\\')
            {
                (unescaped ??= new StringBuilder()).Append(text, start, _at - 1 - start);
                Unescape(unescaped);
                start = _at;
            }
        }
    }

    private void Unescape(StringBuilder unescaped)
    {
        var c = _at < text.Length ? text[_at++] : throw Wrong();
        if (c != 'u')
        {
            unescaped.Append(c switch
            {
                '"' or '\\' or '/' => c,
                'b' => '\b',
                'f' => '\f',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                _ => throw Wrong(),
            });
            return;
        }

        var unit = ReadUnit();
        unescaped.Append(unit);
        if (char.IsHighSurrogate(unit) && _at + 1 < text.Length && text[_at] == '\\' && text[_at + 1] == 'u')
        {
            _at += 2;
            var low = ReadUnit();
            unescaped.Append(char.IsLowSurrogate(low) ? low : throw Wrong());
        }
        else if (char.IsSurrogate(unit))
        {
            throw Wrong();
        }
    }

    private char ReadUnit()
    {
        var unit = 0;
        for (var end = _at + 4; _at < end; _at++)
        {
            unit = (unit << 4) | (_at < text.Length && char.IsAsciiHexDigit(text[_at]) ? Convert.ToInt32(text[_at].ToString(), 16) : throw Wrong());
        }

        return (char)unit;
    }

    private int ReadNumber()
    {
        var start = _at;
        while (_at < text.Length && text[_at] is '-' or (>= '0' and <= '9'))
        {
            _at++;
        }

        return WholeNumber.Read(text.AsSpan(start, _at - start)) is { } number and >= int.MinValue and <= int.MaxValue ? (int)number : throw Wrong();
    }

    private object? Word(string word, object? value)
    {
        if (string.CompareOrdinal(text, _at, word, 0, word.Length) != 0)
        {
            throw Wrong();
        }

        _at += word.Length;
        return value;
    }

    private void Take(char expected)
    {
        if (Next() != expected)
        {
            throw Wrong();
        }

        _at++;
    }

    private char Next()
    {
        while (_at < text.Length && text[_at] is ' ' or '\t' or '\n' or '\r')
        {
            _at++;
        }

        return _at < text.Length ? text[_at] : '\0';
    }

    private static FormatException Wrong() => new("the text is no JSON object of texts, numbers, flags and objects");
}
