using System.Globalization;
using Lanyard.Credentials.SharedConfig;

namespace Lanyard.Credentials.Sources.Dialects;

/// <summary>A profile as the AWS SDK for .NET sees it. Prints no values.</summary>
internal sealed class DotNetProfile
{
    private const int MostSessions = 1000;

    private static readonly (string Name, DotNetCredentialSettings Setting)[] Names =
    [
        ("aws_access_key_id", DotNetCredentialSettings.AccessKey),
        ("aws_secret_access_key", DotNetCredentialSettings.SecretKey),
        ("aws_session_token", DotNetCredentialSettings.Token),
        ("aws_account_id", DotNetCredentialSettings.Account),
        ("role_arn", DotNetCredentialSettings.RoleArn),
        ("source_profile", DotNetCredentialSettings.SourceProfile),
        ("credential_source", DotNetCredentialSettings.CredentialSource),
        ("external_id", DotNetCredentialSettings.ExternalId),
        ("mfa_serial", DotNetCredentialSettings.MfaSerial),
        ("role_session_name", DotNetCredentialSettings.SessionName),
        ("web_identity_token_file", DotNetCredentialSettings.TokenFile),
        ("credential_process", DotNetCredentialSettings.Process),
        ("sso_account_id", DotNetCredentialSettings.SsoAccount),
        ("sso_role_name", DotNetCredentialSettings.SsoRole),
        ("sso_region", DotNetCredentialSettings.SsoRegion),
        ("sso_start_url", DotNetCredentialSettings.SsoStartUrl),
        ("sso_registration_scopes", DotNetCredentialSettings.SsoScopes),
        ("sso_session", DotNetCredentialSettings.SsoSession),
        ("login_session", DotNetCredentialSettings.Login),
    ];

    private readonly Dictionary<string, MergedProperty> _settings;

    private DotNetProfile(string name, Dictionary<string, MergedProperty> settings)
    {
        Name = name;
        _settings = settings;
        var present = Names.Where(n => Get(n.Name) is { Length: > 0 }).Aggregate(DotNetCredentialSettings.None, (all, n) => all | n.Setting);
        Kind = DotNetProfileKinds.Of(present);
    }

    /// <summary>Gets the name.</summary>
    public string Name { get; }

    /// <summary>Gets what it is; null where its settings are no set that the SDK knows.</summary>
    public DotNetProfileKind? Kind { get; }

    /// <summary>Gets the settings that decide what it is and aren't empty, as they stand in the files.</summary>
    public IEnumerable<MergedProperty> Deciding => Names.Where(n => Get(n.Name) is { Length: > 0 }).Select(n => _settings[n.Name]);

    /// <summary>Gets which sources the profile has settings of, in the words of <c>explain</c>.</summary>
    public IReadOnlyList<string> SourceKinds => Kind switch
    {
        DotNetProfileKind.Keys => ["static"],
        DotNetProfileKind.Role or DotNetProfileKind.RoleWithCode or DotNetProfileKind.RoleFromPlace => ["assumeRole"],
        DotNetProfileKind.WebIdentity => ["webIdentity"],
        DotNetProfileKind.Sso => ["sso"],
        DotNetProfileKind.Process => ["process"],
        DotNetProfileKind.Login => ["loginSession"],
        _ => [.. Deciding.Select(p => SourceKindOf(p.Name)).DefaultIfEmpty("static").Distinct()],
    };

    /// <summary>Finds a profile.</summary>
    /// <param name="files">The files.</param>
    /// <param name="name">Its name.</param>
    /// <param name="why">Why there is none.</param>
    /// <returns>The profile; null where the SDK finds none.</returns>
    /// <exception cref="DotNetError">The SDK fails while it looks.</exception>
    public static DotNetProfile? Find(DotNetFiles files, string name, out string why) => Find(files, name, SharedConfigSectionKind.Profile, 0, out why);

    /// <summary>Gives a setting's value; null where there is none.</summary>
    public string? Get(string name) => _settings.TryGetValue(name, out var property) ? property.Value : null;

    /// <summary>Gives where a setting stands; the profile alone where it has none of that name.</summary>
    public Origin At(string name) => _settings.TryGetValue(name, out var property) ? new Origin(Name, property.File, property.Line) : new Origin(Name, null, null);

    /// <summary>Says where a setting stands.</summary>
    public string Place(string name) => At(name).ToString();

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({_settings.Count} settings)";

    private static DotNetProfile? Find(DotNetFiles files, string name, SharedConfigSectionKind kind, int depth, out string why)
    {
        if (files.Find(name, kind, out why) is not { } settings)
        {
            return null;
        }

        var bad = DotNetSettings.FirstBadOne(name, settings, files.HasConfig);
        if (bad is null)
        {
            TakeSession(files, name, settings, depth);
            bad = DotNetSettings.LastBadOne(settings);
        }

        if (bad is null)
        {
            return new DotNetProfile(name, settings);
        }

        why = string.Create(CultureInfo.InvariantCulture, $"{bad.File}:{bad.Line} sets {bad.Name} to a value that this SDK doesn't understand, and it then takes the whole section `{name}` for missing");
        return null;
    }

    private static string SourceKindOf(string setting) =>
        setting.StartsWith("aws_", StringComparison.Ordinal) ? "static"
        : setting.StartsWith("sso_", StringComparison.Ordinal) ? "sso"
        : setting switch
        {
            "credential_process" => "process",
            "web_identity_token_file" => "webIdentity",
            "login_session" => "loginSession",
            _ => "assumeRole",
        };

    // What the sso-session leaves open is taken away from the profile, too.
    private static void TakeSession(DotNetFiles files, string name, Dictionary<string, MergedProperty> settings, int depth)
    {
        if (!settings.TryGetValue("sso_session", out var named))
        {
            return;
        }

        var at = new Origin(name, named.File, named.Line);
        if (depth == MostSessions)
        {
            throw DotNetError.Crash($"{at} leads to an sso-session that names itself or a long row of others", at);
        }

        var session = Find(files, named.Value, SharedConfigSectionKind.SsoSession, depth + 1, out var why) ?? throw new DotNetError(
            $"Invalid Configuration.  Failed to find sso_session [{named.Value}]", $"{at} names an sso-session that this SDK doesn't find: {why}", at)
        {
            IsClientError = true,
        };
        foreach (var key in new[] { "sso_region", "sso_start_url", "sso_registration_scopes" })
        {
            if (session._settings.TryGetValue(key, out var property))
            {
                settings[key] = property;
            }
            else
            {
                settings.Remove(key);
            }
        }
    }
}
