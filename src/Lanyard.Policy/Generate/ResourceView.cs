using System.Collections.Immutable;
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

    private string? _name;
    private JsonNode? _properties;

    public TemplateResource Resource => resource;

    public TypeNeeds Chapter => chapter;

    /// <summary>Gets the physical name as far as it is known.</summary>
    public string Name => _name ??= MakeName();

    private JsonNode Properties => _properties ??= resource.Node.Find("Properties") is { } properties ? stack.Values.Resolve(properties) ?? resource.Node : JsonNode.OfMembers(resource.Node.Place, []);

    /// <summary>Tells whether a test holds; what isn't known may be either.</summary>
    public bool Holds(NeedTest test)
    {
        if (test.Path == "tags")
        {
            return (stack.Template.Facts.HasStackTags || HasOwnTags()) != test.IsNegated;
        }

        var found = Find(test.Path).ToArray();
        return test.Value is not { } value ? found.Length > 0 != test.IsNegated
            : test.IsNegated ? found.Length == 0 || found.Any(node => Placeholder.IsIn(node.Text) || node.Text != value)
            : found.Any(node => Placeholder.IsIn(node.Text) || node.Text == value);
    }

    /// <summary>Puts values into a pattern.</summary>
    /// <returns>A text for each combination of values; none where a property is left out.</returns>
    public IEnumerable<string> Expand(string pattern)
    {
        var start = pattern.IndexOf("${", StringComparison.Ordinal);
        if (start < 0)
        {
            return [pattern];
        }

        var end = pattern.IndexOf('}', start);
        var rest = Expand(pattern[(end + 1)..]).ToArray();
        return ValuesOf(pattern[(start + 2)..end]).SelectMany(value => rest.Select(tail => pattern[..start] + value + tail));
    }

    private IEnumerable<string> ValuesOf(string variable) => variable switch
    {
        "partition" => [stack.Template.Facts.Partition],
        "region" => [stack.Template.Facts.Region ?? Unknown],
        "account" => [stack.Template.Facts.Account ?? Unknown],
        "suffix" => [stack.Template.Facts.Suffix],
        "stack" => [stack.Template.Facts.StackName ?? Unknown],
        "name" => [Name],
        "arn" => chapter.Arns.SelectMany(Expand),
        _ when variable.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon => Texts(variable[..colon]).Select(value => AsArn(value, variable[(colon + 1)..])),
        _ => Texts(variable),
    };

    private string AsArn(string value, string type) => value.StartsWith("arn:", StringComparison.Ordinal) ? value : stack.ArnOf(type, value);

    private IEnumerable<string> Texts(string path) => Find(path).Select(node => node.Kind is JsonNodeKind.Text or JsonNodeKind.Number or JsonNodeKind.Boolean ? node.Text : Unknown);

    private IEnumerable<JsonNode> Find(string path)
    {
        IEnumerable<JsonNode> found = [Properties];
        foreach (var part in path.Replace("[]", "", StringComparison.Ordinal).Split('.'))
        {
            found = found.SelectMany(node => node.Kind == JsonNodeKind.Text && Placeholder.IsIn(node.Text) ? [node] : Spread(node).Select(inner => inner.Find(part)).OfType<JsonNode>());
        }

        return found.SelectMany(Spread).Where(node => node.Kind != JsonNodeKind.Object || node.Members.Length > 0);
    }

    private static IEnumerable<JsonNode> Spread(JsonNode node) => node.Kind == JsonNodeKind.Array ? node.Items.SelectMany(Spread) : [node];

    private bool HasOwnTags() => Properties.Members.Any(member => member.Name.Value.EndsWith("Tags", StringComparison.Ordinal) && (member.Value.Items.Length > 0 || member.Value.Members.Length > 0));

    private string MakeName()
    {
        var rule = chapter.Name;
        if (rule.Property is { } property && resource.Node.Find("Properties") is { } properties && Inner(properties, property) is { } given)
        {
            return stack.Values.Text(given);
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
