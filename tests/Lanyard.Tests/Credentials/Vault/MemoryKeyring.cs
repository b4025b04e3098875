using System.Collections.Concurrent;
using Lanyard.Credentials.Vault;

namespace Lanyard.Tests.Credentials.Vault;

/// <summary>A login's keyring that is gone with its test.</summary>
public sealed class MemoryKeyring : ILoginKeyring
{
    private readonly ConcurrentDictionary<string, byte[]> _keys = new(StringComparer.Ordinal);

    /// <summary>Gets the names of the keys that it holds.</summary>
    public IReadOnlyList<string> Names => [.. _keys.Keys];

    public byte[]? Find(string name) => _keys.TryGetValue(name, out var key) ? [.. key] : null;

    public bool Hold(string name, ReadOnlySpan<byte> key, TimeSpan lifetime)
    {
        _keys[name] = key.ToArray();
        return true;
    }

    public void Forget(string name) => _keys.TryRemove(name, out _);
}
