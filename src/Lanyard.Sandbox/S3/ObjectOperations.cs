using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Xml.Linq;
using Lanyard.Aws.Wire;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.S3;

/// <summary>The operations on objects.</summary>
internal static class ObjectOperations
{
    public static IReadOnlyDictionary<string, Func<S3Call, WireResponse>> All { get; } = new Dictionary<string, Func<S3Call, WireResponse>>(StringComparer.Ordinal)
    {
        ["PutObject"] = Put,
        ["CopyObject"] = Copy,
        ["GetObject"] = call => Get(call, withBody: true),
        ["HeadObject"] = call => Get(call, withBody: false),
        ["DeleteObject"] = Delete,
        ["DeleteObjects"] = DeleteMany,
        ["GetObjectTagging"] = GetTags,
        ["PutObjectTagging"] = PutTags,
    };

    /// <summary>Puts a version of an object where it belongs.</summary>
    public static ObjectVersion Store(S3Call call, Bucket bucket, byte[]? data, string etag, ImmutableSortedDictionary<string, string> headers, string? tagging)
    {
        var version = new ObjectVersion(bucket.IsVersioned ? call.NewId() : "null", data, etag, call.Now, headers) { Tagging = tagging };
        if (!bucket.Objects.TryGetValue(call.Address.Key, out var versions))
        {
            bucket.Objects.Add(call.Address.Key, versions = []);
        }

        versions.RemoveAll(v => v.VersionId == version.VersionId);
        versions.Add(version);
        Changes.Note();
        return version;
    }

    /// <summary>Gives the entity tag of bytes.</summary>
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5351", Justification = "S3's entity tags are MD5; they protect nothing")]
    public static string ETagOf(ReadOnlySpan<byte> data) => Convert.ToHexStringLower(MD5.HashData(data));

    private static WireResponse Put(S3Call call)
    {
        var bucket = call.Bucket();
        var tagging = PutRequest.Authorize(call);
        Preconditions.Require(call, bucket);
        var (data, trailers) = call.Content;
        var headers = ObjectHeaders.Of(call, trailers);
        var etag = ETagOf(data.Span);
        Checksums.Require(call.Header("Content-MD5"), headers, data.Span);
        var version = Store(call, bucket, data.ToArray(), etag, headers.ContainsKey("content-type") ? headers : headers.Add("content-type", "binary/octet-stream"), tagging);
        return Stored(S3Call.Empty(200), bucket, version);
    }

    private static WireResponse Copy(S3Call call)
    {
        var bucket = call.Bucket();
        var source = CopySource.Read(call);
        source.Authorize(call);
        var tagging = PutRequest.Authorize(call);
        var found = source.Find(call);
        Preconditions.RequireSource(call, found);
        Preconditions.Require(call, bucket);
        if (source is { VersionId: null } && source.Bucket == bucket.Name && source.Key == call.Address.Key && call.Header("x-amz-metadata-directive") != "REPLACE"
            && !call.Headers.Any(h => h.Name.StartsWith("x-amz-storage-class", StringComparison.OrdinalIgnoreCase) || h.Name.StartsWith("x-amz-server-side-encryption", StringComparison.OrdinalIgnoreCase) || h.Name.StartsWith("x-amz-website-redirect-location", StringComparison.OrdinalIgnoreCase)))
        {
            throw new ServiceFault(
                "InvalidRequest", 400, "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.");
        }

        if (found.Tagging is not null && call.Header("x-amz-tagging-directive") != "REPLACE")
        {
            source.AuthorizeTags(call);
            tagging = found.Tagging;
        }

        var headers = call.Header("x-amz-metadata-directive") == "REPLACE" ? ObjectHeaders.Of(call, []) : found.Headers;
        var version = Store(call, bucket, found.Data, found.ETag, headers, tagging);
        var answer = Stored(S3Call.Xml("CopyObjectResult", $"{S3Call.Element("LastModified", S3Call.Time(version.Modified))}{S3Call.Element("ETag", $"\"{version.ETag}\"")}"), bucket, version);
        return found.VersionId == "null" ? answer : answer.With("x-amz-copy-source-version-id", found.VersionId);
    }

    private static WireResponse Get(S3Call call, bool withBody)
    {
        var bucket = call.Bucket();
        var versionId = call.Query("versionId");
        call.Authorize(versionId is null ? "GetObject" : "GetObjectVersion", call.ObjectArn(), new Keys().With("s3:VersionId", versionId));
        var found = Find(call, bucket, versionId);
        if (call.Header("If-None-Match") is { } known && (known == "*" || known.Trim('"') == found.ETag))
        {
            return S3Call.Empty(304).With("ETag", $"\"{found.ETag}\"");
        }

        if (call.Header("If-Match") is { } wanted && wanted != "*" && wanted.Trim('"') != found.ETag)
        {
            throw new ServiceFault("PreconditionFailed", 412, "At least one of the pre-conditions you specified did not hold");
        }

        var (start, length, isPart) = Range(call.Header("Range"), found.Data!.Length);
        var answer = new WireResponse(isPart ? 206 : 200, WireHeaders.Empty, withBody ? found.Data.AsMemory(start, length) : ReadOnlyMemory<byte>.Empty)
            .With("ETag", $"\"{found.ETag}\"")
            .With("Last-Modified", found.Modified.UtcDateTime.ToString("R", CultureInfo.InvariantCulture))
            .With("Accept-Ranges", "bytes");
        answer = isPart ? answer.With("Content-Range", string.Create(CultureInfo.InvariantCulture, $"bytes {start}-{start + length - 1}/{found.Data.Length}")) : answer;
        answer = withBody ? answer : answer.With("Content-Length", length.ToString(CultureInfo.InvariantCulture));

        // A checksum is of the whole, and only for those who ask.
        var shown = ObjectHeaders.Answered(call, found.Headers).Where(h => !h.Key.StartsWith("x-amz-checksum-", StringComparison.Ordinal) || (call.Header("x-amz-checksum-mode") == "ENABLED" && !isPart));
        answer = shown.Aggregate(answer, (a, h) => a.With(h.Key, h.Value));
        return bucket.IsVersioned || found.VersionId != "null" ? answer.With("x-amz-version-id", found.VersionId) : answer;
    }

    private static ObjectVersion Find(S3Call call, Bucket bucket, string? versionId)
    {
        if (versionId is not null)
        {
            return bucket.Objects.GetValueOrDefault(call.Address.Key)?.Find(v => v.VersionId == versionId) switch
            {
                null => throw S3Faults.NoSuchVersion(),
                { Data: null } => throw new ServiceFault("MethodNotAllowed", 405, "The specified method is not allowed against this resource."),
                var found => found,
            };
        }

        return bucket.Current(call.Address.Key) ?? throw call.NoSuchKey(bucket.Name);
    }

    private static WireResponse Delete(S3Call call)
    {
        var (versionId, marker) = Remove(call, call.Bucket(), call.Address.Key, call.Query("versionId"));
        var answer = S3Call.Empty(204);
        answer = versionId is null ? answer : answer.With("x-amz-version-id", versionId);
        return marker ? answer.With("x-amz-delete-marker", "true") : answer;
    }

    private static WireResponse DeleteMany(S3Call call)
    {
        var (bucket, request) = (call.Bucket(), call.Xml());
        var objects = request.Elements().Where(e => e.Name.LocalName == "Object").ToList();
        var isQuiet = request.Elements().Any(e => e.Name.LocalName == "Quiet" && e.Value == "true");
        if (objects.Count is 0 or > 1000)
        {
            throw S3Faults.MalformedXml();
        }

        return S3Call.Xml("DeleteResult", string.Concat(objects.Select(one =>
        {
            var (key, version) = (Child(one, "Key") ?? throw S3Faults.MalformedXml(), Child(one, "VersionId"));
            try
            {
                var (versionId, marker) = Remove(call, bucket, key, version);
                return isQuiet ? "" : $"<Deleted>{S3Call.Element("Key", key)}{S3Call.Element("VersionId", version)}{(marker && version is null ? $"<DeleteMarker>true</DeleteMarker>{S3Call.Element("DeleteMarkerVersionId", versionId)}" : "")}</Deleted>";
            }
            catch (ServiceFault fault)
            {
                return $"<Error>{S3Call.Element("Key", key)}{S3Call.Element("VersionId", version)}{S3Call.Element("Code", fault.Code)}{S3Call.Element("Message", fault.Message)}</Error>";
            }
        })));
    }

    // Without a version a bucket that keeps versions gets a delete marker.
    private static (string? VersionId, bool IsMarker) Remove(S3Call call, Bucket bucket, string key, string? versionId)
    {
        call.Authorize(versionId is null ? "DeleteObject" : "DeleteObjectVersion", call.ObjectArn(key), new Keys().With("s3:VersionId", versionId));
        var isMarked = versionId is null && (bucket.IsVersioned || bucket.IsSuspended);
        if (!bucket.Objects.TryGetValue(key, out var versions))
        {
            if (!isMarked)
            {
                return (versionId, false);
            }

            bucket.Objects.Add(key, versions = []);
        }

        Changes.Note();
        if (isMarked)
        {
            // Where versions are suspended the marker takes the place of the object without a version.
            var marker = new ObjectVersion(bucket.IsVersioned ? call.NewId() : "null", null, "", call.Now, ImmutableSortedDictionary<string, string>.Empty);
            versions.RemoveAll(v => v.VersionId == marker.VersionId);
            versions.Add(marker);
            return (marker.VersionId, true);
        }

        var wasMarker = versions.Find(v => v.VersionId == (versionId ?? "null")) is { Data: null };
        versions.RemoveAll(v => v.VersionId == (versionId ?? "null"));
        if (versions.Count == 0)
        {
            bucket.Objects.Remove(key);
        }

        return (versionId, wasMarker);
    }

    private static WireResponse GetTags(S3Call call)
    {
        var bucket = call.Bucket();
        AuthorizeTags(call, "GetObject");
        return S3Call.Xml("Tagging", Find(call, bucket, call.Query("versionId")).Tagging ?? "<TagSet/>");
    }

    private static WireResponse PutTags(S3Call call)
    {
        var bucket = call.Bucket();
        AuthorizeTags(call, "PutObject");
        var found = Find(call, bucket, call.Query("versionId"));
        var set = call.Xml().Elements().FirstOrDefault(e => e.Name.LocalName == "TagSet") ?? throw S3Faults.MalformedXml();
        var inner = string.Concat(set.Elements().Select(t => $"<Tag>{S3Call.Element("Key", Child(t, "Key"))}{S3Call.Element("Value", Child(t, "Value"))}</Tag>"));
        Replace(bucket, call.Address.Key, found, found with { Tagging = $"<TagSet>{inner}</TagSet>" });
        return S3Call.Empty(200);
    }

    private static void AuthorizeTags(S3Call call, string verb)
    {
        var versionId = call.Query("versionId");
        call.Authorize($"{verb}{(versionId is null ? "" : "Version")}Tagging", call.ObjectArn(), new Keys().With("s3:VersionId", versionId));
    }

    private static void Replace(Bucket bucket, string key, ObjectVersion old, ObjectVersion now)
    {
        var versions = bucket.Objects[key];
        versions[versions.IndexOf(old)] = now;
        Changes.Note();
    }

    private static WireResponse Stored(WireResponse answer, Bucket bucket, ObjectVersion version)
    {
        answer = answer.With("ETag", $"\"{version.ETag}\"").With("x-amz-server-side-encryption", version.Headers.GetValueOrDefault("x-amz-server-side-encryption") ?? "AES256");
        answer = version.Headers.Where(h => h.Key.StartsWith("x-amz-checksum-", StringComparison.Ordinal)).Aggregate(answer, (a, h) => a.With(h.Key, h.Value));
        return bucket.IsVersioned ? answer.With("x-amz-version-id", version.VersionId) : answer;
    }

    private static (int Start, int Length, bool IsPart) Range(string? header, int length)
    {
        if (header is null || !header.StartsWith("bytes=", StringComparison.Ordinal) || header["bytes=".Length..].Split('-') is not [var first, var last])
        {
            return (0, length, false);
        }

        var isFirst = long.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var from);
        var isLast = long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var to);
        (from, to) = (isFirst, isLast) switch
        {
            (true, true) => (from, Math.Min(to, length - 1)),
            (true, false) when last.Length == 0 => (from, length - 1),
            (false, true) when first.Length == 0 => (Math.Max(0, length - to), length - 1),
            _ => (0, -2),
        };
        return to == -2 ? (0, length, false)
            : from > to ? throw new ServiceFault("InvalidRange", 416, "The requested range is not satisfiable")
            : ((int)from, (int)(to - from + 1), true);
    }

    private static string? Child(XElement element, string name) => element.Elements().FirstOrDefault(e => e.Name.LocalName == name)?.Value;
}
