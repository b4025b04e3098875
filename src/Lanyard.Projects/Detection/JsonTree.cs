using System.Text;
using System.Text.Json;
using Lanyard.Projects.Yaml;

namespace Lanyard.Projects.Detection;

/// <summary>Reads JSON, with comments and trailing commas, into nodes that know their line.</summary>
internal static class JsonTree
{
    private const int MaxDepth = 64;

    /// <exception cref="ProjectFileException">It is not JSON.</exception>
    public static YamlNode Parse(ReadOnlySpan<byte> bytes, string path)
    {
        if (bytes.StartsWith(Encoding.UTF8.Preamble))
        {
            bytes = bytes[Encoding.UTF8.Preamble.Length..];
        }

        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = MaxDepth, CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        var lines = new LineCount();
        try
        {
            return reader.Read() ? ReadValue(ref reader, bytes, ref lines) : throw Broken(path, 1);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second is a text that is not UTF-8.
            throw Broken(path, e is JsonException json ? (int)(json.LineNumber ?? 0) + 1 : lines.Line);
        }
    }

    private static ProjectFileException Broken(string path, int line) => new(path, line, 1, "JSON_INVALID", "this is not valid JSON", "correct it");

    private static YamlNode ReadValue(ref Utf8JsonReader reader, ReadOnlySpan<byte> bytes, ref LineCount lines)
    {
        var line = lines.At(bytes, (int)reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var entries = new List<YamlEntry>();
                var seen = new HashSet<string>(StringComparer.Ordinal);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var key = new YamlScalar(reader.GetString()!, isPlain: false, lines.At(bytes, (int)reader.TokenStartIndex), 1);
                    reader.Read();
                    var value = ReadValue(ref reader, bytes, ref lines);
                    if (seen.Add(key.Value))
                    {
                        entries.Add(new YamlEntry(key, value));
                    }
                }

                return new YamlMapping(entries, line, 1);
            case JsonTokenType.StartArray:
                var items = new List<YamlNode>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    items.Add(ReadValue(ref reader, bytes, ref lines));
                }

                return new YamlSequence(items, line, 1);
            case JsonTokenType.String:
                return new YamlScalar(reader.GetString()!, isPlain: false, line, 1);
            default:
                return new YamlScalar(Encoding.UTF8.GetString(reader.ValueSpan), isPlain: true, line, 1);
        }
    }

    /// <summary>Counts line breaks once, as places come in their order.</summary>
    private struct LineCount
    {
        private int _counted;

        public LineCount() => Line = 1;

        public int Line { get; private set; }

        public int At(ReadOnlySpan<byte> bytes, int offset)
        {
            Line += bytes[_counted..offset].Count((byte)'\n');
            _counted = offset;
            return Line;
        }
    }
}
