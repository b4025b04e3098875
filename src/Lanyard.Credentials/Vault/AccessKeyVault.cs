using System.Text;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Signing;

namespace Lanyard.Credentials.Vault;

/// <summary>The access keys in a vault, and the list of them that can be read while it is shut.</summary>
/// <param name="vault">The vault.</param>
/// <param name="index">The list.</param>
/// <param name="time">The clock.</param>
public sealed class AccessKeyVault(ISecretVault vault, VaultIndex index, TimeProvider time)
{
    /// <summary>What a rotation's new key is called beside the entry, until it takes its place.</summary>
    public const string New = ".new";

    /// <summary>What the key before a rotation is called, until it is deleted.</summary>
    public const string Old = ".old";

    /// <summary>Gets the vault's name.</summary>
    public string Backend => vault.Name;

    /// <summary>Gets the list of what is in it.</summary>
    public VaultIndex Index { get; } = index;

    /// <summary>Finds a key.</summary>
    /// <param name="entry">The entry's name.</param>
    /// <param name="aside"><see cref="New"/> or <see cref="Old"/> for what a rotation put beside it.</param>
    /// <returns>The key; <see langword="null"/> where there is none.</returns>
    /// <exception cref="CredentialsException">The vault is locked, can't be used, or holds something else there.</exception>
    public AwsCredentials? Find(string entry, string aside = "") => vault.Find(NameOf(entry, aside)) is { } secret ? Parse(secret, entry + aside) : null;

    /// <summary>Finds a key to hand it out, and notes that.</summary>
    /// <exception cref="CredentialsException">As for <see cref="Find"/>.</exception>
    public AwsCredentials? Use(string entry)
    {
        var key = Find(entry);
        if (key is not null)
        {
            Index.MarkUsed(entry, key.AccessKeyId, key.AccountId, Backend, time.GetUtcNow());
        }

        return key;
    }

    /// <summary>Stores a key under an entry's name, makes sure that it comes back, and puts it on the list.</summary>
    /// <param name="entry">The entry's name.</param>
    /// <param name="key">The key; its account is kept with it.</param>
    /// <param name="added">Since when the key is there; null for now.</param>
    /// <exception cref="CredentialsException">The vault is locked, or doesn't keep what it is given.</exception>
    public void Put(string entry, AwsCredentials key, DateTimeOffset? added = null)
    {
        PutAside(entry, "", key);
        Index.Set(new VaultEntry(entry, key.AccessKeyId, added ?? time.GetUtcNow()) { AccountId = key.AccountId, Backend = Backend });
    }

    /// <summary>Stores a key beside an entry, and makes sure that it comes back.</summary>
    /// <exception cref="CredentialsException">The vault is locked, or doesn't keep what it is given.</exception>
    public void PutAside(string entry, string aside, AwsCredentials key)
    {
        ArgumentNullException.ThrowIfNull(key);
        vault.Store(NameOf(entry, aside), Format(key));
        if (Find(entry, aside) is not { } back || back.AccessKeyId != key.AccessKeyId || !back.SecretAccessKey.FixedTimeEquals(key.SecretAccessKey))
        {
            throw new CredentialsException(
                ErrorCodes.VaultFailed, $"the vault ({Backend}) took the access key {key.AccessKeyId} and doesn't give it back", "lanyard vault list; see docs/vault.md for another place to keep keys");
        }
    }

    /// <summary>Removes what a rotation put beside an entry.</summary>
    /// <exception cref="CredentialsException">The vault is locked, or can't be used.</exception>
    public void RemoveAside(string entry, string aside) => vault.Remove(NameOf(entry, aside));

    /// <summary>Removes an entry, from the vault and then from the list.</summary>
    /// <returns>Whether the vault had it.</returns>
    /// <exception cref="CredentialsException">The vault is locked, or can't be used.</exception>
    public bool Remove(string entry)
    {
        var was = vault.Remove(NameOf(entry, ""));
        vault.Remove(NameOf(entry, New));
        vault.Remove(NameOf(entry, Old));
        Index.Remove(entry);
        return was;
    }

    private static string NameOf(string entry, string aside) => $"keys/{entry}{aside}";

    private static Secret Format(AwsCredentials key) => new(new JsonLine()
        .Add("AccessKeyId", key.AccessKeyId).Add("SecretAccessKey", key.SecretAccessKey.Reveal()).AddOptional("AccountId", key.AccountId).End());

    private static AwsCredentials Parse(Secret secret, string name)
    {
        try
        {
            var fields = JsonFields.Parse(Encoding.UTF8.GetBytes(secret.Reveal()));
            return fields.Text("AccessKeyId") is { Length: > 0 } id && fields.Text("SecretAccessKey") is { Length: > 0 } key
                ? new AwsCredentials(id, new Secret(key), null, null, fields.Text("AccountId"))
                : throw Broken(name);
        }
        catch (FormatException)
        {
            // Without what it choked on: that is the secret.
            throw Broken(name);
        }
    }

    private static CredentialsException Broken(string name) => new(
        ErrorCodes.VaultFailed, $"what the vault holds as `keys/{name}` is no access key", $"lanyard vault remove {name}, then add it again");
}
