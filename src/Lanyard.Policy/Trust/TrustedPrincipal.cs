using System.Collections.Immutable;
using Lanyard.Policy.Matching;

namespace Lanyard.Policy.Trust;

/// <summary>Somebody who may take a role on. A closed set.</summary>
public abstract record TrustedPrincipal
{
    private const string ReservedPath = "aws-reserved/sso.amazonaws.com/";
    private const string ReservedName = "AWSReservedSSO_";

    private TrustedPrincipal()
    {
    }

    /// <summary>All of an account, as far as its own policies let them.</summary>
    /// <param name="Arn">The account's ARN, which ends in <c>:root</c>.</param>
    public sealed record WholeAccount(string Arn) : TrustedPrincipal;

    /// <summary>A user or role.</summary>
    /// <param name="Arn">Its ARN.</param>
    public sealed record Entity(string Arn) : TrustedPrincipal
    {
        /// <summary>Gets whether it is a role.</summary>
        public bool IsRole => Arn.Contains(":role/", StringComparison.Ordinal);
    }

    /// <summary>
    /// Whoever has a permission set of IAM Identity Center in an account. Its role can't be named as the principal: the end of its name changes
    /// when the permission set is assigned anew, and the trust would be lost with it. See "Referencing permission sets in resource policies",
    /// IAM Identity Center User Guide.
    /// </summary>
    /// <param name="Account">The account's ARN.</param>
    /// <param name="Name">The permission set's name.</param>
    /// <param name="Roles">What ARNs its role may have. Where Identity Center is in us-east-1 the role's path has no Region.</param>
    public sealed record PermissionSet(string Account, string Name, ImmutableArray<string> Roles) : TrustedPrincipal;

    /// <summary>Reads one.</summary>
    /// <param name="text">An account's id, an ARN, or the name of a permission set.</param>
    /// <param name="partition">The partition of the role that trusts it.</param>
    /// <param name="account">The account of the role that trusts it.</param>
    /// <exception cref="TrustException">It is none of these, or can't be trusted.</exception>
    public static TrustedPrincipal Read(string text, string partition, string account)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.All(char.IsAsciiDigit))
        {
            return text.Length == 12 ? new WholeAccount(Root(partition, text)) : throw new TrustException($"{text} is no account: an account's id has 12 digits", "name an account, as in 111111111111");
        }

        if (!text.Contains(':', StringComparison.Ordinal))
        {
            return text.Length <= 32 && text.All(c => char.IsAsciiLetterOrDigit(c) || "+=,.@-_".Contains(c, StringComparison.Ordinal))
                ? OfPermissionSet(partition, account, text, ["", "*/"])
                : throw new TrustException($"{text} is no ARN, no account, and no name of a permission set", "name a user or role by its ARN, as in arn:aws:iam::111111111111:user/ana");
        }

        if (!Arn.TryParse(text, out var arn) || arn.Service is not ("iam" or "sts") || arn.Account.Length != 12 || !arn.Account.All(char.IsAsciiDigit))
        {
            throw new TrustException($"{text} is no ARN of a user, a role or an account", "write it as in arn:aws:iam::111111111111:role/developer");
        }

        return arn.Partition == partition ? Read(text, arn) : throw new TrustException(
            $"{text} is of the partition {arn.Partition}, and the role of {partition}: nobody of one can take on a role of the other",
            partition == "aws" ? "say the Region, as in --region cn-north-1, where the role is to be there" : $"name somebody of the partition {partition}");
    }

    /// <summary>Gives the ARN that stands for a whole account.</summary>
    public static string Root(string partition, string account) => $"arn:{partition}:iam::{account}:root";

    private static TrustedPrincipal Read(string text, Arn arn)
    {
        var parts = arn.Resource.Split('/');
        var name = parts[^1];
        if (arn.Resource.Contains('*', StringComparison.Ordinal) || arn.Resource.Contains('?', StringComparison.Ordinal))
        {
            throw new TrustException($"{text} has a wildcard, which IAM takes in no principal", "name each user and role, or their whole account");
        }

        if (arn.Service == "sts")
        {
            return parts is ["assumed-role", var role, _] && SetOf(role) is { } set ? OfPermissionSet(arn.Partition, arn.Account, set, ["", "*/"]) : throw new TrustException(
                $"{text} is a session, which ends; what is trusted is the user or role that has it", "name the role by its ARN: lanyard whoami shows its name, aws iam get-role its ARN");
        }

        return arn.Resource == "root" ? new WholeAccount(text)
            : parts[0] == "role" && arn.Resource[5..].StartsWith(ReservedPath, StringComparison.Ordinal) && SetOf(name) is { } reserved
                ? OfPermissionSet(arn.Partition, arn.Account, reserved, [parts.Length > 4 ? "*/" : ""])
            : parts is ["user" or "role", .., { Length: > 0 }] ? new Entity(text)
            : throw new TrustException($"{text} is no user, role or account: nothing else takes a role on", "name a user, a role or an account");
    }

    private static PermissionSet OfPermissionSet(string partition, string account, string name, ImmutableArray<string> regions) =>
        new(Root(partition, account), name, [.. regions.Select(region => $"arn:{partition}:iam::{account}:role/{ReservedPath}{region}{ReservedName}{name}_*")]);

    // AWSReservedSSO_NAME_0123456789abcdef
    private static string? SetOf(string role) =>
        role.StartsWith(ReservedName, StringComparison.Ordinal) && role.LastIndexOf('_') is var end && end > ReservedName.Length ? role[ReservedName.Length..end] : null;
}
