using System.Text.Json;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.CloudTrail;

/// <summary>What of a call's parameters its account's trail shows.</summary>
internal static class TrailParameters
{
    private const int Longest = 2048;
    private const int Most = 32;

    // Names, ids and documents; whatever else a call brings may be a secret, a password or a token.
    private static readonly string[] Shown =
        ["Name", "Arn", "ARN", "Arns", "Id", "Path", "PathPrefix", "PolicyDocument", "PolicyType", "DurationSeconds", "Description", "SerialNumber", "SetAsDefault", "MaxSessionDuration"];

    /// <summary>Gives what the trail needs of a call; <see langword="null"/> where no signature proved who called.</summary>
    public static CallOrigin? Origin(CallContext call) => call.Caller is not { } caller || call.Region is not { } region ? null : new CallOrigin(
        caller, region, call.RequestId, call.ErrorMessage, call.Request.Headers.Get("User-Agent") is { Length: <= 1024 } agent ? agent : null, [.. Of(call)]);

    private static IEnumerable<KeyValuePair<string, string>> Of(CallContext call)
    {
        var pairs = call.Form.Count > 0 || call.Query.Count > 0 ? call.Form.Concat(call.Query) : Members(call.Body);
        return pairs
            .Where(p => p.Value.Length <= Longest && Shown.Any(s => p.Key.EndsWith(s, StringComparison.Ordinal)) && p.Key.All(char.IsAsciiLetter))
            .DistinctBy(p => p.Key)
            .Take(Most);
    }

    private static List<KeyValuePair<string, string>> Members(ReadOnlyMemory<byte> body)
    {
        var members = new List<KeyValuePair<string, string>>();
        try
        {
            using var document = JsonDocument.Parse(body.IsEmpty ? "{}"u8.ToArray() : body);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                members.AddRange(document.RootElement.EnumerateObject()
                    .Where(m => m.Value.ValueKind == JsonValueKind.String)
                    .Select(m => new KeyValuePair<string, string>(m.Name, m.Value.GetString()!)));
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // A body that can't be read has no parameters.
        }

        return members;
    }
}
