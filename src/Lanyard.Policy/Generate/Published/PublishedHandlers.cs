using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Lanyard.Policy.Catalog;

namespace Lanyard.Policy.Generate.Published;

/// <summary>
/// The handlers' permissions of all resource types, in a form in which one type is found without reading the others: a line of text for each.
/// </summary>
public sealed class PublishedHandlers
{
    private const string Format = "lanyard-handlers 1";

    private readonly byte[] _text;

    private PublishedHandlers(byte[] text, DateOnly date, int count)
    {
        _text = text;
        Date = date;
        Count = count;
    }

    /// <summary>Gets the day when they were read from AWS.</summary>
    public DateOnly Date { get; }

    /// <summary>Gets how many types there are.</summary>
    public int Count { get; }

    private static ReadOnlySpan<byte> End => "\nend\n"u8;

    /// <summary>Writes them.</summary>
    /// <param name="schemas">The types; of those that come twice the first is taken.</param>
    /// <param name="date">The day.</param>
    public static byte[] Write(IEnumerable<ResourceSchema> schemas, DateOnly date)
    {
        ArgumentNullException.ThrowIfNull(schemas);
        var all = schemas.DistinctBy(s => s.Type, StringComparer.Ordinal).OrderBy(s => s.Type, StringComparer.Ordinal).ToArray();
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{Format} {date:yyyy-MM-dd} {all.Length}\n");
        foreach (var schema in all)
        {
            text.Append(schema.Type);
            foreach (var (handler, permissions) in schema.Handlers)
            {
                text.Append('\t').Append(handler).Append(' ').AppendJoin(' ', permissions);
            }

            text.Append('\n');
        }

        return Encoding.ASCII.GetBytes(text.Append("end\n").ToString());
    }

    /// <summary>Opens what was written.</summary>
    /// <param name="text">The bytes.</param>
    /// <exception cref="CatalogueException">They are something else, or not all of it.</exception>
    public static PublishedHandlers Open(byte[] text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var line = text.AsSpan().IndexOf((byte)'\n') is > 0 and < 100 and var end ? Encoding.ASCII.GetString(text, 0, end) : "";
        return line.StartsWith(Format + " ", StringComparison.Ordinal) && line[(Format.Length + 1)..].Split(' ') is [var day, var number]
            && DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && text.AsSpan().EndsWith(End)
            ? new PublishedHandlers(text, date, count)
            : throw new CatalogueException("it holds no handlers' permissions, or not all of them");
    }

    /// <summary>Finds a type.</summary>
    /// <param name="type">The type, such as <c>AWS::SQS::Queue</c>.</param>
    public ResourceSchema? Find(string type)
    {
        var start = _text.AsSpan().IndexOf(Encoding.UTF8.GetBytes($"\n{type}\t"));
        if (start < 0)
        {
            return null;
        }

        var line = _text.AsSpan(start + 1);
        var parts = Encoding.ASCII.GetString(line[..line.IndexOf((byte)'\n')]).Split('\t');
        return new ResourceSchema(type, [.. parts.Skip(1).Select(p => p.Split(' ')).Select(words => (words[0], words.Skip(1).ToImmutableArray()))]);
    }
}
