using System.Text.Json;
using Lanyard.Aws.Wire;

namespace Lanyard.Aws.Protocols;

/// <summary>
/// The two JSON protocols: AWS JSON, whose operation stands in <c>X-Amz-Target</c>, and REST JSON, whose operation is method
/// and path. They share bodies and errors.
/// </summary>
public static class JsonProtocol
{
    /// <summary>Writes a REST JSON request.</summary>
    /// <param name="target">Where it goes.</param>
    /// <param name="method">The method.</param>
    /// <param name="pathAndQuery">Path and query, encoded, with a leading slash.</param>
    /// <param name="write">Writes the members of the body's object; <see langword="null"/> for no body.</param>
    public static WireRequest Rest(WireTarget target, string method, string pathAndQuery, Action<Utf8JsonWriter>? write = null)
    {
        var headers = new WireHeaders(("Host", target.Host));
        return write is null
            ? new WireRequest(method, target.Path(pathAndQuery), headers, Stream.Null)
            : new WireRequest(method, target.Path(pathAndQuery), headers.With("Content-Type", "application/json"), Object(write));
    }

    /// <summary>Writes an AWS JSON 1.1 request.</summary>
    /// <param name="target">Where it goes.</param>
    /// <param name="operation">The operation with its service prefix, such as <c>AWSOrganizationsV20161128.ListAccounts</c>.</param>
    /// <param name="write">Writes the members of the body's object.</param>
    public static (WireRequest Request, byte[] Body) Rpc(WireTarget target, string operation, Action<Utf8JsonWriter> write)
    {
        var body = Object(write);
        var headers = new WireHeaders(("Host", target.Host), ("Content-Type", "application/x-amz-json-1.1"), ("X-Amz-Target", operation));
        return (new WireRequest("POST", target.Path("/"), headers, body), body);
    }

    /// <summary>Reads a good answer's object.</summary>
    /// <exception cref="AwsServiceException">The answer is an error, or isn't a JSON object.</exception>
    public static JsonElement Result(WireResponse response, string service, string operation)
    {
        ArgumentNullException.ThrowIfNull(response);
        var body = Parse(response);
        if (!response.IsSuccess)
        {
            throw new AwsServiceException(new AwsServiceError(
                service, operation, ErrorCode(response) ?? $"Http{response.Status}",
                Text(body, "message") ?? Text(body, "Message") ?? Text(body, "error_description") ?? "the answer has no error message in AWS's form",
                response.Status, WireClient.ServerTime(response)));
        }

        return body ?? throw new AwsServiceException(new AwsServiceError(
            service, operation, "UnreadableAnswer", "the answer isn't the JSON that AWS sends; is the endpoint an AWS service?",
            response.Status, WireClient.ServerTime(response)));
    }

    /// <summary>
    /// Reads the error code: the <c>X-Amzn-ErrorType</c> header, else <c>__type</c> or <c>code</c> in the body, with any
    /// namespace before it and address behind it taken away.
    /// </summary>
    public static string? ErrorCode(WireResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        var body = Parse(response);
        var code = response.Headers.Get("X-Amzn-ErrorType") is { Length: > 0 } header ? header : Text(body, "__type") ?? Text(body, "code");
        if (string.IsNullOrEmpty(code))
        {
            return null;
        }

        code = code.Split(':')[0];
        return code[(code.LastIndexOf('#') + 1)..];
    }

    /// <summary>Gets a member, or <see langword="null"/>.</summary>
    public static JsonElement? Member(JsonElement? element, string name)
    {
        try
        {
            return element is { ValueKind: JsonValueKind.Object } o && o.TryGetProperty(name, out var value) ? value : null;
        }
        catch (InvalidOperationException)
        {
            // The parser doesn't look into strings: some name here is half of a surrogate pair, or not UTF-8.
            return null;
        }
    }

    /// <summary>Gets a string member, or <see langword="null"/>.</summary>
    public static string? Text(JsonElement? element, string name)
    {
        try
        {
            return Member(element, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // As above, the value this time.
            return null;
        }
    }

    /// <summary>Gets a whole-number member, or <see langword="null"/>.</summary>
    public static long? Number(JsonElement? element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) ? number : null;

    /// <summary>Writes an object to UTF-8.</summary>
    /// <param name="write">Writes its members.</param>
    public static byte[] Object(Action<Utf8JsonWriter> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, JsonText.Plain))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static JsonElement? Parse(WireResponse response)
    {
        if (response.Body.IsEmpty)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(response.Body);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
