using System.Text;
using Lanyard.Projects.Yaml;

namespace Lanyard.Projects.Detection;

/// <summary>
/// Reads what <c>samconfig.toml</c> uses of TOML: tables, keys, texts and lists of them. Numbers and flags are kept as they are written; inline
/// tables are passed over.
/// </summary>
internal static class TomlTree
{
    private const int MaxLength = 1024 * 1024;
    private const int MaxParts = 16;
    private const int MaxDepth = 16;

    /// <exception cref="ProjectFileException">A line breaks the grammar, or the text is larger than 1 MiB.</exception>
    public static YamlMapping Parse(string text, string path)
    {
        var reader = new Reader(text.Length <= MaxLength ? text.TrimStart('\uFEFF') : throw Broken(path, 1), path);
        var root = new Table(1);
        var table = root;
        while (reader.SkipToContent())
        {
            if (reader.Take('['))
            {
                // One of a list of tables holds nothing that is looked for, and is kept apart.
                var isItem = reader.Take('[');
                var keys = reader.Keys(']');
                _ = isItem ? reader.Take(']') || reader.Fail() : true;
                table = isItem ? new Table(reader.Line) : root.Open(keys, reader);
                reader.EndLine();
                continue;
            }

            var line = reader.Line;
            var names = reader.Keys('=');
            table.Open(names.AsSpan(..^1), reader).Set(names[^1], reader.Value(0), line);
            reader.EndLine();
        }

        return root.Freeze();
    }

    private static ProjectFileException Broken(string path, int line) => new(path, line, 1, "TOML_INVALID", "this is not valid TOML", "correct it");

    private sealed class Table(int line)
    {
        private readonly Dictionary<string, (int Line, Table? Table, YamlNode? Value)> _entries = new(StringComparer.Ordinal);

        public Table Open(ReadOnlySpan<string> keys, Reader reader)
        {
            var table = this;
            foreach (var key in keys)
            {
                if (!table._entries.TryGetValue(key, out var entry))
                {
                    table._entries[key] = entry = (reader.Line, new Table(reader.Line), null);
                }

                table = entry.Table ?? throw Broken(reader.Path, reader.Line);
            }

            return table;
        }

        public void Set(string key, YamlNode? value, int at)
        {
            if (value is not null)
            {
                _entries[key] = (at, null, value);
            }
        }

        public YamlMapping Freeze() => new(
            [.. _entries.Select(e => new YamlEntry(new YamlScalar(e.Key, isPlain: false, e.Value.Line, 1), e.Value.Value ?? e.Value.Table!.Freeze()))], line, 1);
    }

    private sealed class Reader(string text, string path)
    {
        private int _at;

        public string Path => path;

        public int Line { get; private set; } = 1;

        private char Current => _at < text.Length ? text[_at] : '\0';

        /// <summary>Goes to what comes next after blanks, line breaks and comments; false at the end.</summary>
        public bool SkipToContent()
        {
            for (; _at < text.Length; Advance())
            {
                if (Current == '#')
                {
                    SkipComment();
                }

                if (_at < text.Length && !char.IsWhiteSpace(Current))
                {
                    return true;
                }
            }

            return false;
        }

        public bool Take(char c)
        {
            if (Current != c)
            {
                return false;
            }

            Advance();
            return true;
        }

        public bool Fail() => throw Broken(path, Line);

        public string[] Keys(char end)
        {
            var keys = new List<string>();
            do
            {
                SkipBlanks();
                keys.Add(Current is '"' or '\'' ? Quoted() : Bare());
                SkipBlanks();
            }
            while (Take('.') && keys.Count < MaxParts);
            return Take(end) ? [.. keys] : throw Broken(path, Line);
        }

        /// <summary>A text or a list; null for an inline table.</summary>
        public YamlNode? Value(int depth)
        {
            SkipBlanks();
            var line = Line;
            switch (Current)
            {
                case '"' or '\'':
                    return new YamlScalar(Quoted(), isPlain: false, line, 1);
                case '[':
                    return List(depth < MaxDepth ? depth + 1 : throw Broken(path, line));
                case '{':
                    SkipNested();
                    return null;
                default:
                    var start = _at;
                    while (Current is not ('\0' or '\n' or '#') && (depth == 0 || Current is not (',' or ']')))
                    {
                        _at++;
                    }

                    return text[start.._at].Trim() is { Length: > 0 } value ? new YamlScalar(value, isPlain: false, line, 1) : throw Broken(path, Line);
            }
        }

        private YamlSequence List(int depth)
        {
            var line = Line;
            var items = new List<YamlNode>();
            Advance();
            while (SkipToContent() ? Current != ']' : Fail())
            {
                if (Value(depth) is { } item)
                {
                    items.Add(item);
                }

                _ = SkipToContent() || Fail();
                _ = Take(',') || Current == ']' || Fail();
            }

            Advance();
            return new YamlSequence(items, line, 1);
        }

        public void EndLine()
        {
            SkipBlanks();
            if (Current == '#')
            {
                SkipComment();
            }

            if (Current is not ('\0' or '\n'))
            {
                Fail();
            }
        }

        private string Bare()
        {
            var start = _at;
            while (char.IsAsciiLetterOrDigit(Current) || Current is '_' or '-')
            {
                _at++;
            }

            return _at > start ? text[start.._at] : throw Broken(path, Line);
        }

        private string Quoted()
        {
            var quote = Current;
            var isLong = text.AsSpan(_at).StartsWith([quote, quote, quote]);
            _at += isLong ? 3 : 1;
            var value = new StringBuilder();
            for (; ; Advance())
            {
                if (_at >= text.Length || (!isLong && Current == '\n'))
                {
                    throw Broken(path, Line);
                }

                if (Current == quote && (!isLong || text.AsSpan(_at).StartsWith([quote, quote, quote])))
                {
                    _at += isLong ? 3 : 1;
                    return value.ToString();
                }

                if (Current == '\\' && quote == '"')
                {
                    Advance();
                    value.Append(Current switch { 'n' => '\n', 't' => '\t', 'r' => '\r', '"' => '"', '\\' => '\\', _ => '\uFFFD' });
                    continue;
                }

                value.Append(Current);
            }
        }

        private void SkipNested()
        {
            var open = 0;
            do
            {
                if (Current is '"' or '\'')
                {
                    _ = Quoted();
                    continue;
                }

                if (Current == '#')
                {
                    SkipComment();
                    continue;
                }

                open += Current is '[' or '{' ? 1 : Current is ']' or '}' ? -1 : 0;
                _ = _at < text.Length || Fail();
                Advance();
            }
            while (open > 0);
        }

        private void SkipBlanks()
        {
            while (Current is ' ' or '\t' or '\r')
            {
                _at++;
            }
        }

        private void SkipComment()
        {
            while (Current is not ('\0' or '\n'))
            {
                _at++;
            }
        }

        private void Advance()
        {
            Line += Current == '\n' ? 1 : 0;
            _at++;
        }
    }
}
