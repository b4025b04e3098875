using System.Collections.Immutable;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Templates;

/// <summary>A CloudFormation template with what is known of its deployment.</summary>
/// <param name="Root">The template.</param>
/// <param name="Facts">The deployment.</param>
public sealed record DeployedTemplate(JsonNode Root, DeploymentFacts Facts)
{
    private readonly ImmutableArray<TemplateResource> _resources = [.. (Root.Find("Resources")?.Members ?? []).Where(m => m.Value.Find("Type") is { Kind: JsonNodeKind.Text })
        .Select(m => new TemplateResource(m.Name, m.Value.Find("Type")!.Text, m.Value))];

    private Dictionary<string, TemplateResource>? _byId;
    private Dictionary<string, JsonNode>? _conditions;

    /// <summary>Gets the transforms of parts of the template that are expanded in it already.</summary>
    public ImmutableArray<string> Expanded { get; init; } = [];

    /// <summary>Gets the addresses of texts that the template included, as far as they are in S3.</summary>
    public ImmutableArray<string> Included { get; init; } = [];

    /// <summary>Gets what is to be said of the template: what of it isn't at hand.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>Gets the templates of nested stacks that are at hand, by the stacks' names in this one.</summary>
    public ImmutableDictionary<string, DeployedTemplate> Nested { get; init; } = ImmutableDictionary<string, DeployedTemplate>.Empty;

    /// <summary>Gets the resources in the order of the text.</summary>
    public ImmutableArray<TemplateResource> Resources => _resources;

    /// <summary>Finds a resource.</summary>
    internal TemplateResource? Find(string logicalId) => (_byId ??= ById()).GetValueOrDefault(logicalId);

    /// <summary>Finds a condition.</summary>
    internal JsonNode? Condition(string name) => (_conditions ??= ConditionsByName()).GetValueOrDefault(name);

    /// <summary>Gets the names of the transforms and macros that the template is put through, those of its parts included.</summary>
    public IEnumerable<string> Transforms => TransformsIn(Root.Find("Transform")).Concat(Expanded).Concat(InnerTransforms(Root)).Distinct(StringComparer.Ordinal);

    /// <summary>Gets the parameters that CloudFormation reads from the Parameter Store: name, and the parameter's key where it is known.</summary>
    public IEnumerable<StoredParameter> StoredParameters =>
        from parameter in Root.Find("Parameters")?.Members ?? []
        where parameter.Value.Find("Type")?.Text.StartsWith("AWS::SSM::Parameter::Value<", StringComparison.Ordinal) == true
        select new StoredParameter(parameter.Name.Value, Facts.Parameters.GetValueOrDefault(parameter.Name.Value) ?? parameter.Value.Find("Default")?.Text);

    /// <summary>Gives the assignments of conditions that make all the differences which a resource's text can make: both branches of each.</summary>
    /// <param name="resource">The resource.</param>
    internal IEnumerable<ConditionChoice> ChoicesFor(TemplateResource resource)
    {
        // Most templates have no conditions; then there is one text of each resource.
        if (Root.Find("Conditions") is not { Members.Length: > 0 })
        {
            return [ConditionChoice.None];
        }

        var own = resource.Node.Find("Condition")?.Text;
        var undecided = new TemplateConditions(this);
        var free = ConditionCircles.UsedBy(resource.Node).Where(name => undecided.Decide(name) is null).ToImmutableSortedSet(StringComparer.Ordinal);
        return Combinations(free)
            .Where(choice => own is null || new TemplateConditions(this, choice).Decide(own) != false);
    }

    private Dictionary<string, TemplateResource> ById()
    {
        var byId = new Dictionary<string, TemplateResource>(StringComparer.Ordinal);
        foreach (var resource in _resources)
        {
            byId.TryAdd(resource.LogicalId.Value, resource);
        }

        return byId;
    }

    private Dictionary<string, JsonNode> ConditionsByName()
    {
        var byName = new Dictionary<string, JsonNode>(StringComparer.Ordinal);
        foreach (var condition in Root.Find("Conditions")?.Members ?? [])
        {
            byName.TryAdd(condition.Name.Value, condition.Value);
        }

        return byName;
    }

    // All combinations of a few; of many each alone against all the others, which still shows both branches of each.
    private static IEnumerable<ConditionChoice> Combinations(ImmutableSortedSet<string> names)
    {
        const int Few = 4;
        return names.Count <= Few
            ? Enumerable.Range(0, 1 << names.Count).Select(bits => new ConditionChoice(names, names.Where((_, at) => (bits & (1 << at)) == 0).ToImmutableSortedSet(StringComparer.Ordinal)))
            : Around(names).Select(holding => new ConditionChoice(names, holding));
    }

    private static IEnumerable<ImmutableSortedSet<string>> Around(ImmutableSortedSet<string> names) =>
        [names, .. names.Select(names.Remove), names.Clear(), .. names.Select(name => names.Clear().Add(name))];

    private static List<string> InnerTransforms(JsonNode root)
    {
        var found = new List<string>();
        Walk(root);
        return found;

        void Walk(JsonNode node)
        {
            foreach (var member in node.Members)
            {
                if (member.Name.Value == "Fn::Transform")
                {
                    found.AddRange(TransformsIn(member.Value).Concat(TransformsIn(member.Value.Find("Name"))));
                }
                else
                {
                    Walk(member.Value);
                }
            }

            foreach (var item in node.Items)
            {
                Walk(item);
            }
        }
    }

    private static IEnumerable<string> TransformsIn(JsonNode? node) => node switch
    {
        { Kind: JsonNodeKind.Text } => [node.Text],
        { Kind: JsonNodeKind.Array } => node.Items.SelectMany(TransformsIn),
        { Kind: JsonNodeKind.Object } => TransformsIn(node.Find("Name")),
        _ => [],
    };
}

/// <summary>A parameter that CloudFormation reads from the Parameter Store.</summary>
/// <param name="Name">Its name in the template.</param>
/// <param name="Key">Its name there; <see langword="null"/> where it isn't known.</param>
public sealed record StoredParameter(string Name, string? Key);

/// <summary>A resource of a template.</summary>
/// <param name="LogicalId">Its name in the template.</param>
/// <param name="Type">Its type.</param>
/// <param name="Node">All that the template says of it.</param>
public sealed record TemplateResource(PolicyText LogicalId, string Type, JsonNode Node)
{
    /// <summary>The member that tells a Region of its own, which a resource of CloudFormation never has.</summary>
    internal const string RegionMember = "@Region";

    /// <summary>The member of a resource that is only looked at, and neither made nor changed.</summary>
    internal const string ReadMember = "@Read";

    /// <summary>Gets the Region where it isn't the deployment's.</summary>
    internal string? Region => Node.Find(RegionMember)?.Text;

    /// <summary>Gets whether it is only looked at.</summary>
    internal bool IsOnlyRead => Node.Find(ReadMember) is not null;
}

/// <summary>Values of conditions that nothing decides.</summary>
/// <param name="Names">The conditions' names.</param>
/// <param name="Holding">Those that hold.</param>
internal sealed record ConditionChoice(ImmutableSortedSet<string> Names, ImmutableSortedSet<string> Holding)
{
    /// <summary>Nothing to choose.</summary>
    public static ConditionChoice None { get; } = new([], []);

    /// <summary>Gets the choice as text, the same for the same values.</summary>
    public string Key => Names.IsEmpty ? "" : string.Join(' ', Names.Select(name => Holding.Contains(name) ? name : "!" + name));
}
