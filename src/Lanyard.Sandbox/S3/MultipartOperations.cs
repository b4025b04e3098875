using System.Globalization;
using Lanyard.Aws.Wire;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.S3;

/// <summary>The operations of uploads in parts.</summary>
internal static class MultipartOperations
{
    // "Amazon S3 multipart upload limits": every part but the last has 5 MiB at least.
    private const int LeastPart = 5 * 1024 * 1024;
    private const int MostParts = 10_000;
    private const int MostListed = 1000;

    // The sandbox keeps all objects in memory.
    private const int MostBytes = 1024 * 1024 * 1024;

    public static IReadOnlyDictionary<string, Func<S3Call, WireResponse>> All { get; } = new Dictionary<string, Func<S3Call, WireResponse>>(StringComparer.Ordinal)
    {
        ["CreateMultipartUpload"] = Create,
        ["UploadPart"] = Upload,
        ["UploadPartCopy"] = Copy,
        ["CompleteMultipartUpload"] = Complete,
        ["AbortMultipartUpload"] = Abort,
        ["ListParts"] = Parts,
        ["ListMultipartUploads"] = Uploads,
    };

    private static WireResponse Create(S3Call call)
    {
        var bucket = call.Bucket();
        var tagging = PutRequest.Authorize(call);
        var upload = new MultipartUpload(call.NewId(), call.Address.Key, call.Now, ObjectHeaders.Of(call, [])) { Tagging = tagging };
        bucket.Uploads.Add(upload);
        Changes.Note();
        return S3Call.Xml("InitiateMultipartUploadResult", S3Call.Element("Bucket", bucket.Name) + S3Call.Element("Key", upload.Key) + S3Call.Element("UploadId", upload.Id));
    }

    private static WireResponse Upload(S3Call call)
    {
        var bucket = call.Bucket();
        PutRequest.Authorize(call);
        var upload = Find(call, bucket);
        var number = NumberOf(call);
        var (data, trailers) = call.Content;
        var headers = ObjectHeaders.Of(call, trailers);
        Checksums.Require(call.Header("Content-MD5"), headers, data.Span);
        RequireRoom(upload, number, data.Length);
        var etag = ObjectOperations.ETagOf(data.Span);
        upload.Parts[number] = (data.ToArray(), etag, call.Now);
        Changes.Note();
        return headers.Where(h => h.Key.StartsWith("x-amz-checksum-", StringComparison.Ordinal)).Aggregate(S3Call.Empty(200).With("ETag", $"\"{etag}\""), (a, h) => a.With(h.Key, h.Value));
    }

    private static WireResponse Copy(S3Call call)
    {
        var bucket = call.Bucket();
        var source = CopySource.Read(call);
        source.Authorize(call);
        PutRequest.Authorize(call);
        var (upload, number, found) = (Find(call, bucket), NumberOf(call), source.Find(call));
        Preconditions.RequireSource(call, found);
        var (from, length) = Part(call.Header("x-amz-copy-source-range"), found.Data!.Length);
        RequireRoom(upload, number, length);
        var data = length == found.Data.Length ? found.Data : found.Data[from..(from + length)];
        var etag = ObjectOperations.ETagOf(data);
        upload.Parts[number] = (data, etag, call.Now);
        Changes.Note();
        var answer = S3Call.Xml("CopyPartResult", S3Call.Element("LastModified", S3Call.Time(call.Now)) + S3Call.Element("ETag", $"\"{etag}\""));
        return found.VersionId == "null" ? answer : answer.With("x-amz-copy-source-version-id", found.VersionId);
    }

    // "x-amz-copy-source-range" has both ends, as bytes=0-9: "UploadPartCopy", Amazon S3 API Reference.
    private static (int From, int Length) Part(string? range, int length)
    {
        if (range is null)
        {
            return (0, length);
        }

        if (!range.StartsWith("bytes=", StringComparison.Ordinal) || range["bytes=".Length..].Split('-') is not [var first, var last]
            || !long.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var from) || !long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var to) || from > to)
        {
            throw S3Faults.InvalidArgument("The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy");
        }

        return to < length ? ((int)from, (int)(to - from + 1))
            : throw S3Faults.InvalidArgument($"Range specified is not valid for source object of size: {length.ToString(CultureInfo.InvariantCulture)}");
    }

    // What an upload makes is an object, so no more is kept of it than of one.
    private static void RequireRoom(MultipartUpload upload, int number, int length)
    {
        if (upload.Parts.Where(part => part.Key != number).Sum(part => (long)part.Value.Data.Length) + length > MostBytes)
        {
            throw TooLarge();
        }
    }

    private static ServiceFault TooLarge() => new("EntityTooLarge", 400, "Your proposed upload exceeds the maximum allowed size: lanyard sandbox keeps objects of up to 1 GiB");

    private static int NumberOf(S3Call call) => int.TryParse(call.Query("partNumber"), NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n is >= 1 and <= MostParts
        ? n
        : throw S3Faults.InvalidArgument("Part number must be an integer between 1 and 10000, inclusive");

    private static WireResponse Complete(S3Call call)
    {
        var bucket = call.Bucket();
        PutRequest.Authorize(call);
        var upload = Find(call, bucket);
        var asked = call.Xml().Elements().Where(e => e.Name.LocalName == "Part").Select(e => (
            Number: int.TryParse(e.Elements().FirstOrDefault(c => c.Name.LocalName == "PartNumber")?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0,
            ETag: e.Elements().FirstOrDefault(c => c.Name.LocalName == "ETag")?.Value.Trim('"'))).ToList();
        if (asked.Count == 0)
        {
            throw S3Faults.MalformedXml();
        }

        if (asked.Zip(asked.Skip(1)).Any(pair => pair.First.Number >= pair.Second.Number))
        {
            throw new ServiceFault("InvalidPartOrder", 400, "The list of parts was not in ascending order. The parts list must be specified in order by part number.");
        }

        if (asked.Exists(part => !upload.Parts.TryGetValue(part.Number, out var kept) || kept.ETag != part.ETag))
        {
            throw new ServiceFault("InvalidPart", 400, "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.");
        }

        var parts = asked.ConvertAll(part => upload.Parts[part.Number]);
        if (parts.SkipLast(1).Any(part => part.Data.Length < LeastPart))
        {
            throw new ServiceFault("EntityTooSmall", 400, "Your proposed upload is smaller than the minimum allowed size");
        }

        Preconditions.Require(call, bucket);
        byte[] tags = [.. parts.SelectMany(part => Convert.FromHexString(part.ETag))];
        var etag = $"{ObjectOperations.ETagOf(tags)}-{parts.Count}";
        var version = ObjectOperations.Store(call, bucket, Joined(parts.ConvertAll(part => part.Data)), etag, upload.Headers, upload.Tagging);
        bucket.Uploads.Remove(upload);
        var answer = S3Call.Xml("CompleteMultipartUploadResult", S3Call.Element("Location", $"https://{bucket.Name}.s3.{bucket.Region}.amazonaws.com/{Uri.EscapeDataString(upload.Key)}")
            + S3Call.Element("Bucket", bucket.Name) + S3Call.Element("Key", upload.Key) + S3Call.Element("ETag", $"\"{etag}\""));
        return bucket.IsVersioned ? answer.With("x-amz-version-id", version.VersionId) : answer;
    }

    private static byte[] Joined(List<byte[]> parts)
    {
        var whole = parts.Sum(part => (long)part.Length) is var length and <= MostBytes ? new byte[length]
            : throw TooLarge();
        var rest = whole.AsSpan();
        foreach (var part in parts)
        {
            part.CopyTo(rest);
            rest = rest[part.Length..];
        }

        return whole;
    }

    private static WireResponse Abort(S3Call call)
    {
        var bucket = call.Bucket();
        call.Authorize("AbortMultipartUpload", call.ObjectArn());
        bucket.Uploads.Remove(Find(call, bucket));
        Changes.Note();
        return S3Call.Empty(204);
    }

    private static WireResponse Parts(S3Call call)
    {
        var bucket = call.Bucket();
        call.Authorize("ListMultipartUploadParts", call.ObjectArn());
        var upload = Find(call, bucket);
        var (after, most) = (call.Number("part-number-marker", 0, int.MaxValue), call.Number("max-parts", MostListed, MostListed));
        var rest = upload.Parts.Where(p => p.Key > after).ToList();
        var page = rest.Take(most).ToList();
        return S3Call.Xml("ListPartsResult", S3Call.Element("Bucket", bucket.Name) + S3Call.Element("Key", upload.Key) + S3Call.Element("UploadId", upload.Id)
            + S3Call.Element("PartNumberMarker", Text(after)) + S3Call.Element("NextPartNumberMarker", page.Count == 0 ? null : Text(page[^1].Key)) + S3Call.Element("MaxParts", Text(most))
            + S3Call.Element("IsTruncated", page.Count < rest.Count ? "true" : "false")
            + string.Concat(page.Select(p =>
                $"<Part>{S3Call.Element("PartNumber", Text(p.Key))}{S3Call.Element("LastModified", S3Call.Time(p.Value.Came))}{S3Call.Element("ETag", $"\"{p.Value.ETag}\"")}{S3Call.Element("Size", Text(p.Value.Data.Length))}</Part>")));
    }

    private static WireResponse Uploads(S3Call call)
    {
        var bucket = call.Bucket();
        call.Authorize("ListBucketMultipartUploads", call.BucketArn, new Keys().With("s3:prefix", call.Query("prefix")));
        if (call.Query("delimiter") is { Length: > 0 })
        {
            throw S3Faults.NotImplemented("lists of uploads with a delimiter");
        }

        // Of one key the oldest comes first, and the marker of uploads counts beside that of keys alone.
        var (key, id, most) = (call.Query("key-marker") ?? "", call.Query("upload-id-marker"), call.Number("max-uploads", MostListed, MostListed));
        var sorted = bucket.Uploads.Where(u => u.Key.StartsWith(call.Query("prefix") ?? "", StringComparison.Ordinal)).OrderBy(u => u.Key, StringComparer.Ordinal).ThenBy(u => u.Began).ToList();
        var at = id is { Length: > 0 } ? sorted.FindIndex(u => u.Key == key && u.Id == id) : -1;
        var rest = at >= 0 ? sorted.Skip(at + 1).ToList() : sorted.Where(u => string.CompareOrdinal(u.Key, key) > 0).ToList();
        var page = rest.Take(most).ToList();
        var isCut = page.Count < rest.Count;
        return S3Call.Xml("ListMultipartUploadsResult", S3Call.Element("Bucket", bucket.Name) + S3Call.Element("KeyMarker", call.Shown(key)) + S3Call.Element("UploadIdMarker", id ?? "")
            + S3Call.Element("NextKeyMarker", isCut && most > 0 ? call.Shown(page[^1].Key) : null) + S3Call.Element("NextUploadIdMarker", isCut && most > 0 ? page[^1].Id : null)
            + S3Call.Element("MaxUploads", Text(most)) + S3Call.Element("IsTruncated", isCut ? "true" : "false")
            + string.Concat(page.Select(u => $"<Upload>{S3Call.Element("Key", call.Shown(u.Key))}{S3Call.Element("UploadId", u.Id)}{S3Call.Element("Initiated", S3Call.Time(u.Began))}</Upload>")));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static MultipartUpload Find(S3Call call, Bucket bucket) =>
        bucket.Uploads.Find(u => u.Id == call.Query("uploadId") && u.Key == call.Address.Key) ?? throw S3Faults.NoSuchUpload();
}
