using System.Collections.Concurrent;
using Lanyard.Aws.Secrets;
using Lanyard.Credentials;
using Lanyard.Credentials.Vault;

namespace Lanyard.Tests.Credentials.Vault;

/// <summary>A vault that is gone with its test.</summary>
public sealed class MemoryVault : ISecretVault
{
    private readonly ConcurrentDictionary<string, Secret> _secrets = new(StringComparer.Ordinal);

    /// <summary>Gets or sets the name that it says it has.</summary>
    public string Name { get; init; } = "memory";

    /// <summary>Gets or sets whether it is locked.</summary>
    public bool IsLocked { get; set; }

    /// <summary>Gets or sets whether it is out of reach.</summary>
    public bool IsBroken { get; set; }

    /// <summary>Gets or sets what is called before and after each change; it may throw, as the power may go off.</summary>
    public Action Changing { get; set; } = () => { };

    /// <summary>Gets the names of the secrets in it.</summary>
    public IReadOnlyList<string> Names => [.. _secrets.Keys.Order(StringComparer.Ordinal)];

    public Secret? Find(string name)
    {
        Check();
        return _secrets.GetValueOrDefault(name);
    }

    public void Store(string name, Secret secret)
    {
        Check();
        Changing();
        _secrets[name] = secret;
        Changing();
    }

    public bool Remove(string name)
    {
        Check();
        Changing();
        bool was = _secrets.TryRemove(name, out _);
        Changing();
        return was;
    }

    private void Check()
    {
        if (IsLocked)
        {
            throw new CredentialsException(ErrorCodes.VaultLocked, "the vault is locked", "unlock it", FailureKind.PersonMustAct);
        }

        if (IsBroken)
        {
            throw new CredentialsException(ErrorCodes.VaultFailed, "the vault doesn't answer", "mend it");
        }
    }
}
