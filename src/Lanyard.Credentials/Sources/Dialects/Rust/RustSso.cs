using System.Globalization;
using Lanyard.Credentials.SharedConfig;

namespace Lanyard.Credentials.Sources.Dialects.Rust;

/// <summary>Identity Center by the rules of the AWS SDK for Rust.</summary>
internal sealed class RustSso(DialectMachine machine, RustSharedConfig config)
{
    private static readonly string[] Settings = ["sso_account_id", "sso_region", "sso_role_name", "sso_start_url", "sso_session"];

    /// <summary>Plans a permission set.</summary>
    /// <returns>The step; null where the profile has none of the settings.</returns>
    /// <exception cref="RustProfileException">The SDK gives up on the profile.</exception>
    public RustStep? Find(RustProfile profile)
    {
        if (Settings.Select(profile.Find).FirstOrDefault(p => p is not null) is not { } first)
        {
            return null;
        }

        var signIn = SignIn(profile, first);
        if (profile.Find("sso_role_name") is not { } role)
        {
            throw new RustProfileException(
                "selected profile will resolve an access token instead of credentials since it doesn't have `sso_account_id` and `sso_role_name` set",
                profile.Origin(first), passesOn: true);
        }

        var source = new Source.SsoRole(signIn, profile.Text("sso_account_id")!, role.Value) { Origin = profile.Origin(role) };
        return new RustStep(source, TokenProblem(signIn) is { } problem ? new DialectError(problem, source.Origin) : null);
    }

    private SsoSignIn SignIn(RustProfile profile, MergedProperty first)
    {
        var (region, startUrl) = (profile.Text("sso_region"), profile.Text("sso_start_url"));
        var session = profile.Find("sso_session");
        if (session is not null)
        {
            if ((profile.Find("sso_start_url") ?? profile.Find("sso_region")) is { } own)
            {
                throw Invalid(profile, $"`{own.Name}` can only be specified in the [sso-session] config when a session name is given", own);
            }

            var section = config.FindSsoSession(session.Value) ?? throw new RustProfileException(
                $"sso-session named `{session.Value}` (referenced by profile `{profile.Name}`) was not found", profile.Origin(session));
            (region, startUrl) = (section.Properties.GetValueOrDefault("sso_region")?.Value, section.Properties.GetValueOrDefault("sso_start_url")?.Value);
        }

        switch (profile.Find("sso_account_id"), profile.Find("sso_role_name"))
        {
            case ({ } account, null):
                throw Invalid(profile, "if `sso_account_id` is set, then `sso_role_name` must also be set", account);
            case (null, { } role):
                throw Invalid(profile, "if `sso_role_name` is set, then `sso_account_id` must also be set", role);
        }

        return new SsoSignIn(session?.Value, startUrl is null && region is not null ? throw Missing("sso_start_url") : startUrl ?? "", region ?? throw Missing("sso_region"));

        RustProfileException Missing(string key) =>
            new($"profile `{profile.Name}` was not defined: `{key}` was missing", profile.Origin(session ?? first), passesOn: true);
    }

    private static RustProfileException Invalid(RustProfile profile, string why, MergedProperty at) =>
        new($"profile `{profile.Name}` has invalid SSO config: {why}", profile.Origin(at));

    // In the legacy form the portal alone judges whether the token is still good.
    private string? TokenProblem(SsoSignIn signIn)
    {
        var token = CachedSsoToken.Read(machine, signIn.CacheKey);
        var problem = token switch
        {
            { State: not MachineFileState.Read } => $"failed to read `{token.File}`",
            { IsJson: false } => "invalid JSON in cached SSO token file",
            { HasAccessToken: false } => "missing field `accessToken` in cached SSO token file",
            { ExpiresAt: null } => "missing field `expiresAt` in cached SSO token file",
            { ExpiresAt: { } ends } when Time(ends) is null => "invalid value for the `expiresAt` field in the cached SSO token file",
            { RegistrationExpiresAt: { } ends } when Time(ends) is null => "invalid value for the `registrationExpiresAt` field in the cached SSO token file",
            _ => null,
        };
        if (signIn.SessionName is null)
        {
            return problem;
        }

        bool isOver = problem is null && Time(token.ExpiresAt!) <= machine.Now;
        bool canRefresh = token.HasRefreshToken && token.HasClient && token.RegistrationExpiresAt is { } registered && Time(registered) > machine.Now;
        return problem is not null ? "failed to load the cached SSO token: " + problem
            : isOver && !canRefresh ? "the SSO token has expired and cannot be refreshed"
            : null;
    }

    // RFC 3339, and in UTC alone.
    private static DateTimeOffset? Time(string text) =>
        text.EndsWith('Z') && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;
}
