using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.S3;

/// <summary>What an object is copied from: "CopyObject", Amazon S3 API Reference.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Key">The object's key.</param>
/// <param name="VersionId">The version; <see langword="null"/> for the one that is there now.</param>
internal sealed record CopySource(string Bucket, string Key, string? VersionId)
{
    private const string VersionIn = "?versionId=";

    /// <summary>Reads it off a request.</summary>
    /// <exception cref="ServiceFault">It names no object.</exception>
    public static CopySource Read(S3Call call)
    {
        var text = call.Header("x-amz-copy-source")!;
        var end = text.IndexOf(VersionIn, StringComparison.Ordinal);
        var path = Uri.UnescapeDataString(end < 0 ? text : text[..end]);
        return path.TrimStart('/').Split('/', 2) is [var bucket, { Length: > 0 } key]
            ? new CopySource(bucket, key, end < 0 ? null : Uri.UnescapeDataString(text[(end + VersionIn.Length)..]))
            : throw S3Faults.InvalidArgument("Copy Source must mention the source bucket and key: sourcebucket/sourcekey");
    }

    /// <summary>Asks whether it may be read.</summary>
    public void Authorize(S3Call call) => Ask(call, VersionId is null ? "GetObject" : "GetObjectVersion");

    /// <summary>Asks whether its tags may be read, and given to the copy.</summary>
    public void AuthorizeTags(S3Call call)
    {
        Ask(call, VersionId is null ? "GetObjectTagging" : "GetObjectVersionTagging");
        call.Authorize("PutObjectTagging", call.ObjectArn());
    }

    /// <summary>Finds it.</summary>
    /// <exception cref="ServiceFault">It isn't there, or is the mark of what was deleted.</exception>
    public ObjectVersion Find(S3Call call)
    {
        var bucket = call.State.Buckets.Find(Bucket) ?? throw S3Faults.NoSuchBucket();
        return VersionId is null ? bucket.Current(Key) ?? throw call.NoSuchKey(Bucket) : bucket.Objects.GetValueOrDefault(Key)?.Find(v => v.VersionId == VersionId) switch
        {
            null => throw S3Faults.NoSuchVersion(),
            { Data: null } => throw new ServiceFault("InvalidRequest", 400, "The source of a copy request may not specifically refer to a delete marker by version id."),
            var found => found,
        };
    }

    private void Ask(S3Call call, string action) => call.Authorize(action, $"arn:{call.State.Seed.Partition}:s3:::{Bucket}/{Key}", new Keys().With("s3:VersionId", VersionId));
}
