using System.Text;
using Lanyard.Sandbox.CloudFormation.Engine;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.S3;

namespace Lanyard.Sandbox.CloudFormation;

/// <summary>Reads templates and stack policies that lie in Amazon S3.</summary>
internal static class TemplateSource
{
    private const string Scheme = "s3://";

    /// <summary>Reads one.</summary>
    /// <param name="url">Its address, as <c>https://</c> or <c>s3://</c>.</param>
    /// <param name="calls">Who reads it.</param>
    /// <param name="parameter">The parameter that its address is in.</param>
    /// <exception cref="ServiceFault">It may not be read, or isn't there.</exception>
    public static string Read(string url, HandlerCalls calls, string parameter = "TemplateURL")
    {
        var found = url.StartsWith(Scheme, StringComparison.Ordinal) && url[Scheme.Length..].Split('/', 2) is [{ Length: > 0 } name, { Length: > 0 } key] ? new S3Address(name, key)
            : Uri.TryCreate(url, UriKind.Absolute, out var address) && S3Address.Of(address.Host, address.AbsolutePath) is { Bucket.Length: > 0, Key.Length: > 0 } named ? named
            : throw Faults.Validation($"{parameter} must be a supported URL.");
        var bucket = calls.State.Buckets.Find(found.Bucket);
        calls.Ask("s3:GetObject", $"arn:{calls.State.Seed.Partition}:s3:::{found.Bucket}/{found.Key}", new Keys());
        return bucket?.Current(found.Key)?.Data is { } data ? Encoding.UTF8.GetString(data) : throw Faults.Validation("S3 error: The specified key does not exist.\nFor more information check http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html");
    }
}
