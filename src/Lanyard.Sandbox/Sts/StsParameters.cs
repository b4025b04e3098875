using System.Globalization;
using System.Text;
using Lanyard.Aws.Wire;

namespace Lanyard.Sandbox.Sts;

/// <summary>
/// The parameters of an STS call, checked against the constraints that the STS service model states. All that fail are told
/// at once, in AWS's words.
/// </summary>
internal sealed class StsParameters(IReadOnlyList<KeyValuePair<string, string>> pairs)
{
    private readonly List<string> _failed = [];
    private readonly HashSet<string> _read = ["Action", "Version"];

    /// <summary>Gets a parameter that must be there.</summary>
    public string Required(string name, int min, int max, Shape shape)
    {
        var value = Get(name);
        if (value is null)
        {
            _failed.Add($"Value null at '{Member(name)}' failed to satisfy constraint: Member must not be null");
            return "";
        }

        return Check(name, value, min, max, shape);
    }

    /// <summary>Gets a parameter that may be left out.</summary>
    public string? Optional(string name, int min, int max, Shape shape) =>
        Get(name) is { } value ? Check(name, value, min, max, shape) : null;

    /// <summary>Gets a number of seconds that may be left out.</summary>
    /// <exception cref="ServiceFault">It is no whole number.</exception>
    public TimeSpan? Seconds(string name, int min, int max)
    {
        if (Get(name) is not { } text)
        {
            return null;
        }

        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds))
        {
            throw new ServiceFault("MalformedInput", 400, $"{name} is not a whole number");
        }

        if (seconds < min || seconds > max)
        {
            var limit = seconds < min ? $"greater than or equal to {min}" : $"less than or equal to {max}";
            _failed.Add($"Value '{seconds}' at '{Member(name)}' failed to satisfy constraint: Member must have value {limit}");
        }

        return TimeSpan.FromSeconds(seconds);
    }

    /// <summary>Gets a list of texts that must have one at least.</summary>
    public IReadOnlyList<string> Texts(string name, int min, int max, int most)
    {
        var list = List(name, "", most);
        if (list.Count == 0)
        {
            _failed.Add($"Value null at '{Member(name)}' failed to satisfy constraint: Member must not be null");
        }
        else if (list.Any(text => text.Length < min || text.Length > max))
        {
            _failed.Add($"Value at '{Member(name)}' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to {max}, Member must have length greater than or equal to {min}]");
        }

        return list;
    }

    /// <summary>Gets one of a few words, which must be there.</summary>
    public string Word(string name, params IReadOnlyList<string> words)
    {
        var word = Required(name, 1, 64, Shape.Any);
        if (word.Length > 0 && !words.Contains(word))
        {
            _failed.Add($"Value '{word}' at '{Member(name)}' failed to satisfy constraint: Member must satisfy enum value set: [{string.Join(", ", words)}]");
        }

        return word;
    }

    /// <summary>Gets the tags, in the order given.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Tags(int most)
    {
        var tags = new List<KeyValuePair<string, string>>();
        for (var i = 1; i <= most + 1 && Has($"Tags.member.{i}."); i++)
        {
            tags.Add(new(Tag($"Tags.member.{i}.Key", $"tags.{i}.member.key", 1, 128), Tag($"Tags.member.{i}.Value", $"tags.{i}.member.value", 0, 256)));
        }

        if (tags.Count > most)
        {
            _failed.Add($"Value at 'tags' failed to satisfy constraint: Member must have length less than or equal to {most}");
        }

        return tags;
    }

    /// <summary>Gets a list of texts.</summary>
    /// <param name="name">The list.</param>
    /// <param name="member">What stands behind the number of each item.</param>
    /// <param name="most">The longest list.</param>
    public IReadOnlyList<string> List(string name, string member, int most)
    {
        var list = new List<string>();
        for (var i = 1; i <= most + 1 && Get($"{name}.member.{i}{member}") is { } value; i++)
        {
            list.Add(value);
        }

        if (list.Count > most)
        {
            _failed.Add($"Value at '{Member(name)}' failed to satisfy constraint: Member must have length less than or equal to {most}");
        }

        return list;
    }

    /// <summary>Refuses a parameter that changes what the call means, and that the sandbox doesn't build: silence would be a wrong answer.</summary>
    /// <exception cref="ServiceFault">The parameter is there.</exception>
    public void Refuse(string prefix, string what)
    {
        if (pairs.Any(p => p.Key == prefix || p.Key.StartsWith(prefix + ".", StringComparison.Ordinal)))
        {
            throw new ServiceFault("NotImplemented", 501, $"lanyard sandbox doesn't speak {what} yet");
        }
    }

    /// <summary>Ends the checks, and refuses a parameter that nobody looked at.</summary>
    /// <exception cref="ServiceFault">Some parameter failed, or isn't one that the operation takes.</exception>
    public void ThrowIfInvalid()
    {
        if (_failed.Count > 0)
        {
            throw new ServiceFault(
                "ValidationError", 400,
                $"{_failed.Count} validation error{(_failed.Count == 1 ? "" : "s")} detected: {string.Join("; ", _failed)}");
        }

        // An empty list comes as its name alone. What the signature of a presigned call brings is no parameter.
        if (pairs.FirstOrDefault(p => p.Value.Length > 0 && !_read.Contains(p.Key) && !p.Key.StartsWith("X-Amz-", StringComparison.OrdinalIgnoreCase)) is { Key: { } unread })
        {
            Refuse(unread, unread.Length <= 128 && unread.All(c => char.IsAsciiLetterOrDigit(c) || c == '.') ? $"the parameter {unread} with this operation" : "a parameter");
        }
    }

    private string? Get(string name)
    {
        _read.Add(name);
        return QueryString.Get(pairs, name);
    }

    private bool Has(string prefix) => pairs.Any(p => p.Key.StartsWith(prefix, StringComparison.Ordinal));

    private string Tag(string name, string member, int min, int max)
    {
        if (Get(name) is not { } text)
        {
            _failed.Add($"Value null at '{member}' failed to satisfy constraint: Member must not be null");
            return "";
        }

        if (text.Length < min || text.Length > max)
        {
            _failed.Add($"Value at '{member}' failed to satisfy constraint: Member must have length {(text.Length < min ? $"greater than or equal to {min}" : $"less than or equal to {max}")}");
        }
        else if (!text.EnumerateRunes().All(r => Rune.IsLetterOrDigit(r) || Rune.IsWhiteSpace(r) || "_.:/=+-@".Contains((char)r.Value, StringComparison.Ordinal)))
        {
            _failed.Add($"Value at '{member}' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\p{{L}}\\p{{Z}}\\p{{N}}_.:/=+\\-@]{(min == 0 ? "*" : "+")}");
        }

        return text;
    }

    private string Check(string name, string value, int min, int max, Shape shape)
    {
        // A token is a secret; the service model marks it so, and AWS leaves it out too.
        var shown = shape is Shape.Secret or Shape.Code or Shape.Word ? "Value at" : $"Value '{value}' at";
        if (value.Length < min)
        {
            Fail($"Member must have length greater than or equal to {min}");
        }
        else if (value.Length > max)
        {
            Fail($"Member must have length less than or equal to {max}");
        }

        if (shape == Shape.Name && !value.All(c => IsWord(c) || c is '+' or '=' or ',' or '.' or '@' or '-'))
        {
            Fail("Member must satisfy regular expression pattern: [\\w+=,.@-]*");
        }
        else if (shape == Shape.ExternalId && !value.All(c => IsWord(c) || c is '+' or '=' or ',' or '.' or '@' or ':' or '/' or '-'))
        {
            Fail("Member must satisfy regular expression pattern: [\\w+=,.@:\\/-]*");
        }

        else if (shape == Shape.SerialNumber && !value.All(c => IsWord(c) || c is '+' or '=' or '/' or ':' or ',' or '.' or '@' or '-'))
        {
            Fail("Member must satisfy regular expression pattern: [\\w+=/:,.@-]*");
        }
        else if (shape == Shape.Word && !value.All(IsWord))
        {
            Fail("Member must satisfy regular expression pattern: [\\w]*");
        }
        else if (shape == Shape.Code && !value.All(char.IsAsciiDigit))
        {
            Fail("Member must satisfy regular expression pattern: [\\d]*");
        }

        return value;

        void Fail(string constraint) => _failed.Add($"{shown} '{Member(name)}' failed to satisfy constraint: {constraint}");
    }

    private static string Member(string name) => new StringBuilder(name) { [0] = char.ToLowerInvariant(name[0]) }.ToString();

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    /// <summary>Which characters a parameter takes.</summary>
    internal enum Shape
    {
        /// <summary>Any.</summary>
        Any,

        /// <summary>Any, and the value is not repeated in errors.</summary>
        Secret,

        /// <summary><c>[\w]*</c>, and the value is not repeated in errors.</summary>
        Word,

        /// <summary><c>[\w+=,.@-]*</c>.</summary>
        Name,

        /// <summary><c>[\w+=,.@:\/-]*</c>.</summary>
        ExternalId,

        /// <summary><c>[\w+=/:,.@-]*</c>.</summary>
        SerialNumber,

        /// <summary><c>[\d]*</c>, and the value is not repeated in errors.</summary>
        Code,
    }
}
