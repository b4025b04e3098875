using System.Collections.Immutable;

namespace Lanyard.Sandbox.CloudFormation.Templates;

/// <summary>A stack's own facts, as pseudo parameters tell them.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="AccountId">The account.</param>
/// <param name="Region">The Region.</param>
/// <param name="StackName">The stack's name.</param>
/// <param name="StackId">The stack's ARN.</param>
internal sealed record StackPlace(string Partition, string AccountId, string Region, string StackName, string StackId)
{
    /// <summary>Gets the domain of the partition's services.</summary>
    public string Suffix => Partition switch { "aws-cn" => "amazonaws.com.cn", "aws-eusc" => "amazonaws.eu", _ => "amazonaws.com" };
}

/// <summary>What the expressions of a stack's template may refer to.</summary>
/// <param name="Template">The template.</param>
/// <param name="Place">Where the stack is.</param>
/// <param name="Parameters">The values of its parameters, those of the Parameter Store read.</param>
internal sealed record StackScope(StackTemplate Template, StackPlace Place, ImmutableDictionary<string, string> Parameters)
{
    /// <summary>Gets the ARNs of SNS topics that <c>AWS::NotificationARNs</c> gives.</summary>
    public ImmutableArray<string> NotificationArns { get; init; } = [];

    /// <summary>Gives what <c>Ref</c> says of a resource that is there; <see langword="null"/> where it isn't.</summary>
    public required Func<string, string?> IdOf { get; init; }

    /// <summary>Gives an attribute of a resource; <see langword="null"/> where it has none of that name.</summary>
    public required Func<string, string, string?> AttributeOf { get; init; }

    /// <summary>Gives the value of an export; <see langword="null"/> where there is none.</summary>
    public required Func<string, string?> ExportOf { get; init; }

    /// <summary>Reads a dynamic reference, such as <c>ssm:name:1</c>.</summary>
    public required Func<string, string> Read { get; init; }

    /// <summary>Gets what decides conditions in the place of the values; <see langword="null"/> for the values.</summary>
    public Func<string, bool>? Decide { get; init; }

    /// <summary>Gives the availability zones of a Region.</summary>
    public static IEnumerable<string> Zones(string region) => "abc".Select(letter => region + letter);
}
