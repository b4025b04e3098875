using System.Text.Json;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Organizations;

/// <summary>The operations on tags.</summary>
internal static class OrganizationTags
{
    private const int Most = 50;

    public static IEnumerable<JsonOperation> All { get; } =
    [
        OrganizationCall.Of("TagResource", CallableBy.ManagementOrDelegated, Tag),
        OrganizationCall.Of("UntagResource", CallableBy.ManagementOrDelegated, Untag),
        OrganizationCall.Of("ListTagsForResource", CallableBy.Administrators, List),
    ];

    /// <summary>Reads the tags of a request.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Read(JsonParameters input)
    {
        var tags = input.Structures("Tags", 200).Select(t => KeyValuePair.Create(t.Text("Key", 1, 128), t.Text("Value", 0, 256))).ToList();
        return tags.DistinctBy(t => t.Key).Count() == tags.Count
            ? tags
            : throw OrganizationFaults.Invalid("DUPLICATE_TAG_KEY", "Tag keys must be unique among the tags attached to the same entity.");
    }

    /// <summary>Adds tags.</summary>
    public static Organization Tag(Organization organization, string id, IReadOnlyList<KeyValuePair<string, string>> tags)
    {
        var tagged = tags.Count == 0 ? organization : organization.Tag(id, tags);
        return tagged.TagsOf(id).Count <= Most
            ? tagged
            : throw OrganizationFaults.Constraint("MAX_TAG_LIMIT_EXCEEDED", "You have exceeded the number of tags allowed on this resource.");
    }

    private static void Tag(OrganizationCall call, Utf8JsonWriter json)
    {
        var tags = Read(call.Input);
        if (tags.Count == 0)
        {
            throw call.Input.Missing("Tags");
        }

        var id = Find(call, new Keys().WithTags(tags));
        call.Save(Tag(call.Organization, id, tags));
    }

    private static void Untag(OrganizationCall call, Utf8JsonWriter json)
    {
        var keys = call.Input.Texts("TagKeys");
        var id = Find(call, new Keys().WithTagKeys(keys));
        var organization = call.Organization;
        call.Save(organization with { Tags = organization.Tags.SetItem(id, organization.TagsOf(id).RemoveRange(keys)) });
    }

    private static void List(OrganizationCall call, Utf8JsonWriter json)
    {
        var id = Find(call, null);
        call.Page(json, "Tags", call.Organization.TagsOf(id), t => t.Key, t => json.Object(null, () =>
        {
            json.WriteString("Key", t.Key);
            json.WriteString("Value", t.Value);
        }));
    }

    private static string Find(OrganizationCall call, Keys? keys)
    {
        var id = call.Input.Text("ResourceId", 1, 130, Shapes.TaggableId());
        var organization = call.Organization;
        if (id.StartsWith("p-", StringComparison.Ordinal))
        {
            call.Authorize(organization.PolicyArn(id), keys);
            return organization.Policies.GetValueOrDefault(id) switch
            {
                null => throw OrganizationFaults.TargetNotFound(),
                { IsOfAws: true } when keys is not null => throw OrganizationFaults.Invalid("TARGET_NOT_SUPPORTED", "You can't perform the specified operation on that target entity."),
                _ => id,
            };
        }

        if (id.StartsWith("rp-", StringComparison.Ordinal))
        {
            call.Authorize(organization.Arn("resourcepolicy", id), keys);
            return organization.Delegation?.Id == id ? id : throw OrganizationFaults.TargetNotFound();
        }

        call.AuthorizeTarget(id, keys);
        return organization.IsTarget(id) ? id : throw OrganizationFaults.TargetNotFound();
    }
}
