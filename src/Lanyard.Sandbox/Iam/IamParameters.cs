using System.Collections.Immutable;
using System.Globalization;
using Lanyard.Aws.Wire;

namespace Lanyard.Sandbox.Iam;

/// <summary>The parameters of an IAM call, checked against the constraints that the IAM service model states.</summary>
internal sealed class IamParameters(IReadOnlyList<KeyValuePair<string, string>> pairs)
{
    private const string NameCharacters = "_+=,.@-";

    private readonly HashSet<string> _read = ["Action", "Version"];

    /// <summary>Gets the access key id.</summary>
    /// <exception cref="ServiceFault">It is missing, or can't be one.</exception>
    public string AccessKeyId => Required("AccessKeyId", 16, 128) is var id && id.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
        ? id
        : throw IamFaults.Validation("The specified value for accessKeyId is invalid. It must contain only alphanumeric characters");

    /// <summary>Gets the path that new entities get: <c>/</c> where none is given.</summary>
    public string Path => PathOf("Path") ?? "/";

    /// <summary>Gets what the paths of listed entities start with.</summary>
    public string PathPrefix => Optional("PathPrefix", 1, 512) is not { } prefix ? "/"
        : prefix.StartsWith('/') && prefix.All(c => c is >= '!' and <= '\u007F') ? prefix
        : throw IamFaults.Validation("The specified value for pathPrefix is invalid. It must begin with / and contain only alphanumeric characters and/or / characters.");

    /// <summary>Gets how many items a page has at most.</summary>
    public int MaxItems => Number("MaxItems", 1, 1000) ?? 100;

    public string? Marker => Optional("Marker", 1, 320);

    /// <summary>Gets the tags, in the order given.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Tags
    {
        get
        {
            var tags = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
            for (var i = 1; Get($"Tags.member.{i}.Key") is { } key; i++)
            {
                var value = Get($"Tags.member.{i}.Value") ?? throw Missing($"tags.{i}.member.value");
                tags.Add(new(CheckTag(key, i, "key", 1, 128), CheckTag(value, i, "value", 0, 256)));
            }

            return tags.Count > Quotas.Tags ? throw Invalid("tags", $"Member must have length less than or equal to {Quotas.Tags}")
                : tags.GroupBy(t => t.Key, StringComparer.OrdinalIgnoreCase).Any(g => g.Count() > 1)
                    ? throw IamFaults.InvalidInput("Duplicate tag keys found. Please note that Tag keys are case insensitive.")
                : tags.FirstOrDefault(t => t.Key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase)) is { Key: not null }
                    ? throw IamFaults.InvalidInput("aws: prefixed tag key names are not allowed for external use.")
                : tags.ToImmutable();
        }
    }

    /// <summary>Gets a name of letters, digits and <c>_+=,.@-</c>.</summary>
    /// <exception cref="ServiceFault">It is missing, or can't be one.</exception>
    public string Name(string parameter, int max = 128) => OptionalName(parameter, max) ?? throw Missing(Member(parameter));

    public string? OptionalName(string parameter, int max = 128) => Optional(parameter, 1, max) is not { } name ? null
        : name.All(c => char.IsAsciiLetterOrDigit(c) || NameCharacters.Contains(c, StringComparison.Ordinal)) ? name
        : throw IamFaults.Validation($"The specified value for {Member(parameter)} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-");

    /// <summary>Gets a path.</summary>
    public string? PathOf(string parameter) => Optional(parameter, 1, 512) is not { } path ? null
        : path == "/" || (path.Length > 2 && path[0] == '/' && path[^1] == '/' && path.All(c => c is >= '!' and <= '~')) ? path
        : throw IamFaults.Validation(
            $"The specified value for {Member(parameter)} is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.");

    /// <summary>Gets an ARN of IAM.</summary>
    public string Arn(string parameter = "PolicyArn") => OptionalArn(parameter) ?? throw Missing(Member(parameter));

    public string? OptionalArn(string parameter) => Optional(parameter, 20, 2048) is not { } arn ? null
        : arn.Split(':', 6) is ["arn", { Length: > 0 }, { Length: > 0 }, _, _, { Length: > 0 }] ? arn
        : throw IamFaults.InvalidInput($"ARN {arn} is not valid.");

    /// <summary>Gets a policy document's text.</summary>
    public string Document(string parameter) => Checked(Required(parameter, 1, 131072), parameter);

    public string Required(string parameter, int min, int max) => Optional(parameter, min, max) ?? throw Missing(Member(parameter));

    public string? Optional(string parameter, int min, int max) => Get(parameter) is not { } value ? null
        : value.Length < min ? throw Invalid(Member(parameter), $"Member must have length greater than or equal to {min}")
        : value.Length > max ? throw Invalid(Member(parameter), $"Member must have length less than or equal to {max}")
        : value;

    /// <summary>Gets a list of texts.</summary>
    public ImmutableArray<string> Texts(string parameter, int min = 1, int max = int.MaxValue)
    {
        var list = ImmutableArray.CreateBuilder<string>();
        for (var i = 1; Get($"{parameter}.member.{i}") is { } value; i++)
        {
            list.Add(value.Length < min || value.Length > max
                ? throw Invalid(Member(parameter), $"Member must satisfy constraint: [Member must have length less than or equal to {max}, Member must have length greater than or equal to {min}]")
                : value);
        }

        return list.ToImmutable();
    }

    /// <summary>Gets a list of policy documents.</summary>
    public ImmutableArray<string> Documents(string parameter) => [.. Texts(parameter, 1, 131072).Select(d => Checked(d, parameter))];

    public ImmutableArray<string> RequiredTexts(string parameter, int min = 1, int max = int.MaxValue) =>
        Texts(parameter, min, max) is { Length: > 0 } list ? list : throw Missing(Member(parameter));

    public bool? Flag(string parameter) => Get(parameter) switch
    {
        null => null,
        "true" => true,
        "false" => false,
        _ => throw new ServiceFault("MalformedInput", 400, $"{parameter} is neither true nor false"),
    };

    public int? Number(string parameter, int min, int max) => Get(parameter) is not { } text ? null
        : !int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? throw new ServiceFault("MalformedInput", 400, $"{parameter} is not a whole number")
        : number < min ? throw Invalid(Member(parameter), $"Member must have value greater than or equal to {min}")
        : number > max ? throw Invalid(Member(parameter), $"Member must have value less than or equal to {max}")
        : number;

    /// <summary>Gets one of a few words.</summary>
    public string? Word(string parameter, params IReadOnlyList<string> words) => Get(parameter) is not { } word ? null
        : words.Contains(word) ? word
        : throw Invalid(Member(parameter), $"Member must satisfy enum value set: [{string.Join(", ", words)}]");

    public bool Has(string parameter) => Get(parameter) is not null;

    /// <summary>Tells whether some parameter is there whose name starts so.</summary>
    public bool HasAny(string prefix) => pairs.Any(p => p.Key.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>Refuses a parameter that nobody looked at: it changes what the call means, and silence would be a wrong answer.</summary>
    /// <param name="later">Parameters that are still to be looked at.</param>
    /// <exception cref="ServiceFault">There is one.</exception>
    public void RequireAllRead(params ReadOnlySpan<string> later)
    {
        foreach (var (name, value) in pairs)
        {
            // An empty list comes as its name alone. What the signature of a presigned call brings is no parameter.
            if (value.Length > 0 && !_read.Contains(name) && !later.Contains(name) && !name.StartsWith("X-Amz-", StringComparison.OrdinalIgnoreCase))
            {
                throw new ServiceFault("NotImplemented", 501, $"lanyard sandbox doesn't take the parameter {(name.Length <= 128 && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '.') ? name : "of that name")} with this operation yet");
            }
        }
    }

    /// <summary>Takes the parameters that are left as looked at, for a call whose answer doesn't depend on them any more.</summary>
    public void TakeRest() => _read.UnionWith(pairs.Select(p => p.Key));

    /// <summary>Gives what tells two calls apart: a hash of the parameters that aren't the signature's.</summary>
    public string Fingerprint() => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(string.Join(
        '&', pairs.Where(p => !p.Key.StartsWith("X-Amz-", StringComparison.OrdinalIgnoreCase)).OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{Uri.EscapeDataString(p.Key)}={Uri.EscapeDataString(p.Value)}")))));

    public static ServiceFault Missing(string member) => IamFaults.Validation(
        $"1 validation error detected: Value null at '{member}' failed to satisfy constraint: Member must not be null");

    // The value is left out: a secret may stand in the wrong field.
    public static ServiceFault Invalid(string member, string constraint) => IamFaults.Validation(
        $"1 validation error detected: Value at '{member}' failed to satisfy constraint: {constraint}");

    private string? Get(string name)
    {
        _read.Add(name);
        return QueryString.Get(pairs, name);
    }

    private static string Checked(string document, string parameter) => document.All(c => c is '\t' or '\n' or '\r' or (>= ' ' and <= '\u00FF')) ? document
        : throw IamFaults.Validation($"The specified value for {Member(parameter)} is invalid. It must contain only printable ASCII characters.");

    private static string CheckTag(string text, int at, string member, int min, int max) =>
        text.Length >= min && text.Length <= max && text.EnumerateRunes().All(r => System.Text.Rune.IsLetterOrDigit(r) || System.Text.Rune.IsWhiteSpace(r) || "_.:/=+-@".Contains((char)r.Value, StringComparison.Ordinal))
            ? text
            : throw Invalid($"tags.{at}.member.{member}", $"Member must have length {min} to {max} and satisfy regular expression pattern: [\\p{{L}}\\p{{Z}}\\p{{N}}_.:/=+\\-@]+");

    private static string Member(string parameter) => parameter.StartsWith("MFA", StringComparison.Ordinal) ? parameter : char.ToLowerInvariant(parameter[0]) + parameter[1..];
}
