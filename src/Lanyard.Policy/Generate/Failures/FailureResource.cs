using System.Text.RegularExpressions;

namespace Lanyard.Policy.Generate.Failures;

/// <summary>Makes a pattern of the resource that a message names.</summary>
internal static partial class FailureResource
{
    /// <summary>Makes it.</summary>
    /// <returns>The pattern; <see langword="null"/> where no resource is named.</returns>
    public static string? Of(AccessFailure failure, FailureFacts facts)
    {
        if ((failure.Resource is { } text ? Arn(text, failure, facts) : null) is not { } arn)
        {
            return facts.Resource;
        }

        return facts.AnySuffix ? WithAnySuffix(arn) : arn;
    }

    /// <summary>Gives the account of who asked; <see langword="null"/> where it isn't twelve digits.</summary>
    public static string? AccountOf(AccessFailure failure) =>
        Matching.Arn.TryParse(failure.Principal, out var arn) && arn.Account.Length == 12 && arn.Account.All(char.IsAsciiDigit) ? arn.Account : null;

    private static string? Arn(string text, AccessFailure failure, FailureFacts facts)
    {
        var own = facts.Account ?? AccountOf(failure);
        if (Matching.Arn.TryParse(text, out var arn))
        {
            // Messages of some services, and people, hide digits of the account.
            return ToldName.Pattern(arn.Account.Length == 0 || arn.Account is "aws" or "*" || (arn.Account.Length == 12 && arn.Account.All(char.IsAsciiDigit))
                ? text
                : (arn with { Account = own is not null && own.EndsWith(new string([.. arn.Account.Reverse().TakeWhile(char.IsAsciiDigit).Reverse()]), StringComparison.Ordinal) ? own : "*" }).ToString());
        }

        // IAM names its own things by kind and name.
        if (Iam().Match(text) is { Success: true } match)
        {
            var kind = match.Groups["kind"].Value.ToLowerInvariant();
            var told = match.Groups["name"].Value;
            var name = Matching.Arn.TryParse(told, out _) ? ToldName.Pattern(told) : ToldName.Escaped(told);
            var partition = Matching.Arn.TryParse(failure.Principal, out var who) ? who.Partition : "aws";
            return kind.EndsWith("path", StringComparison.Ordinal)
                ? $"arn:{partition}:iam::{own ?? "*"}:{(kind.StartsWith("policy", StringComparison.Ordinal) ? "policy" : "*")}{name.TrimEnd('/')}/*"
                : Matching.Arn.TryParse(told, out _) ? name : $"arn:{partition}:iam::{own ?? "*"}:{Words().Replace(kind, "-").Replace("mfa-device", "mfa", StringComparison.Ordinal)}/{name}";
        }

        return text == "*" ? text : null;
    }

    // CloudFormation ends names with twelve or thirteen letters and digits, Secrets Manager with six. Of capitals they may be letters alone: no word looks so.
    // Behind them may stand what a FIFO queue's name must end with.
    private static string WithAnySuffix(string arn) =>
        arn.Contains(":secretsmanager:", StringComparison.Ordinal) ? SecretSuffix().Replace(arn, "-??????")
        : StackSuffix().Replace(Uuid().Replace(arn, "/*"), "-*${rest}");

    [GeneratedRegex(@"^(?<kind>role|user|group|policy\s+path|policy|path|instance\s+profile|mfa\s+device)\s+(?<name>\S+)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Iam();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Words();

    [GeneratedRegex(@"-((?=[0-9A-Z]*[A-Z])[0-9A-Z]{12,13}|(?=[0-9A-Za-z]*[0-9])(?=[0-9A-Za-z]*[A-Za-z])([0-9A-Za-z]{12}|[0-9a-z]{12,13}))(?<rest>\.fifo|[/:].*)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex StackSuffix();

    [GeneratedRegex("-[0-9A-Za-z]{6}$")]
    private static partial Regex SecretSuffix();

    [GeneratedRegex("/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", RegexOptions.ExplicitCapture)]
    private static partial Regex Uuid();
}
