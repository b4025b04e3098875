using System.Globalization;

namespace Lanyard.Cli.Commands.Doctor;

/// <summary>Finds keys and tokens in the environment that surprise; what the SDKs merely read differently is <see cref="AdviceCheck"/>'s.</summary>
internal static class EnvironmentCheck
{
    /// <summary>Looks at the variables.</summary>
    public static IEnumerable<Finding> Find(IReadOnlyDictionary<string, string> environment, DateTimeOffset now)
    {
        var (id, token, old) = (Variable("AWS_ACCESS_KEY_ID"), Variable("AWS_SESSION_TOKEN"), Variable("AWS_SECURITY_TOKEN"));
        if (id is not null && token is null && old is null && id.StartsWith("AKIA", StringComparison.Ordinal))
        {
            yield return new Finding(
                FindingIds.KeysInEnvironment, Severity.Note, "AWS_ACCESS_KEY_ID", "a long-lived access key is in the environment",
                "every program that this shell starts can read it, and keep it",
                "lanyard vault add NAME, then: unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY");
        }

        if (old is not null && id is not null && old != token)
        {
            yield return new Finding(
                FindingIds.OldTokenVariable, Severity.Warning, "AWS_SECURITY_TOKEN",
                token is null ? "the session token is in AWS_SECURITY_TOKEN alone" : "AWS_SECURITY_TOKEN holds another token than AWS_SESSION_TOKEN",
                token is null ? "most SDKs know AWS_SESSION_TOKEN alone and send these keys without a token, which AWS turns down" : "which of the two is sent with the keys depends on the SDK",
                token is null ? "export AWS_SESSION_TOKEN=\"$AWS_SECURITY_TOKEN\"; unset AWS_SECURITY_TOKEN" : "unset AWS_SECURITY_TOKEN");
        }

        if (id is not null && DateTimeOffset.TryParse(Variable("AWS_CREDENTIAL_EXPIRATION"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end) && end <= now)
        {
            yield return new Finding(
                FindingIds.ExpiredInEnvironment, Severity.Error, "AWS_CREDENTIAL_EXPIRATION",
                $"the keys in the environment ended on {Words.Minute(end)}",
                "they come before every profile, so each tool fails with them although others are there",
                "eval \"$(lanyard env --unset)\"");
        }

        string? Variable(string name) => environment.TryGetValue(name, out var value) && value.Length > 0 ? value : null;
    }
}
