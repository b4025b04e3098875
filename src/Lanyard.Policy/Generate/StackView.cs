using System.Runtime.CompilerServices;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Generate.Types;
using Lanyard.Policy.Templates;

namespace Lanyard.Policy.Generate;

/// <summary>The resources of a template in one choice of its conditions, and what they say of each other.</summary>
internal sealed class StackView
{
    // What names and ARNs are made of is shorter; a circle of texts that double isn't.
    private const int Longest = 4096;

    private static readonly string Unknown = Placeholder.Mark.ToString();

    private readonly Dictionary<string, ResourceView> _resources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, ResourceView>> _names = new(StringComparer.Ordinal);
    private readonly NestedOutputs _outputs;
    private readonly Dictionary<(string LogicalId, string? Attribute), string> _values = [];

    public StackView(DeployedTemplate template, ConditionChoice choice, int level = 0)
    {
        Level = level;
        Template = template;
        Values = new TemplateValues(template, new TemplateConditions(template, choice), ValueOf);
        _outputs = new NestedOutputs(this);
    }

    public DeployedTemplate Template { get; }

    /// <summary>Gets how many templates are around this one that was reached through a nested stack's output.</summary>
    public int Level { get; }

    public TemplateValues Values { get; }

    /// <summary>Gives a resource with its type's chapter.</summary>
    public ResourceView View(TemplateResource resource, TypeNeeds chapter)
    {
        if (!_resources.TryGetValue(resource.LogicalId.Value, out var view))
        {
            view = _resources[resource.LogicalId.Value] = new ResourceView(this, resource, chapter);
        }

        return view;
    }

    /// <summary>Gives the ARN of a resource that another names: of one of the template, or of one outside as far as its name tells.</summary>
    /// <returns>The ARN; more than one where a part that may be left out isn't known.</returns>
    public IEnumerable<string> ArnsOf(string type, string name)
    {
        if (TypeTable.Find(type) is not { Arns: [var pattern, ..] } chapter)
        {
            return [name];
        }

        var stored = chapter.Name.IsLower ? name.ToLowerInvariant() : name;
        return IsName(stored) && NamesOf(type).TryGetValue(stored, out var resource)
            ? chapter.Arns.Select(form => resource.Expand(form).ToArray()).FirstOrDefault(arns => arns.Length > 0) ?? []
            : Outside(pattern, stored);
    }

    /// <summary>Gives the ARN of the key behind an alias: any, unless the template makes the alias.</summary>
    public string KeyOf(string alias) =>
        NamesOf("AWS::KMS::Alias").GetValueOrDefault(alias)?.Expand("${TargetKeyId:AWS::KMS::Key}") is [var key, ..] ? key : ArnsOf("AWS::KMS::Key", Unknown).First();

    // A resource is named elsewhere by the very text that names it, what isn't known included.
    private static bool IsName(string name) => name != Unknown;

    private IEnumerable<string> Outside(string pattern, string name)
    {
        // Where the name isn't known either, its star stands for a path as well.
        var ways = pattern.Contains("?}", StringComparison.Ordinal) && name != Unknown ? new[] { "", Unknown } : [""];
        return ways.Select(way => ResourceView.Collapse(Variables.Replace(pattern, variable => variable switch
        {
            "partition" => Template.Facts.Partition,
            "region" => Template.Facts.Region ?? Unknown,
            "account" => Template.Facts.Account ?? Unknown,
            "name" => name,
            _ when variable.EndsWith('?') => way,
            _ => Unknown,
        })));
    }

    // The template's resources of a type by their names. While they are gathered there are none: a name may ask for another's ARN.
    private Dictionary<string, ResourceView> NamesOf(string type)
    {
        if (_names.TryGetValue(type, out var names))
        {
            return names;
        }

        _names[type] = names = new Dictionary<string, ResourceView>(StringComparer.Ordinal);
        if (TypeTable.Find(type) is { Name: { Property: not null } or { Made: not null } } chapter)
        {
            foreach (var view in Template.Resources.Where(r => r.Type == type).Select(r => View(r, chapter)))
            {
                if (IsName(view.Name))
                {
                    names[view.Name] = view;
                }
            }
        }

        return names;
    }

    private string ValueOf(string logicalId, string? attribute)
    {
        if (!_values.TryGetValue((logicalId, attribute), out var value))
        {
            // While it is made out it isn't known: resources that wait for each other are never deployed. A chain of them may be as long as the template.
            _values[(logicalId, attribute)] = Unknown;
            value = RuntimeHelpers.TryEnsureSufficientExecutionStack() ? Made(logicalId, attribute) : Unknown;
            _values[(logicalId, attribute)] = value = value.Length > Longest ? Unknown : value;
        }

        return value;
    }

    private string Made(string logicalId, string? attribute)
    {
        if (Template.Find(logicalId) is not { } resource || TypeTable.Find(ChapterNames.Of(resource.Type)) is not { } chapter)
        {
            return Unknown;
        }

        if (resource.Type == NestedStacks.Type && attribute?.StartsWith(NestedOutputs.Prefix, StringComparison.Ordinal) == true)
        {
            return _outputs.ValueOf(resource, attribute[NestedOutputs.Prefix.Length..]) ?? Unknown;
        }

        var pattern = attribute is null ? chapter.Ref : chapter.Attributes.GetValueOrDefault(attribute);
        return pattern is not null && View(resource, chapter).Expand(pattern) is [var value, ..] ? value : Unknown;
    }
}

/// <summary>Under which chapter a type stands.</summary>
internal static class ChapterNames
{
    /// <summary>Gives the type whose chapter is meant: custom resources have one together.</summary>
    public static string Of(string type) => type.StartsWith("Custom::", StringComparison.Ordinal) ? "AWS::CloudFormation::CustomResource" : type;
}
