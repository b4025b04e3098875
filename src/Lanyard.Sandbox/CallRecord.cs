using System.Globalization;
using System.Text;
using Lanyard.Aws.Protocols;

namespace Lanyard.Sandbox;

/// <summary>What the call log says of one request. Never holds a secret: ids, names and codes alone.</summary>
/// <param name="Time">When the request came.</param>
/// <param name="Service">The service that was called, such as <c>sts</c>; empty when nobody could tell.</param>
/// <param name="Operation">The operation; <see langword="null"/> when nobody could tell.</param>
/// <param name="AccessKeyId">The access key id that the request named, good or not; <see langword="null"/> for unsigned requests.</param>
/// <param name="Principal">Who called; <see langword="null"/> when the request proved nobody.</param>
/// <param name="Decision">What policies decided: <c>allowed</c>, <c>implicitDeny</c>, <c>explicitDeny</c>; <see langword="null"/> when none was asked.</param>
/// <param name="Status">The HTTP status of the answer.</param>
/// <param name="Error">The error code of the answer; <see langword="null"/> for a good one.</param>
/// <param name="Reason">Why policies decided so: statements with their places; or why the call was denied whatever they say; else <see langword="null"/>.</param>
public sealed record CallRecord(
    DateTimeOffset Time, string Service, string? Operation, string? AccessKeyId, string? Principal, string? Decision, int Status, string? Error, string? Reason = null)
{
    /// <summary>Gets the denial in full, sealed: <c>sts:DecodeAuthorizationMessage</c> of the same sandbox opens it. <see langword="null"/> where policies denied nothing.</summary>
    public string? EncodedMessage { get; init; }

    /// <summary>Gives the record as one line of JSON, without the line's end.</summary>
    public string ToJsonLine() => Encoding.UTF8.GetString(JsonProtocol.Object(json =>
    {
        json.WriteString("time", Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        json.WriteString("service", Service);
        json.WriteString("operation", Operation);
        json.WriteString("accessKeyId", AccessKeyId);
        json.WriteString("principal", Principal);
        json.WriteString("decision", Decision);
        json.WriteNumber("status", Status);
        json.WriteString("error", Error);
        json.WriteString("reason", Reason);
        json.WriteString("encodedMessage", EncodedMessage);
    }));
}
