using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;

namespace Lanyard.Credentials.Vault.Native.MacOS;

/// <summary>Generic passwords in the user's default keychain; see Apple's Keychain Services. Not run by our tests.</summary>
[SupportedOSPlatform("macos")]
internal static unsafe partial class Keychain
{
    private const string Security = "/System/Library/Frameworks/Security.framework/Security";
    private const string CoreFoundation = "/System/Library/Frameworks/CoreFoundation.framework/CoreFoundation";
    private const int NotFound = -25300;
    private const int Duplicate = -25299;

    /// <summary>Says whether macOS may ask a person.</summary>
    /// <exception cref="KeychainException">macOS refused.</exception>
    public static void AllowQuestions(bool mayPrompt) => Check(SetUserInteractionAllowed((byte)(mayPrompt ? 1 : 0)));

    /// <summary>Finds a password.</summary>
    /// <returns>Its bytes; null where there is none.</returns>
    /// <exception cref="KeychainException">macOS refused.</exception>
    public static byte[]? Find(string service, string account)
    {
        byte[] serviceName = Encoding.UTF8.GetBytes(service);
        byte[] accountName = Encoding.UTF8.GetBytes(account);
        uint length;
        byte* data;
        int status;
        fixed (byte* s = serviceName, a = accountName)
        {
            status = FindPassword(0, (uint)serviceName.Length, s, (uint)accountName.Length, a, &length, &data, null);
        }

        if (status == NotFound)
        {
            return null;
        }

        Check(status);
        byte[] found = new ReadOnlySpan<byte>(data, (int)length).ToArray();
        new Span<byte>(data, (int)length).Clear();
        _ = FreeContent(0, data);
        return found;
    }

    /// <summary>Stores a password, in the place of one that is there.</summary>
    /// <exception cref="KeychainException">macOS refused.</exception>
    public static void Store(string service, string account, byte[] password)
    {
        byte[] serviceName = Encoding.UTF8.GetBytes(service);
        byte[] accountName = Encoding.UTF8.GetBytes(account);
        fixed (byte* s = serviceName, a = accountName, p = password)
        {
            int status = AddPassword(0, (uint)serviceName.Length, s, (uint)accountName.Length, a, (uint)password.Length, p, null);
            if (status != Duplicate)
            {
                Check(status);
                return;
            }

            nint item = Item(serviceName, accountName);
            if (item == 0)
            {
                throw new KeychainException(NotFound);
            }

            status = Modify(item, 0, (uint)password.Length, p);
            Release(item);
            Check(status);
        }
    }

    /// <summary>Removes a password.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="KeychainException">macOS refused.</exception>
    public static bool Remove(string service, string account)
    {
        nint item = Item(Encoding.UTF8.GetBytes(service), Encoding.UTF8.GetBytes(account));
        if (item == 0)
        {
            return false;
        }

        int status = Delete(item);
        Release(item);
        Check(status);
        return true;
    }

    private static nint Item(byte[] service, byte[] account)
    {
        nint item = 0;
        fixed (byte* s = service, a = account)
        {
            int status = FindPassword(0, (uint)service.Length, s, (uint)account.Length, a, null, null, &item);
            if (status == NotFound)
            {
                return 0;
            }

            Check(status);
            return item;
        }
    }

    private static void Check(int status)
    {
        if (status != 0)
        {
            throw new KeychainException(status);
        }
    }

    [LibraryImport(Security, EntryPoint = "SecKeychainSetUserInteractionAllowed")]
    private static partial int SetUserInteractionAllowed(byte allowed);

    [LibraryImport(Security, EntryPoint = "SecKeychainFindGenericPassword")]
    private static partial int FindPassword(
        nint keychain, uint serviceLength, byte* service, uint accountLength, byte* account, uint* passwordLength, byte** password, nint* item);

    [LibraryImport(Security, EntryPoint = "SecKeychainAddGenericPassword")]
    private static partial int AddPassword(
        nint keychain, uint serviceLength, byte* service, uint accountLength, byte* account, uint passwordLength, byte* password, nint* item);

    [LibraryImport(Security, EntryPoint = "SecKeychainItemModifyAttributesAndData")]
    private static partial int Modify(nint item, nint attributes, uint length, byte* data);

    [LibraryImport(Security, EntryPoint = "SecKeychainItemDelete")]
    private static partial int Delete(nint item);

    [LibraryImport(Security, EntryPoint = "SecKeychainItemFreeContent")]
    private static partial int FreeContent(nint attributes, byte* data);

    [LibraryImport(CoreFoundation, EntryPoint = "CFRelease")]
    private static partial void Release(nint instance);
}
