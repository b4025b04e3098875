namespace Lanyard.Credentials.SharedConfig.Import;

/// <summary>A permission set in an account, which an import makes a profile for.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="AccountName">Its name in the access portal.</param>
/// <param name="Role">The permission set.</param>
public sealed record ImportTarget(string AccountId, string AccountName, string Role);

/// <summary>What the profiles of an import have in common.</summary>
/// <param name="Session">The <c>sso-session</c>; null for the legacy form, with the start URL in every profile.</param>
/// <param name="StartUrl">The start URL.</param>
/// <param name="SsoRegion">Identity Center's region.</param>
/// <param name="DefaultRegion">The region of the profiles; null for none.</param>
public sealed record ImportSettings(string? Session, string StartUrl, string SsoRegion, string? DefaultRegion)
{
    /// <summary>
    /// The setting that marks a profile as made by an import. AWS's tools skip what they don't know. It moves with the profile when
    /// that is renamed or moved, and who takes it out has a profile of their own.
    /// </summary>
    public const string Mark = "lanyard_imported";

    /// <summary>Gets the settings of a profile.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Of(ImportTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        var settings = new List<KeyValuePair<string, string>>();
        if (Session is not null)
        {
            settings.Add(new("sso_session", Session));
        }
        else
        {
            settings.Add(new("sso_start_url", StartUrl));
            settings.Add(new("sso_region", SsoRegion));
        }

        settings.Add(new("sso_account_id", target.AccountId));
        settings.Add(new("sso_role_name", target.Role));
        if (DefaultRegion is not null)
        {
            settings.Add(new("region", DefaultRegion));
        }

        settings.Add(new(Mark, "true"));
        return settings;
    }

    /// <summary>Tells whether a profile of the config file goes through this sign-in.</summary>
    internal bool Covers(ConfigSection profile) => Session is not null
        ? Value(profile, "sso_session") == Session
        : Value(profile, "sso_session") is null && Value(profile, "sso_start_url") == StartUrl;

    internal static string? Value(ConfigSection profile, string key) => profile.Properties.TryGetValue(key, out var property) ? property.Value : null;
}
