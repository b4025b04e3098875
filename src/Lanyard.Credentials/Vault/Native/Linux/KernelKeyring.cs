using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Lanyard.Credentials.Vault.Native.Linux;

/// <summary>
/// The kernel's keyring of this user, which every terminal and service of theirs shares: in memory that is never written to disk,
/// unreadable for other users, gone at the latest with a restart. See keyrings(7).
/// </summary>
/// <remarks>Containers often forbid the calls; then nothing is found, and nothing held.</remarks>
public sealed unsafe partial class KernelKeyring : ILoginKeyring
{
    private const int ThreadKeyring = -1;
    private const int UserKeyring = -4;
    private const int SetPermissions = 5;
    private const int Link = 8;
    private const int Unlink = 9;
    private const int Search = 10;
    private const int Read = 11;
    private const int SetTimeout = 15;
    private const int Invalidate = 21;

    // All for who has it in a keyring of theirs; view, read, write, search and set-attributes for this user's other processes:
    // a service has a session keyring of its own that doesn't lead here.
    private const nint Permissions = 0x3f2f0000;
    private const int MaxBytes = 1024;
    private const int MaxName = 200;

    private readonly Calls _calls;

    private KernelKeyring(Calls calls) => _calls = calls;

    /// <summary>Gives the keyring of this user.</summary>
    /// <returns><see langword="null"/> where this is no Linux, or a processor that the numbers of the calls aren't known for.</returns>
    public static KernelKeyring? Open() => !OperatingSystem.IsLinux() ? null : RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => new KernelKeyring(new Calls(248, 250)),
        Architecture.Arm64 => new KernelKeyring(new Calls(217, 219)),
        _ => null,
    };

    /// <inheritdoc/>
    public byte[]? Find(string name)
    {
        nint key = Key(name);
        if (key < 0)
        {
            return null;
        }

        byte[] buffer = new byte[MaxBytes];
        try
        {
            fixed (byte* start = buffer)
            {
                nint length = Call(_calls.Keyctl, Read, key, (nint)start, MaxBytes, 0);
                return length is > 0 and <= MaxBytes ? buffer[..(int)length] : null;
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
        }
    }

    /// <inheritdoc/>
    public bool Hold(string name, ReadOnlySpan<byte> key, TimeSpan lifetime)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(key.Length, MaxBytes);
        nint id;
        fixed (byte* type = "user\0"u8, description = Description(name), value = key)
        {
            id = Call(_calls.AddKey, (nint)type, (nint)description, (nint)value, key.Length, ThreadKeyring);
        }

        if (id < 0)
        {
            return false;
        }

        // Made in this thread's own keyring, where its time and its rights can be set, and only then shown to others. A service's
        // process couldn't do that to a key in the user's keyring, and would leave one behind that never ends.
        bool held = Call(_calls.Keyctl, SetTimeout, id, (nint)Math.Ceiling(lifetime.TotalSeconds), 0, 0) >= 0
            && Call(_calls.Keyctl, SetPermissions, id, Permissions, 0, 0) >= 0
            && Call(_calls.Keyctl, Link, id, UserKeyring, 0, 0) >= 0;
        Call(_calls.Keyctl, Unlink, id, ThreadKeyring, 0, 0);
        return held;
    }

    /// <inheritdoc/>
    public void Forget(string name)
    {
        nint key = Key(name);
        if (key >= 0)
        {
            Call(_calls.Keyctl, Invalidate, key, 0, 0, 0);
        }
    }

    private nint Key(string name)
    {
        fixed (byte* type = "user\0"u8, description = Description(name))
        {
            return Call(_calls.Keyctl, Search, UserKeyring, (nint)type, (nint)description, 0);
        }
    }

    private static byte[] Description(string name)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(name.Length, MaxName);
        return Encoding.UTF8.GetBytes("lanyard:" + name + "\0");
    }

    // The C library has no function for these. Its own function for any call takes a varying number of arguments, which on both
    // processors are handed over like a fixed one.
    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial nint Call(nint number, nint first, nint second, nint third, nint fourth, nint fifth);

    /// <summary>The numbers of the two calls on this processor.</summary>
    private sealed record Calls(nint AddKey, nint Keyctl);
}
