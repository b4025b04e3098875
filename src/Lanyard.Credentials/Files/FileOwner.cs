using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Lanyard.Credentials.Files;

/// <summary>Who a file belongs to: with <c>sudo</c>, a file that is replaced must not become root's. On Linux alone.</summary>
public static partial class FileOwner
{
    private const int CurrentFolder = -100;
    private const uint UserAndGroup = 0x18;
    private const int UserOffset = 20;
    private const int GroupOffset = 24;

    /// <summary>Gives a file the owner and group of another; the group only where that is allowed.</summary>
    /// <param name="from">The other; need not exist.</param>
    /// <param name="to">The file.</param>
    /// <exception cref="IOException">The owner can't be kept.</exception>
    public static void Copy(string from, string to)
    {
        if (!OperatingSystem.IsLinux() || Read(from) is not { } owner || Read(to) is not { } own || owner == own)
        {
            return;
        }

        if (ChangeOwner(to, owner.User, owner.Group) != 0 && owner.User != own.User)
        {
            throw new IOException($"'{from}' belongs to another user, and would become yours");
        }
    }

    /// <summary>Gets the number of this process's user; null where that isn't known.</summary>
    public static uint? Me => OperatingSystem.IsLinux() ? EffectiveUser() : null;

    /// <summary>Gives the number of a file's user; null where that isn't known.</summary>
    /// <param name="path">The file.</param>
    public static uint? UserOf(string path) => OperatingSystem.IsLinux() ? Read(path)?.User : null;

    /// <summary>Reads the numbers of a file's user and group.</summary>
    internal static (uint User, uint Group)? Read(string path)
    {
        byte[] status = new byte[256];
        return Status(CurrentFolder, path, 0, UserAndGroup, status) == 0
            ? (BinaryPrimitives.ReadUInt32LittleEndian(status.AsSpan(UserOffset)), BinaryPrimitives.ReadUInt32LittleEndian(status.AsSpan(GroupOffset)))
            : null;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Status(int folder, string path, int flags, uint mask, [Out] byte[] status);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "chown", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint user, uint group);
}
