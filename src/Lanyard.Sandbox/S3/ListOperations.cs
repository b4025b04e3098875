using System.Globalization;
using System.Text;
using Lanyard.Aws.Wire;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.S3;

/// <summary>The operations that list what is in a bucket.</summary>
internal static class ListOperations
{
    private const int MostKeys = 1000;

    public static IReadOnlyDictionary<string, Func<S3Call, WireResponse>> All { get; } = new Dictionary<string, Func<S3Call, WireResponse>>(StringComparer.Ordinal)
    {
        ["ListObjectsV2"] = Newer,
        ["ListObjects"] = Older,
        ["ListObjectVersions"] = Versions,
    };

    private static WireResponse Newer(S3Call call)
    {
        var bucket = Begin(call, "ListBucket");
        var after = call.Query("continuation-token") is { Length: > 0 } token ? Unpack(token) : call.Query("start-after");
        var page = Cut(call, bucket.Objects.Keys.Where(key => bucket.Current(key) is not null), after);
        return S3Call.Xml("ListBucketResult", Head(call)
            + S3Call.Element("KeyCount", (page.Keys.Count + page.Prefixes.Count).ToString(CultureInfo.InvariantCulture))
            + S3Call.Element("ContinuationToken", call.Query("continuation-token")) + S3Call.Element("StartAfter", call.Query("start-after"))
            + S3Call.Element("IsTruncated", page.Next is null ? "false" : "true") + S3Call.Element("NextContinuationToken", page.Next is null ? null : Pack(page.Next))
            + Contents(call, bucket, page.Keys) + Prefixes(call, page.Prefixes));
    }

    private static WireResponse Older(S3Call call)
    {
        var bucket = Begin(call, "ListBucket");
        var page = Cut(call, bucket.Objects.Keys.Where(key => bucket.Current(key) is not null), call.Query("marker"));
        return S3Call.Xml("ListBucketResult", Head(call) + S3Call.Element("Marker", call.Query("marker") ?? "")
            + S3Call.Element("IsTruncated", page.Next is null ? "false" : "true") + S3Call.Element("NextMarker", call.Query("delimiter") is null ? null : page.Next)
            + Contents(call, bucket, page.Keys) + Prefixes(call, page.Prefixes));
    }

    // A key's versions may be cut between two pages: the marker of versions counts beside that of keys.
    private static WireResponse Versions(S3Call call)
    {
        var bucket = Begin(call, "ListBucketVersions");
        var (after, version) = (call.Query("key-marker"), call.Query("version-id-marker"));
        if (version is { Length: > 0 } && after is not { Length: > 0 })
        {
            throw S3Faults.InvalidArgument("A version-id marker cannot be specified without a key marker.");
        }

        var most = call.Number("max-keys", MostKeys, MostKeys);
        var (items, prefixes, last) = (new List<string>(), new List<string>(), ((string Key, string? Version)?)null);
        var isCut = false;
        foreach (var (key, prefix) in Items(call, bucket.Objects.Keys))
        {
            var left = prefix is not null || version is not { Length: > 0 } || key != after ? (after is null || string.CompareOrdinal(prefix ?? key, after) > 0 ? VersionsOf(bucket, prefix is null ? key : null) : [])
                : VersionsOf(bucket, key).SkipWhile(v => v.Version?.VersionId != version).Skip(1);
            foreach (var (one, isLatest) in left)
            {
                if (items.Count + prefixes.Count == most)
                {
                    isCut = most > 0;
                    break;
                }

                (prefix is null ? items : prefixes).Add(prefix ?? Version(call, bucket, key, one!, isLatest));
                last = (prefix ?? key, one?.VersionId);
            }
        }

        return S3Call.Xml("ListVersionsResult", Head(call) + S3Call.Element("KeyMarker", call.Shown(after ?? "")) + S3Call.Element("VersionIdMarker", version ?? "")
            + S3Call.Element("IsTruncated", isCut ? "true" : "false") + S3Call.Element("NextKeyMarker", isCut ? call.Shown(last!.Value.Key) : null) + S3Call.Element("NextVersionIdMarker", isCut ? last!.Value.Version : null)
            + string.Concat(items) + Prefixes(call, prefixes));
    }

    private static IEnumerable<(ObjectVersion? Version, bool IsLatest)> VersionsOf(Bucket bucket, string? key) =>
        key is null ? [(null, false)] : bucket.Objects[key].AsEnumerable().Reverse().Select((version, at) => ((ObjectVersion?)version, at == 0));

    private static string Version(S3Call call, Bucket bucket, string key, ObjectVersion version, bool isLatest)
    {
        var tag = version.Data is null ? "DeleteMarker" : "Version";
        return $"<{tag}>{S3Call.Element("Key", call.Shown(key))}{S3Call.Element("VersionId", version.VersionId)}{S3Call.Element("IsLatest", isLatest ? "true" : "false")}"
            + $"{S3Call.Element("LastModified", S3Call.Time(version.Modified))}{(version.Data is { } data ? Size(version, data) : "")}{BucketOperations.Owner(bucket.AccountId)}</{tag}>";
    }

    private static Bucket Begin(S3Call call, string action)
    {
        var bucket = call.Bucket();
        call.Authorize(action, call.BucketArn, new Keys().With("s3:prefix", call.Query("prefix")).With("s3:delimiter", call.Query("delimiter")).With("s3:max-keys", call.Query("max-keys")));
        return bucket;
    }

    private static string Head(S3Call call) =>
        S3Call.Element("Name", call.Address.Bucket) + S3Call.Element("Prefix", call.Shown(call.Query("prefix") ?? "")) + S3Call.Element("Delimiter", call.Query("delimiter"))
        + S3Call.Element("MaxKeys", call.Number("max-keys", MostKeys, MostKeys).ToString(CultureInfo.InvariantCulture)) + S3Call.Element("EncodingType", call.Query("encoding-type"));

    private static string Contents(S3Call call, Bucket bucket, IEnumerable<string> keys) => string.Concat(keys.Select(key =>
    {
        var current = bucket.Current(key)!;
        return $"<Contents>{S3Call.Element("Key", call.Shown(key))}{S3Call.Element("LastModified", S3Call.Time(current.Modified))}{Size(current, current.Data!)}</Contents>";
    }));

    private static string Size(ObjectVersion version, byte[] data) =>
        $"{S3Call.Element("ETag", $"\"{version.ETag}\"")}{S3Call.Element("Size", data.Length.ToString(CultureInfo.InvariantCulture))}{S3Call.Element("StorageClass", version.Headers.GetValueOrDefault("x-amz-storage-class") ?? "STANDARD")}";

    private static string Prefixes(S3Call call, IEnumerable<string> prefixes) =>
        string.Concat(prefixes.Select(prefix => $"<CommonPrefixes>{S3Call.Element("Prefix", call.Shown(prefix))}</CommonPrefixes>"));

    private static (List<string> Keys, List<string> Prefixes, string? Next) Cut(S3Call call, IEnumerable<string> all, string? after)
    {
        var most = call.Number("max-keys", MostKeys, MostKeys);
        var (keys, prefixes) = (new List<string>(), new List<string>());
        string? last = null;
        foreach (var (key, prefix) in Items(call, all).Where(item => after is null || string.CompareOrdinal(item.Prefix ?? item.Key, after) > 0))
        {
            if (keys.Count + prefixes.Count == most)
            {
                return (keys, prefixes, last);
            }

            (prefix is null ? keys : prefixes).Add(prefix ?? key);
            last = prefix ?? key;
        }

        return (keys, prefixes, null);
    }

    // Keys that share what stands before the delimiter are one item together.
    private static IEnumerable<(string Key, string? Prefix)> Items(S3Call call, IEnumerable<string> all)
    {
        var (start, delimiter) = (call.Query("prefix") ?? "", call.Query("delimiter"));
        string? before = null;
        foreach (var key in all.Where(key => key.StartsWith(start, StringComparison.Ordinal)))
        {
            var at = delimiter is { Length: > 0 } ? key.IndexOf(delimiter, start.Length, StringComparison.Ordinal) : -1;
            var prefix = at < 0 ? null : key[..(at + delimiter!.Length)];
            if (prefix is null || prefix != before)
            {
                yield return (key, prefix);
            }

            before = prefix;
        }
    }

    private static string Pack(string key) => Convert.ToBase64String(Encoding.UTF8.GetBytes(key));

    private static string Unpack(string token)
    {
        var bytes = new byte[token.Length];
        return Convert.TryFromBase64String(token, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : throw S3Faults.InvalidArgument("The continuation token provided is incorrect");
    }
}
