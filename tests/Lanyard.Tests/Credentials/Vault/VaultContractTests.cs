using Lanyard.Aws.Secrets;
using Lanyard.Credentials.Vault;

namespace Lanyard.Tests.Credentials.Vault;

/// <summary>Uses a vault in this process.</summary>
internal sealed class VaultUser(ISecretVault vault) : IVaultUser
{
    public Task<string?> FindAsync(string name) => Task.FromResult(vault.Find(name)?.Reveal());

    public Task StoreAsync(string name, string secret)
    {
        vault.Store(name, new Secret(secret));
        return Task.CompletedTask;
    }

    public Task<bool> RemoveAsync(string name) => Task.FromResult(vault.Remove(name));
}

public sealed class MemoryVaultTests : VaultContract
{
    private readonly MemoryVault _vault = new();

    protected override IVaultUser NewUser() => new VaultUser(_vault);
}

public sealed class EncryptedFileVaultContractTests : VaultContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MemoryKeyring _keyring = new();

    public void Dispose() => _folder.Dispose();

    // One object a user: what they share is the file and the keyring, as for processes.
    protected override IVaultUser NewUser() => new VaultUser(EncryptedFiles.Vault(_folder["vault"], "correct horse battery", _keyring));
}

/// <summary>Vaults over the chunks that Windows's Credential Manager would get.</summary>
public sealed class ChunkedStoreContractTests : VaultContract
{
    private readonly ChunkedEntries _entries = new();

    protected override IVaultUser NewUser() => _entries;
}
