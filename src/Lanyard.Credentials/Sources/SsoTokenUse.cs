namespace Lanyard.Credentials.Sources;

/// <summary>How the cached token of a sign-in is used.</summary>
public enum SsoTokenUse
{
    /// <summary>It is checked, and renewed before it ends.</summary>
    Checked,

    /// <summary>It is sent as it is.</summary>
    AsItIs,

    /// <summary>It is renewed first.</summary>
    Renewed,

    /// <summary>It is renewed first, and sent as it is where that fails.</summary>
    RenewedIfPossible,
}
