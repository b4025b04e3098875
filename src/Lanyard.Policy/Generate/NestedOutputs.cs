using Lanyard.Policy.Documents;
using Lanyard.Policy.Templates;

namespace Lanyard.Policy.Generate;

/// <summary>What a template's nested stacks give it back, as far as their templates are at hand: "Return values", <c>AWS::CloudFormation::Stack</c>.</summary>
/// <param name="around">The resources around them.</param>
internal sealed class NestedOutputs(StackView around)
{
    /// <summary>What such an attribute starts with.</summary>
    public const string Prefix = "Outputs.";

    // Each level takes the choices of its conditions times those of the level below it.
    private const int Deepest = 4;

    private readonly Dictionary<string, DeployedTemplate?> _templates = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Stack, string Choice), StackView> _views = [];
    private readonly Dictionary<(string Stack, string Output), string?> _values = [];

    /// <summary>Gives an output's value.</summary>
    /// <param name="stack">The nested stack.</param>
    /// <param name="output">The output.</param>
    /// <returns>The value, with marks for what isn't known; <see langword="null"/> where nothing is known, or the conditions of the nested stack make a difference.</returns>
    public string? ValueOf(TemplateResource stack, string output)
    {
        var key = (stack.LogicalId.Value, output);
        if (!_values.TryGetValue(key, out var value))
        {
            _values[key] = value = around.Level < Deepest && TemplateOf(stack) is { } template && template.Root.Find("Outputs")?.Find(output) is { } declared
                ? ValueIn(template, stack, declared) : null;
        }

        return value;
    }

    private string? ValueIn(DeployedTemplate template, TemplateResource stack, JsonNode declared)
    {
        // An output has a condition and a text, as a resource has.
        var values = declared.Find("Value") is not { } value ? [] : template.ChoicesFor(new TemplateResource(stack.LogicalId, stack.Type, declared))
            .Select(choice => ViewOf(template, stack, choice).Values.Text(value)).Distinct(StringComparer.Ordinal).Take(2).ToArray();
        return values is [var only] ? only : null;
    }

    private StackView ViewOf(DeployedTemplate template, TemplateResource stack, ConditionChoice choice)
    {
        var key = (stack.LogicalId.Value, choice.Key);
        if (!_views.TryGetValue(key, out var view))
        {
            _views[key] = view = new StackView(template, choice, around.Level + 1);
        }

        return view;
    }

    private DeployedTemplate? TemplateOf(TemplateResource stack)
    {
        if (!_templates.TryGetValue(stack.LogicalId.Value, out var template))
        {
            // While its parameters are gathered it has no outputs: stacks that wait for each other are never deployed.
            _templates[stack.LogicalId.Value] = null;
            _templates[stack.LogicalId.Value] = template = around.Template.Nested.IsEmpty ? null : NestedStacks.In([around], stack).TemplateIn(around.Template);
        }

        return template;
    }
}
