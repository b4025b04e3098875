using System.Security.Cryptography;
using Lanyard.Aws.Secrets;
using Lanyard.Credentials.Files;

namespace Lanyard.Credentials.Vault;

/// <summary>
/// A file that AES-256-GCM encrypts under a key of a passphrase. It can be copied to another machine. Many processes may use it at
/// once: each write replaces it whole, under a lock.
/// </summary>
/// <param name="path">The file; made at the first <see cref="Store"/>.</param>
/// <param name="passphrase">Asks for the passphrase; null where nobody can be asked.</param>
/// <param name="keyring">Holds the key, so that one login asks once; null for none.</param>
/// <param name="lifetime">How long the key is held after the passphrase was typed; zero to hold none.</param>
public sealed class EncryptedFileVault(string path, Func<PassphraseQuestion, Secret?> passphrase, ILoginKeyring? keyring, TimeSpan lifetime)
    : ISecretVault, IDisposable
{
    private const int MaxBytes = 64 * 1024 * 1024;
    private const int Attempts = 3;
    private static readonly TimeSpan WritePatience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan PersonPatience = TimeSpan.FromMinutes(5);

    private readonly Lock _oneCaller = new();
    private VaultFileKey? _key;

    /// <inheritdoc/>
    public string Name { get; init; } = VaultBackends.File;

    /// <summary>Gets how often a new file's passphrase is hashed: three times what OWASP asks for, half a second of a slow machine.</summary>
    internal int Iterations { get; init; } = 3 * VaultFileHeader.FewestIterations;

    /// <inheritdoc/>
    public Secret? Find(string name)
    {
        VaultRules.CheckName(name);
        return Guarded(() =>
        {
            if (ReadFile() is not { } file)
            {
                return null;
            }

            using var entries = Unseal(file, KeyOf(HeaderOf(file)));
            return entries.Find(name) is { } value ? VaultRules.Secret(value) : null;
        });
    }

    /// <inheritdoc/>
    public void Store(string name, Secret secret)
    {
        VaultRules.CheckName(name);
        byte[] bytes = VaultRules.Bytes(secret);
        Guarded(() =>
        {
            if (!File.Exists(path))
            {
                Make();
            }

            return Change(entries =>
            {
                entries.Set(name, [.. bytes]);
                return true;
            });
        });
        CryptographicOperations.ZeroMemory(bytes);
    }

    /// <inheritdoc/>
    public bool Remove(string name)
    {
        VaultRules.CheckName(name);
        return Guarded(() => File.Exists(path) && Change(entries => entries.Remove(name)));
    }

    /// <summary>Forgets the key that is held: the next call asks for the passphrase.</summary>
    public void ForgetKey() => Guarded(() =>
    {
        if (ReadFile() is { } file)
        {
            keyring?.Forget(HeldName(HeaderOf(file)));
        }

        Dispose();
        return true;
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        _key?.Dispose();
        _key = null;
    }

    // The passphrase is asked for before the lock is taken: a person may be slow.
    private bool Change(Func<VaultEntries, bool> change)
    {
        while (true)
        {
            var header = HeaderOf(ReadFile() ?? throw Gone());
            var key = KeyOf(header);
            using var held = FileLock.TryAcquire(path + ".lock", WritePatience)
                ?? throw VaultErrors.Failed($"another command has kept the vault '{path}' locked for {WritePatience.TotalSeconds} seconds", "end that command, then run this one again");
            byte[] file = ReadFile() ?? throw Gone();
            if (!HeaderOf(file).HasKeyOf(header))
            {
                continue; // somebody put another vault there meanwhile
            }

            using var entries = Unseal(file, key);
            if (!change(entries))
            {
                return false;
            }

            AtomicFile.WritePrivate(path, key.Seal(header, entries));
            return true;
        }
    }

    private void Make()
    {
        using var asking = WaitToAsk();
        if (File.Exists(path))
        {
            return; // who held the lock made it
        }

        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            var typed = passphrase(new PassphraseQuestion(path, IsNew: true, attempt))
                ?? throw VaultErrors.Locked($"a new vault '{path}' needs a passphrase, and nobody can be asked for it", OnTerminal);
            if (typed.Reveal().Length < PassphraseQuestion.FewestCharacters)
            {
                continue;
            }

            byte[] salt = RandomNumberGenerator.GetBytes(VaultFileHeader.SaltBytes);
            var key = VaultFileKey.Of(typed, salt, Iterations);
            var header = new VaultFileHeader(Iterations, salt, key.Check());
            using var none = new VaultEntries();
            AtomicFile.WritePrivate(path, key.Seal(header, none));
            Keep(key, header);
            return;
        }

        throw VaultErrors.Locked($"a passphrase needs {PassphraseQuestion.FewestCharacters} characters; no vault was made", "run the command again");
    }

    private VaultFileKey KeyOf(VaultFileHeader header)
    {
        if ((_key?.Opens(header) == true ? _key : HeldKey(header)) is { } key)
        {
            return key;
        }

        using var asking = WaitToAsk();
        return HeldKey(header) ?? Ask(header);
    }

    private VaultFileKey? HeldKey(VaultFileHeader header)
    {
        if (lifetime == TimeSpan.Zero || keyring?.Find(HeldName(header)) is not { Length: VaultFileKey.Bytes } held)
        {
            return null;
        }

        var key = new VaultFileKey(held);
        if (!key.Opens(header))
        {
            key.Dispose();
            return null;
        }

        Dispose();
        return _key = key;
    }

    private VaultFileKey Ask(VaultFileHeader header)
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            var typed = passphrase(new PassphraseQuestion(path, IsNew: false, attempt))
                ?? throw VaultErrors.Locked($"the vault '{path}' is locked: its passphrase is needed, and nobody can be asked for it", OnTerminal);
            var key = VaultFileKey.Of(typed, header.Salt, header.Iterations);
            if (key.Opens(header))
            {
                Keep(key, header);
                return key;
            }

            key.Dispose();
        }

        throw VaultErrors.Locked($"the vault '{path}' stays locked: none of {Attempts} passphrases was the right one", "run the command again");
    }

    private void Keep(VaultFileKey key, VaultFileHeader header)
    {
        Dispose();
        _key = key;
        if (lifetime > TimeSpan.Zero)
        {
            keyring?.Hold(HeldName(header), key.Root, lifetime);
        }
    }

    // One command asks, the others wait and find the key held. Where no lock can be made, each asks.
    private FileLock? WaitToAsk()
    {
        try
        {
            return FileLock.TryAcquire(path + ".unlock.lock", PersonPatience);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private byte[]? ReadFile()
    {
        try
        {
            return WholeFile.Read(path, MaxBytes) ?? throw VaultErrors.Failed($"the vault '{path}' is larger than {MaxBytes} bytes", "put a backup of it there");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private VaultFileHeader HeaderOf(byte[] file)
    {
        try
        {
            return VaultFileHeader.Read(file);
        }
        catch (FormatException e)
        {
            throw Broken(e);
        }
    }

    private VaultEntries Unseal(byte[] file, VaultFileKey key)
    {
        try
        {
            return key.Unseal(file);
        }
        catch (FormatException e)
        {
            throw Broken(e);
        }
    }

    private T Guarded<T>(Func<T> work)
    {
        try
        {
            lock (_oneCaller)
            {
                return work();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw VaultErrors.Failed($"the vault '{path}' can't be read or written: {e.Message}", "see that its folder is there, is yours and isn't full", e);
        }
    }

    private static string HeldName(VaultFileHeader header) => "file:" + Convert.ToHexStringLower(header.Salt);

    private const string OnTerminal = $"run the command on a terminal, or name a file that holds the passphrase with {VaultPassphrase.FileVariable}";

    private CredentialsException Broken(FormatException e) =>
        VaultErrors.Failed($"the vault '{path}' can't be used: {e.Message}", $"put a backup of the file there; without one, move it away ('mv {path} {path}.broken') and store the keys anew", e);

    private CredentialsException Gone() => VaultErrors.Failed($"the vault '{path}' was removed while it was being used", "run the command again");
}
