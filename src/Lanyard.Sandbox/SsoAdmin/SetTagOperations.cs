using System.Collections.Immutable;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.SsoAdmin;

/// <summary>The operations on tags, of the instance and of permission sets.</summary>
internal static class SetTagOperations
{
    private const int MostTags = 50;
    private const int MostInCall = 75;

    public static IEnumerable<JsonOperation> All { get; } =
    [
        CenterCall.Operation("TagResource", Tag), CenterCall.Operation("UntagResource", Untag), CenterCall.Operation("ListTagsForResource", List),
    ];

    /// <summary>Reads the tags of a request.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Read(CenterCall call)
    {
        var tags = call.Input.Structures("Tags", MostInCall)
            .Select(t => new KeyValuePair<string, string>(t.Text("Key", 1, 128, CenterPatterns.TagText), t.Text("Value", 0, 256, CenterPatterns.TagText)))
            .ToList();
        return tags.Select(t => t.Key).Distinct(StringComparer.Ordinal).Count() == tags.Count ? tags
            : throw CenterFaults.Invalid("Tag keys must be unique within a request");
    }

    public static PermissionSet Tag(PermissionSet set, IEnumerable<KeyValuePair<string, string>> tags) => set with { Tags = With(set.Tags, tags) };

    private static void Tag(CenterCall call)
    {
        var tags = call.Input.Has("Tags") ? Read(call) : throw call.Input.Missing("Tags");
        Change(call, new Keys().WithTags(tags), old => With(old, tags));
    }

    private static void Untag(CenterCall call)
    {
        var keys = call.Input.Has("TagKeys") ? call.Input.Texts("TagKeys", MostInCall) : throw call.Input.Missing("TagKeys");
        Change(call, new Keys().WithTagKeys(keys), old => old.RemoveRange(keys));
    }

    private static void List(CenterCall call) => call.Call.Page(call.Json, "Tags", Find(call, new Keys()).Tags, t => t.Key, t =>
    {
        call.Json.WriteStartObject();
        call.Json.WriteString("Key", t.Key);
        call.Json.WriteString("Value", t.Value);
        call.Json.WriteEndObject();
    });

    private static void Change(CenterCall call, Keys keys, Func<ImmutableSortedDictionary<string, string>, ImmutableSortedDictionary<string, string>> change)
    {
        if (Find(call, keys) is { Set: { } set })
        {
            // Tags are of the permission set alone: no account waits for them.
            call.Center.Put(set with { Tags = change(set.Tags) });
        }
        else
        {
            call.Center.Tags = change(call.Center.Tags);
        }
    }

    private static (PermissionSet? Set, ImmutableSortedDictionary<string, string> Tags) Find(CenterCall call, Keys keys)
    {
        var arn = call.Input.Text("ResourceArn", 10, 2048, CenterPatterns.TaggableArn);
        var instance = call.Input.OptionalText("InstanceArn", 10, 1224, CenterPatterns.InstanceArn) ?? call.Center.Place.InstanceArn;
        var set = call.Center.FindSet(arn);
        var isInstance = arn == call.Center.Place.InstanceArn;
        call.Call.Authorize(arn, CenterCall.WithTags(keys, isInstance ? call.Center.Tags : set?.Tags));
        call.RequireInstance(instance);
        return set is not null || isInstance ? (set, set?.Tags ?? call.Center.Tags) : throw CenterFaults.NotFound($"Could not find resource {arn}");
    }

    private static ImmutableSortedDictionary<string, string> With(ImmutableSortedDictionary<string, string> old, IEnumerable<KeyValuePair<string, string>> tags) =>
        old.SetItems(tags) is { Count: <= MostTags } all ? all : throw CenterFaults.QuotaExceeded($"You have exceeded the quota for tags of a resource: {MostTags}");
}
