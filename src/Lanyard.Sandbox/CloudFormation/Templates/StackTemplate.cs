using System.Collections.Immutable;
using Lanyard.Policy.Documents;

namespace Lanyard.Sandbox.CloudFormation.Templates;

/// <summary>A resource as a template declares it.</summary>
/// <param name="LogicalId">Its name in the template.</param>
/// <param name="Type">Its type.</param>
/// <param name="Node">All that the template says of it.</param>
internal sealed record ResourceDeclaration(string LogicalId, string Type, JsonNode Node)
{
    /// <summary>Gets the properties as written; <see langword="null"/> for none.</summary>
    public JsonNode? Properties => Node.Find("Properties");

    /// <summary>Gets the condition under which it is there; <see langword="null"/> for always.</summary>
    public string? Condition => Node.Find("Condition")?.Text;

    /// <summary>Gets what happens to it when it is taken out of the stack: <c>Delete</c>, <c>Retain</c> or <c>Snapshot</c>.</summary>
    public string DeletionPolicy => Node.Find("DeletionPolicy")?.Text ?? "Delete";

    /// <summary>Gets what happens to the old one when it is replaced.</summary>
    public string UpdateReplacePolicy => Node.Find("UpdateReplacePolicy")?.Text ?? "Delete";

    /// <summary>Gets the resources that it names as those to wait for.</summary>
    public IEnumerable<string> DependsOn => Node.Find("DependsOn") switch
    {
        { Kind: JsonNodeKind.Array } list => list.Items.Select(item => item.Text),
        { Kind: JsonNodeKind.Text } one => [one.Text],
        _ => [],
    };
}

/// <summary>A parameter as a template declares it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Node">All that the template says of it.</param>
internal sealed record ParameterDeclaration(string Name, JsonNode Node)
{
    public string Type => Node.Find("Type")?.Text ?? "String";

    public string? Default => Node.Find("Default") switch
    {
        null => null,
        { Kind: JsonNodeKind.Array } list => string.Join(',', list.Items.Select(item => item.Text)),
        var one => one.Text,
    };

    public bool IsList => Type == "CommaDelimitedList" || Type.Contains("List<", StringComparison.Ordinal);

    public bool IsSecret => Node.Find("NoEcho")?.Text is "true" or "True";

    public string? Description => Node.Find("Description")?.Text;
}

/// <summary>A template that CloudFormation would take: its sections, and in which order its resources are made.</summary>
internal sealed class StackTemplate
{
    private HashSet<string>? _ids;

    private StackTemplate(string text, JsonNode root, ImmutableArray<string> transforms) => (Text, Root, Transforms) = (text, root, transforms);

    /// <summary>Gets the text as it came.</summary>
    public string Text { get; }

    /// <summary>Gets the template; once its transforms are run, what came of them.</summary>
    public JsonNode Root { get; }

    /// <summary>Gets the text of what stacks are made from: as it came, or what its transforms made of it.</summary>
    public string ProcessedText => IsProcessed ? NodeText.Json(Root) : Text;

    /// <summary>Gets whether its transforms are run.</summary>
    public bool IsProcessed { get; private init; }

    public string? Description => Root.Find("Description")?.Text;

    public ImmutableArray<ParameterDeclaration> Parameters { get; private init; } = [];

    public ImmutableArray<ResourceDeclaration> Resources { get; private init; } = [];

    /// <summary>Gets the transforms and macros that the template asks for, at its top and in its parts.</summary>
    public ImmutableArray<string> Transforms { get; }

    /// <summary>Reads a template. One that asks for transforms is taken as it is, until they are run.</summary>
    /// <exception cref="ServiceFault">CloudFormation wouldn't take it, or the sandbox can't.</exception>
    public static StackTemplate Read(string text)
    {
        var root = TemplateText.Read(text);
        ImmutableArray<string> transforms = [.. TemplateTransforms.NamesIn(root).Distinct(StringComparer.Ordinal)];
        return transforms.IsEmpty ? Checked(text, root, transforms, isProcessed: false) : new StackTemplate(text, root, transforms)
        {
            Parameters = ParametersOf(root),
            Resources = [.. Members(root, "Resources").Where(m => m.Value.Find("Type") is { Kind: JsonNodeKind.Text }).Select(m => new ResourceDeclaration(m.Name.Value, m.Value.Find("Type")!.Text, m.Value))],
        };
    }

    /// <summary>Gives what the template's transforms made of it.</summary>
    /// <exception cref="ServiceFault">CloudFormation wouldn't take that.</exception>
    public StackTemplate Processed(JsonNode root) => Checked(Text, root, Transforms, isProcessed: true);

    /// <summary>Gives the template as it was before its transforms were run.</summary>
    public StackTemplate Declared() => IsProcessed ? Read(Text) : this;

    private static StackTemplate Checked(string text, JsonNode root, ImmutableArray<string> transforms, bool isProcessed)
    {
        TemplateLimits.Require(root);
        TemplateForm.Require(root);
        var resources = Members(root, "Resources").Select(m => new ResourceDeclaration(
            m.Name.Value, m.Value.Find("Type") is { Kind: JsonNodeKind.Text, Text.Length: > 0 } type ? type.Text : throw Faults.Validation($"Template format error: [/Resources/{m.Name.Value}] Every Resources object must contain a Type member."), m.Value)).ToImmutableArray();
        if (resources.IsEmpty)
        {
            throw Faults.Validation("Template format error: At least one Resources member must be defined.");
        }

        if (resources.FirstOrDefault(r => !r.LogicalId.All(char.IsAsciiLetterOrDigit)) is { } named)
        {
            throw Faults.Validation($"Template format error: Resource name {named.LogicalId} is non alphanumeric.");
        }

        var template = new StackTemplate(text, root, transforms) { Parameters = ParametersOf(root), Resources = resources, IsProcessed = isProcessed };
        template.CheckReferences();
        return template;
    }

    /// <summary>Finds a resource's declaration.</summary>
    public ResourceDeclaration? Find(string logicalId) => Resources.FirstOrDefault(r => r.LogicalId == logicalId);

    /// <summary>Gives resources in the order in which they are made: what is referred to comes first.</summary>
    /// <exception cref="ServiceFault">They wait for each other.</exception>
    public IReadOnlyList<ResourceDeclaration> InOrder()
    {
        var (done, order, waiting) = (new HashSet<string>(StringComparer.Ordinal), new List<ResourceDeclaration>(), Resources.ToList());
        var needs = Resources.ToDictionary(r => r.LogicalId, r => Dependencies(r).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
        if (Resources.FirstOrDefault(r => AllReferences(r).Contains(r.LogicalId)) is { } own)
        {
            throw Faults.Validation($"Circular dependency between resources: [{own.LogicalId}]");
        }

        while (waiting.Count > 0)
        {
            var next = waiting.FindIndex(r => needs[r.LogicalId].IsSubsetOf(done));
            if (next < 0)
            {
                throw Faults.Validation($"Circular dependency between resources: [{string.Join(", ", waiting.Select(r => r.LogicalId))}]");
            }

            done.Add(waiting[next].LogicalId);
            order.Add(waiting[next]);
            waiting.RemoveAt(next);
        }

        return order;
    }

    /// <summary>Gives the resources that one waits for.</summary>
    public IEnumerable<string> Dependencies(ResourceDeclaration resource)
    {
        _ids ??= Resources.Select(r => r.LogicalId).ToHashSet(StringComparer.Ordinal);
        return AllReferences(resource).Where(_ids.Contains).Where(id => id != resource.LogicalId).Distinct(StringComparer.Ordinal);
    }

    private static IEnumerable<string> AllReferences(ResourceDeclaration resource) => (resource.Properties is { } properties ? References.In(properties) : []).Concat(resource.DependsOn);

    private void CheckReferences()
    {
        var known = Resources.Select(r => r.LogicalId).Concat(Parameters.Select(p => p.Name)).ToHashSet(StringComparer.Ordinal);
        foreach (var (block, node) in Resources.Select(r => ("Resources", r.Node)).Concat(Members(Root, "Outputs").Select(m => ("Outputs", m.Value))))
        {
            var open = References.In(node).Concat(block == "Resources" ? new ResourceDeclaration("", "", node).DependsOn : []).Where(name => !known.Contains(name)).Distinct(StringComparer.Ordinal).ToList();
            if (open.Count > 0)
            {
                throw Faults.Validation($"Template format error: Unresolved resource dependencies [{string.Join(", ", open)}] in the {block} block of the template");
            }
        }

        var conditions = Members(Root, "Conditions").Select(m => m.Name.Value).ToHashSet(StringComparer.Ordinal);
        foreach (var resource in Resources.Where(r => r.Condition is { } condition && !conditions.Contains(condition)))
        {
            throw Faults.Validation($"Template format error: Unresolved condition dependency {resource.Condition} in the Resources block of the template");
        }
    }

    private static ImmutableArray<ParameterDeclaration> ParametersOf(JsonNode root) => [.. Members(root, "Parameters").Select(m => new ParameterDeclaration(m.Name.Value, m.Value))];

    private static ImmutableArray<JsonMember> Members(JsonNode root, string section) => root.Find(section) is { Kind: JsonNodeKind.Object } found ? found.Members : [];
}
