using Lanyard.Credentials.SharedConfig;

namespace Lanyard.Credentials.Sources;

/// <summary>Reads which Identity Center sign-in a profile or an <c>sso-session</c> section means.</summary>
public static class SsoSettings
{
    /// <summary>Gives a profile's sign-in, by its <c>sso_session</c> or in the legacy form.</summary>
    /// <returns>The sign-in; <see langword="null"/> where the profile has no Identity Center settings.</returns>
    /// <exception cref="CredentialsException">The settings contradict each other or leave something out.</exception>
    public static SsoSignIn? OfProfile(SharedConfigSnapshot files, MergedProfile profile)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(profile);
        if (profile.TryGet("sso_session", out var session))
        {
            var signIn = OfSession(files, session.Value, () => $"the profile `{profile.Name}` ({session.File}:{session.Line})", profile.Name);
            Agree(profile, "sso_start_url", signIn.StartUrl, session.Value);
            Agree(profile, "sso_region", signIn.Region, session.Value);
            return signIn;
        }

        if (profile.Get("sso_account_id") is null && profile.Get("sso_role_name") is null && profile.Get("sso_start_url") is null)
        {
            return null;
        }

        return new SsoSignIn(null, Need("sso_start_url"), Need("sso_region"));

        string Need(string key) => profile.Get(key) is { Length: > 0 } value
            ? value
            : throw ProfileErrors.Invalid(
                profile, "sso_account_id", $"lacks {key}", $"add a line `{key} = …`, or `sso_session = NAME` with a section [sso-session NAME]");
    }

    /// <summary>Gives the sign-in of an <c>sso-session</c> section.</summary>
    /// <param name="files">The shared files.</param>
    /// <param name="name">The section's name.</param>
    /// <param name="askedBy">Who names it, for the message.</param>
    /// <param name="profile">The profile it is about, if any.</param>
    /// <exception cref="CredentialsException">The section is missing or leaves something out.</exception>
    public static SsoSignIn OfSession(SharedConfigSnapshot files, string name, Func<string> askedBy, string? profile = null)
    {
        ArgumentNullException.ThrowIfNull(files);
        if (!files.SsoSessions.TryGetValue(name, out var section))
        {
            throw NotFound(files, name, askedBy(), profile);
        }

        return new SsoSignIn(name, Need("sso_start_url"), Need("sso_region"))
        {
            Scopes = section.Properties.TryGetValue("sso_registration_scopes", out var scopes) && scopes.Value.Length > 0
                ? string.Join(' ', scopes.Value.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries))
                : SsoSignIn.DefaultScopes,
        };

        string Need(string key) => section.Properties.TryGetValue(key, out var property) && property.Value.Length > 0
            ? property.Value
            : throw new CredentialsException(
                ErrorCodes.ProfileInvalid, $"the section [sso-session {name}] ({files.Config.Path}:{section.Line}) lacks {key}",
                $"add a line `{key} = …`", profile: profile);
    }

    // Apart, so that a warm answer doesn't wait for what only the error needs.
    private static CredentialsException NotFound(SharedConfigSnapshot files, string name, string askedBy, string? profile)
    {
        var known = files.SsoSessions.Keys.ToArray();
        return new CredentialsException(
            ErrorCodes.SsoSessionNotFound,
            $"{askedBy} names the sso-session `{name}`, but {files.Config.Path} has no section [sso-session {name}]"
            + (known.Length > 0 ? $"; it has {string.Join(", ", known.Take(5).Select(k => $"`{k}`"))}" : ""),
            $"add a section [sso-session {name}] with sso_start_url and sso_region", profile: profile);
    }

    private static void Agree(MergedProfile profile, string key, string expected, string session)
    {
        if (profile.TryGet(key, out var own) && own.Value != expected)
        {
            throw ProfileErrors.Invalid(
                profile, key, $"has another {key} than its sso-session `{session}`", $"remove the line `{key}` from `{profile.Name}`");
        }
    }
}
