using Lanyard.Policy.Documents;
using Lanyard.Policy.Generate.Types;
using Lanyard.Policy.Templates;

namespace Lanyard.Policy.Generate;

/// <summary>A resource of a template with its values, as a chapter's lines ask for them.</summary>
/// <param name="stack">The template's resources.</param>
/// <param name="resource">The resource.</param>
/// <param name="chapter">Its type's chapter.</param>
internal sealed class ResourceView(StackView stack, TemplateResource resource, TypeNeeds chapter)
{
    private static readonly string Unknown = Placeholder.Mark.ToString();

    private readonly Dictionary<string, string[]> _expanded = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonNode[]> _found = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _notUploaded = new(StringComparer.Ordinal);
    private IReadOnlyList<string>? _arns;
    private string? _name;
    private JsonNode? _properties;
    private JsonNode? _beside;

    public TemplateResource Resource => resource;

    public TypeNeeds Chapter => chapter;

    /// <summary>Gets the ARNs that AWS checks, with a star where something isn't known.</summary>
    public IReadOnlyList<string> Arns => _arns ??= TemplateNeeds.Starred(chapter.Arns, this);

    /// <summary>Gets the physical name as far as it is known.</summary>
    public string Name => _name ??= MakeName();

    /// <summary>Gets the paths of this machine that are uploaded to a bucket which isn't known, as far as they were asked for.</summary>
    public IReadOnlyCollection<string> NotUploaded => _notUploaded;

    private string Region => resource.Region ?? stack.Template.Facts.Region ?? Unknown;

    /// <summary>Gets the properties with what is known of their values.</summary>
    public JsonNode Properties => _properties ??= resource.Node.Find("Properties") is { } properties ? stack.Values.Resolve(properties) ?? resource.Node : JsonNode.OfMembers(resource.Node.Place, []);

    // What CloudFormation itself is told of the resource.
    private JsonNode Beside => _beside ??= stack.Values.Resolve(JsonNode.OfMembers(
        resource.Node.Place, resource.Node.Members.RemoveAll(m => !m.Name.Value.EndsWith("Policy", StringComparison.Ordinal)))) ?? resource.Node;

    /// <summary>Tells whether a test holds; what isn't known may be either.</summary>
    public bool Holds(NeedTest test)
    {
        if (test.Path == "tags")
        {
            return (stack.Template.Facts.HasStackTags || HasOwnTags()) != test.IsNegated;
        }

        var found = Find(test.Path);
        if (test.IsOutside)
        {
            return found.Length > 0 && Written(test.Path) is var written && (written.Length == 0 || written.Any(IsOutside));
        }

        return test.Value is not { } value ? found.Length > 0 != test.IsNegated
            : test.IsNegated ? found.Length == 0 || found.Any(node => Placeholder.IsIn(node.Text) || node.Text != value)
            : found.Any(node => Placeholder.IsIn(node.Text) || node.Text == value);
    }

    /// <summary>Tells whether an attribute beside the properties says that the resource stays.</summary>
    public bool Keeps(string attribute) => Beside.Find(attribute)?.Text == "Retain";

    // A property as the template has it, its functions not computed.
    private JsonNode[] Written(string path) => [.. path.Replace("[]", "", StringComparison.Ordinal).Split('.').Aggregate(
        resource.Node.Find("Properties") is { } properties ? [properties] : Enumerable.Empty<JsonNode>(),
        (found, part) => found.SelectMany(Spread).Select(node => node.Find(part)).OfType<JsonNode>())];

    private bool IsOutside(JsonNode node) => node.Members is not [var function] || function.Name.Value switch
    {
        "Ref" => function.Value.Text != "AWS::NoValue" && stack.Template.Find(function.Value.Text) is null,
        "Fn::GetAtt" => stack.Template.Find(function.Value.Items is [var name, _] ? name.Text : function.Value.Text.Split('.')[0]) is null,
        "Fn::If" => function.Value.Items.Skip(1).Any(IsOutside),
        _ => true,
    };

    /// <summary>Puts values into a pattern.</summary>
    /// <returns>A text for each combination of values; none where a property is left out.</returns>
    public IReadOnlyList<string> Expand(string pattern)
    {
        if (!_expanded.TryGetValue(pattern, out var texts))
        {
            _expanded[pattern] = texts = Fill(pattern);
        }

        return texts;
    }

    /// <summary>Makes one slash of several in the resource's part of an ARN; keys in S3 may have them.</summary>
    public static string Collapse(string text)
    {
        if (!text.StartsWith("arn:", StringComparison.Ordinal) || text.Contains(":s3:", StringComparison.Ordinal))
        {
            return text;
        }

        while (text.Contains("//", StringComparison.Ordinal))
        {
            text = text.Replace("//", "/", StringComparison.Ordinal);
        }

        return text;
    }

    private string[] Fill(string pattern)
    {
        var texts = new List<string> { "" };
        var done = 0;
        for (int start; texts.Count > 0 && (start = pattern.IndexOf("${", done, StringComparison.Ordinal)) >= 0;)
        {
            var end = pattern.IndexOf('}', start);
            var values = ValuesOf(pattern[(start + 2)..end]).ToArray();
            var longer = new List<string>(texts.Count * values.Length);
            foreach (var text in texts)
            {
                foreach (var value in values)
                {
                    longer.Add(string.Concat(text, pattern.AsSpan(done, start - done), value));
                }
            }

            (texts, done) = (longer, end + 1);
        }

        var filled = new string[texts.Count];
        for (var at = 0; at < filled.Length; at++)
        {
            filled[at] = Collapse(string.Concat(texts[at], pattern.AsSpan(done)));
        }

        return filled;
    }

    private IEnumerable<string> ValuesOf(string variable) => variable switch
    {
        "partition" => [stack.Template.Facts.Partition],
        "region" => [Region],
        "account" => [stack.Template.Facts.Account ?? Unknown],
        "suffix" => [stack.Template.Facts.Suffix],
        "stack" => [stack.Template.Facts.StackName ?? Unknown],
        "name" => [Name],
        "arn" => chapter.Arns.SelectMany(Expand),
        _ when variable.EndsWith('?') => Optional(variable[..^1]),
        _ when variable.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon => Texts(variable[..colon]).SelectMany(value => AsArns(value, variable[(colon + 1)..])),
        _ => Texts(variable),
    };

    // What isn't known may be left out as well, as a path that is `/` is.
    private IEnumerable<string> Optional(string path) => Texts(path).DefaultIfEmpty("").SelectMany(value => value == Unknown ? ["", Unknown] : new[] { value });

    private IEnumerable<string> AsArns(string value, string type)
    {
        var facts = stack.Template.Facts;
        return type switch
        {
            "s3" or "s3-bucket" when Addresses.IsPath(value) => Uploaded(value, type == "s3"),
            "s3" => [Addresses.Object(value, facts.Partition)],
            "s3-bucket" => [Addresses.Bucket(value, facts.Partition)],
            "ecr" => [Addresses.Repository(value, facts.Partition, Region)],
            "AWS::KMS::Key" when KeyOfAlias(value) is { } key => [key],
            "AWS::SecretsManager::Secret" when value.StartsWith("arn:", StringComparison.Ordinal) && !IsOfAnother(value, type) && value[^1] != Placeholder.Mark => Addresses.Secrets(value),
            _ when value.StartsWith("arn:", StringComparison.Ordinal) => IsOfAnother(value, type) ? [] : [value],
            "AWS::SQS::Queue" => stack.ArnsOf(type, Addresses.Queue(value)),
            _ => stack.ArnsOf(type, value),
        };
    }

    // A path of this machine is uploaded before, under a key that isn't known yet. Without its bucket nothing is known, and every bucket would be too much.
    private IEnumerable<string> Uploaded(string path, bool isObject)
    {
        if (stack.Template.Facts.Bucket is { } bucket)
        {
            return [$"arn:{stack.Template.Facts.Partition}:s3:::{bucket}{(isObject ? $"/{Unknown}" : "")}"];
        }

        _notUploaded.Add(path);
        return [];
    }

    // A request that names a key by an alias is authorized on the key, which the alias doesn't tell.
    private string? KeyOfAlias(string value) =>
        value.StartsWith("alias/", StringComparison.Ordinal) ? stack.KeyOf(value)
        : value.IndexOf(":alias/", StringComparison.Ordinal) is > 0 and var alias ? $"{value[..alias]}:key/{Unknown}"
        : null;

    private static bool IsOfAnother(string arn, string type) => TypeTable.Find(type)?.Arns is [var pattern, ..]
        && pattern.Split(':') is ["arn", _, var service, ..] && arn.Split(':') is [_, _, var named, ..] && ((!Placeholder.IsIn(named) && named != service) || (service == "iam" && IsUser(arn)));

    // API Gateway writes `arn:aws:iam::*:user/*` for the caller's own credentials.
    private static bool IsUser(string arn) => arn.Contains(":user/", StringComparison.Ordinal);

    private IEnumerable<string> Texts(string path) => Find(path).Select(node => node.Kind is JsonNodeKind.Text or JsonNodeKind.Number or JsonNodeKind.Boolean ? node.Text : Unknown);

    private JsonNode[] Find(string path)
    {
        if (!_found.TryGetValue(path, out var found))
        {
            // What the first part of the path doesn't find, the others don't find either.
            var first = path.AsSpan(0, path.AsSpan().IndexOfAny('.', '[') is >= 0 and var end ? end : path.Length);
            _found[path] = found = first[0] != '@' && !Has(first) ? [] : [.. Search(path)];
        }

        return found;
    }

    private bool Has(ReadOnlySpan<char> property)
    {
        foreach (var member in Properties.Members)
        {
            if (property.SequenceEqual(member.Name.Value))
            {
                return true;
            }
        }

        // Properties that are themselves unknown, or a list of which is unknown.
        return Properties.Kind != JsonNodeKind.Object;
    }

    private IEnumerable<JsonNode> Search(string path)
    {
        IEnumerable<JsonNode> found = [path.StartsWith('@') ? Beside : Properties];
        foreach (var part in Parts(path))
        {
            found = part == "**" ? found.SelectMany(Within) : found.SelectMany(node => node.Kind == JsonNodeKind.Text && Placeholder.IsIn(node.Text) ? [node] : Spread(node).Select(inner => inner.Find(part)).OfType<JsonNode>());
        }

        return found.SelectMany(Spread).Where(node => node.Kind != JsonNodeKind.Object || node.Members.Length > 0);
    }

    // Most paths are one property's name.
    private static string[] Parts(string path) => path.AsSpan().ContainsAny('.', '[', '@') ? path.TrimStart('@').Replace("[]", "", StringComparison.Ordinal).Split('.') : [path];

    // At any depth: what isn't known has nothing within that could be meant.
    private static IEnumerable<JsonNode> Within(JsonNode node) => node.Kind switch
    {
        JsonNodeKind.Array => node.Items.SelectMany(Within),
        JsonNodeKind.Object => node.Members.SelectMany(member => Within(member.Value)).Prepend(node),
        _ => [],
    };

    private static IEnumerable<JsonNode> Spread(JsonNode node) => node.Kind == JsonNodeKind.Array ? node.Items.SelectMany(Spread) : [node];

    private bool HasOwnTags() => Properties.Members.Any(member => member.Name.Value.EndsWith("Tags", StringComparison.OrdinalIgnoreCase) && (member.Value.Items.Length > 0 || member.Value.Members.Length > 0));

    private string MakeName()
    {
        var rule = chapter.Name;
        if (rule.Property is { } property && resource.Node.Find("Properties") is { } properties && Inner(properties, property) is { } given)
        {
            var name = stack.Values.Text(given);
            return rule.IsLower ? name.ToLowerInvariant() : name;
        }

        if (rule.IsServiceMade)
        {
            return Unknown;
        }

        var made = PhysicalName.Generated(rule, stack.Template.Facts.StackName, resource.LogicalId.Value);
        return rule.End is { } end && Holds(end.Test) ? made + end.Suffix : made;
    }

    // Only the one property is computed: the others may ask for this name.
    private static JsonNode? Inner(JsonNode node, string path) => path.Split('.').Aggregate((JsonNode?)node, (at, part) => at?.Find(part));
}
