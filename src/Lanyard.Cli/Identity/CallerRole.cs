using Lanyard.Aws.Services;

namespace Lanyard.Cli.Identity;

/// <summary>
/// Compares who AWS says a caller is with a role or permission set. See "Unique identifiers" and "assumed-role" in the IAM User Guide:
/// the ARN of a role's session has the role's name without its path; a permission set's role is called
/// <c>AWSReservedSSO_NAME_</c> and 16 hexadecimal digits, a prefix that nobody else's role may have.
/// </summary>
internal static class CallerRole
{
    private const string OfPermissionSet = "AWSReservedSSO_";
    private const int SuffixLength = 16;

    /// <summary>Tells whether a caller is a session of a role.</summary>
    /// <param name="caller">What AWS said.</param>
    /// <param name="role">The role's ARN, or the name of the permission set.</param>
    public static bool Is(CallerIdentity caller, string role)
    {
        var parts = caller.Arn.Split(':');
        if (parts.Length != 6 || parts[2] != "sts" || parts[5].Split('/') is not ["assumed-role", var name, ..])
        {
            return false;
        }

        return role.Split(':') is [_, var partition, _, _, var account, var path]
            ? parts[1] == partition && parts[4] == account && name == path[(path.LastIndexOf('/') + 1)..]
            : name.Length == OfPermissionSet.Length + role.Length + 1 + SuffixLength
                && name.StartsWith($"{OfPermissionSet}{role}_", StringComparison.Ordinal)
                && name[^SuffixLength..].All(char.IsAsciiHexDigit);
    }

    /// <summary>Says what a role or permission set is, for a message.</summary>
    public static string Describe(string role) => role.Contains(':', StringComparison.Ordinal) ? $"the role {role}" : $"the permission set {role}";
}
