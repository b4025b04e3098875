using System.Collections.Immutable;
using Lanyard.Policy.Documents;
using Lanyard.Sandbox.CloudFormation.Engine;

namespace Lanyard.Sandbox.CloudFormation.Handlers;

/// <summary>Reads the patterns and tests of a rule against a resource's properties.</summary>
/// <param name="properties">The properties, computed.</param>
/// <param name="facts">What patterns may name beside them: <c>name</c>, <c>id</c>, <c>arn</c>, <c>Stack</c>, <c>Account</c>, <c>Region</c>, <c>Partition</c>, <c>Suffix</c>.</param>
/// <param name="forms">The patterns by which a name or an ARN becomes an ARN.</param>
/// <param name="hasTags">Whether the resource or its stack has tags.</param>
internal sealed class ResourceValues(JsonNode properties, IReadOnlyDictionary<string, string> facts, IReadOnlyDictionary<string, string> forms, bool hasTags)
{
    private const string ObjectScheme = "s3://";
    private const string Registry = ".dkr.ecr.";

    /// <summary>Gets the properties of before, of a resource that is changed.</summary>
    public JsonNode? Before { get; init; }

    /// <summary>Gets whether a tag of before is there no more.</summary>
    public bool HasLostTags { get; init; }

    /// <summary>Gives the texts that a pattern stands for: one for each value of a list; none where a property that it names is left out.</summary>
    public IReadOnlyList<string> Texts(string pattern)
    {
        var start = pattern.IndexOf("${", StringComparison.Ordinal);
        if (start < 0)
        {
            return [pattern];
        }

        var end = pattern.IndexOf('}', start);
        if (end < 0)
        {
            throw new FormatException($"`{pattern}` has no end of a variable");
        }

        var rest = Texts(pattern[(end + 1)..]);
        return [.. Values(pattern[(start + 2)..end]).SelectMany(value => rest.Select(tail => pattern[..start] + value + tail))];
    }

    /// <summary>Gives the first property that a pattern names and that is left out; <see langword="null"/> where all are there.</summary>
    public string? Missing(string pattern) => pattern.IndexOf("${", StringComparison.Ordinal) is >= 0 and var start && pattern.IndexOf('}', start) is >= 0 and var end
        ? Values(pattern[(start + 2)..end]).Any() ? Missing(pattern[(end + 1)..]) : pattern[(start + 2)..end].Split('@')[0]
        : null;

    /// <summary>Gives the one text that a pattern stands for; <see langword="null"/> where there is none.</summary>
    public string? Text(string pattern) => Texts(pattern) is [var only, ..] ? only : null;

    /// <summary>Tells whether tests hold.</summary>
    public bool Hold(IEnumerable<string> tests) => tests.All(Holds);

    private static readonly IEqualityComparer<JsonNode> Comparison = EqualityComparer<JsonNode>.Create(Differences.Same, _ => 0);

    private bool Holds(string test)
    {
        if (test == "tags")
        {
            return hasTags;
        }

        if (test == "untags")
        {
            return HasLostTags;
        }

        if (test.StartsWith("gone ", StringComparison.Ordinal))
        {
            return Before is { } before && At(before, test["gone ".Length..]).Any() && !At(properties, test["gone ".Length..]).Any();
        }

        if (test.StartsWith("changed ", StringComparison.Ordinal))
        {
            return Before is { } old && !At(old, test["changed ".Length..]).SequenceEqual(At(properties, test["changed ".Length..]), Comparison);
        }

        if (test.StartsWith("not ", StringComparison.Ordinal))
        {
            return !Holds(test["not ".Length..]);
        }

        if (test.IndexOf('~', StringComparison.Ordinal) is > 0 and var part)
        {
            var wanted = Texts(test[(part + 1)..]);
            return At(properties, test[..part]).Any(node => wanted.Any(text => node.Text.Contains(text, StringComparison.Ordinal)));
        }

        return test.IndexOf('=', StringComparison.Ordinal) is > 0 and var at
            ? At(properties, test[..at].TrimEnd('!')).Any(node => node.Text == test[(at + 1)..]) != (test[at - 1] == '!')
            : At(properties, test).Any();
    }

    // NAME, NAME? (nothing where it is left out), NAME@FORM (a name becomes an ARN of the form, an ARN stays), NAME# (an ARN's last part), NAME< (what stands before that).
    private IEnumerable<string> Values(string variable)
    {
        if (facts.TryGetValue(variable, out var fact))
        {
            return [fact];
        }

        if (variable.IndexOf('@', StringComparison.Ordinal) is > 0 and var at)
        {
            var form = forms.GetValueOrDefault(variable[(at + 1)..]) ?? throw new FormatException($"there is no form {variable[(at + 1)..]}");
            return Values(variable[..at]).SelectMany(value => value.StartsWith("arn:", StringComparison.Ordinal) ? [value] : Texts(form).Select(pattern => pattern.Replace("?", NameIn(value), StringComparison.Ordinal)));
        }

        if (variable is [.. var of, '#' or '<'])
        {
            return Values(of).Select(value => variable[^1] == '#' ? value[(value.LastIndexOfAny([':', '/']) + 1)..] : value[..Math.Max(value.LastIndexOfAny([':', '/']), 0)]);
        }

        var isOptional = variable.EndsWith('?');
        var found = At(properties, isOptional ? variable[..^1] : variable).Where(node => node.Kind is JsonNodeKind.Text or JsonNodeKind.Number or JsonNodeKind.Boolean).Select(node => node.Text).ToList();
        return found.Count == 0 && isOptional ? [""] : found;
    }

    // A queue is referred to by its URL, an object of Amazon S3 by bucket and key, a repository by the URI of an image in it.
    private static string NameIn(string value) => value.StartsWith(ObjectScheme, StringComparison.Ordinal) ? value[ObjectScheme.Length..]
        : value.Split('/', 2) is [var host, var image] && host.Contains(Registry, StringComparison.Ordinal) ? image.Split('@', ':')[0]
        : value.Contains("://", StringComparison.Ordinal) ? value[(value.LastIndexOf('/') + 1)..] : value;

    private static ImmutableArray<JsonNode> At(JsonNode node, string path)
    {
        ImmutableArray<JsonNode> at = [node];
        foreach (var step in path.Split('.'))
        {
            var (name, isList) = step.EndsWith("[]", StringComparison.Ordinal) ? (step[..^2], true) : (step, false);
            at = [.. at.SelectMany(n => name == "*" ? n.Members.Select(member => member.Value) : n.Find(name) is { } found ? [found] : []).SelectMany(n => isList ? n.Items : [n])];
        }

        return at;
    }
}
