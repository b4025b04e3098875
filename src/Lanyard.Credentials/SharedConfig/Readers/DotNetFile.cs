using System.Text;

namespace Lanyard.Credentials.SharedConfig.Readers;

/// <summary>
/// One shared file as the AWS SDK for .NET reads it. A line is blank, a comment, a header, or has an <c>=</c>; any other line makes
/// the whole file unreadable. What follows a value stays in it, comments too. Of sections with the same name the first counts, and
/// one that names a setting twice is as good as missing. Prints no values.
/// </summary>
internal sealed class DotNetFile
{
    private readonly string _text;
    private readonly Dictionary<string, TextLine> _headers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TextLine> _marked = new(StringComparer.Ordinal);

    private DotNetFile(string path, string text)
    {
        Path = path;
        _text = text;
    }

    /// <summary>Gets the path it was read from.</summary>
    public string Path { get; }

    /// <summary>Reads a file. Byte order marks say that it is UTF-16 or UTF-32; without one it is UTF-8.</summary>
    /// <exception cref="SharedConfigSyntaxException">A line is none that the SDK knows.</exception>
    public static DotNetFile Read(SharedConfigText text, string path)
    {
        ArgumentNullException.ThrowIfNull(text);
        using var reader = new StreamReader(new MemoryStream(text.Bytes.ToArray()), Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        var file = new DotNetFile(path, reader.ReadToEnd());
        file.FindHeaders();
        return file;
    }

    /// <summary>
    /// Says in the SDK's words that a line can't be understood. The SDK quotes the line; it may be half of a secret, so it is left out here.
    /// </summary>
    public static string Malformed(string path, int line) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Line {line}:<…> in file {path} does not contain a section, property or comment.");

    /// <summary>Finds a section.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="kind">Its kind, which is the word before its name.</param>
    /// <param name="needsKind">Whether it must have that word; if not, a section without it goes before one that has it.</param>
    public DotNetSection Find(string name, SharedConfigSectionKind kind, bool needsKind)
    {
        DotNetSection bare = default;
        if (!needsKind && kind != SharedConfigSectionKind.SsoSession && _headers.TryGetValue(name, out var header))
        {
            bare = Section(header, name, kind, knowsParents: false);
        }

        return bare.Section is null && FindMarked(name, kind) is { } marked ? Section(marked, name, kind, knowsParents: true) : bare;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Path} ({_headers.Count} sections)";

    private static string Word(SharedConfigSectionKind kind) => kind switch
    {
        SharedConfigSectionKind.SsoSession => "sso-session",
        SharedConfigSectionKind.Services => "services",
        _ => "profile",
    };

    private TextLine? FindMarked(string name, SharedConfigSectionKind kind)
    {
        var word = Word(kind);
        if (name.Length == 0)
        {
            return null;
        }

        if (name[0] is not (' ' or '\t'))
        {
            return _marked.TryGetValue($"{word} {name}", out var found) ? found : null;
        }

        // The blanks before the name may belong to it, so every header has to be looked at.
        TextLine line = default;
        while (MoveNext(ref line))
        {
            if (Header(Content(line)) is { IsSome: true } header && IsMarked(header.Name, word, name))
            {
                return line;
            }
        }

        return null;
    }

    private static bool IsMarked(ReadOnlySpan<char> header, string word, string name)
    {
        var blanks = header.Length - word.Length - name.Length;
        return blanks > 0 && header.StartsWith(word, StringComparison.Ordinal) && header.EndsWith(name, StringComparison.Ordinal)
            && header.Slice(word.Length, blanks).Trim(" \t").IsEmpty;
    }

    private void FindHeaders()
    {
        TextLine line = default;
        while (MoveNext(ref line))
        {
            var content = Content(line);
            if (Header(content) is { IsSome: true } header)
            {
                _headers.TryAdd(header.Name.ToString(), line);
                RememberMarked(header.Name, line);
            }
            else if (!IsCommentOrBlank(content) && !content.Contains('='))
            {
                throw new SharedConfigSyntaxException(Path, line.Number, Malformed(Path, line.Number));
            }
        }
    }

    private void RememberMarked(ReadOnlySpan<char> header, TextLine line)
    {
        foreach (var word in new[] { "profile", "sso-session", "services" })
        {
            if (header.StartsWith(word, StringComparison.Ordinal) && header[word.Length..] is [' ' or '\t', ..] rest)
            {
                _marked.TryAdd($"{word} {rest.TrimStart(" \t")}", line);
            }
        }
    }

    private DotNetSection Section(TextLine header, string name, SharedConfigSectionKind kind, bool knowsParents)
    {
        var section = new ConfigSection(kind, name, header.Number);
        var line = header;
        while (MoveNext(ref line))
        {
            var content = Content(line);
            var equals = IsCommentOrBlank(content) ? -1 : content.IndexOf('=');
            if (equals < 0)
            {
                if (Header(content).IsSome)
                {
                    break;
                }

                continue;
            }

            var property = new ConfigProperty(content[..equals].Trim().ToString().ToLowerInvariant(), content[(equals + 1)..].Trim().ToString(), line.Number, []);
            var isParent = property.Value.Length == 0 && SkipSubProperties(ref line);
            if (section.Properties.ContainsKey(property.Name))
            {
                return new DotNetSection(null, header.Number, property);
            }

            // Below a header without its kind the SDK keeps a parent as an empty setting.
            if (!isParent || !knowsParents)
            {
                section.Add(property);
            }
        }

        return new DotNetSection(section, header.Number, null);
    }

    // Lines that start with a blank belong to an empty setting above them. An empty line is one: it starts with its own line end.
    private bool SkipSubProperties(ref TextLine line)
    {
        var (skipped, next) = (false, line);
        while (MoveNext(ref next) && char.IsWhiteSpace(_text[next.Start]) && !Header(Content(next)).IsSome)
        {
            (skipped, line) = (true, next);
        }

        return skipped;
    }

    private static bool IsCommentOrBlank(ReadOnlySpan<char> content) => content is [] or [';' or '#', ..];

    private static HeaderName Header(ReadOnlySpan<char> content) => content is ['[', .. var name, ']'] ? new HeaderName(true, name.Trim()) : default;

    private ReadOnlySpan<char> Content(TextLine line) => _text.AsSpan(line.Start, line.Next - line.Start).Trim();

    private bool MoveNext(ref TextLine line)
    {
        var start = line.Next;
        if (start == _text.Length)
        {
            return false;
        }

        var length = _text.AsSpan(start).IndexOfAny('\r', '\n');
        var next = length < 0 ? _text.Length : start + length + 1;
        if (length >= 0 && next < _text.Length && _text[next - 1] == '\r' && _text[next] == '\n')
        {
            next++;
        }

        line = new TextLine(line.Number + 1, start, next);
        return true;
    }

    private readonly record struct TextLine(int Number, int Start, int Next);

    private readonly ref struct HeaderName(bool isSome, ReadOnlySpan<char> name)
    {
        public bool IsSome { get; } = isSome;

        public ReadOnlySpan<char> Name { get; } = name;
    }
}

/// <summary>What became of looking for a section.</summary>
/// <param name="Section">The section; null where there is none, or where it names a setting twice.</param>
/// <param name="Line">The line of its header, from 1; 0 where there is none.</param>
/// <param name="Twice">The setting that stands in it a second time; null where none does.</param>
internal readonly record struct DotNetSection(ConfigSection? Section, int Line, ConfigProperty? Twice);
