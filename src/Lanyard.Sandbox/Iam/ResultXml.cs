using System.Globalization;
using System.Text;
using Lanyard.Sandbox.Routing;

namespace Lanyard.Sandbox.Iam;

/// <summary>Writes the members of a result as the AWS Query protocol has them.</summary>
internal sealed class ResultXml
{
    private readonly StringBuilder _text = new();
    private int _depth = 2;

    public bool IsEmpty => _text.Length == 0;

    /// <summary>Writes a text; nothing for none.</summary>
    public ResultXml Text(string name, string? value)
    {
        if (value is not null)
        {
            Line($"<{name}>{Answers.Escape(value)}</{name}>");
        }

        return this;
    }

    /// <summary>Writes a policy document, percent-encoded as IAM returns all of them (RFC 3986).</summary>
    public ResultXml Document(string name, string? json) => Text(name, json is null ? null : Uri.EscapeDataString(json));

    public ResultXml Flag(string name, bool value) => Text(name, value ? "true" : "false");

    public ResultXml Number(string name, long? value) => Text(name, value?.ToString(CultureInfo.InvariantCulture));

    public ResultXml Date(string name, DateTimeOffset? value) =>
        Text(name, value?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));

    /// <summary>Writes a structure.</summary>
    public ResultXml Group(string name, Action inside)
    {
        Line($"<{name}>");
        _depth++;
        inside();
        _depth--;
        Line($"</{name}>");
        return this;
    }

    /// <summary>Writes a list of structures.</summary>
    public ResultXml List<T>(string name, IEnumerable<T> items, Action<T> write) => Group(name, () =>
    {
        foreach (var item in items)
        {
            Group("member", () => write(item));
        }
    });

    /// <summary>Writes a list of texts.</summary>
    public ResultXml Texts(string name, IEnumerable<string> items) => Group(name, () =>
    {
        foreach (var item in items)
        {
            Text("member", item);
        }
    });

    public override string ToString() => _text.ToString().TrimEnd('\n');

    private void Line(string text) => _text.Append(' ', _depth * 2).Append(text).Append('\n');
}
