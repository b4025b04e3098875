using Lanyard.Aws.Protocols;

namespace Lanyard.Credentials.Vault;

/// <summary>How long a vault stays unlocked after a person unlocked it.</summary>
public static class VaultUnlock
{
    /// <summary>The variable that says so in seconds; with 0 nothing is held, and each command asks.</summary>
    public const string Variable = "LANYARD_VAULT_TIMEOUT";

    private const int MostSeconds = 7 * 24 * 60 * 60;

    // A working day.
    private static readonly TimeSpan Usual = TimeSpan.FromHours(12);

    /// <summary>Reads the time.</summary>
    /// <param name="environment">The environment.</param>
    /// <exception cref="CredentialsException">The variable is no such number.</exception>
    public static TimeSpan Lifetime(IReadOnlyDictionary<string, string> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return !environment.TryGetValue(Variable, out var text) || text.Length == 0 ? Usual
            : WholeNumber.Read(text) is { } seconds and >= 0 and <= MostSeconds ? TimeSpan.FromSeconds(seconds)
            : throw new CredentialsException(
                ErrorCodes.SettingInvalid, $"the environment variable {Variable} is not a number of seconds from 0 to {MostSeconds}", $"unset {Variable}");
    }
}
