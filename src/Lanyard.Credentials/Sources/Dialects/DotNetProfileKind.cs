namespace Lanyard.Credentials.Sources.Dialects;

/// <summary>What a profile is to the AWS SDK for .NET.</summary>
internal enum DotNetProfileKind
{
    /// <summary>An access key.</summary>
    Keys,

    /// <summary>A role assumed with the credentials of another profile.</summary>
    Role,

    /// <summary>The same with an MFA device, which the SDK refuses for the selected profile, since there is nobody to ask.</summary>
    RoleWithCode,

    /// <summary>A role assumed with the credentials of a place that <c>credential_source</c> names.</summary>
    RoleFromPlace,

    /// <summary>A role assumed with a web identity token.</summary>
    WebIdentity,

    /// <summary>A permission set of Identity Center.</summary>
    Sso,

    /// <summary>A program.</summary>
    Process,

    /// <summary>A console sign-in.</summary>
    Login,
}

/// <summary>The settings that decide what a profile is. An empty one counts as absent.</summary>
[Flags]
internal enum DotNetCredentialSettings
{
    /// <summary>None of them.</summary>
    None = 0,
#pragma warning disable CS1591, SA1602 // Each is the setting of its name.
    AccessKey = 1,
    SecretKey = 1 << 1,
    Token = 1 << 2,
    Account = 1 << 3,
    RoleArn = 1 << 4,
    SourceProfile = 1 << 5,
    CredentialSource = 1 << 6,
    ExternalId = 1 << 7,
    MfaSerial = 1 << 8,
    SessionName = 1 << 9,
    TokenFile = 1 << 10,
    Process = 1 << 11,
    SsoAccount = 1 << 12,
    SsoRole = 1 << 13,
    SsoRegion = 1 << 14,
    SsoStartUrl = 1 << 15,
    SsoScopes = 1 << 16,
    SsoSession = 1 << 17,
    Login = 1 << 18,
#pragma warning restore CS1591, SA1602

    /// <summary>What comes with a sign-in of its own section; many kinds allow all of it, and none allows a part.</summary>
    SignIn = SsoRegion | SsoStartUrl | SsoScopes | SsoSession,
}

/// <summary>
/// Tells what a profile is by the set of its settings: it must be one of the known sets, to the last. Only the account or role of
/// Identity Center decides alone.
/// </summary>
internal static class DotNetProfileKinds
{
    private const DotNetCredentialSettings Role = DotNetCredentialSettings.RoleArn | DotNetCredentialSettings.SourceProfile;
    private const DotNetCredentialSettings Placed = DotNetCredentialSettings.RoleArn | DotNetCredentialSettings.CredentialSource;
    private const DotNetCredentialSettings Web = DotNetCredentialSettings.RoleArn | DotNetCredentialSettings.TokenFile;
    private const DotNetCredentialSettings Keys = DotNetCredentialSettings.AccessKey | DotNetCredentialSettings.SecretKey;
    private const DotNetCredentialSettings SignIn = DotNetCredentialSettings.SsoRegion | DotNetCredentialSettings.SsoStartUrl;

    private static readonly Combination[] Combinations =
    [
        new(DotNetProfileKind.Process, DotNetCredentialSettings.Process, Account: true, SignIn: false),
        new(DotNetProfileKind.Role, Role),
        new(DotNetProfileKind.Role, Role | DotNetCredentialSettings.SessionName),
        new(DotNetProfileKind.Role, Role | DotNetCredentialSettings.ExternalId),
        new(DotNetProfileKind.Role, Role | DotNetCredentialSettings.ExternalId | DotNetCredentialSettings.SessionName),
        new(DotNetProfileKind.RoleWithCode, Role | DotNetCredentialSettings.MfaSerial),
        new(DotNetProfileKind.RoleWithCode, Role | DotNetCredentialSettings.MfaSerial | DotNetCredentialSettings.ExternalId, Account: false),
        new(DotNetProfileKind.Role, Role | DotNetCredentialSettings.MfaSerial | DotNetCredentialSettings.SessionName),
        new(DotNetProfileKind.Role, Role | DotNetCredentialSettings.MfaSerial | DotNetCredentialSettings.ExternalId | DotNetCredentialSettings.SessionName),
        new(DotNetProfileKind.RoleFromPlace, Placed),
        new(DotNetProfileKind.RoleFromPlace, Placed | DotNetCredentialSettings.SessionName),
        new(DotNetProfileKind.WebIdentity, Web, Account: false),
        new(DotNetProfileKind.WebIdentity, Web | DotNetCredentialSettings.CredentialSource),
        new(DotNetProfileKind.WebIdentity, Web | DotNetCredentialSettings.SessionName),
        new(DotNetProfileKind.Keys, Keys, Account: true, SignIn: false),
        new(DotNetProfileKind.Keys, Keys | DotNetCredentialSettings.Token, Account: true, SignIn: false),
        new(DotNetProfileKind.Sso, SignIn, Account: false, SignIn: false),
        new(DotNetProfileKind.Sso, SignIn | DotNetCredentialSettings.SsoScopes, Account: false, SignIn: false),
        new(DotNetProfileKind.Sso, SignIn | DotNetCredentialSettings.SsoSession, Account: false, SignIn: false),
        new(DotNetProfileKind.Sso, DotNetCredentialSettings.SignIn, Account: false, SignIn: false),
        new(DotNetProfileKind.Sso, DotNetCredentialSettings.SsoSession, Account: false, SignIn: false),
        new(DotNetProfileKind.Login, DotNetCredentialSettings.Login, Account: false, SignIn: false),
    ];

    /// <summary>Tells what a profile is.</summary>
    /// <returns>The kind; null where the settings are no known set.</returns>
    public static DotNetProfileKind? Of(DotNetCredentialSettings settings)
    {
        if ((settings & (DotNetCredentialSettings.SsoAccount | DotNetCredentialSettings.SsoRole)) != 0)
        {
            return DotNetProfileKind.Sso;
        }

        var kind = Match(settings);
        if (kind is not null || !settings.HasFlag(DotNetCredentialSettings.Login))
        {
            return kind;
        }

        // Beside a console sign-in, what else is there counts if it is a known set; a role with device and session name is known too late.
        var rest = settings & ~DotNetCredentialSettings.Login;
        var isLate = rest.HasFlag(DotNetCredentialSettings.MfaSerial | DotNetCredentialSettings.SessionName) && !rest.HasFlag(DotNetCredentialSettings.ExternalId);
        return isLate ? DotNetProfileKind.Login : Match(rest) ?? DotNetProfileKind.Login;
    }

    private static DotNetProfileKind? Match(DotNetCredentialSettings settings) => Combinations.FirstOrDefault(c => c.Is(settings))?.Kind;

    /// <summary>A known set.</summary>
    /// <param name="Kind">What it makes of a profile.</param>
    /// <param name="Settings">The settings.</param>
    /// <param name="Account">Whether the account id may come with it.</param>
    /// <param name="SignIn">Whether the whole of a sign-in may.</param>
    private sealed record Combination(DotNetProfileKind Kind, DotNetCredentialSettings Settings, bool Account = true, bool SignIn = true)
    {
        public bool Is(DotNetCredentialSettings settings)
        {
            var rest = Account ? settings & ~DotNetCredentialSettings.Account : settings;
            rest = SignIn && rest.HasFlag(DotNetCredentialSettings.SignIn) ? rest & ~DotNetCredentialSettings.SignIn : rest;
            return rest == Settings;
        }
    }
}
