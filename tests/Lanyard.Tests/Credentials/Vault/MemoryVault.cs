using System.Collections.Concurrent;
using Lanyard.Aws.Secrets;
using Lanyard.Credentials.Vault;

namespace Lanyard.Tests.Credentials.Vault;

/// <summary>A vault in memory, for tests.</summary>
/// <param name="name">What it calls itself.</param>
internal sealed class MemoryVault(string name = "memory") : ISecretVault
{
    private readonly ConcurrentDictionary<string, Secret> _secrets = new(StringComparer.Ordinal);

    public string Name { get; } = name;

    public Secret? Find(string name) => _secrets.GetValueOrDefault(name);

    public void Store(string name, Secret secret) => _secrets[name] = secret;

    public bool Remove(string name) => _secrets.TryRemove(name, out _);
}
