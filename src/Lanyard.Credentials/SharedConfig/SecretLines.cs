using System.Text;
using System.Text.RegularExpressions;

namespace Lanyard.Credentials.SharedConfig;

/// <summary>Bytes of a shared file that are a secret, or may be one.</summary>
/// <param name="Line">Index of the line they stand on.</param>
/// <param name="Start">Offset of the first in the text.</param>
/// <param name="Length">How many.</param>
internal readonly record struct SecretSpan(int Line, int Start, int Length);

/// <summary>
/// Finds secrets in the lines of a shared file, in comments and ignored sections too: the values of settings with a name that says so,
/// words in the shape of a secret key or a session token, and what follows an option such as <c>--password</c>.
/// </summary>
internal static partial class SecretLines
{
    /// <summary>What stands for a secret where it isn't shown.</summary>
    public const string Mask = "***";

    private const int SecretKeyLength = 40;
    private const int TokenLength = 100;
    private static readonly string[] Words = ["secret", "token", "password", "passwd", "passphrase", "private_key", "api_key", "apikey"];
    private static readonly string[] NoSecretEnds = ["_file", "_path", "_arn", "_url", "_uri", "_endpoint", "_ttl", "_duration", "_seconds"];

    /// <summary>Whether a setting of that name holds a secret.</summary>
    /// <param name="key">The name, in lower case.</param>
    public static bool IsSecretName(string key) =>
        Words.Any(word => key.Contains(word, StringComparison.Ordinal))
        && !NoSecretEnds.Any(end => key.EndsWith(end, StringComparison.Ordinal));

    /// <summary>Whether a text has a word in the shape of a secret, or an option that takes one.</summary>
    public static bool HasSecretWord(string text)
    {
        var found = new List<SecretSpan>();
        AddWords(Encoding.UTF8.GetBytes(text), 0, 0, found);
        return found.Count > 0;
    }

    /// <summary>All secrets of a text, in order; they don't overlap.</summary>
    public static IReadOnlyList<SecretSpan> Of(SharedConfigText text)
    {
        var found = new List<SecretSpan>();
        bool isBelowSecret = false;
        for (int i = 0; i < text.Lines.Count; i++)
        {
            var line = text.Lines[i];
            var content = text.Content(line);
            var kind = LineGrammar.KindOf(content);
            if (kind is LineKind.Header or LineKind.Blank)
            {
                isBelowSecret &= kind == LineKind.Blank;
                continue;
            }

            var (at, length, isSecret) = Value(content);
            isBelowSecret = kind switch
            {
                LineKind.Property => isSecret,
                LineKind.Comment => false,
                _ => isBelowSecret,
            };
            if (isBelowSecret && kind != LineKind.Property)
            {
                at = content.Length - content.TrimStart(" \t"u8).Length;
                length = content[at..].TrimEnd(" \t"u8).Length;
            }

            if (isSecret || isBelowSecret)
            {
                if (length > 0)
                {
                    found.Add(new(i, line.Start + at, length));
                }
            }
            else
            {
                AddWords(content, i, line.Start, found);
            }
        }

        return found;
    }

    /// <summary>The text without its secrets, or with something in their place.</summary>
    /// <param name="text">The text.</param>
    /// <param name="with">What stands there instead.</param>
    public static SharedConfigText Hide(SharedConfigText text, string with = "") =>
        text.With(Of(text).Select(s => new TextChange(s.Start, s.Length, with)));

    /// <summary>Where the secrets were in the text that <see cref="Hide"/> makes: index of the line, and the offset in it.</summary>
    public static IReadOnlyList<(int Line, int At)> PositionsOf(SharedConfigText text)
    {
        var positions = new List<(int, int)>();
        int line = -1;
        int cut = 0;
        foreach (var span in Of(text))
        {
            cut = span.Line == line ? cut : 0;
            line = span.Line;
            positions.Add((line, span.Start - text.Lines[line].Start - cut));
            cut += span.Length;
        }

        return positions;
    }

    /// <summary>The value of a line, be it commented out or not, and whether its name says that it is a secret.</summary>
    private static (int At, int Length, bool IsSecret) Value(ReadOnlySpan<byte> content)
    {
        int start = content.Length - content.TrimStart("#; \t"u8).Length;
        int sign = content[start..].IndexOfAny((byte)'=', (byte)':');
        if (sign <= 0)
        {
            return default;
        }

        string name = Encoding.UTF8.GetString(LineGrammar.Trim(content[start..(start + sign)])).ToLowerInvariant();
        var rest = content[(start + sign + 1)..];
        int at = start + sign + 1 + (rest.Length - rest.TrimStart(" \t"u8).Length);
        bool isName = !name.Contains(' ', StringComparison.Ordinal);
        return (at, LineGrammar.Trim(rest).Length, isName && IsSecretName(name));
    }

    private static void AddWords(ReadOnlySpan<byte> content, int line, int offset, List<SecretSpan> found)
    {
        var spans = new List<SecretSpan>();
        string text = Encoding.Latin1.GetString(content); // a character a byte
        foreach (Match match in Option().Matches(text))
        {
            var value = match.Groups["value"];
            spans.Add(new(line, offset + value.Index, value.Length));
        }

        foreach (Match match in Run().Matches(text))
        {
            if (LooksSecret(match.ValueSpan)
                && !spans.Any(s => offset + match.Index < s.Start + s.Length && s.Start < offset + match.Index + match.Length))
            {
                spans.Add(new(line, offset + match.Index, match.Length));
            }
        }

        found.AddRange(spans.OrderBy(s => s.Start));
    }

    // A path has a slash every few letters, a secret one in 64.
    private static bool LooksSecret(ReadOnlySpan<char> run) =>
        run.Length is SecretKeyLength or >= TokenLength
        && run.ContainsAnyInRange('a', 'z') && run.ContainsAnyInRange('A', 'Z') && run.ContainsAnyInRange('0', '9')
        && run.Count('/') * 8 < run.Length;

    [GeneratedRegex("""(?:^|\s)--?[\w-]*(?:password|passwd|passphrase|secret|token|api-?_?key)[\w-]*(?:\s+|=)(?<value>"[^"]*"|'[^']*'|\S+)""", RegexOptions.IgnoreCase)]
    private static partial Regex Option();

    [GeneratedRegex("[A-Za-z0-9/+]{40,}")]
    private static partial Regex Run();
}
