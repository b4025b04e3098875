namespace Lanyard.Credentials.Sources;

/// <summary>How codes of an MFA device are had without a person.</summary>
public enum MfaCodeWay
{
    /// <summary>A program prints them: the profile's <c>mfa_process</c>.</summary>
    Program,

    /// <summary>Lanyard makes them of the device's seed in the vault: the profile's <c>mfa_totp = vault</c>.</summary>
    Seed,

    /// <summary>Lanyard would make them, but the stage is protected, so a person types them.</summary>
    SeedWithheld,
}

/// <summary>How a profile says that codes of its MFA device are had. What it says there, a command line, may hold a secret and is read when it is used.</summary>
/// <param name="Profile">The profile.</param>
/// <param name="Way">The way.</param>
public sealed record MfaCodes(string Profile, MfaCodeWay Way);
