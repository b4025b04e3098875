using Lanyard.Aws.Secrets;
using Lanyard.Credentials.Files;
using Lanyard.Credentials.Vault.Native.Linux;

namespace Lanyard.Credentials.Vault;

/// <summary>
/// The place for the seeds of MFA devices: an encrypted file apart from the vault of the access keys, under a passphrase of its own. A
/// device is a second factor as long as whoever opens the one has not opened the other.
/// </summary>
public static class SeedFile
{
    /// <summary>What the file is called as a vault.</summary>
    public const string Name = "mfa-file";

    /// <summary>The variable that names a private file with the passphrase.</summary>
    public const string FileVariable = "LANYARD_MFA_PASSPHRASE_FILE";

    /// <summary>Gives where it is.</summary>
    public static string PathIn(LanyardFolders folders)
    {
        ArgumentNullException.ThrowIfNull(folders);
        return Path.Combine(folders.State, "mfa-seeds.enc");
    }

    /// <summary>Opens it; that alone reaches for nothing. A passphrase that opens the file of the access keys as well is refused.</summary>
    /// <param name="folders">Where Lanyard keeps its files.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="ask">Asks for the passphrase; gives null where nobody can be asked.</param>
    public static ISecretVault Open(LanyardFolders folders, IReadOnlyDictionary<string, string> environment, Func<PassphraseQuestion, Secret?> ask) =>
        Open(PathIn(folders), VaultBackends.FilePath(environment, folders), VaultPassphrase.From(environment, ask, FileVariable), KernelKeyring.Open(), VaultUnlock.Lifetime(environment));

    internal static EncryptedFileVault Open(
        string path, string keys, Func<PassphraseQuestion, Secret?> passphrase, ILoginKeyring? keyring, TimeSpan lifetime) =>
        new(path, question => passphrase(question) is not { } answer ? null : Opens(keys, answer) ? throw SamePassphrase() : answer, keyring, lifetime) { Name = Name };

    private static bool Opens(string keys, Secret passphrase)
    {
        if (!File.Exists(keys))
        {
            return false;
        }

        using var file = new EncryptedFileVault(keys, question => question.Attempt == 0 ? passphrase : null, null, TimeSpan.Zero);
        try
        {
            file.Find("keys/none");
            return true;
        }
        catch (CredentialsException)
        {
            return false;
        }
    }

    private static CredentialsException SamePassphrase() => new(
        ErrorCodes.MfaSeedInvalid, "that is the passphrase of the access keys: seeds lie under another one, else who opens one has both",
        "run the command again with another passphrase", FailureKind.GuardRail);
}
