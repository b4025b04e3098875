using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Lanyard.Credentials.Vault.Native.Windows;

/// <summary>Generic credentials of the Windows user; see wincred.h. Not run by our tests.</summary>
[SupportedOSPlatform("windows")]
internal static unsafe partial class CredentialStore
{
    /// <summary>The most bytes that a credential holds.</summary>
    public const int MaxBytes = 5 * 512;

    private const uint Generic = 1;
    private const uint ThisMachine = 2;
    private const int NotFound = 1168;

    /// <summary>Reads a credential's bytes.</summary>
    /// <returns>The bytes; null where there is none.</returns>
    /// <exception cref="Win32Exception">Windows refused.</exception>
    public static byte[]? Read(string target)
    {
        Credential* credential;
        if (CredRead(target, Generic, 0, &credential) == 0)
        {
            int error = Marshal.GetLastPInvokeError();
            return error == NotFound ? null : throw new Win32Exception(error);
        }

        byte[] bytes = new ReadOnlySpan<byte>(credential->Blob, (int)credential->BlobSize).ToArray();
        new Span<byte>(credential->Blob, (int)credential->BlobSize).Clear();
        CredFree(credential);
        return bytes;
    }

    /// <summary>Writes a credential.</summary>
    /// <exception cref="Win32Exception">Windows refused.</exception>
    public static void Write(string target, byte[] bytes)
    {
        fixed (char* name = target, user = "lanyard")
        fixed (byte* blob = bytes)
        {
            var credential = new Credential
            {
                Type = Generic,
                TargetName = name,
                BlobSize = (uint)bytes.Length,
                Blob = blob,
                Persist = ThisMachine,
                UserName = user,
            };
            if (CredWrite(&credential, 0) == 0)
            {
                throw new Win32Exception(Marshal.GetLastPInvokeError());
            }
        }
    }

    /// <summary>Removes a credential.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="Win32Exception">Windows refused.</exception>
    public static bool Remove(string target)
    {
        if (CredDelete(target, Generic, 0) != 0)
        {
            return true;
        }

        int error = Marshal.GetLastPInvokeError();
        return error == NotFound ? false : throw new Win32Exception(error);
    }

    [LibraryImport("advapi32.dll", EntryPoint = "CredReadW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int CredRead(string target, uint type, uint flags, Credential** credential);

    [LibraryImport("advapi32.dll", EntryPoint = "CredWriteW", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int CredWrite(Credential* credential, uint flags);

    [LibraryImport("advapi32.dll", EntryPoint = "CredDeleteW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int CredDelete(string target, uint type, uint flags);

    [LibraryImport("advapi32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial void CredFree(Credential* credential);

    /// <summary>The structure CREDENTIALW.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Credential
    {
        public uint Flags;
        public uint Type;
        public char* TargetName;
        public char* Comment;
        public uint LastWrittenLow;
        public uint LastWrittenHigh;
        public uint BlobSize;
        public byte* Blob;
        public uint Persist;
        public uint AttributeCount;
        public void* Attributes;
        public char* TargetAlias;
        public char* UserName;
    }
}
