using System.Text;
using System.Text.Json;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Wire;

namespace Lanyard.Sandbox.Journal;

/// <summary>A line of a journal behind its first.</summary>
/// <param name="Drawn">How many random bytes it took: other than this, and ids are no longer what they were.</param>
internal abstract record JournalEntry(long Drawn)
{
    /// <summary>Gives the entry as a line, with its end.</summary>
    public byte[] ToLine() =>
    [
        .. JsonProtocol.Object(json =>
        {
            Write(json);
            json.WriteNumber("drawn", Drawn);
        }),
        (byte)'\n',
    ];

    /// <summary>Reads an entry.</summary>
    /// <exception cref="JsonException">The line is broken.</exception>
    public static JournalEntry Read(ReadOnlyMemory<byte> line)
    {
        using var document = JsonDocument.Parse(line);
        var root = document.RootElement;
        try
        {
            var drawn = root.GetProperty("drawn").GetInt64();
            if (root.TryGetProperty("start", out var start))
            {
                return new JournaledStart(start.GetInt32(), drawn);
            }

            var (id, time) = (root.GetProperty("call").GetString()!, root.GetProperty("time").GetDateTimeOffset());
            return root.TryGetProperty("issue", out var issued)
                ? new JournaledIssue(id, time, issued[0].GetString()!, issued[1].GetString()!, issued[2].GetString()!, drawn)
                : JournaledCall.Read(root, id, time, drawn);
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            throw new JsonException("the line is not an entry", e);
        }
    }

    /// <summary>Writes the members that are the entry's own.</summary>
    protected abstract void Write(Utf8JsonWriter json);
}

/// <summary>A sandbox started on the journal.</summary>
/// <param name="Number">The how manieth time, from 1.</param>
/// <param name="Drawn">The random bytes that the seed and the services took.</param>
internal sealed record JournaledStart(int Number, long Drawn) : JournalEntry(Drawn)
{
    protected override void Write(Utf8JsonWriter json) => json.WriteNumber("start", Number);
}

/// <summary>Credentials that were issued without a request.</summary>
internal sealed record JournaledIssue(string Id, DateTimeOffset Time, string UserName, string AccountId, string PermissionSet, long Drawn) : JournalEntry(Drawn)
{
    protected override void Write(Utf8JsonWriter json)
    {
        json.WriteString("call", Id);
        json.WriteString("time", Time);
        json.WriteStartArray("issue");
        json.WriteStringValue(UserName);
        json.WriteStringValue(AccountId);
        json.WriteStringValue(PermissionSet);
        json.WriteEndArray();
    }
}

/// <summary>A request that changed something.</summary>
/// <param name="Id">The label of its random bytes.</param>
/// <param name="Time">When it was answered, by the sandbox's clock.</param>
/// <param name="ClientTime">The same by the clients' clocks.</param>
/// <param name="Request">The request, its body apart.</param>
/// <param name="Body">The body.</param>
/// <param name="Status">The status of the answer.</param>
/// <param name="Drawn">The random bytes that it took.</param>
internal sealed record JournaledCall(
    string Id, DateTimeOffset Time, DateTimeOffset ClientTime, WireRequest Request, ReadOnlyMemory<byte> Body, int Status, long Drawn) : JournalEntry(Drawn)
{
    /// <summary>Reads one.</summary>
    public static JournaledCall Read(JsonElement root, string id, DateTimeOffset time, long drawn)
    {
        var headers = new WireHeaders(root.GetProperty("headers").EnumerateArray().Select(h => new WireHeader(h[0].GetString()!, h[1].GetString()!)));
        var body = root.TryGetProperty("body", out var text) ? Encoding.UTF8.GetBytes(text.GetString()!) : root.GetProperty("bytes").GetBytesFromBase64();
        return new JournaledCall(
            id, time, root.TryGetProperty("clientTime", out var client) ? client.GetDateTimeOffset() : time,
            new WireRequest(root.GetProperty("method").GetString()!, root.GetProperty("target").GetString()!, headers, Stream.Null),
            body, root.GetProperty("status").GetInt32(), drawn);
    }

    protected override void Write(Utf8JsonWriter json)
    {
        json.WriteString("call", Id);
        json.WriteString("time", Time);
        if (ClientTime != Time)
        {
            json.WriteString("clientTime", ClientTime);
        }

        json.WriteString("method", Request.Method);
        json.WriteString("target", Request.Target);
        json.WriteStartArray("headers");
        foreach (var header in Request.Headers)
        {
            json.WriteStartArray();
            json.WriteStringValue(header.Name);
            json.WriteStringValue(header.Value);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        if (System.Text.Unicode.Utf8.IsValid(Body.Span))
        {
            json.WriteString("body", Body.Span);
        }
        else
        {
            json.WriteBase64String("bytes", Body.Span);
        }

        json.WriteNumber("status", Status);
    }
}
