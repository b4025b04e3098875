using System.Globalization;

namespace Lanyard.Credentials.Sources.Dialects.Java;

/// <summary>Makes a source of a profile by the rules of the AWS SDK for Java: the first of its settings that is there decides.</summary>
/// <param name="machine">The machine.</param>
/// <param name="files">The files.</param>
/// <param name="environment">The sources of the environment, that a profile may name.</param>
internal sealed class JavaProfileSources(DialectMachine machine, JavaSharedConfig files, JavaEnvironment environment)
{
    private const int LongestChain = 1000;

    private static readonly string[] SsoSettings = ["sso_role_name", "sso_account_id", "sso_region", "sso_start_url", "sso_session"];

    /// <summary>Gives the kind of source that a profile is, in the words of <c>explain</c>.</summary>
    public static string KindOf(JavaProfile profile) =>
        profile.Has("role_arn") && profile.Has("web_identity_token_file") ? "webIdentity"
        : SsoSettings.Any(profile.Has) ? "sso"
        : profile.Has("role_arn") && (profile.Has("source_profile") || profile.Has("credential_source")) ? "assumeRole"
        : profile.Has("login_session") ? "loginSession"
        : profile.Has("credential_process") ? "process"
        : "static";

    /// <summary>Makes the source of a profile.</summary>
    /// <returns>The source; null where the profile has no settings for one.</returns>
    /// <exception cref="JavaException">The SDK can't make one.</exception>
    public Source? Of(JavaProfile profile) => Of(profile, []);

    private Source? Of(JavaProfile profile, HashSet<string> children) => KindOf(profile) switch
    {
        "webIdentity" => environment.WebIdentity(
            profile.Get("web_identity_token_file")!, profile.Get("role_arn")!, profile.Get("role_session_name"), profile.At("web_identity_token_file")),
        "sso" => Sso(profile),
        "assumeRole" => Role(profile, children),
        "loginSession" => new Source.LoginSession(profile.Name, profile.Get("login_session")!) { Origin = profile.At("login_session") },
        "process" => new Source.Process(profile.Name, profile.Get("credential_process")!) { ByShell = true, AcceptsExpired = true, Origin = profile.At("credential_process") },
        _ => Keys(profile),
    };

    private static Source? Keys(JavaProfile profile)
    {
        var because = profile.Has("aws_session_token") ? "aws_session_token" : "aws_access_key_id";
        if (!profile.Has(because))
        {
            return null;
        }

        profile.Require(because, "aws_access_key_id", "aws_secret_access_key");
        foreach (var (key, name) in new[] { ("aws_access_key_id", "Access key ID"), ("aws_secret_access_key", "Secret access key") })
        {
            if (string.IsNullOrWhiteSpace(profile.Get(key)))
            {
                throw new JavaException($"{name} cannot be blank.", $"{profile.At(key)} has no value", profile.At(key));
            }
        }

        var at = profile.At("aws_access_key_id");
        return new Source.StaticKeys(profile.Name, at.File!, profile.Get("aws_access_key_id")!) { Origin = at };
    }

    private Source Role(JavaProfile profile, HashSet<string> children)
    {
        if (profile.Has("source_profile") && profile.Has("credential_source"))
        {
            throw new JavaException(
                "Invalid profile file: profile has both source_profile and credential_source.",
                $"`{profile.Name}` has both source_profile ({profile.At("source_profile")}) and credential_source ({profile.At("credential_source")})", profile.At("source_profile"));
        }

        return new Source.AssumeRole(profile.Get("role_arn")!, profile.Has("source_profile") ? SourceProfile(profile, children) : Place(profile))
        {
            RoleSessionName = profile.Get("role_session_name"),
            ExternalId = profile.Get("external_id"),
            Origin = profile.At("role_arn"),
        };
    }

    private Source SourceProfile(JavaProfile profile, HashSet<string> children)
    {
        var at = profile.At("source_profile");
        if (!children.Add(profile.Name) || children.Count > LongestChain)
        {
            throw new JavaException(
                $"Invalid profile file: Circular relationship detected with profiles [{string.Join(", ", children)}].", $"{at} closes a circle of source profiles, or a far too long chain", at);
        }

        var named = profile.Get("source_profile")!;
        return (files.Find(named) is { } source ? Of(source, children) : null) ?? throw new JavaException(
            $"The source profile of '{profile.Name}' was configured to be '{named}', but that source profile has no credentials configured.",
            $"{at} names the profile `{named}`, which {files.Paths} don't have, or which has no credentials", at);
    }

    private Source Place(JavaProfile profile)
    {
        var (place, at) = (profile.Get("credential_source")!, profile.At("credential_source"));
        return place.Equals("Environment", StringComparison.OrdinalIgnoreCase) ? environment.Keys()
            : place.Equals("EcsContainer", StringComparison.OrdinalIgnoreCase) ? environment.Container()
            : place.Equals("Ec2InstanceMetadata", StringComparison.OrdinalIgnoreCase) ? environment.Metadata(profile)
            : throw new JavaException($"{place} is not a valid credential_source", $"{at} names no place that this SDK knows", at);
    }

    private Source Sso(JavaProfile profile)
    {
        var because = SsoSettings.First(profile.Has);
        profile.Require(because, "sso_account_id", "sso_role_name");
        var signIn = profile.Get("sso_session") is { } name ? OfSession(profile, name) : OfProfile(profile, because);
        var token = CachedSsoToken.Read(machine, signIn.CacheKey);
        var at = profile.At("sso_account_id");
        if (!token.HasAccessToken)
        {
            throw new JavaException("Unable to load SSO token", $"nobody is signed in for `{profile.Name}` ({at}): {token.File} is missing or no token", at);
        }

        var hasEnded = !DateTimeOffset.TryParse(token.ExpiresAt, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end) || end <= machine.Now;
        return hasEnded && (signIn.SessionName is null || !token.HasRefreshToken || !token.HasClient)
            ? throw new JavaException("The SSO session associated with this profile has expired or is otherwise invalid.", $"the sign-in of `{profile.Name}` ({at}) has ended ({token.File})", at)
            : new Source.SsoRole(signIn, profile.Get("sso_account_id")!, profile.Get("sso_role_name")!) { Origin = at };
    }

    private static SsoSignIn OfProfile(JavaProfile profile, string because)
    {
        profile.Require(because, "sso_region", "sso_start_url");
        return new SsoSignIn(null, profile.Get("sso_start_url")!, profile.Get("sso_region")!);
    }

    private SsoSignIn OfSession(JavaProfile profile, string name)
    {
        var at = profile.At("sso_session");
        var session = files.FindSession(name) ?? throw new JavaException(
            $"Sso-session section not found with sso-session title {name}.", $"{at} names an sso-session that the config file doesn't have", at);
        foreach (var key in new[] { "sso_region", "sso_start_url" })
        {
            session.Require("sso_session", key);
            if (profile.Has(key) && !profile.Get(key)!.Equals(session.Get(key), StringComparison.OrdinalIgnoreCase))
            {
                throw new JavaException(
                    $"Profile {profile.Name} and Sso-session {name} has different {key}.", $"{profile.At(key)} and {session.At(key)} have different values of {key}", profile.At(key));
            }
        }

        return new SsoSignIn(name, session.Get("sso_start_url")!, session.Get("sso_region")!);
    }
}
