using System.Text;
using Lanyard.Credentials;

namespace Lanyard.Cli.Edge;

/// <summary>Reads a text that the user names: a file, or <c>-</c> for stdin.</summary>
internal static class InputText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads it.</summary>
    /// <param name="surroundings">The machine.</param>
    /// <param name="path">The file, relative to the current folder, or <c>-</c>.</param>
    /// <param name="maxBytes">The most it may hold.</param>
    /// <exception cref="CredentialsException">It can't be read, is too long, or isn't UTF-8.</exception>
    public static string Read(Surroundings surroundings, string path, int maxBytes)
    {
        var name = path == "-" ? "stdin" : path;
        if (path != "-" && Directory.Exists(Path.Combine(surroundings.CurrentDirectory, path)))
        {
            throw Unreadable($"{name} is a folder", null);
        }

        ReadOnlyMemory<byte> whole = default;
        try
        {
            using var source = path != "-" ? File.OpenRead(Path.Combine(surroundings.CurrentDirectory, path))
                : surroundings.In ?? throw new UsageException("`-` means stdin, and that is a terminal", "name a file, or send one: … < FILE");
            using var bytes = new MemoryStream();
            var buffer = new byte[64 * 1024];
            for (int read; (read = source.Read(buffer)) > 0;)
            {
                bytes.Write(buffer, 0, read);
                if (bytes.Length > maxBytes)
                {
                    throw Unreadable($"{name} is longer than {maxBytes} bytes", null);
                }
            }

            whole = bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
            return Strict.GetString(whole.Span);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException { ParamName: "path" or "path2" })
        {
            throw Unreadable($"{name} can't be read: {e.Message}", e);
        }
        catch (DecoderFallbackException e)
        {
            throw new CredentialsException(
                CliErrorCodes.InputUnreadable, whole.Span is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] ? $"{name} is UTF-16, and not UTF-8" : $"{name} isn't UTF-8 at byte {e.Index}",
                "save it as UTF-8", inner: e);
        }
    }

    private static CredentialsException Unreadable(string message, Exception? cause) =>
        new(CliErrorCodes.InputUnreadable, message, "name a file that is there and can be read, or - for stdin", inner: cause);
}
