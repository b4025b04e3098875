using System.Collections.Immutable;
using System.Text;

namespace Lanyard.Sandbox.S3;

/// <summary>The headers that come with an object and go out with it: "Object metadata", Amazon S3 User Guide.</summary>
internal static class ObjectHeaders
{
    private const string UserDefined = "x-amz-meta-";
    private const string Override = "response-";

    private static readonly HashSet<string> Kept = new(StringComparer.Ordinal)
    {
        "content-type", "content-disposition", "content-encoding", "content-language", "cache-control", "expires", "x-amz-website-redirect-location", "x-amz-storage-class",
        "x-amz-server-side-encryption", "x-amz-server-side-encryption-aws-kms-key-id",
        "x-amz-checksum-crc32", "x-amz-checksum-crc32c", "x-amz-checksum-crc64nvme", "x-amz-checksum-sha1", "x-amz-checksum-sha256",
    };

    // "GetObject", Amazon S3 API Reference: a reader may have these otherwise than they were put.
    private static readonly HashSet<string> Overridden = new(StringComparer.Ordinal) { "content-type", "content-disposition", "content-encoding", "content-language", "cache-control", "expires" };

    /// <summary>Gives the headers of a request that belong to the object.</summary>
    /// <param name="call">The request.</param>
    /// <param name="trailers">The headers behind the body.</param>
    /// <exception cref="ServiceFault">One couldn't go out again.</exception>
    public static ImmutableSortedDictionary<string, string> Of(S3Call call, IEnumerable<KeyValuePair<string, string>> trailers) => call.Headers
        .Select(h => new KeyValuePair<string, string>(h.Name.ToLowerInvariant(), h.Value)).Concat(trailers)
        .Where(h => Kept.Contains(h.Key) || h.Key.StartsWith(UserDefined, StringComparison.Ordinal))
        .Select(h => new KeyValuePair<string, string>(h.Key, Sendable(h.Key, h.Key == "content-encoding" ? WithoutChunks(h.Value) : h.Value)))
        .Where(h => h.Value.Length > 0)
        .GroupBy(h => h.Key).ToImmutableSortedDictionary(g => g.Key, g => g.Last().Value, StringComparer.Ordinal);

    /// <summary>Tells whether a parameter of the query gives a header of the answer.</summary>
    public static bool IsOverride(string parameter) => parameter.StartsWith(Override, StringComparison.Ordinal) && Overridden.Contains(parameter[Override.Length..]);

    /// <summary>Gives the headers of an object with those that the query wants otherwise.</summary>
    /// <exception cref="ServiceFault">What the query wants is no value of a header.</exception>
    public static ImmutableSortedDictionary<string, string> Answered(S3Call call, ImmutableSortedDictionary<string, string> headers) => Overridden
        .Select(name => (Name: name, Value: call.Query(Override + name))).Where(o => o.Value is not null)
        .Aggregate(headers, (all, o) => all.SetItem(o.Name, Sendable(o.Name, o.Value!)));

    // A header that can't be written would fail each answer that has it.
    private static string Sendable(string name, string value)
    {
        if (!name.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal)))
        {
            throw S3Faults.InvalidArgument("The name of a header holds characters that names of headers can't hold");
        }

        return !value.Any(c => char.IsControl(c) || !char.IsAscii(c)) ? value
            : !value.Any(char.IsControl) && name.StartsWith(UserDefined, StringComparison.Ordinal) ? $"=?UTF-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(value))}?="
            : throw S3Faults.InvalidArgument($"The value of {name} holds characters that headers can't hold");
    }

    private static string WithoutChunks(string encoding) =>
        string.Join(',', encoding.Split(',', StringSplitOptions.TrimEntries).Where(one => one != "aws-chunked"));
}
