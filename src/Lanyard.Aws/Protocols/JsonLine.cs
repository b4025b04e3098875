using System.Text;

namespace Lanyard.Aws.Protocols;

/// <summary>
/// Writes a JSON object on one line, with no escape that JSON itself doesn't ask for. A <c>Utf8JsonWriter</c> does far more, and
/// setting up its escaper takes 4 ms of a start: too long for what every AWS command waits for.
/// </summary>
public sealed class JsonLine
{
    private readonly StringBuilder _text = new("{", 1024);

    /// <summary>Adds a text, or <c>null</c>.</summary>
    /// <param name="name">The member's name.</param>
    /// <param name="value">Its value.</param>
    /// <returns>This line.</returns>
    public JsonLine Add(string name, string? value)
    {
        Name(name);
        if (value is null)
        {
            _text.Append("null");
        }
        else
        {
            Quote(value);
        }

        return this;
    }

    /// <summary>Adds a text where there is one.</summary>
    /// <param name="name">The member's name.</param>
    /// <param name="value">Its value, or null to add nothing.</param>
    /// <returns>This line.</returns>
    public JsonLine AddOptional(string name, string? value) => value is null ? this : Add(name, value);

    /// <summary>Adds a value that is JSON already.</summary>
    /// <param name="name">The member's name.</param>
    /// <param name="json">Its value, well-formed.</param>
    /// <returns>This line.</returns>
    public JsonLine AddJson(string name, string json)
    {
        Name(name);
        _text.Append(json);
        return this;
    }

    /// <summary>Ends the object and gives it. No more is added then.</summary>
    public string End() => _text.Append('}').ToString();

    private void Name(string name)
    {
        if (_text.Length > 1)
        {
            _text.Append(',');
        }

        Quote(name);
        _text.Append(':');
    }

    // RFC 8259, section 7: the quotation mark, the backslash and the control characters below the blank must be escaped.
    private void Quote(string value)
    {
        _text.Append('"');
        foreach (var c in value)
        {
            if (c < ' ')
            {
                _text.Append("\\u00").Append((char)('0' + (c >> 4))).Append("0123456789abcdef"[c & 15]);
            }
            else
            {
                _text.Append(c is '"' or '\\' ? "\\" : "").Append(c);
            }
        }

        _text.Append('"');
    }
}
