namespace Lanyard.Credentials.Sources.Dialects;

/// <summary>What <c>SsoCredentials</c> and <c>SSOTokenProvider</c> of the AWS SDK for JavaScript v2 make of a profile.</summary>
internal sealed class JavaScriptV2Sso(DialectMachine machine, JavaScriptV2Files files)
{
    private static readonly TimeSpan LegacyWindow = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan RefreshWindow = TimeSpan.FromMinutes(5);

    /// <summary>Follows a profile.</summary>
    public JavaScriptAnswer Resolve(string name)
    {
        if (files.Profiles.Find(name) is not { } profile)
        {
            return JavaScriptAnswer.Pass(files.NoProfile(name));
        }

        var session = profile.Get("sso_session");
        string[] needed = session is null ? ["sso_start_url", "sso_account_id", "sso_region", "sso_role_name"] : ["sso_account_id", "sso_role_name"];
        return needed.FirstOrDefault(key => !profile.Has(key)) is { } missing
            ? JavaScriptAnswer.Pass($"{profile} has no {missing}")
            : session is null ? Legacy(profile) : OfSession(profile, session);
    }

    private JavaScriptAnswer Legacy(JavaScriptProfile profile)
    {
        var startUrl = profile.Get("sso_start_url")!;
        var token = CachedSsoToken.Read(machine, startUrl);
        if (!token.IsJson || !token.HasStartUrl || !token.HasAccessToken || string.IsNullOrEmpty(token.Region) || string.IsNullOrEmpty(token.ExpiresAt))
        {
            return JavaScriptAnswer.Pass($"{token.File}, the token for the start URL of {profile}, {(token.IsJson ? "lacks one of startUrl, region, accessToken, expiresAt" : "is not there, or is no JSON object")}");
        }

        return JavaScript.Date(token.ExpiresAt) - machine.Now <= LegacyWindow
            ? JavaScriptAnswer.Pass($"{token.File}, the token for the start URL of {profile}, ends within 15 minutes or has ended: expiresAt is {token.ExpiresAt}")
            : Use(profile, new SsoSignIn(null, startUrl, profile.Get("sso_region")!), SsoTokenUse.AsItIs, profile.Origin("sso_start_url"));
    }

    private JavaScriptAnswer OfSession(JavaScriptProfile profile, string named)
    {
        // The token is looked for once more from the start, in the config file at home alone.
        if (files.DefaultConfig.Problem is { } problem)
        {
            return JavaScriptAnswer.Pass($"the sso_session of {profile} is looked for in {files.DefaultConfig.Path} alone: {problem}");
        }

        if (files.DefaultConfig.Find(profile.Name, "sso_session", out var session) is not { } at)
        {
            return JavaScriptAnswer.Pass($"the sso_session of {profile} is looked for in {files.DefaultConfig.Path} alone, where that profile has none");
        }

        var sessions = files.DefaultConfig.Content.SsoSessions;
        var section = sessions.GetValueOrDefault(session!);
        if (section?.Properties.GetValueOrDefault("sso_start_url") is not { } startUrl || section.Properties.GetValueOrDefault("sso_region") is not { } region)
        {
            return JavaScriptAnswer.Pass(section is null
                ? $"there is no [sso-session {session}] in {files.DefaultConfig.Path}, which {at} names"
                : $"[sso-session {session}] ({files.DefaultConfig.Path}:{section.Line}) lacks sso_start_url or sso_region");
        }

        var token = CachedSsoToken.Read(machine, session!);
        if (!token.IsJson || !token.HasAccessToken || string.IsNullOrEmpty(token.ExpiresAt))
        {
            return JavaScriptAnswer.Pass($"{token.File}, the token of the sso-session `{session}`, {(token.IsJson ? "lacks accessToken or expiresAt" : "is not there, or is no JSON object")}");
        }

        // The portal is called in the region of the session that the merged profile names.
        var portalRegion = sessions.GetValueOrDefault(named)?.Properties.GetValueOrDefault("sso_region")?.Value ?? profile.Get("sso_region") ?? region.Value;
        var signIn = new SsoSignIn(session, startUrl.Value, portalRegion);
        var end = JavaScript.Date(token.ExpiresAt);
        if (end - machine.Now > RefreshWindow)
        {
            return Use(profile, signIn, SsoTokenUse.AsItIs, at);
        }

        // A token that has ended and can't be renewed is an error in a place where nothing catches it.
        return token.HasClient && token.HasRefreshToken
            ? Use(profile, signIn, SsoTokenUse.Renewed, at, end > machine.Now ? [] : [ErrorCodes.SsoTokenExpired])
            : JavaScriptAnswer.Pass($"{token.File}, the token of the sso-session `{session}`, ends within 5 minutes or has ended, and lacks {(token.HasClient ? "refreshToken" : "clientId or clientSecret")} to be renewed with");
    }

    private static JavaScriptAnswer Use(JavaScriptProfile profile, SsoSignIn signIn, SsoTokenUse use, Origin at, params IReadOnlyList<string> except) => JavaScriptAnswer.Use(
        new Source.SsoRole(signIn, profile.Get("sso_account_id")!, profile.Get("sso_role_name")!) { TokenUse = use, Origin = at }, except);
}
