using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using Lanyard.Aws.Protocols;

namespace Lanyard.Sandbox.Routing;

/// <summary>The members of an AWS JSON request, checked against the constraints that a service's model states.</summary>
/// <param name="root">The object.</param>
/// <param name="path">Where it stands in the request, with a dot at its end; empty for the request itself.</param>
internal sealed class JsonParameters(JsonElement root, string path = "")
{
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private readonly List<JsonParameters> _parts = [];

    private bool _isTakenWhole;

    /// <summary>Gets the object; whoever takes it looks at all of its members.</summary>
    public JsonElement Root
    {
        get
        {
            _isTakenWhole = true;
            return root;
        }
    }

    /// <summary>Tells whether a member is there, and isn't null.</summary>
    public bool Has(string name) => Member(name) is not null;

    /// <summary>Gets a text that must be there.</summary>
    /// <exception cref="ServiceFault">It is missing, or breaks a constraint.</exception>
    public string Text(string name, int min = 1, int max = int.MaxValue, Regex? pattern = null) => OptionalText(name, min, max, pattern) ?? throw Missing(name);

    /// <summary>Gets a text that may be left out.</summary>
    public string? OptionalText(string name, int min = 0, int max = int.MaxValue, Regex? pattern = null)
    {
        if (Member(name) is not { } member)
        {
            return null;
        }

        var value = Value(member, name);
        return value.Length < min ? throw Invalid(name, $"Member must have length greater than or equal to {min}")
            : value.Length > max ? throw Invalid(name, $"Member must have length less than or equal to {max}")
            : pattern is not null && !Matches(pattern, value) ? throw Invalid(name, $"Member must satisfy regular expression pattern: {pattern}")
            : value;
    }

    /// <summary>Gets one of a few words that must be there.</summary>
    public string Word(string name, params IReadOnlyList<string> words) => OptionalWord(name, words) ?? throw Missing(name);

    /// <summary>Gets one of a few words that may be left out.</summary>
    public string? OptionalWord(string name, params IReadOnlyList<string> words) => OptionalText(name) is not { } word ? null
        : words.Contains(word) ? word
        : throw Invalid(name, $"Member must satisfy enum value set: [{string.Join(", ", words)}]");

    /// <summary>Gets a whole number that may be left out.</summary>
    public int? Number(string name, int min = int.MinValue, int max = int.MaxValue) => Member(name) is not { } member ? null
        : member.ValueKind != JsonValueKind.Number || !member.TryGetInt32(out var number) ? throw Wrong(name)
        : number < min ? throw Invalid(name, $"Member must have value greater than or equal to {min}")
        : number > max ? throw Invalid(name, $"Member must have value less than or equal to {max}")
        : number;

    /// <summary>Gets a whole number of up to 64 bits that may be left out, such as milliseconds since 1970.</summary>
    public long? LongNumber(string name) => Member(name) is not { } member ? null
        : member.ValueKind == JsonValueKind.Number && member.TryGetInt64(out var number) ? number
        : throw Wrong(name);

    /// <summary>Gets a moment, in seconds since 1970, that may be left out.</summary>
    public DateTimeOffset? Time(string name) => Member(name) is not { } member ? null
        : member.ValueKind == JsonValueKind.Number && member.TryGetDouble(out var seconds) && seconds is >= -6e10 and <= 2e11
            ? DateTimeOffset.UnixEpoch.AddSeconds(seconds)
            : throw Wrong(name);

    public bool? Flag(string name) => Member(name) is not { } member ? null
        : member.ValueKind is JsonValueKind.True or JsonValueKind.False ? member.GetBoolean() : throw Wrong(name);

    /// <summary>Gets a structure that may be left out.</summary>
    public JsonParameters? Structure(string name) => Member(name) is not { } member ? null
        : member.ValueKind == JsonValueKind.Object ? Part(member, $"{Shown(name)}.") : throw Wrong(name);

    /// <summary>Gets a list of texts; none where it is left out.</summary>
    public ImmutableArray<string> Texts(string name, int most = int.MaxValue) => [.. Items(name, most).Select(i => Value(i, name))];

    /// <summary>Gets a list of structures; none where it is left out.</summary>
    public ImmutableArray<JsonParameters> Structures(string name, int most = int.MaxValue) =>
        [.. Items(name, most).Select((i, at) => i.ValueKind == JsonValueKind.Object ? Part(i, $"{Shown(name)}.{at + 1}.member.") : throw Wrong(name))];

    /// <summary>The error of a member that must be there.</summary>
    public ServiceFault Missing(string name) =>
        Validation($"1 validation error detected: Value null at '{Shown(name)}' failed to satisfy constraint: Member must not be null");

    // The value is left out: a secret may stand in the wrong field.
    /// <summary>The error of a member that breaks a constraint.</summary>
    public ServiceFault Invalid(string name, string constraint) =>
        Validation($"1 validation error detected: Value at '{Shown(name)}' failed to satisfy constraint: {constraint}");

    /// <summary>The error of a page's token that isn't one of ours.</summary>
    public ServiceFault BadToken() => Invalid("NextToken", "Member must be a token that an earlier answer gave");

    /// <summary>Refuses a member that nobody looked at: it changes what the call means, and silence would be a wrong answer.</summary>
    /// <exception cref="ServiceFault">There is one.</exception>
    public void RequireAllRead()
    {
        foreach (var member in root.EnumerateObject())
        {
            if (!_isTakenWhole && member.Value.ValueKind != JsonValueKind.Null && !_read.Contains(member.Name))
            {
                var shown = member.Name.Length is > 0 and <= 128 && member.Name.All(char.IsAsciiLetterOrDigit) ? $"the parameter {Shown(member.Name)}" : "a parameter of that name";
                throw new ServiceFault("NotImplemented", 501, $"lanyard sandbox doesn't take {shown} with this operation yet");
            }
        }

        _parts.ForEach(p => p.RequireAllRead());
    }

    private JsonParameters Part(JsonElement member, string at)
    {
        var part = new JsonParameters(member, at);
        _parts.Add(part);
        return part;
    }

    private static ServiceFault Validation(string message) => new("ValidationException", 400, message);

    private static bool Matches(Regex pattern, string value) => pattern.Match(value) is { Success: true, Index: 0 } found && found.Length == value.Length;

    private IEnumerable<JsonElement> Items(string name, int most) => Member(name) is not { } member ? []
        : member.ValueKind != JsonValueKind.Array ? throw Wrong(name)
        : member.GetArrayLength() > most ? throw Invalid(name, $"Member must have length less than or equal to {most}")
        : member.EnumerateArray();

    private JsonElement? Member(string name)
    {
        _read.Add(name);
        return JsonProtocol.Member(root, name) is { ValueKind: not JsonValueKind.Null } member ? member : null;
    }

    private string Value(JsonElement element, string name)
    {
        try
        {
            return element.ValueKind == JsonValueKind.String ? element.GetString()! : throw Wrong(name);
        }
        catch (InvalidOperationException)
        {
            // The parser doesn't look into strings: this one is half of a surrogate pair, or not UTF-8.
            throw Wrong(name);
        }
    }

    private ServiceFault Wrong(string name) => new("SerializationException", 400, $"The value at '{Shown(name)}' has another type than the operation takes.");

    private string Shown(string name) => path + char.ToLowerInvariant(name[0]) + name[1..];
}
