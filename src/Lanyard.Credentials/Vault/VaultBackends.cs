using Lanyard.Aws.Secrets;
using Lanyard.Credentials.Files;
using Lanyard.Credentials.Vault.Native.Linux;

namespace Lanyard.Credentials.Vault;

/// <summary>The vaults by the names that <c>LANYARD_VAULT</c> gives them.</summary>
public static class VaultBackends
{
    /// <summary>Secret Service, the keyring of Linux desktops.</summary>
    public const string SecretService = "secret-service";

    /// <summary>The Keychain of macOS.</summary>
    public const string Keychain = "keychain";

    /// <summary>The Credential Manager of Windows.</summary>
    public const string CredentialManager = "credential-manager";

    /// <summary>A file that a passphrase opens.</summary>
    public const string File = "file";

    /// <summary>None: nothing is kept in a vault.</summary>
    public const string None = "none";

    /// <summary>Gives where the encrypted file is: in <c>LANYARD_VAULT_FILE</c>, else among what can't be made again.</summary>
    public static string FilePath(IReadOnlyDictionary<string, string> environment, LanyardFolders folders)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(folders);
        return environment.TryGetValue("LANYARD_VAULT_FILE", out var set) && set.Length > 0 ? Path.GetFullPath(set) : Path.Combine(folders.State, "vault.enc");
    }

    /// <summary>Gives the name of the platform's own vault.</summary>
    public static string OfPlatform() => OperatingSystem.IsWindows() ? CredentialManager : OperatingSystem.IsMacOS() ? Keychain : SecretService;

    /// <summary>Opens a vault; that alone reaches for nothing.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="folders">Where Lanyard keeps its files.</param>
    /// <param name="person">Who can be asked.</param>
    /// <exception cref="CredentialsException">There is no vault of that name, or it is another platform's.</exception>
    public static ISecretVault Open(string name, IReadOnlyDictionary<string, string> environment, LanyardFolders folders, VaultPerson person)
    {
        ArgumentNullException.ThrowIfNull(folders);
        ArgumentNullException.ThrowIfNull(person);
        return name switch
        {
            File => new EncryptedFileVault(FilePath(environment, folders), VaultPassphrase.From(environment, person.Passphrase), KernelKeyring.Open(), VaultUnlock.Lifetime(environment)),
            SecretService when OperatingSystem.IsLinux() => new SecretServiceVault(environment, folders, person.MayPrompt),
            Keychain when OperatingSystem.IsMacOS() => new MacKeychainVault(folders, person.MayPrompt),
            CredentialManager when OperatingSystem.IsWindows() => new CredentialManagerVault(folders),
            _ => throw VaultErrors.Failed($"the vault `{name}` isn't one that this platform has: it has {OfPlatform()} and {File}", $"set LANYARD_VAULT to {OfPlatform()}, {File} or {None}"),
        };
    }
}

/// <summary>Who can be asked when a vault is locked.</summary>
/// <param name="MayPrompt">Whether the platform's vault may show its own question on the screen.</param>
/// <param name="Passphrase">Asks for an encrypted file's passphrase on the terminal; gives null where nobody can be asked.</param>
public sealed record VaultPerson(bool MayPrompt, Func<PassphraseQuestion, Secret?> Passphrase)
{
    /// <summary>Gets nobody: what needs a person fails with <see cref="ErrorCodes.VaultLocked"/>.</summary>
    public static VaultPerson Nobody { get; } = new(MayPrompt: false, _ => null);
}
