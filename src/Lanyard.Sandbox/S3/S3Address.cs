using Lanyard.Aws.Wire;
using Lanyard.Sandbox.Routing;

namespace Lanyard.Sandbox.S3;

/// <summary>What a request is about: a bucket in the host's name, or the first part of the path; and the object's key.</summary>
/// <param name="Bucket">The bucket; empty where it is about all of them.</param>
/// <param name="Key">The object's key; empty where it is about the bucket.</param>
internal sealed record S3Address(string Bucket, string Key)
{
    /// <summary>Reads it off a request.</summary>
    public static S3Address Of(WireRequest request) => Of(AwsHost.WithoutPort(request.Host), request.Path);

    /// <summary>Reads it off an address.</summary>
    /// <param name="host">The host's name.</param>
    /// <param name="whole">The path, percent-encoded.</param>
    public static S3Address Of(string host, string whole)
    {
        if (BucketInHost(host) is { } named)
        {
            return new S3Address(named, Uri.UnescapeDataString(whole.Length > 1 ? whole[1..] : ""));
        }

        var path = whole.TrimStart('/');
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        return slash < 0
            ? new S3Address(Uri.UnescapeDataString(path), "")
            : new S3Address(Uri.UnescapeDataString(path[..slash]), Uri.UnescapeDataString(path[(slash + 1)..]));
    }

    // BUCKET.s3.REGION.amazonaws.com, and the older BUCKET.s3-REGION.amazonaws.com; a bucket's name may hold dots.
    private static string? BucketInHost(string host)
    {
        if (AwsHost.Parse(host) is null)
        {
            return null;
        }

        var at = host.LastIndexOf(".s3.", StringComparison.Ordinal) is >= 0 and var dot ? dot : host.LastIndexOf(".s3-", StringComparison.Ordinal);
        return at > 0 ? host[..at] : null;
    }
}
