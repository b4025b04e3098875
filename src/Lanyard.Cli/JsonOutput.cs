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

    /// <summary>Writes a list.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="name">Its name.</param>
    /// <param name="items">What is in it.</param>
    /// <param name="write">Writes one of them, as a value.</param>
    public static void List<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            write(item);
        }

        json.WriteEndArray();
    }

    /// <summary>Writes a list of objects.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="name">Its name.</param>
    /// <param name="items">What is in it.</param>
    /// <param name="write">Writes the members of one of them.</param>
    public static void Objects<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> write) => List(json, name, items, item =>
    {
        json.WriteStartObject();
        write(item);
        json.WriteEndObject();
    });
}
