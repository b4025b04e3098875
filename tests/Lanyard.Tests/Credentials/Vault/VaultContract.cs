using System.Globalization;

namespace Lanyard.Tests.Credentials.Vault;

/// <summary>Somebody who uses a vault: an object in this process, or a process.</summary>
public interface IVaultUser
{
    Task<string?> FindAsync(string name);

    Task StoreAsync(string name, string secret);

    Task<bool> RemoveAsync(string name);
}

/// <summary>What every vault does.</summary>
public abstract class VaultContract
{
    /// <summary>Names that differ in little, and with every kind of character that a name may have.</summary>
    public static TheoryData<string> Names => ["keys/dev", "keys/dev.1", "me@example.com", "a+b", "a/b/c_d-e.f", "Keys/Dev", "schlüssel"];

    /// <summary>Gives another user of the same vault, which is empty at first.</summary>
    protected abstract IVaultUser NewUser();

    [Fact]
    public async Task What_was_never_stored_is_absent()
    {
        var vault = NewUser();
        Assert.Null(await vault.FindAsync("keys/dev"));
        Assert.False(await vault.RemoveAsync("keys/dev"));
    }

    [Fact]
    public async Task What_is_stored_is_found_by_others_until_it_is_removed()
    {
        var vault = NewUser();
        await vault.StoreAsync("keys/dev", "one");
        Assert.Equal("one", await NewUser().FindAsync("keys/dev"));
        Assert.Null(await vault.FindAsync("keys/de"));
        Assert.True(await NewUser().RemoveAsync("keys/dev"));
        Assert.Null(await vault.FindAsync("keys/dev"));
        Assert.False(await vault.RemoveAsync("keys/dev"));
    }

    [Fact]
    public async Task Storing_again_replaces()
    {
        var vault = NewUser();
        await vault.StoreAsync("keys/dev", "a long first value");
        await vault.StoreAsync("keys/dev", "two");
        Assert.Equal("two", await vault.FindAsync("keys/dev"));
        Assert.True(await vault.RemoveAsync("keys/dev"));
        Assert.Null(await vault.FindAsync("keys/dev"));
    }

    [Fact]
    public async Task Names_are_told_apart()
    {
        var vault = NewUser();
        string[] names = [.. Names.Select(row => row.Data)];
        foreach (string name in names)
        {
            await vault.StoreAsync(name, "of " + name);
        }

        foreach (string name in names)
        {
            Assert.Equal("of " + name, await vault.FindAsync(name));
        }

        Assert.True(await vault.RemoveAsync(names[0]));
        Assert.Null(await vault.FindAsync(names[0]));
        Assert.Equal("of " + names[1], await vault.FindAsync(names[1]));
    }

    [Theory]
    [InlineData("grüße, 世界, 👩‍💻")]
    [InlineData("{\"AccessKeyId\":\"AKIA\",\n \"SecretAccessKey\":\"a/b+c=\"}")]
    [InlineData(" blanks at both ends \n")]
    public async Task A_text_comes_back_as_it_was(string secret)
    {
        await NewUser().StoreAsync("text", secret);
        Assert.Equal(secret, await NewUser().FindAsync("text"));
    }

    [Fact]
    public async Task A_secret_may_have_64_KB()
    {
        string secret = string.Concat(Enumerable.Range(0, 64 * 1024 / 8).Select(i => i.ToString("d8", CultureInfo.InvariantCulture)));
        await NewUser().StoreAsync("large", secret);
        Assert.Equal(secret, await NewUser().FindAsync("large"));
    }

    [Fact]
    public async Task Of_many_users_at_once_none_loses_a_secret()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(user => Task.Run(async () =>
        {
            var vault = NewUser();
            for (int i = 0; i < 4; i++)
            {
                await vault.StoreAsync($"user{user}/{i}", $"secret {user} {i}");
                await vault.StoreAsync("shared", $"secret of {user}");
                Assert.StartsWith("secret of ", await vault.FindAsync("shared"), StringComparison.Ordinal);
            }

            Assert.True(await vault.RemoveAsync($"user{user}/0"));
        })));

        var reader = NewUser();
        for (int user = 0; user < 8; user++)
        {
            Assert.Null(await reader.FindAsync($"user{user}/0"));
            for (int i = 1; i < 4; i++)
            {
                Assert.Equal($"secret {user} {i}", await reader.FindAsync($"user{user}/{i}"));
            }
        }
    }
}
