using System.Globalization;
using System.Text.Json;
using Lanyard.Sandbox.Routing;

namespace Lanyard.Sandbox.CloudTrail;

/// <summary>The LookupEvents operation, over the newest calls of the caller's account. In AWS an event takes some minutes to be found; here it is there at once.</summary>
internal static class LookupEvents
{
    private const int MostEvents = 50;

    private static readonly string[] Attributes = ["EventId", "EventName", "ReadOnly", "Username", "ResourceType", "ResourceName", "EventSource", "AccessKeyId"];

    public static IEnumerable<JsonOperation> All { get; } = [new("LookupEvents", Run)];

    private static void Run(JsonCall call, Utf8JsonWriter json)
    {
        call.Authorize();
        var attributes = call.Input.Structures("LookupAttributes");
        if (attributes.Length > 1)
        {
            throw new ServiceFault("InvalidLookupAttributesException", 400, "You can only specify one lookup attribute.");
        }

        var (name, value) = attributes is [var only] ? (only.Word("AttributeKey", Attributes), only.Text("AttributeValue", 1, 2000)) : (null, "");
        var isInsight = call.Input.OptionalWord("EventCategory", "insight") is not null;
        var from = call.Input.Time("StartTime") ?? DateTimeOffset.MinValue;
        var to = call.Input.Time("EndTime") ?? DateTimeOffset.MaxValue;
        if (from > to)
        {
            throw new ServiceFault("InvalidTimeRangeException", 400, "The start time must be before the end time.");
        }

        // The sandbox has no insights.
        var events = isInsight ? [] : call.State.Calls.After(0)
            .Where(c => c.Origin is not null)
            .Select(c => new TrailEvent(c, c.Origin!))
            .Where(e => e.IsOf(call.Caller.AccountId, call.Region) && e.Time >= from && e.Time <= to && (name is null || Has(e, name, value)));
        call.Page(json, "Events", events, e => (long.MaxValue - e.Number).ToString("d19", CultureInfo.InvariantCulture), e => e.Write(json), MostEvents);
    }

    private static bool Has(TrailEvent found, string name, string value) => name switch
    {
        "EventId" => found.Id == value,
        "EventName" => found.Name == value,
        "ReadOnly" => value == (found.IsReading ? "true" : "false"),
        "Username" => found.UserName == value,
        "EventSource" => found.Source == value,
        "AccessKeyId" => found.KeyId == value,
        "ResourceType" => found.CalledUpon.Any(r => r.Type == value),
        _ => found.CalledUpon.Any(r => r.Name == value),
    };
}
