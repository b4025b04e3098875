namespace Lanyard.Credentials.Sources;

/// <summary>How codes of an MFA device are had without a person, as a profile says it.</summary>
/// <param name="Profile">The profile that says so.</param>
/// <param name="Process">The command line of <c>mfa_process</c>; null for none.</param>
/// <param name="FromVault">Whether <c>mfa_totp = vault</c> lets Lanyard make codes of the device's seed.</param>
public sealed record MfaCodes(string Profile, string? Process, bool FromVault)
{
    /// <summary>Gets whether the codes are for a protected stage, for which none is made of a seed.</summary>
    public bool IsProtected { get; init; }
}
