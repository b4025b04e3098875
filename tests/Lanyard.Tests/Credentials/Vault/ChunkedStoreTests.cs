using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Lanyard.Credentials.Vault;

namespace Lanyard.Tests.Credentials.Vault;

/// <summary>A store of small entries, as Windows has one: over 2,560 bytes it refuses.</summary>
internal sealed class ChunkedEntries : IVaultUser
{
    private const int MaxBytes = 2560;
    private readonly Lock _lock = new();

    public ConcurrentDictionary<string, byte[]> Entries { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets or sets after how many writes the store fails; null for never.</summary>
    public int? WritesLeft { get; set; }

    public ChunkedStore Store => new(name => Entries.TryGetValue(name, out var value) ? [.. value] : null, Write, name => Entries.TryRemove(name, out _), MaxBytes);

    public Task<string?> FindAsync(string name)
    {
        lock (_lock)
        {
            return Task.FromResult(Store.Find(name) is { } bytes ? Encoding.UTF8.GetString(bytes) : null);
        }
    }

    public Task StoreAsync(string name, string secret)
    {
        lock (_lock)
        {
            Store.Store(name, Encoding.UTF8.GetBytes(secret));
            return Task.CompletedTask;
        }
    }

    public Task<bool> RemoveAsync(string name)
    {
        lock (_lock)
        {
            return Task.FromResult(Store.Remove(name));
        }
    }

    private void Write(string name, byte[] value)
    {
        Assert.True(value.Length <= MaxBytes, $"{value.Length} bytes in one entry");
        if (WritesLeft-- == 0)
        {
            throw new IOException("full");
        }

        Entries[name] = [.. value];
    }
}

public sealed class ChunkedStoreTests
{
    private readonly ChunkedEntries _entries = new();

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(2550, 1)]
    [InlineData(2551, 2)]
    [InlineData(2550 + 2560, 2)]
    [InlineData(2550 + 2561, 3)]
    [InlineData(65536, 26)]
    public void A_value_takes_as_few_entries_as_it_needs_and_leaves_none_behind(int length, int entries)
    {
        byte[] value = RandomNumberGenerator.GetBytes(length);
        _entries.Store.Store("a", value);
        Assert.Equal(entries, _entries.Entries.Count);
        Assert.Equal(value, _entries.Store.Find("a"));
        Assert.True(_entries.Store.Remove("a"));
        Assert.Empty(_entries.Entries);
    }

    [Fact]
    public void A_shorter_value_leaves_nothing_of_a_longer_one_behind()
    {
        _entries.Store.Store("a", RandomNumberGenerator.GetBytes(20_000));
        _entries.Store.Store("a", [1, 2, 3]);
        Assert.Equal<byte[]>([1, 2, 3], _entries.Store.Find("a"));
        Assert.Single(_entries.Entries);
    }

    [Fact]
    public void A_write_that_breaks_off_at_any_entry_leaves_the_old_value()
    {
        byte[] old = RandomNumberGenerator.GetBytes(6_000);
        _entries.Store.Store("a", old);
        for (int writes = 0; writes < 4; writes++)
        {
            _entries.WritesLeft = writes;
            Assert.Throws<IOException>(() => _entries.Store.Store("a", RandomNumberGenerator.GetBytes(9_000)));
            _entries.WritesLeft = null;
            Assert.Equal(old, _entries.Store.Find("a"));
        }
    }

    [Fact]
    public void A_missing_part_is_an_error_and_not_a_shorter_value()
    {
        _entries.Store.Store("a", RandomNumberGenerator.GetBytes(6_000));
        _entries.Entries.TryRemove(_entries.Entries.Keys.First(name => name.EndsWith("|1", StringComparison.Ordinal)), out _);
        Assert.Throws<FormatException>(() => _entries.Store.Find("a"));
    }
}
