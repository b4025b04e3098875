using System.Collections.Immutable;
using System.Text.Json;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.ApiGateway;

/// <summary>The tags of what API Gateway has. What is called is the path <c>/tags/ARN</c>, and the ARN stands escaped in the ARN that policies see.</summary>
internal static class TagOperations
{
    public static ApiRoute[] All { get; } =
    [
        new("GetTags", "GET", "/tags/{}", Get),
        new("TagResource", "PUT", "/tags/{}", Tag, 204),
        new("UntagResource", "DELETE", "/tags/{}", Untag, 204),
    ];

    /// <summary>Gives the tags of something: what calls set, or else the template's and the stack's.</summary>
    public static ImmutableSortedDictionary<string, string> TagsOf(ApiCall call, string arn, Stack stack, StackResource resource) =>
        call.State.Apis.TagsOf(arn) ?? Own(resource).Concat(stack.Plan?.Tags ?? []).DistinctBy(t => t.Key).ToImmutableSortedDictionary(StringComparer.Ordinal);

    private static IEnumerable<KeyValuePair<string, string>> Own(StackResource resource) =>
        resource.Properties.Find("Tags")?.Items.Where(t => t.Find("Key") is not null).Select(t => new KeyValuePair<string, string>(t.Find("Key")!.Text, t.Find("Value")?.Text ?? "")) ?? [];

    private static void Get(ApiCall call, Utf8JsonWriter json)
    {
        call.RequireKnown("limit", "position");
        call.Authorize(PathOf(call));
        ApiCall.WriteMap(json, "tags", Present(call));
    }

    private static void Tag(ApiCall call, Utf8JsonWriter json)
    {
        _ = json;
        call.RequireKnown();
        var tags = Texts(call, "tags");
        call.Authorize(PathOf(call), new Keys().WithTags(tags));
        var present = Present(call);
        call.State.Apis.SetTags(call.Named[0], present.SetItems(tags));
    }

    private static void Untag(ApiCall call, Utf8JsonWriter json)
    {
        _ = json;
        call.RequireKnown("tagKeys");
        var names = call.Parameters("tagKeys").ToList();
        call.Authorize(PathOf(call), new Keys().WithTagKeys(names));
        var present = Present(call);
        call.State.Apis.SetTags(call.Named[0], present.RemoveRange(names));
    }

    private static string PathOf(ApiCall call) => $"/tags/{Uri.EscapeDataString(call.Named[0])}";

    private static ImmutableSortedDictionary<string, string> Present(ApiCall call)
    {
        var arn = call.Named[0];
        switch (arn.StartsWith(call.ArnOf("/"), StringComparison.Ordinal) ? arn[call.ArnOf("/").Length..].Split('/') : [])
        {
            case ["restapis", var id]:
                var (stack, api) = RestApiOperations.Find(call, id);
                return TagsOf(call, arn, stack, api);
            case ["restapis", var id, "stages", var name]:
                return StageOperations.Find(call, id, name).Tags;
            default:
                throw ApiCall.NotFound("Invalid resource identifier specified");
        }
    }

    private static List<KeyValuePair<string, string>> Texts(ApiCall call, string name)
    {
        var map = call.Input.Structure(name)?.Root ?? throw call.Input.Missing(name);
        return [.. map.EnumerateObject().Select(m => m.Value.ValueKind == JsonValueKind.String
            ? new KeyValuePair<string, string>(m.Name, m.Value.GetString()!)
            : throw call.Input.Invalid(name, "Member must be a text"))];
    }
}
