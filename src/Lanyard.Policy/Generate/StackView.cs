using Lanyard.Policy.Documents;
using Lanyard.Policy.Generate.Types;
using Lanyard.Policy.Templates;

namespace Lanyard.Policy.Generate;

/// <summary>The resources of a template in one choice of its conditions, and what they say of each other.</summary>
internal sealed class StackView
{
    private const int Deepest = 32;

    private static readonly string Unknown = Placeholder.Mark.ToString();

    private readonly Dictionary<string, ResourceView> _resources = new(StringComparer.Ordinal);
    private int _depth;

    public StackView(DeployedTemplate template, ConditionChoice choice)
    {
        Template = template;
        Values = new TemplateValues(template, new TemplateConditions(template, choice), ValueOf);
    }

    public DeployedTemplate Template { get; }

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

    /// <summary>Gives the ARN of a resource that another names: outside the template as far as its name tells.</summary>
    public string ArnOf(string type, string name)
    {
        var pattern = TypeTable.Find(type)?.Arns.FirstOrDefault();
        return pattern is null ? name : Variables.Replace(pattern, variable => variable switch
        {
            "partition" => Template.Facts.Partition,
            "region" => Template.Facts.Region ?? Unknown,
            "account" => Template.Facts.Account ?? Unknown,
            "name" => name,
            _ => Unknown,
        });
    }

    private string ValueOf(string logicalId, string? attribute)
    {
        if (_depth >= Deepest || Template.Find(logicalId) is not { } resource || TypeTable.Find(ChapterNames.Of(resource.Type)) is not { } chapter)
        {
            return Unknown;
        }

        _depth++;
        try
        {
            var pattern = attribute is null ? chapter.Ref : chapter.Attributes.GetValueOrDefault(attribute);
            return pattern is null ? Unknown : View(resource, chapter).Expand(pattern).FirstOrDefault() ?? Unknown;
        }
        finally
        {
            _depth--;
        }
    }
}

/// <summary>Under which chapter a type stands.</summary>
internal static class ChapterNames
{
    /// <summary>Gives the type whose chapter is meant: custom resources have one together.</summary>
    public static string Of(string type) => type.StartsWith("Custom::", StringComparison.Ordinal) ? "AWS::CloudFormation::CustomResource" : type;
}
