using System.Globalization;
using System.Security.Cryptography;
using Lanyard.Aws.Secrets;
using Lanyard.Credentials.Files;
using Lanyard.Credentials.Vault.Native.Linux;

namespace Lanyard.Credentials.Vault;

/// <summary>
/// The key that sessions are encrypted with on disk. It lives in the vault; the kernel's keyring holds a copy for a while, so that the
/// vault isn't asked at every call. Where no vault is in use there is no key, and sessions are private files.
/// </summary>
public sealed class SessionProtection : IDisposable
{
    /// <summary>The bytes of the key.</summary>
    public const int KeyBytes = 32;

    /// <summary>The name that the vault keeps the key under.</summary>
    public const string EntryName = "session-key";

    private const int NumberLength = 16;
    private static readonly TimeSpan LookAgain = TimeSpan.FromDays(1);

    private readonly LanyardFolders _folders;
    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly VaultSelection _selection;
    private readonly TimeProvider _time;
    private readonly ILoginKeyring? _keyring;
    private readonly Lock _oneCaller = new();
    private byte[]? _key;

    private SessionProtection(
        LanyardFolders folders, IReadOnlyDictionary<string, string> environment, VaultSelection selection, TimeProvider time, ILoginKeyring? keyring)
    {
        (_folders, _environment, _selection, _time, _keyring) = (folders, environment, selection, time, keyring);
    }

    /// <summary>Makes it; nothing is read or opened yet.</summary>
    /// <param name="folders">Where Lanyard keeps its files.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="person">Who can be asked when the vault is locked.</param>
    /// <param name="time">The clock.</param>
    public static SessionProtection Of(LanyardFolders folders, IReadOnlyDictionary<string, string> environment, VaultPerson person, TimeProvider time) =>
        Of(folders, environment, new VaultSelection(folders, environment, person, time), time, KernelKeyring.Open());

    internal static SessionProtection Of(
        LanyardFolders folders, IReadOnlyDictionary<string, string> environment, VaultSelection selection, TimeProvider time, ILoginKeyring? keyring) =>
        new(folders, environment, selection, time, keyring);

    /// <summary>Finds the key that sessions at hand were encrypted with. Never makes one, and opens no vault that has none.</summary>
    /// <returns>The key, which stays ours; <see langword="null"/> where there is none.</returns>
    /// <exception cref="CredentialsException">There is one, and the vault that has it is locked or out of reach.</exception>
    public byte[]? Find()
    {
        if (_key is not null || !VaultSelection.IsTouched(_folders, _environment))
        {
            return _key;
        }

        lock (_oneCaller)
        {
            return _key ?? Find(VaultMark.Read(_folders));
        }
    }

    /// <summary>
    /// Gives the key that a session is encrypted with before it is kept. The first time, the platform's own vault is chosen for it if
    /// that proves itself without asking anybody, and if Lanyard's files are where they are by default.
    /// </summary>
    /// <returns>The key, which stays ours; <see langword="null"/> where sessions are kept as private files.</returns>
    /// <exception cref="CredentialsException">A vault is in use, and is locked or out of reach: a weaker way is not taken.</exception>
    public byte[]? FindOrMake()
    {
        if (Find() is { } key)
        {
            return key;
        }

        lock (_oneCaller)
        {
            var vault = _selection.InUse() switch
            {
                null => FirstVault(),
                VaultBackends.None => _selection.Named is null && IsOld(VaultMark.Read(_folders)) ? FirstVault() : null,
                _ => _selection.Find(),
            };
            return vault is null ? null : _key ?? Make(vault);
        }
    }

    /// <summary>Forgets the copy that the kernel's keyring holds: the next call asks the vault.</summary>
    public void Forget()
    {
        Dispose();
        if (VaultSelection.IsTouched(_folders, _environment) && VaultMark.Read(_folders) is { } mark)
        {
            foreach (var (backend, number) in mark.SessionKeys)
            {
                _keyring?.Forget(HeldName(backend, number));
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_key);
        _key = null;
    }

    private byte[]? Find(VaultMark? mark)
    {
        string? backend = _selection.Named ?? mark?.Backend;
        if (backend is null or VaultBackends.None || mark?.SessionKeys.TryGetValue(backend, out var number) != true)
        {
            return null;
        }

        if (VaultUnlock.Lifetime(_environment) > TimeSpan.Zero && _keyring?.Find(HeldName(backend, number!)) is { Length: KeyBytes } held)
        {
            return _key = held;
        }

        return _selection.Open(backend).Find(EntryName) is { } entry && Parse(entry) is var (stored, key) ? Keep(backend, stored, key) : null;
    }

    // A vault is looked for by itself on Linux alone, where our tests run one, and for the user's own files alone: whoever sets
    // LANYARD_HOME sets LANYARD_VAULT too, if a folder that may be gone tomorrow is to leave keys in the user's keyring.
    private ISecretVault? FirstVault()
    {
        bool hasOwnHome = _environment.TryGetValue("LANYARD_HOME", out var home) && home.Length > 0;
        if (!OperatingSystem.IsLinux() || hasOwnHome || !SecretServiceVault.HasBus(_environment))
        {
            return null;
        }

        if (_selection.ChooseQuietly(out var reason) is { } vault)
        {
            return vault;
        }

        try
        {
            _selection.Update(mark => mark is null || mark.Backend == VaultBackends.None ? VaultMark.WithoutVault(mark, reason, _time) : mark);
        }
        catch (CredentialsException e) when (e.Code == ErrorCodes.VaultFailed)
        {
            // A read-only home: the next command looks again.
        }

        return null;
    }

    private byte[] Make(ISecretVault vault)
    {
        // Whatever a person is asked is asked before the lock is taken.
        if (vault.Find(EntryName) is null)
        {
            VaultProof.Prove(vault);
        }

        byte[]? made = null;
        _selection.Update(mark =>
        {
            // Of many first commands one makes the key.
            if (vault.Find(EntryName) is not { } entry || Parse(entry) is not var (number, key))
            {
                (number, key) = (RandomNumberGenerator.GetHexString(NumberLength, lowercase: true), RandomNumberGenerator.GetBytes(KeyBytes));
                vault.Store(EntryName, new Secret($"{number} {Convert.ToBase64String(key)}"));
            }

            made = Keep(vault.Name, number, key);
            return VaultMark.Use(mark, vault.Name, _time).WithSessionKey(vault.Name, number);
        });
        return made!;
    }

    private byte[] Keep(string backend, string number, byte[] key)
    {
        var lifetime = VaultUnlock.Lifetime(_environment);
        if (lifetime > TimeSpan.Zero)
        {
            _keyring?.Hold(HeldName(backend, number), key, lifetime);
        }

        return _key = key;
    }

    private bool IsOld(VaultMark? mark) => mark is null || _time.GetUtcNow() - mark.Since > LookAgain;

    // The key's number is random, so no other home of this user, nor another container's, meets it.
    private static string HeldName(string backend, string number) => string.Create(CultureInfo.InvariantCulture, $"{EntryName}:{backend}:{number}");

    private static (string Number, byte[] Key)? Parse(Secret entry)
    {
        string text = entry.Reveal();
        byte[] key = new byte[KeyBytes];
        return text.IndexOf(' ') is NumberLength and var space && Convert.TryFromBase64Chars(text.AsSpan(space + 1), key, out int length) && length == KeyBytes
            ? (text[..space], key)
            : null;
    }
}
