namespace Lanyard.Credentials.Mfa;

/// <summary>
/// When Lanyard may make codes of a seed itself. An MFA device is a second factor as long as whoever gets at the access key doesn't
/// get at the seed the same way; and where a stage is protected, a person is to be there.
/// </summary>
public static class TotpPolicy
{
    /// <summary>Says why no code may be made; null where one may.</summary>
    /// <param name="seedsIn">The vault with the seed.</param>
    /// <param name="keysIn">The vault with the access key; null where it is in none.</param>
    /// <param name="isProtected">Whether the code is for a protected stage.</param>
    public static string? Refusal(string seedsIn, string? keysIn, bool isProtected) =>
        isProtected ? "the stage is protected, so its codes come from a person"
        : seedsIn == keysIn ? $"the seed lies in the vault of the access key ({keysIn}): who opens one has both"
        : null;
}
