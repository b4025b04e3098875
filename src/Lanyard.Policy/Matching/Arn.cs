using System.Diagnostics.CodeAnalysis;

namespace Lanyard.Policy.Matching;

/// <summary>An Amazon Resource Name taken apart at its first five colons.</summary>
/// <param name="Partition">The partition, such as <c>aws</c>.</param>
/// <param name="Service">The service, such as <c>iam</c>.</param>
/// <param name="Region">The Region; empty for global services.</param>
/// <param name="Account">The account id; empty where the service has none in its ARNs, as Amazon S3 buckets.</param>
/// <param name="Resource">The rest, further colons and slashes included.</param>
public sealed record Arn(string Partition, string Service, string Region, string Account, string Resource)
{
    /// <summary>Reads an ARN.</summary>
    /// <param name="text">The text.</param>
    /// <param name="arn">The ARN.</param>
    /// <returns>Whether the text has the six parts of an ARN and starts with <c>arn:</c>.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out Arn? arn)
    {
        var parts = text?.Split(':', 6);
        arn = parts is ["arn", var partition, var service, var region, var account, var resource]
            ? new Arn(partition, service, region, account, resource)
            : null;
        return arn is not null;
    }

    /// <summary>Returns the ARN as text.</summary>
    public override string ToString() => $"arn:{Partition}:{Service}:{Region}:{Account}:{Resource}";
}
