using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Iam;

/// <summary>The operations on tags, for all that takes them.</summary>
internal static class TagOperations
{
    public static IReadOnlyList<IamOperation> All { get; } =
    [
        .. For(EntityKinds.User), .. For(EntityKinds.Role), .. For(EntityKinds.InstanceProfile), .. For(EntityKinds.Policy),
        .. For(EntityKinds.OidcProvider), .. For(EntityKinds.MfaDevice),
    ];

    /// <summary>Adds tags; one whose key is there takes its place.</summary>
    public static T Tag<T>(T entity, IEnumerable<KeyValuePair<string, string>> tags)
        where T : IamEntity
    {
        var all = tags.Aggregate(entity.Tags, (with, tag) => with.Remove(tag.Key).Add(tag.Key, tag.Value));
        return all.Count <= Quotas.Tags ? (T)((IamEntity)entity with { Tags = all }) : throw IamFaults.LimitExceeded($"The number of tags has reached the maximum limit: {Quotas.Tags}");
    }

    private static IamOperation[] For<T>(EntityKind<T> kind)
        where T : IamEntity =>
    [
        new($"Tag{kind.Noun}", call => Tag(call, kind)),
        new($"Untag{kind.Noun}", call => Untag(call, kind)),
        new($"List{kind.Noun}Tags", call => List(call, kind)),
    ];

    private static void Tag<T>(IamCall call, EntityKind<T> kind)
        where T : IamEntity
    {
        var tags = call.Parameters.Tags;
        if (tags.IsEmpty)
        {
            throw IamParameters.Missing("tags");
        }

        kind.Put(call.Account, Tag(kind.Find(call, new Keys().WithTags(tags)), tags));
    }

    private static void Untag<T>(IamCall call, EntityKind<T> kind)
        where T : IamEntity
    {
        var keys = call.Parameters.RequiredTexts("TagKeys", 1, 128);
        var entity = kind.Find(call, new Keys().WithTagKeys(keys));
        kind.Put(call.Account, (T)((IamEntity)entity with { Tags = entity.Tags.RemoveRange(keys) }));
    }

    private static void List<T>(IamCall call, EntityKind<T> kind)
        where T : IamEntity
    {
        var entity = kind.Find(call, null);
        call.Page("Tags", entity.Tags, t => t.Key, t => call.Result.Text("Key", t.Key).Text("Value", t.Value));
    }
}
