using System.Globalization;
using System.Text;
using System.Text.Json;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;
using Lanyard.Projects.Yaml;

namespace Lanyard.Sandbox.Seeds;

/// <summary>One mapping of a seed file: unknown keys are refused, values are asked for by key and kind. Messages never repeat a value.</summary>
internal sealed class SeedFields
{
    private readonly YamlMapping _mapping;
    private readonly string _what;

    public SeedFields(string path, YamlNode node, string what, params string[] known)
    {
        Path = path;
        _what = what;
        _mapping = node as YamlMapping ?? throw Error(node, $"{what} must be a mapping, but is {node.Kind}");
        foreach (var entry in _mapping.Entries)
        {
            if (!known.Contains(entry.Key.Value))
            {
                throw Error(entry.Key, $"{what} has a key that is not one of {string.Join(", ", known)}");
            }
        }
    }

    private string Path { get; }

    public YamlNode At(string key) => _mapping.Find(key) ?? _mapping;

    public YamlNode? Find(string key) => _mapping.Find(key) is YamlScalar { IsNull: true } ? null : _mapping.Find(key);

    public YamlNode Need(string key) => Find(key) ?? throw Error(_mapping, $"{_what} has no {key}");

    public string Text(string key) => AsText(Need(key), key);

    public string? TextOrNull(string key) => Find(key) is { } node ? AsText(node, key) : null;

    /// <summary>A name of IAM's: <c>[\w+=,.@-]</c>, 1 to 64 characters.</summary>
    public string Name(string key) =>
        Text(key) is { Length: >= 1 and <= 64 } name && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '+' or '=' or ',' or '.' or '@' or '-')
            ? name
            : throw Error(At(key), $"{key} of {_what} must be 1 to 64 of letters, digits and _+=,.@-");

    public IReadOnlyList<YamlNode> List(string key) => Find(key) switch
    {
        null => [],
        YamlSequence list => list.Items,
        var other => throw Error(other, $"{key} of {_what} must be a list, but is {other.Kind}"),
    };

    public IReadOnlyList<T> Each<T>(string key, Func<YamlNode, T> read) => [.. List(key).Select(read)];

    /// <summary>A list of texts.</summary>
    public IReadOnlyList<string> Texts(string key) => Each(key, node => AsText(node, key));

    public bool Flag(string key) => TextOrNull(key) switch
    {
        null or "false" => false,
        "true" => true,
        _ => throw Error(At(key), $"{key} of {_what} must be true or false"),
    };

    /// <summary>Refuses names that are there twice.</summary>
    public void RequireUnique(string key, IEnumerable<string> names)
    {
        if (names.GroupBy(n => n, StringComparer.OrdinalIgnoreCase).Any(g => g.Count() > 1))
        {
            throw Error(At(key), $"{key} has the same name or key id twice");
        }
    }

    public Uri Https(string key) =>
        Uri.TryCreate(Text(key), UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps && uri.UserInfo.Length == 0
            ? uri
            : throw Error(At(key), $"{key} of {_what} must be an address that starts with https://");

    /// <summary>A whole number from 1 to 1000.</summary>
    public int? CountOrNull(string key) => TextOrNull(key) is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= 1000
            ? count
            : throw Error(At(key), $"{key} of {_what} must be a number from 1 to 1000");

    /// <summary>A short time: <c>3s</c>, or <c>3</c>; up to ten minutes.</summary>
    public TimeSpan? SecondsOrNull(string key) => TextOrNull(key) is not { } text ? null
        : int.TryParse(text.EndsWith('s') ? text[..^1] : text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= 600
            ? TimeSpan.FromSeconds(seconds)
            : throw Error(At(key), $"{key} of {_what} must be a number of seconds up to 600, such as 3s");

    /// <summary>A session's length: <c>1h</c>, <c>90m</c>, or seconds; 1 to 12 hours, and an hour when left out.</summary>
    public TimeSpan Session(string key)
    {
        var text = TextOrNull(key) ?? "1h";
        var unit = text[^1] switch { 'h' => 3600, 'm' => 60, _ => 1 };
        var digits = unit == 1 ? text : text[..^1];
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= 43200 && count * unit is >= 3600 and <= 43200
            ? TimeSpan.FromSeconds(count * unit)
            : throw Error(At(key), $"{key} of {_what} must be 1 to 12 hours, such as 1h, 90m or 5400");
    }

    /// <summary>A policy document: JSON in a text, or written out as YAML.</summary>
    public string Policy(string key, PolicyKind kind)
    {
        var node = Need(key);
        var json = node is YamlScalar text ? text.Value : Encoding.UTF8.GetString(ToJson(node));
        try
        {
            _ = new AttachedPolicy(key, kind, PolicyDocumentReader.Read(json, null));
            return json;
        }
        catch (PolicyDocumentException e)
        {
            throw Error(node, $"{key} of {_what} can't be used: {(node is YamlScalar ? e.Message : e.Problem)}");
        }
    }

    /// <summary>A JSON object in a text, or written out as YAML.</summary>
    public string JsonObject(string key)
    {
        var node = Need(key);
        var json = node is YamlScalar text ? text.Value : Encoding.UTF8.GetString(ToJson(node));
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object ? json : throw Error(node, $"{key} of {_what} must be a mapping");
        }
        catch (JsonException)
        {
            throw Error(node, $"{key} of {_what} must be a mapping, or JSON in a text");
        }
    }

    public SandboxSeedException Error(YamlNode at, string problem) => new(Path, at.Line, at.Column, problem);

    private string AsText(YamlNode node, string key) =>
        node is YamlScalar { IsNull: false, Value.Length: > 0 } text
            ? text.Value
            : throw Error(node, $"{key} of {_what} must be text, but is {node.Kind}");

    // All scalars become strings: policies take account ids, dates and true in quotes, and YAML's own types would lose some of them.
    private static byte[] ToJson(YamlNode node)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(node);

            void Write(YamlNode value)
            {
                switch (value)
                {
                    case YamlMapping mapping:
                        writer.WriteStartObject();
                        foreach (var entry in mapping.Entries)
                        {
                            writer.WritePropertyName(entry.Key.Value);
                            Write(entry.Value);
                        }

                        writer.WriteEndObject();
                        break;
                    case YamlSequence list:
                        writer.WriteStartArray();
                        foreach (var item in list.Items)
                        {
                            Write(item);
                        }

                        writer.WriteEndArray();
                        break;
                    case YamlScalar scalar:
                        writer.WriteStringValue(scalar.Value);
                        break;
                }
            }
        }

        return buffer.ToArray();
    }
}
