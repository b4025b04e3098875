using Lanyard.Credentials.SharedConfig;

namespace Lanyard.Credentials.Sources.Dialects;

/// <summary>What <c>fromSSO</c> of the AWS SDK for JavaScript v3 makes of a profile: a permission set, or an error. Nothing here passes on.</summary>
internal static class JavaScriptV3Sso
{
    private const string Prefix = "CredentialsProviderError: ";
    private const string Mend = " To refresh this SSO session run 'aws sso login' with the corresponding profile.";
    private static readonly string[] Keys = ["sso_start_url", "sso_account_id", "sso_session", "sso_region", "sso_role_name"];
    private static readonly TimeSpan RefreshWindow = TimeSpan.FromMinutes(5);

    /// <summary>Follows a profile that has any of the five settings.</summary>
    /// <returns>The answer; null where it has none of them.</returns>
    public static JavaScriptAnswer? Find(DialectMachine machine, JavaScriptV3Files files, JavaScriptProfile profile)
    {
        if (!Keys.Any(profile.Has))
        {
            return null;
        }

        var at = profile.Origin(Keys.First(profile.Has));
        var session = profile.Get("sso_session");
        var (startUrl, region) = (profile.Get("sso_start_url"), profile.Get("sso_region"));
        if (session is not null)
        {
            at = profile.Origin("sso_session");
            if (!files.SsoSessions.TryGetValue(session, out var section))
            {
                return JavaScriptAnswer.Fail("TypeError: Cannot read properties of undefined (reading 'sso_region')", at);
            }

            // Whatever the profile says itself is overwritten, even by nothing.
            (startUrl, region) = (ValueOf(section, "sso_start_url"), ValueOf(section, "sso_region"));
        }

        return startUrl is null || region is null || profile.Get("sso_account_id") is not { } account || profile.Get("sso_role_name") is not { } role
            ? JavaScriptAnswer.Fail(
                Prefix + "Profile is configured with invalid SSO credentials. Required parameters \"sso_account_id\", \"sso_region\", \"sso_role_name\", "
                + $"\"sso_start_url\". Got {string.Join(", ", profile.Keys.Union(session is null ? [] : ["sso_region", "sso_start_url"]))}\n"
                + "Reference: https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-sso.html", at)
            : WithToken(machine, profile, new Source.SsoRole(new SsoSignIn(session, startUrl, region), account, role) { Origin = at });
    }

    private static JavaScriptAnswer WithToken(DialectMachine machine, JavaScriptProfile profile, Source.SsoRole source)
    {
        var token = CachedSsoToken.Read(machine, source.SignIn.CacheKey);
        var (use, problem) = source.SignIn.SessionName is null ? Legacy(machine, token) : OfSession(machine, profile, token);
        return problem is not null ? JavaScriptAnswer.Fail(Prefix + problem, source.Origin)
            : JavaScriptAnswer.Use(source with { TokenUse = use });
    }

    private static (SsoTokenUse Use, string? Problem) Legacy(DialectMachine machine, CachedSsoToken token) =>
        !token.IsJson ? (default, "The SSO session associated with this profile is invalid. To refresh this SSO session run aws sso login with the corresponding profile.")
        : token.ExpiresAt is { } text && JavaScript.Date(text) is { } end && end <= machine.Now
            ? (default, "The SSO session associated with this profile has expired. To refresh this SSO session run aws sso login with the corresponding profile.")
        : token.HasAccessToken ? (SsoTokenUse.AsItIs, null)
        : (default, "UnauthorizedException: Session token not found or invalid");

    private static (SsoTokenUse Use, string? Problem) OfSession(DialectMachine machine, JavaScriptProfile profile, CachedSsoToken token)
    {
        if (!token.IsJson)
        {
            return (default, $"The SSO session token associated with profile={profile.Name} was not found or is invalid.{Mend}");
        }

        if (!token.HasAccessToken || token.ExpiresAt is null)
        {
            return (default, $"Value not present for '{(token.HasAccessToken ? "expiresAt" : "accessToken")}' in SSO Token.{Mend}");
        }

        var end = JavaScript.Date(token.ExpiresAt);
        if (end - machine.Now > RefreshWindow)
        {
            return (SsoTokenUse.AsItIs, null);
        }

        return !token.HasClient || !token.HasRefreshToken
                ? (default, $"Value not present for '{(token.HasClient ? "refreshToken" : "clientId")}' in SSO Token. Cannot refresh.{Mend}")
            : end < machine.Now || end is null ? (SsoTokenUse.Renewed, null)
            : (SsoTokenUse.RenewedIfPossible, null);
    }

    private static string? ValueOf(ConfigSection section, string key) => section.Properties.TryGetValue(key, out var property) ? property.Value : null;
}
