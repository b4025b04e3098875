using System.Collections.Immutable;
using Lanyard.Policy.Documents;

namespace Lanyard.Cli.Commands.Exec.LikeFunction;

/// <summary>What decides what a role may do, as IAM tells it.</summary>
/// <param name="RoleArn">The role.</param>
/// <param name="Inline">Its inline policies.</param>
/// <param name="Attached">The ARNs of the managed policies that are attached to it.</param>
/// <param name="BoundaryArn">The ARN of its permissions boundary; <see langword="null"/> for none.</param>
internal sealed record RolePolicies(string RoleArn, ImmutableArray<PolicyDocument> Inline, ImmutableArray<string> Attached, string? BoundaryArn)
{
    /// <summary>Gets the role's name: the last part of its ARN, without its path.</summary>
    public string RoleName => NameIn(RoleArn);

    /// <summary>Gives the name of the role of an ARN.</summary>
    public static string NameIn(string roleArn) => roleArn[(roleArn.LastIndexOf('/') + 1)..];

    /// <summary>Gives the account of an ARN; empty where it has none.</summary>
    public static string AccountIn(string arn) => arn.Split(':', 6) is [_, _, _, _, var account, _] ? account : "";
}
