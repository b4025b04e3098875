using System.Net;

namespace Lanyard.Projects;

/// <summary>The shapes of names and identifiers, as far as they can be checked without asking AWS.</summary>
internal static class AwsShapes
{
    /// <summary>Twelve digits.</summary>
    public static bool IsAccount(string text) => text.Length == 12 && AllDigits(text);

    /// <summary>
    /// Three or more parts joined by <c>-</c>: letters, then a number (<c>us-gov-west-1</c>). Strict because a Region becomes
    /// part of host names.
    /// </summary>
    public static bool IsRegion(string text)
    {
        var parts = text.Split('-');
        if (parts.Length is < 3 or > 5 || parts[0].Length < 2 || parts[^1].Length is < 1 or > 2 || !AllDigits(parts[^1]))
        {
            return false;
        }

        return parts[..^1].All(part => part.Length is > 0 and <= 16 && part.All(char.IsAsciiLetterLower));
    }

    /// <summary>IAM's characters for names: letters, digits and <c>+=,.@_-</c>.</summary>
    public static bool IsIamName(string text, int longest) =>
        text.Length > 0 && text.Length <= longest && text.All(c => char.IsAsciiLetterOrDigit(c) || "+=,.@_-".Contains(c));

    /// <summary>Names of our own (project, stage, session): a letter or digit, then also <c>._-</c>.</summary>
    public static bool IsName(string text, int longest) =>
        text.Length > 0 && text.Length <= longest && char.IsAsciiLetterOrDigit(text[0])
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');

    /// <summary>The account of a role's ARN, or null if the text is not a role's ARN.</summary>
    public static string? AccountOfRole(string arn)
    {
        var parts = arn.Split(':');
        var isRole = parts.Length == 6
            && parts[0] == "arn"
            && (parts[1] == "aws" || (parts[1].StartsWith("aws-", StringComparison.Ordinal) && parts[1].Length is > 4 and <= 16
                && parts[1].All(c => char.IsAsciiLetterLower(c) || c == '-')))
            && parts[2] == "iam"
            && parts[3].Length == 0
            && IsAccount(parts[4])
            && parts[5].StartsWith("role/", StringComparison.Ordinal)
            && IsRolePathAndName(parts[5].AsSpan(5));
        return isRole ? parts[4] : null;
    }

    /// <summary>https with a host and no user info; http for the loopback interface alone.</summary>
    public static bool IsStartUrl(string text)
    {
        if (text.Length > 2048 || !text.All(c => c is > ' ' and < '\x7f' and not '\\' and not '"' and not '<' and not '>')
            || !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.UserInfo.Length > 0 || url.Host.Length == 0)
        {
            return false;
        }

        return text.StartsWith("https://", StringComparison.Ordinal)
            || (text.StartsWith("http://", StringComparison.Ordinal) && IsLoopback(url.Host));
    }

    private static bool IsLoopback(string host) =>
        host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    // A path is made of the same characters as a name, between slashes.
    private static bool IsRolePathAndName(ReadOnlySpan<char> text)
    {
        var name = text[(text.LastIndexOf('/') + 1)..].ToString();
        var path = text[..^name.Length].ToString();
        return IsIamName(name, 64) && path.Length <= 511
            && path.Split('/')[..^1].All(part => IsIamName(part, 511));
    }

    private static bool AllDigits(string text) => text.All(char.IsAsciiDigit);
}
