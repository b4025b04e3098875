using System.Buffers;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Generate;

/// <summary>ARNs of what templates name by an address: objects in S3, images in ECR, queues. What isn't known of an address isn't of the ARN.</summary>
internal static class Addresses
{
    private static readonly string Unknown = Placeholder.Mark.ToString();

    private static readonly SearchValues<char> LettersAndDigits = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");

    /// <summary>Gives the ARN of an object that is named by <c>s3://</c>, by <c>https://</c> in either style, or by its ARN.</summary>
    /// <param name="address">The address.</param>
    /// <param name="partition">The partition.</param>
    public static string Object(string address, string partition)
    {
        var (bucket, key) = Place(address);
        return address.StartsWith("arn:", StringComparison.Ordinal) ? address : $"arn:{partition}:s3:::{bucket}/{key}";
    }

    /// <summary>Tells whether something is a path of this machine, which a deploy tool uploads and puts the address in the place of.</summary>
    /// <param name="address">The path or address.</param>
    public static bool IsPath(string address) =>
        address.Length > 0 && !Placeholder.IsIn(address) && !address.Contains("://", StringComparison.Ordinal) && !address.StartsWith("arn:", StringComparison.Ordinal);

    /// <summary>Gives the ARN of the bucket with the object.</summary>
    /// <param name="address">The address.</param>
    /// <param name="partition">The partition.</param>
    public static string Bucket(string address, string partition) => Object(address, partition) is var arn && arn.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? arn[..slash] : arn;

    /// <summary>Gives the ARN of the repository of an image, such as <c>111111111111.dkr.ecr.eu-west-1.amazonaws.com/web:3</c>.</summary>
    /// <param name="image">The image's address.</param>
    /// <param name="partition">The partition.</param>
    /// <param name="region">The Region to take where the address doesn't tell it.</param>
    public static string Repository(string image, string partition, string region)
    {
        var slash = image.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
        {
            return $"arn:{partition}:ecr:{region}:{Unknown}:repository/{Unknown}";
        }

        var name = Until(Until(image[(slash + 1)..], '@'), ':');
        return image[..slash].Split('.') is [var account, "dkr", "ecr", var there, ..]
            ? $"arn:{partition}:ecr:{there}:{account}:repository/{name}"
            : $"arn:{partition}:ecr:{region}:{Unknown}:repository/{name}";
    }

    /// <summary>What Secrets Manager puts behind a secret's name and a hyphen.</summary>
    public const string SecretSuffix = "??????";

    /// <summary>Gives the ARNs that a secret's ARN may mean: one that lacks the six characters of AWS's own is completed: "What's in a Secrets Manager secret?".</summary>
    /// <param name="arn">The ARN, whole or not.</param>
    public static IEnumerable<string> Secrets(string arn)
    {
        // A name may end like that itself, as `db-secret` does; then both are meant.
        var end = arn.AsSpan(arn.LastIndexOf('-') + 1);
        return arn.EndsWith('*') || arn.EndsWith("-" + SecretSuffix, StringComparison.Ordinal) ? [arn]
            : end.Length == SecretSuffix.Length && !end.ContainsAnyExcept(LettersAndDigits) ? [arn, $"{arn}-{SecretSuffix}"]
            : [$"{arn}-{SecretSuffix}"];
    }

    /// <summary>Gives the name of a queue that is named by its URL.</summary>
    /// <param name="queue">The URL, or the name.</param>
    public static string Queue(string queue) => queue[(queue.LastIndexOf('/') + 1)..];

    private static (string Bucket, string Key) Place(string address)
    {
        var scheme = address.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
        {
            return (Unknown, Unknown);
        }

        var (host, path) = Cut(Until(address[(scheme + 3)..], '?'));
        if (address.StartsWith("s3:", StringComparison.Ordinal))
        {
            return (host, path);
        }

        // "Virtual hosting of buckets", Amazon S3 User Guide: the bucket is the host's first part, or the path's.
        var service = host.IndexOf(".s3", StringComparison.Ordinal);
        return service > 0 ? (host[..service], path) : host.StartsWith("s3", StringComparison.Ordinal) ? Cut(path) : (Unknown, Unknown);
    }

    private static (string Before, string After) Cut(string text) =>
        text.IndexOf('/', StringComparison.Ordinal) is >= 0 and var slash ? (text[..slash], text[(slash + 1)..]) : (text, Unknown);

    private static string Until(string text, char end) => text.IndexOf(end, StringComparison.Ordinal) is >= 0 and var at ? text[..at] : text;
}
