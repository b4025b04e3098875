using Lanyard.Aws.Wire;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.S3;

/// <summary>What the headers of a request want beside an object or a bucket. All of it is asked for before anything is stored.</summary>
internal static class PutRequest
{
    private static readonly string[] Grants = ["x-amz-grant-full-control", "x-amz-grant-read", "x-amz-grant-read-acp", "x-amz-grant-write", "x-amz-grant-write-acp"];

    /// <summary>Asks whether an object may be put: "PutObject", Amazon S3 API Reference.</summary>
    /// <returns>The tags that it gets, as XML; <see langword="null"/> for none.</returns>
    /// <exception cref="ServiceFault">It may not, or it should be locked.</exception>
    public static string? Authorize(S3Call call)
    {
        var (arn, tags) = (call.ObjectArn(), TagsOf(call));
        Keys KeysOf()
        {
            var keys = AclKeys(call)
                .With("s3:x-amz-server-side-encryption", call.Header("x-amz-server-side-encryption"))
                .With("s3:x-amz-server-side-encryption-aws-kms-key-id", call.Header("x-amz-server-side-encryption-aws-kms-key-id"))
                .With("s3:x-amz-storage-class", call.Header("x-amz-storage-class"))
                .With("s3:object-lock-mode", call.Header("x-amz-object-lock-mode"))
                .With("s3:object-lock-retain-until-date", call.Header("x-amz-object-lock-retain-until-date"))
                .With("s3:object-lock-legal-hold", call.Header("x-amz-object-lock-legal-hold"));
            tags?.ForEach(tag => keys.With($"s3:RequestObjectTag/{tag.Key}", tag.Value));
            return tags is { Count: > 0 } ? keys.WithMany("s3:RequestObjectTagKeys", tags.ConvertAll(tag => tag.Key)) : keys;
        }

        call.Authorize("PutObject", arn, KeysOf());
        var isRetained = call.Header("x-amz-object-lock-mode") is not null || call.Header("x-amz-object-lock-retain-until-date") is not null;
        var isHeld = call.Header("x-amz-object-lock-legal-hold") is not null;
        foreach (var (_, action) in new[] { (HasAcl(call), "PutObjectAcl"), (tags is not null, "PutObjectTagging"), (isRetained, "PutObjectRetention"), (isHeld, "PutObjectLegalHold") }.Where(asked => asked.Item1))
        {
            call.Authorize(action, arn, KeysOf());
        }

        if (isRetained || isHeld)
        {
            throw call.Bucket().Settings.ContainsKey(Bucket.Locked) ? S3Faults.NotImplemented("locks of objects")
                : new ServiceFault("InvalidRequest", 400, "Bucket is missing Object Lock Configuration");
        }

        return tags is null ? null : $"<TagSet>{string.Concat(tags.Select(t => $"<Tag>{S3Call.Element("Key", t.Key)}{S3Call.Element("Value", t.Value)}</Tag>"))}</TagSet>";
    }

    /// <summary>Gives the condition keys of the ACL that a request wants.</summary>
    public static Keys AclKeys(S3Call call) => Grants.Aggregate(new Keys().With("s3:x-amz-acl", call.Header("x-amz-acl")), (keys, grant) => keys.With($"s3:{grant}", call.Header(grant)));

    /// <summary>
    /// Asks for what a new bucket shall have beside its name: "CreateBucket", Amazon S3 API Reference.
    /// </summary>
    /// <returns>The settings that it begins with.</returns>
    /// <exception cref="ServiceFault">It may not have it.</exception>
    public static IReadOnlyDictionary<string, string> AuthorizeBucket(S3Call call)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        if (HasAcl(call))
        {
            call.Authorize("PutBucketAcl", call.BucketArn, AclKeys(call));
        }

        if (call.Header("x-amz-object-ownership") is { } ownership)
        {
            call.Authorize("PutBucketOwnershipControls", call.BucketArn, new Keys().With("s3:x-amz-object-ownership", ownership));
            settings["ownershipControls"] = ownership is "BucketOwnerPreferred" or "ObjectWriter" or "BucketOwnerEnforced"
                ? $"<OwnershipControls xmlns=\"{S3Call.Xmlns}\"><Rule><ObjectOwnership>{ownership}</ObjectOwnership></Rule></OwnershipControls>"
                : throw S3Faults.InvalidArgument("Invalid x-amz-object-ownership header");
        }

        if (string.Equals(call.Header("x-amz-bucket-object-lock-enabled"), "true", StringComparison.OrdinalIgnoreCase))
        {
            call.Authorize("PutBucketObjectLockConfiguration", call.BucketArn);
            call.Authorize("PutBucketVersioning", call.BucketArn);
            settings["versioning"] = $"<VersioningConfiguration xmlns=\"{S3Call.Xmlns}\"><Status>Enabled</Status></VersioningConfiguration>";
            settings[Bucket.Locked] = "";
        }

        return settings;
    }

    // An ACL that is private is what there is without one.
    private static bool HasAcl(S3Call call) => call.Header("x-amz-acl") is not (null or "private") || Grants.Any(grant => call.Header(grant) is not null);

    // A copy has the tags of its source, unless it shall have others.
    private static List<KeyValuePair<string, string>>? TagsOf(S3Call call) => call.Header("x-amz-tagging") is not { } tags
        || (call.Header("x-amz-copy-source") is not null && call.Header("x-amz-tagging-directive") != "REPLACE") ? null : [.. QueryString.Parse(tags)];
}
