using System.Runtime.Versioning;
using System.Security.Cryptography;
using Lanyard.Aws.Secrets;
using Lanyard.Credentials.Files;
using Lanyard.Credentials.Vault.Native.MacOS;

namespace Lanyard.Credentials.Vault;

/// <summary>The login keychain of macOS. Not run by our tests.</summary>
/// <param name="folders">Where Lanyard keeps its files: each <c>LANYARD_HOME</c> has secrets of its own.</param>
/// <param name="mayPrompt">Whether macOS may ask a person to unlock the keychain.</param>
[SupportedOSPlatform("macos")]
public sealed class MacKeychainVault(LanyardFolders folders, bool mayPrompt) : ISecretVault
{
    /// <inheritdoc/>
    public string Name => VaultBackends.Keychain;

    private string Service => "lanyard:" + folders.State;

    /// <inheritdoc/>
    public Secret? Find(string name) => Work(name, () =>
    {
        if (Keychain.Find(Service, name) is not { } bytes)
        {
            return null;
        }

        var secret = VaultRules.Secret(bytes);
        CryptographicOperations.ZeroMemory(bytes);
        return secret ?? throw VaultErrors.Failed($"what the keychain keeps as `{name}` is no text: something else wrote it", "remove the entry with Keychain Access");
    });

    /// <inheritdoc/>
    public void Store(string name, Secret secret)
    {
        byte[] bytes = VaultRules.Bytes(secret);
        Work(name, () =>
        {
            Keychain.Store(Service, name, bytes);
            return true;
        });
        CryptographicOperations.ZeroMemory(bytes);
    }

    /// <inheritdoc/>
    public bool Remove(string name) => Work(name, () => Keychain.Remove(Service, name));

    private T Work<T>(string name, Func<T> work)
    {
        VaultRules.CheckName(name);
        try
        {
            Keychain.AllowQuestions(mayPrompt);
            return work();
        }
        catch (KeychainException e) when (e.IsLocked)
        {
            throw VaultErrors.Locked($"the keychain is locked, or doesn't let lanyard in (status {e.Status})", "unlock it: security unlock-keychain");
        }
        catch (KeychainException e)
        {
            throw VaultErrors.Failed($"the keychain can't be used (status {e.Status})", $"security error {e.Status} says why");
        }
    }
}
