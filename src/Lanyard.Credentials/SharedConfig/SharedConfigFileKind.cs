namespace Lanyard.Credentials.SharedConfig;

/// <summary>Which of the two AWS shared files a file is; the same header means different things in them.</summary>
public enum SharedConfigFileKind
{
    /// <summary>The config file: <c>[default]</c>, <c>[profile x]</c>, <c>[sso-session x]</c>, <c>[services x]</c>.</summary>
    Config,

    /// <summary>The credentials file: profiles alone, and without a prefix: <c>[x]</c>.</summary>
    Credentials,
}

/// <summary>What a section of a shared file describes.</summary>
public enum SharedConfigSectionKind
{
    /// <summary>A profile.</summary>
    Profile,

    /// <summary>An Identity Center sign-in that profiles share; config file alone.</summary>
    SsoSession,

    /// <summary>Endpoints by service; config file alone.</summary>
    Services,
}
