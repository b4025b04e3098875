using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.SharedConfig.Readers;

namespace Lanyard.Credentials.Sources.Dialects.Botocore;

/// <summary>Permission sets of IAM Identity Center.</summary>
/// <param name="machine">The machine.</param>
/// <param name="files">Both files.</param>
/// <param name="noClient">The error that making a client ends with; null where it can be made.</param>
/// <param name="sessions">The CLI's sessions; null in Python, and for a source profile.</param>
internal sealed class BotocoreSso(DialectMachine machine, BotocoreFiles files, BotocoreError? noClient, CliSessions? sessions)
{
    private static readonly string[] Needed = ["sso_role_name", "sso_account_id", "sso_start_url", "sso_region"];
    private static readonly string[] NeededOfSession = ["sso_start_url", "sso_region"];
    private static readonly TimeSpan RenewalWindow = TimeSpan.FromMinutes(15);

    /// <summary>Finds the permission set of a profile.</summary>
    /// <exception cref="BotocoreException">A setting is missing, or contradicts the <c>sso-session</c>.</exception>
    public BotocoreFind? Find(BotocoreProfile profile, Action<string, string> pass)
    {
        if (!profile.Has("sso_role_name") && !profile.Has("sso_account_id"))
        {
            pass("sso", profile.Lacks("sso_account_id and sso_role_name"));
            return null;
        }

        var (name, session) = SessionOf(profile);
        var missing = Needed.Where(key => Setting(profile, session, key) is null).ToArray();
        if (missing.Length > 0)
        {
            throw new BotocoreException(BotocoreError.InvalidConfig(
                $"The profile \"{profile.Name}\" is configured to use SSO but is missing required configuration: {string.Join(", ", missing)}", profile.At("sso_account_id")));
        }

        var signIn = new SsoSignIn(name, Setting(profile, session, "sso_start_url")!, Setting(profile, session, "sso_region")!);
        var source = new Source.SsoRole(signIn, Setting(profile, session, "sso_account_id")!, Setting(profile, session, "sso_role_name")!)
        {
            Origin = profile.At(profile.Has("sso_account_id") ? "sso_account_id" : "sso_role_name"),
        };
        return sessions?.Answer(source, profile, pass)
            ?? (noClient is not null ? new BotocoreFind(source, noClient)
            : session is null ? new BotocoreFind(source with { TokenUse = SsoTokenUse.AsItIs }, LegacyFailure(signIn, source.Origin))
            : OverSession(source, profile));
    }

    /// <summary>
    /// Gives the error of a profile whose <c>sso_session</c> leads to no token. With such a profile selected no client can be made,
    /// not even one that needs no token.
    /// </summary>
    public static BotocoreError? NoToken(BotocoreFiles files, BotocoreProfile profile)
    {
        if (profile.Get("sso_session") is not { } name)
        {
            return null;
        }

        // These are taken from the section alone.
        files.TryGetSession(name, out var session);
        var missing = NeededOfSession.Where(key => !files.Config.TryGet(session, key, out _)).ToArray();
        var why = missing.Length == 0 ? null
            : session is not null && files.Config.All(session).Any()
                ? $"token provider but is missing the following configuration: [{string.Join(", ", missing.Select(PythonText.Repr))}]."
                : $"token provider but the \"{name}\" sso_session configuration does not exist.";
        return why is null ? null : BotocoreError.InvalidConfig(
            $"The profile \"{profile.Name}\" is configured to use the SSO {why}", profile.At("sso_session"), BotocoreStage.Use);
    }

    private (string? Name, ConfigSection? Session) SessionOf(BotocoreProfile profile)
    {
        if (profile.Get("sso_session") is not { } name)
        {
            return (null, null);
        }

        var at = profile.At("sso_session");
        if (!files.TryGetSession(name, out var session))
        {
            throw new BotocoreException(BotocoreError.InvalidConfig($"The specified sso-session does not exist: \"{name}\"", at));
        }

        foreach (var setting in files.Config.All(session))
        {
            if (profile.Get(setting.Name) is { } own && own != setting.Value)
            {
                var (ours, theirs) = MayBeSecret(setting.Name) ? ("***", "***") : (own, setting.Value);
                throw new BotocoreException(BotocoreError.InvalidConfig(
                    $"The value for {setting.Name} is inconsistent between profile ({ours}) and sso-session ({theirs}).", profile.At(setting.Name)));
            }
        }

        return (name, session);
    }

    private string? Setting(BotocoreProfile profile, ConfigSection? session, string key) =>
        files.Config.TryGet(session, key, out var property) ? property.Value : profile.Get(key);

    private static bool MayBeSecret(string key) => !key.StartsWith("sso_", StringComparison.Ordinal) && key is not "region" and not "output";

    private BotocoreError? LegacyFailure(SsoSignIn signIn, Origin? at)
    {
        var token = CachedSsoToken.Read(machine, signIn.CacheKey);
        if (Unusable(token, signIn, at) is { } error)
        {
            return error;
        }

        return PythonNumbers.ParseTime(token.ExpiresAt!, out var end) is { } wrong ? InToken(wrong, token)
            : end > machine.Now ? null
            : new BotocoreError(
                "UnauthorizedSSOTokenError",
                "The SSO session associated with this profile has expired or is otherwise invalid. To refresh this SSO session run aws sso login with the corresponding profile.",
                BotocoreStage.Use, new Origin(null, token.File, null));
    }

    private BotocoreFind OverSession(Source.SsoRole source, BotocoreProfile profile)
    {
        var token = CachedSsoToken.Read(machine, source.SignIn.CacheKey);
        if ((NoToken(files, profile) ?? Unusable(token, source.SignIn, profile.At("sso_session"))) is { } error)
        {
            return new BotocoreFind(source, error);
        }

        if (PythonNumbers.ParseTime(token.ExpiresAt!, out var end) is { } wrong)
        {
            return new BotocoreFind(source, InToken(wrong, token));
        }

        var left = end - machine.Now;
        var canRenew = false;
        if (left < RenewalWindow && token is { HasRefreshToken: true, HasClient: true, RegistrationExpiresAt: { } registration })
        {
            if (PythonNumbers.ParseTime(registration, out var until) is { } bad)
            {
                return new BotocoreFind(source, InToken(bad, token));
            }

            canRenew = until > machine.Now;
        }

        return (canRenew, left > TimeSpan.Zero) switch
        {
            (true, true) => new BotocoreFind(source with { TokenUse = SsoTokenUse.RenewedIfPossible }),
            (true, false) => new BotocoreFind(source with { TokenUse = SsoTokenUse.Renewed }),
            (false, true) => new BotocoreFind(source with { TokenUse = SsoTokenUse.AsItIs }),
            _ => new BotocoreFind(source, new BotocoreError(
                "TokenRetrievalError", "Error when retrieving token from sso: Token has expired and refresh failed", BotocoreStage.Use, new Origin(null, token.File, null))),
        };
    }

    private static BotocoreError? Unusable(CachedSsoToken token, SsoSignIn signIn, Origin? at)
    {
        var said = token.State is MachineFileState.Missing or MachineFileState.Folder ? $"Token for {signIn.CacheKey} does not exist"
            : token.IsJson && (!token.HasAccessToken || token.ExpiresAt is null) ? $"Token for {signIn.StartUrl} is invalid"
            : null;
        return said is not null ? new BotocoreError("SSOTokenLoadError", $"Error loading SSO Token: {said}", BotocoreStage.Use, at)
            : token.IsJson ? null
            : new BotocoreError("KeyError", $"'{Path.GetFileNameWithoutExtension(token.File)}'", BotocoreStage.Use, new Origin(null, token.File, null));
    }

    private static BotocoreError InToken((string Type, string Message) wrong, CachedSsoToken token) =>
        new(wrong.Type, wrong.Message, BotocoreStage.Use, new Origin(null, token.File, null));
}
