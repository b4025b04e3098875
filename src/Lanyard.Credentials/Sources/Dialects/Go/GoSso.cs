using Lanyard.Credentials.SharedConfig;

namespace Lanyard.Credentials.Sources.Dialects.Go;

/// <summary>Identity Center as the AWS SDK for Go v2 finds it.</summary>
internal static class GoSso
{
    private static readonly string[] LegacySettings = ["sso_region", "sso_start_url", "sso_account_id", "sso_role_name"];

    /// <summary>Plans a permission set; its account and name may be missing, which only shows when it is asked for.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="profile">The profile.</param>
    /// <param name="first">The first of its settings for Identity Center.</param>
    /// <exception cref="GoException">The settings leave something out, or contradict each other.</exception>
    public static GoStep Plan(DialectMachine machine, GoProfile profile, MergedProperty first)
    {
        var signIn = profile.Find("sso_session") is { } session ? OfSession(profile, session) : Legacy(profile, first);
        var at = profile.Origin(profile.Find("sso_role_name") ?? first);
        var (account, role) = (profile.Text("sso_account_id"), profile.Text("sso_role_name"));
        var source = new Source.SsoRole(signIn, account ?? "", role ?? "") { Origin = at };
        var problem = TokenProblem(machine, signIn)
            ?? (account is null ? "operation error SSO: GetRoleCredentials, sso_account_id is empty"
                : role is null ? "operation error SSO: GetRoleCredentials, sso_role_name is empty"
                : null);
        return new GoStep(source, problem is null ? null : new DialectError(problem, at));
    }

    private static SsoSignIn OfSession(GoProfile profile, MergedProperty session)
    {
        // A profile that is the end of a chain by its keys has no session loaded.
        var (region, startUrl) = (Text("sso_region"), Text("sso_start_url"));
        string[] missing = [.. new[] { region is null ? "sso_region" : null, startUrl is null ? "sso_start_url" : null }.OfType<string>()];
        if (missing.Length > 0)
        {
            throw Incomplete(profile, missing, session);
        }

        foreach (var (key, expected) in new[] { ("sso_region", region), ("sso_start_url", startUrl) })
        {
            if (profile.Find(key) is { } own && own.Value != expected)
            {
                throw new GoException($"{key} in profile {GoText.Quote(profile.Name)} must match {key} in sso-session ", profile.Origin(own));
            }
        }

        return new SsoSignIn(session.Value, startUrl!, region!);

        string? Text(string key) => profile.SsoSession?.Properties.GetValueOrDefault(key)?.Value is { Length: > 0 } value ? value : null;
    }

    private static SsoSignIn Legacy(GoProfile profile, MergedProperty first)
    {
        string[] missing = [.. LegacySettings.Where(k => profile.Find(k) is null)];
        return missing.Length == 0
            ? new SsoSignIn(null, profile.Text("sso_start_url")!, profile.Text("sso_region")!)
            : throw Incomplete(profile, missing, first);
    }

    private static GoException Incomplete(GoProfile profile, string[] missing, MergedProperty at) => new(
        $"profile {GoText.Quote(profile.Name)} is configured to use SSO but is missing required configuration: {string.Join(", ", missing)}",
        profile.Origin(at));

    private static string? TokenProblem(DialectMachine machine, SsoSignIn signIn)
    {
        var token = CachedSsoToken.Read(machine, signIn.CacheKey);
        var ends = token.ExpiresAt is { } text ? GoText.Time(text) : null;
        var broken = token switch
        {
            { State: MachineFileState.Missing } => $"failed to read cached SSO token file, open {token.File}: no such file or directory",
            { State: MachineFileState.Folder } => $"failed to read cached SSO token file, read {token.File}: is a directory",
            { State: MachineFileState.Unreadable } => $"failed to read cached SSO token file, open {token.File}: permission denied",
            { IsJson: false } => "failed to parse cached SSO token file, it is not a JSON object",
            { ExpiresAt: { } written } when ends is null => "failed to parse cached SSO token file, field \"expiresAt\", expected RFC3339 timestamp: "
                + $"parsing time {GoText.Quote(written)} as \"2006-01-02T15:04:05Z07:00\"",
            { HasAccessToken: false } or { ExpiresAt: null } => "cached SSO token must contain accessToken and expiresAt fields",
            _ => null,
        };
        bool isOver = machine.Now > ends;
        return signIn.SessionName is null
            ? broken is not null ? "the SSO session has expired or is invalid: " + broken
                : isOver ? "the SSO session has expired or is invalid"
                : null
            : broken ?? (isOver && !(token.HasRefreshToken && token.HasClient)
                ? "refresh cached SSO token failed, cached SSO token is expired, or not present, and cannot be refreshed"
                : null);
    }
}
