using System.Security.Cryptography;
using Lanyard.Aws.Secrets;
using Lanyard.Credentials.Files;
using Lanyard.Credentials.Vault.Native.Linux;

namespace Lanyard.Credentials.Vault;

/// <summary>The keyring of a Linux desktop (GNOME Keyring, KWallet, KeePassXC), through libsecret and the session's D-Bus.</summary>
/// <param name="environment">The environment: where the bus and a screen are.</param>
/// <param name="folders">Where Lanyard keeps its files: each <c>LANYARD_HOME</c> has secrets of its own.</param>
/// <param name="mayPrompt">Whether the keyring may ask a person at the screen to unlock it.</param>
public sealed class SecretServiceVault(IReadOnlyDictionary<string, string> environment, LanyardFolders folders, bool mayPrompt) : ISecretVault
{
    private const string Elsewhere = "set LANYARD_VAULT=file to keep secrets in an encrypted file";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PatienceWithPerson = TimeSpan.FromMinutes(3);

    // libsecret shares one connection within a process.
    private static readonly Lock OneCaller = new();

    /// <inheritdoc/>
    public string Name => VaultBackends.SecretService;

    private bool MayAsk => mayPrompt && (IsSet("DISPLAY") || IsSet("WAYLAND_DISPLAY"));

    /// <summary>Tells whether a session bus can be there at all; asks nobody.</summary>
    /// <param name="environment">The environment.</param>
    public static bool HasBus(IReadOnlyDictionary<string, string> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return (environment.TryGetValue("DBUS_SESSION_BUS_ADDRESS", out var address) && address.Length > 0)
            || (environment.TryGetValue("XDG_RUNTIME_DIR", out var run) && Path.IsPathRooted(run) && File.Exists(Path.Combine(run, "bus")));
    }

    /// <inheritdoc/>
    public Secret? Find(string name)
    {
        VaultRules.CheckName(name);
        return Work<Secret?>(call =>
        {
            Open(call, canMakeCollection: false);
            using var attributes = new SecretAttributes(Home, name);
            if (call.Lookup(attributes) is not { } bytes)
            {
                return call.IsLockedAway(attributes)
                    ? throw VaultErrors.Locked($"the secret `{name}` is in a keyring of Secret Service that is locked", "unlock the keyring, then run the command again")
                    : null;
            }

            var secret = VaultRules.Secret(bytes);
            CryptographicOperations.ZeroMemory(bytes);
            return secret ?? throw VaultErrors.Failed($"what Secret Service keeps as `{name}` is empty or no text: something else wrote it", $"secret-tool clear application lanyard name {name}");
        });
    }

    /// <inheritdoc/>
    public void Store(string name, Secret secret)
    {
        VaultRules.CheckName(name);
        byte[] bytes = VaultRules.Bytes(secret);
        byte[] text = new byte[bytes.Length + 1];
        bytes.CopyTo(text, 0);
        CryptographicOperations.ZeroMemory(bytes);
        try
        {
            Work(call =>
            {
                Open(call, canMakeCollection: MayAsk);
                using var attributes = new SecretAttributes(Home, name);
                call.Store(attributes, "Lanyard: " + name, text);
                return true;
            });
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }
    }

    /// <inheritdoc/>
    public bool Remove(string name)
    {
        VaultRules.CheckName(name);
        return Work(call =>
        {
            Open(call, canMakeCollection: false);
            using var attributes = new SecretAttributes(Home, name);
            if (call.IsLockedAway(attributes))
            {
                throw VaultErrors.Locked($"the secret `{name}` is in a keyring of Secret Service that is locked", "unlock the keyring, then run the command again");
            }

            return call.Clear(attributes);
        });
    }

    private string Home => folders.State;

    // A locked keyring answers a lookup with "absent", so it is asked for the lock first.
    private void Open(SecretServiceCall call, bool canMakeCollection)
    {
        switch (call.IsDefaultLocked())
        {
            case false:
                return;
            case null when canMakeCollection:
                return; // libsecret has the keyring ask for a password for a new one
            case null:
                throw VaultErrors.Failed(
                    "Secret Service has no default keyring", $"log in to the desktop once, or make a keyring with Passwords and Keys (seahorse); or {Elsewhere}");
            case true when MayAsk:
                Unlock(call);
                return;
            default:
                throw VaultErrors.Locked(
                    "the default keyring of Secret Service is locked", "unlock it (log in to the desktop, or open Passwords and Keys), then run the command again");
        }
    }

    // One command asks, the others wait and find it open.
    private void Unlock(SecretServiceCall call)
    {
        using var held = FileLock.TryAcquire(Path.Combine(folders.Cache, "locks", "secret-service.lock"), PatienceWithPerson);
        if (call.IsDefaultLocked() == true && !call.UnlockDefault())
        {
            throw VaultErrors.Locked("the default keyring of Secret Service is locked, and the question to unlock it was turned down", "run the command again, and type the keyring's password");
        }
    }

    private T Work<T>(Func<SecretServiceCall, T> work)
    {
        if (!HasBus(environment))
        {
            throw VaultErrors.Failed(
                "Secret Service can't be reached: there is no D-Bus session (neither DBUS_SESSION_BUS_ADDRESS nor $XDG_RUNTIME_DIR/bus)",
                $"run the command in a desktop session, or in dbus-run-session; or {Elsewhere}");
        }

        try
        {
            lock (OneCaller)
            {
                using var call = new SecretServiceCall(MayAsk ? PatienceWithPerson : Patience);
                return work(call);
            }
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            throw VaultErrors.Failed(
                "Secret Service can't be used: the library libsecret-1.so.0 isn't installed, or is older than 0.20",
                $"install it (Debian: sudo apt-get install libsecret-1-0; Fedora: sudo dnf install libsecret); or {Elsewhere}", e);
        }
        catch (SecretServiceException e) when (e.IsLocked)
        {
            throw VaultErrors.Locked($"the default keyring of Secret Service is locked ({e.Message})", "unlock it, then run the command again");
        }
        catch (SecretServiceException e) when (e.TimedOut)
        {
            throw MayAsk
                ? VaultErrors.Locked($"nobody unlocked the keyring within {PatienceWithPerson.TotalMinutes} minutes", "run the command again, and type the keyring's password")
                : VaultErrors.Failed($"Secret Service didn't answer within {Patience.TotalSeconds} seconds", $"see that a keyring runs in this session (gnome-keyring, KWallet); or {Elsewhere}");
        }
        catch (SecretServiceException e)
        {
            throw VaultErrors.Failed($"Secret Service can't be used: {e.Message}", $"see that a keyring runs in this session (gnome-keyring, KWallet); or {Elsewhere}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw VaultErrors.Failed($"the lock in '{folders.Cache}' can't be taken: {e.Message}", "make that folder writable, or set LANYARD_HOME");
        }
    }

    private bool IsSet(string name) => environment.TryGetValue(name, out var value) && value.Length > 0;
}
