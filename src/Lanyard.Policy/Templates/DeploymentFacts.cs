using System.Collections.Immutable;

namespace Lanyard.Policy.Templates;

/// <summary>What is known of a deployment before it runs.</summary>
public sealed record DeploymentFacts
{
    /// <summary>Gets the partition.</summary>
    public string Partition { get; init; } = "aws";

    /// <summary>Gets the account; <see langword="null"/> where it isn't known.</summary>
    public string? Account { get; init; }

    /// <summary>Gets the Region; <see langword="null"/> where it isn't known.</summary>
    public string? Region { get; init; }

    /// <summary>Gets the stack's name, with <see cref="Documents.Placeholder.Mark"/> for what isn't known of it; <see langword="null"/> where nothing is.</summary>
    public string? StackName { get; init; }

    /// <summary>Gets the values of parameters that the deployment gives.</summary>
    public ImmutableDictionary<string, string> Parameters { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Gets whether the deploy tool puts tags on the stack, which CloudFormation then puts on its resources.</summary>
    public bool HasStackTags { get; init; } = true;

    /// <summary>Gets the bucket that paths of this machine are uploaded to, with marks for what isn't known of its name; <see langword="null"/> where nothing is.</summary>
    public string? Bucket { get; init; }

    internal string Suffix => Partition == "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
}
