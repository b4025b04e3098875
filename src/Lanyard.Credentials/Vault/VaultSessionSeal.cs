using System.Security.Cryptography;
using Lanyard.Credentials.Files;
using Lanyard.Credentials.Sessions;

namespace Lanyard.Credentials.Vault;

/// <summary>Seals sessions with AES-256-GCM, under the key that <see cref="SessionProtection"/> has in the vault.</summary>
/// <param name="folders">Where Lanyard keeps its files.</param>
/// <param name="environment">The environment.</param>
/// <param name="person">Who can be asked when the vault is locked; <see langword="null"/> for nobody.</param>
/// <param name="time">The clock.</param>
/// <param name="say">Is told why a session is not kept.</param>
public sealed class VaultSessionSeal(
    LanyardFolders folders, IReadOnlyDictionary<string, string> environment, VaultPerson? person, TimeProvider time, Action<string>? say) : ISessionSeal
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private SessionProtection? _protection;

    /// <summary>Gets how to reach the key; null for the way of this machine.</summary>
    internal Func<SessionProtection>? Key { get; init; }

    /// <inheritdoc/>
    public bool TrySeal(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> label, out byte[]? sealedSecret)
    {
        sealedSecret = null;
        try
        {
            if (Protection.FindOrMake() is not { } key)
            {
                return true;
            }

            var all = new byte[NonceBytes + secret.Length + TagBytes];
            var nonce = all.AsSpan(0, NonceBytes);
            RandomNumberGenerator.Fill(nonce);
            using var aes = new AesGcm(key, TagBytes);
            aes.Encrypt(nonce, secret, all.AsSpan(NonceBytes, secret.Length), all.AsSpan(NonceBytes + secret.Length), label);
            sealedSecret = all;
            return true;
        }
        catch (CredentialsException e) when (e.Code is ErrorCodes.VaultLocked or ErrorCodes.VaultFailed)
        {
            say?.Invoke($"the session isn't kept for the next command: {e.Message}{(e.Fix is null ? "" : $"; to mend it: {e.Fix}")}");
            return false;
        }
    }

    /// <inheritdoc/>
    public byte[]? Open(ReadOnlySpan<byte> sealedSecret, ReadOnlySpan<byte> label)
    {
        if (sealedSecret.Length < NonceBytes + TagBytes)
        {
            return null;
        }

        try
        {
            if (Protection.Find() is not { } key)
            {
                return null;
            }

            var text = new byte[sealedSecret.Length - NonceBytes - TagBytes];
            using var aes = new AesGcm(key, TagBytes);
            aes.Decrypt(sealedSecret[..NonceBytes], sealedSecret[NonceBytes..^TagBytes], sealedSecret[^TagBytes..], text, label);
            return text;
        }
        catch (Exception e) when (e is CryptographicException || e is CredentialsException { Code: ErrorCodes.VaultLocked or ErrorCodes.VaultFailed })
        {
            // It is fetched anew; whether that can be kept says TrySeal.
            return null;
        }
    }

    // One for all sessions of the command: each would ask for the vault's passphrase, where nothing holds its key.
    private SessionProtection Protection => _protection ??= Key?.Invoke() ?? SessionProtection.Of(folders, environment, person ?? VaultPerson.Nobody, time);
}
