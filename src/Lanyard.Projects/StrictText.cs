using System.Text;

namespace Lanyard.Projects;

/// <summary>Reads text as UTF-8, and nothing else: a name with a wrong letter in it would be another name.</summary>
internal static class StrictText
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxBytes">The most that is read, in whole MiB.</param>
    /// <exception cref="ProjectFileException">It is too large, or isn't UTF-8. Throws what <see cref="FileStream"/> throws, too.</exception>
    public static string Read(string path, int maxBytes) => Decode(path, BoundedFile.Read(path, maxBytes) ?? throw new ProjectFileException(
        path, 1, 1, ProjectFileCodes.Yaml, FormattableString.Invariant($"the file is larger than {maxBytes >> 20} MiB"), "keep it smaller"));

    /// <summary>Reads bytes.</summary>
    /// <param name="path">The file that they are of, for the error.</param>
    /// <param name="bytes">The bytes.</param>
    /// <exception cref="ProjectFileException">They aren't UTF-8.</exception>
    public static string Decode(string path, byte[] bytes)
    {
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            var line = 1 + bytes.AsSpan(0, Math.Clamp(e.Index, 0, bytes.Length)).Count((byte)'\n');
            throw new ProjectFileException(
                path, line, 1, ProjectFileCodes.Yaml, bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] ? "the file is UTF-16, and not UTF-8" : "the file is not UTF-8 text", "save it as UTF-8");
        }
    }
}
