using Lanyard.Credentials.SharedConfig;

namespace Lanyard.Cli.Commands.Doctor;

/// <summary>Finds a <c>default</c> profile that gives credentials to whoever names none.</summary>
internal static class DefaultProfileCheck
{
    private static readonly string[] Sources =
        ["aws_access_key_id", "role_arn", "sso_session", "sso_account_id", "login_session", "credential_process", "lanyard_vault", "web_identity_token_file"];

    /// <summary>Looks at the files.</summary>
    public static IEnumerable<Finding> Find(SharedConfigSnapshot files)
    {
        if (files.TryGetProfile("default", out var profile) && Sources.FirstOrDefault(s => profile.Get(s) is not null) is { } source)
        {
            yield return new Finding(
                FindingIds.DefaultProfile, Severity.Warning, profile.Place,
                $"the profile `default` leads to credentials ({source})",
                "a tool that is told no profile, or doesn't see the one it is told, deploys with these without a word",
                "lanyard profile rename default NAME; a region may stay in [default]");
        }
    }
}
