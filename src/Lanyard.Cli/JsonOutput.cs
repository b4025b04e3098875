using System.Text.Json;
using Lanyard.Aws.Protocols;

namespace Lanyard.Cli;

/// <summary>Writes the JSON that commands give scripts: indented, with a final line break.</summary>
internal static class JsonOutput
{
    /// <summary>Writes an object.</summary>
    /// <param name="write">Writes its members.</param>
    public static ReadOnlySpan<byte> Object(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, JsonText.Indented))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }
}
