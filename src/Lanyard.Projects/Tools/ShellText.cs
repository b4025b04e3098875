using System.Text;

namespace Lanyard.Projects.Tools;

/// <summary>
/// Reads the simple commands of a shell's text, as far as they can be known without running it. A word that only the shell can work
/// out is <see langword="null"/>.
/// </summary>
internal sealed class ShellText
{
    /// <summary>The value of an assignment that only the shell can work out; no real one holds this character.</summary>
    public const string UnknownValue = "\0";

    private readonly string _text;
    private readonly Func<string, string?> _variable;
    private readonly Action<List<string?>> _ended;
    private readonly List<List<string?>> _commands = [];
    private readonly StringBuilder _word = new();
    private List<string?> _command = [];
    private int _at;
    private bool _isWord, _isKnown = true, _isQuoted, _isTarget;

    private ShellText(string text, Func<string, string?> variable, Action<List<string?>> ended) => (_text, _variable, _ended) = (text, variable, ended);

    /// <summary>Splits a text into its commands: at <c>;</c>, <c>&amp;&amp;</c>, <c>|</c> and the like.</summary>
    /// <param name="text">The text.</param>
    /// <param name="variable">Gives a variable's value; null where it has none.</param>
    /// <param name="ended">Is told each command as it ends, before the words behind it are read.</param>
    /// <returns>The commands, none of them empty; <see langword="null"/> where the text is more than commands.</returns>
    public static IReadOnlyList<List<string?>>? Split(string text, Func<string, string?> variable, Action<List<string?>> ended)
    {
        var reader = new ShellText(text, variable, ended);
        return reader.Read() ? reader._commands : null;
    }

    private bool Read()
    {
        while (_at < _text.Length)
        {
            var c = _text[_at++];
            switch (c)
            {
                case ' ' or '\t' or '\r':
                    EndWord();
                    break;
                case '\n' or ';' or '&' or '|' or '(' or ')':
                    EndCommand();
                    break;
                case '#' when !_isWord:
                    _at = _text.IndexOf('\n', _at) is var end and >= 0 ? end : _text.Length;
                    break;
                case '<' when _at < _text.Length && _text[_at] == '<':
                    return false;
                case '<' or '>':
                    Redirect();
                    break;
                case '\'':
                    if (_text.IndexOf('\'', _at) is not (>= 0 and var quote))
                    {
                        return false;
                    }

                    Take(_text[_at..quote], isQuoted: true);
                    _at = quote + 1;
                    break;
                case '"':
                    if (!ReadQuoted())
                    {
                        return false;
                    }

                    break;
                case '\\' when _at < _text.Length:
                    Take(_text[_at] == '\n' ? "" : _text[_at..(_at + 1)], isQuoted: true);
                    _at++;
                    break;
                case '$' or '`':
                    if (!Expand(c))
                    {
                        return false;
                    }

                    break;
                case '*' or '?' or '[' or '~' when !_isWord || c != '~':
                    Take(c.ToString(), isQuoted: false);
                    _isKnown = false;
                    break;
                default:
                    Take(c.ToString(), isQuoted: false);
                    break;
            }
        }

        EndCommand();
        return true;
    }

    private bool ReadQuoted()
    {
        Take("", isQuoted: true);
        while (_at < _text.Length)
        {
            var c = _text[_at++];
            switch (c)
            {
                case '"':
                    return true;
                case '\\' when _at < _text.Length && _text[_at] is '"' or '\\' or '$' or '`':
                    Take(_text[_at++].ToString(), isQuoted: true);
                    break;
                case '$' or '`':
                    if (!Expand(c))
                    {
                        return false;
                    }

                    break;
                default:
                    Take(c.ToString(), isQuoted: true);
                    break;
            }
        }

        return false;
    }

    // `$NAME`, `${NAME}` and `${NAME:-word}` are looked up; what a command would print is not known.
    private bool Expand(char sign)
    {
        if (sign == '`' || (_at < _text.Length && _text[_at] == '('))
        {
            return SkipSubstitution(sign);
        }

        var braces = _at < _text.Length && _text[_at] == '{';
        var start = braces ? _at + 1 : _at;
        var end = start;
        while (end < _text.Length && (char.IsAsciiLetterOrDigit(_text[end]) || _text[end] == '_'))
        {
            end++;
        }

        var name = _text[start..end];
        var value = name.Length > 0 && !char.IsAsciiDigit(name[0]) ? _variable(name) : null;
        if (braces)
        {
            var close = _text.IndexOf('}', end);
            if (close < 0)
            {
                return false;
            }

            var rest = _text[end..close];
            value = rest.Length == 0 ? value
                : rest.StartsWith(":-", StringComparison.Ordinal) && rest.AsSpan().IndexOfAny("$`\"'\\") < 0 ? value ?? rest[2..]
                : null;
            end = close + 1;
        }

        _at = end;
        Take(value ?? "", isQuoted: true);
        _isKnown &= value is not null;
        return true;
    }

    private bool SkipSubstitution(char sign)
    {
        if (sign == '`')
        {
            _at = _text.IndexOf('`', _at) + 1;
        }
        else
        {
            var depth = 0;
            do
            {
                depth += _text[_at] switch { '(' => 1, ')' => -1, _ => 0 };
                _at++;
            }
            while (depth > 0 && _at < _text.Length);
            _at = depth > 0 ? 0 : _at;
        }

        Take("", isQuoted: true);
        _isKnown = false;
        return _at > 0;
    }

    private void Redirect()
    {
        // The number before it is of the redirection, as in `2>&1`.
        if (_isWord && !_isQuoted && _word.ToString().All(char.IsAsciiDigit))
        {
            Forget();
        }

        EndWord();
        while (_at < _text.Length && _text[_at] is '>' or '&' or '|')
        {
            _at++;
        }

        _isTarget = true;
    }

    private void Take(string text, bool isQuoted)
    {
        _word.Append(text);
        _isWord = true;
        _isQuoted |= isQuoted;
    }

    private void EndWord()
    {
        if (_isWord && !_isTarget)
        {
            var word = _word.ToString();
            _command.Add(_isKnown ? word : word.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals ? word[..(equals + 1)] + UnknownValue : null);
        }

        _isTarget &= !_isWord;
        Forget();
    }

    private void Forget()
    {
        _word.Clear();
        (_isWord, _isKnown, _isQuoted) = (false, true, false);
    }

    private void EndCommand()
    {
        EndWord();
        _isTarget = false;
        if (_command.Count > 0)
        {
            _commands.Add(_command);
            _ended(_command);
            _command = [];
        }
    }
}
