using YamlDotNet.Core;

namespace Lanyard.Projects.Yaml;

/// <summary>
/// Reads the small part of YAML that our own files use: one document of mappings, lists and scalars. What makes YAML
/// surprising or dangerous (anchors, aliases, tags, several documents, duplicate keys) is refused, not ignored.
/// </summary>
public static class YamlText
{
    /// <summary>The longest text that is read: 1 MiB, counted in UTF-16 units here and in bytes where files are read.</summary>
    public const int MaxLength = 1024 * 1024;

    /// <summary>How deep mappings and lists may nest in our own files.</summary>
    public const int MaxDepth = 32;

    /// <summary>How deep they may nest in files of other programs, what aliases stand for included: as deep as JSON.</summary>
    public const int MaxForeignDepth = 64;

    /// <summary>How many values a file may come to. Aliases of aliases can make terabytes of a kilobyte.</summary>
    internal const int MaxNodes = 500_000;

    private const string SyntaxFix =
        "indent with spaces (no tabs), close every quote and bracket, and quote text that begins with one of * & ! % @ ` or holds \": \"";

    /// <summary>Parses a text into nodes that know their place.</summary>
    /// <param name="text">The YAML text; a leading byte order mark is skipped.</param>
    /// <param name="path">Names the text in errors.</param>
    /// <returns>The document's root; an empty text gives an empty scalar at 1:1.</returns>
    /// <exception cref="ProjectFileException">Not YAML, or a part of YAML that is refused; <see cref="ProjectFileCodes.Yaml"/>.</exception>
    public static YamlNode Parse(string text, string path) => Parse(text, path, foreign: false);

    /// <summary>
    /// Parses a file of another program, of which only parts are looked at: aliases stand for what they name, <c>&lt;&lt;</c> brings the keys of other
    /// mappings, of a key given twice the first counts, and of several documents the first.
    /// </summary>
    /// <param name="text">The YAML text; a leading byte order mark is skipped.</param>
    /// <param name="path">Names the text in errors.</param>
    /// <returns>The document's root. The same node may be in it more than once, but never in itself.</returns>
    /// <exception cref="ProjectFileException">Not YAML, larger than 1 MiB, nested too deeply, or grown too large by aliases.</exception>
    public static YamlNode ParseForeign(string text, string path) => Parse(text, path, foreign: true);

    /// <summary>Parses a file of another program of which everything counts: a key given twice is refused, and so are further documents.</summary>
    /// <param name="text">The YAML text; a leading byte order mark is skipped.</param>
    /// <param name="path">Names the text in errors.</param>
    /// <returns>The document's root, as <see cref="ParseForeign"/> gives it.</returns>
    /// <exception cref="ProjectFileException">As with <see cref="ParseForeign"/>, or something in it would be passed over.</exception>
    public static YamlNode ParseWhole(string text, string path) => Parse(text, path, foreign: true, isWhole: true);

    private static YamlNode Parse(string text, string path, bool foreign, bool isWhole = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxLength)
        {
            throw new ProjectFileException(path, 1, 1, ProjectFileCodes.Yaml, "the file is larger than 1 MiB", "make the file smaller");
        }

        using var reader = new StringReader(text.StartsWith('\uFEFF') ? text[1..] : text);
        var scanner = new Scanner(reader);
        try
        {
            return new YamlTreeReader(new Parser(scanner), path, foreign, isWhole).ReadDocument();
        }
        catch (YamlException e)
        {
            // A tab is found while something that began earlier is scanned, and e.Start is that beginning.
            var isTab = e.Message.Contains("tab", StringComparison.Ordinal);
            throw Unreadable(path, isTab ? scanner.CurrentPosition : e.Start, e.Message);
        }
        catch (Exception e) when (IsParserBug(e))
        {
            throw Unreadable(path, scanner.CurrentPosition, "it breaks off inside brackets, or has an escape that stands for no character");
        }
    }

    // The library's checks have holes: "\UFFFFFFFF" is an ArgumentOutOfRangeException there, a line break at column 1 inside
    // { } an InvalidOperationException. Found by feeding it damaged files.
    private static bool IsParserBug(Exception e) =>
        e is InvalidOperationException or ArgumentException or ArithmeticException or FormatException or IndexOutOfRangeException;

    // The library's own exception is not kept as the cause: its text is not ours to vouch for.
    private static ProjectFileException Unreadable(string path, Mark at, string what)
    {
        var (line, column) = (Math.Max(1, (int)at.Line), Math.Max(1, (int)at.Column));
        return new ProjectFileException(path, line, column, ProjectFileCodes.Yaml, $"this is not valid YAML: {what}", SyntaxFix);
    }
}
