using System.Runtime.Versioning;
using System.Security.Cryptography;
using Lanyard.Aws.Secrets;
using Lanyard.Credentials.Files;
using Lanyard.Credentials.Vault.Native.Windows;

namespace Lanyard.Credentials.Vault;

/// <summary>The Credential Manager of Windows. Not run by our tests; how long secrets are cut into entries is.</summary>
/// <param name="folders">Where Lanyard keeps its files: each <c>LANYARD_HOME</c> has secrets of its own.</param>
[SupportedOSPlatform("windows")]
public sealed class CredentialManagerVault(LanyardFolders folders) : ISecretVault
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly ChunkedStore _store = new(CredentialStore.Read, CredentialStore.Write, CredentialStore.Remove, CredentialStore.MaxBytes);

    /// <inheritdoc/>
    public string Name => VaultBackends.CredentialManager;

    /// <inheritdoc/>
    public Secret? Find(string name) => Work(name, target =>
    {
        if (_store.Find(target) is not { } bytes)
        {
            return null;
        }

        var secret = VaultRules.Secret(bytes);
        CryptographicOperations.ZeroMemory(bytes);
        return secret ?? throw new FormatException("it is no text");
    });

    /// <inheritdoc/>
    public void Store(string name, Secret secret)
    {
        byte[] bytes = VaultRules.Bytes(secret);
        Work(name, target =>
        {
            _store.Store(target, bytes);
            return true;
        });
        CryptographicOperations.ZeroMemory(bytes);
    }

    /// <inheritdoc/>
    public bool Remove(string name) => Work(name, _store.Remove);

    private T Work<T>(string name, Func<string, T> work)
    {
        VaultRules.CheckName(name);
        try
        {
            using var held = FileLock.TryAcquire(Path.Combine(folders.Cache, "locks", "credential-manager.lock"), Patience);
            return work($"lanyard:{folders.State}:{name}");
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or FormatException or IOException or UnauthorizedAccessException)
        {
            throw VaultErrors.Failed(
                $"`{name}` in the Credential Manager can't be used: {e.Message}", "look at the entry in the Credential Manager of the Control Panel", e);
        }
    }
}
