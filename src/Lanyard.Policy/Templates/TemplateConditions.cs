using System.Collections.Immutable;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Templates;

/// <summary>Decides the conditions of a template as far as parameters and choices decide them.</summary>
/// <param name="template">The template.</param>
/// <param name="choice">What is chosen for those that nothing decides; <see langword="null"/> for nothing.</param>
internal sealed class TemplateConditions(DeployedTemplate template, ConditionChoice? choice = null)
{
    private const int Deepest = 64;

    /// <summary>Decides a condition.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>Its value; <see langword="null"/> where it isn't known.</returns>
    public bool? Decide(string name) => Decide(name, 0);

    /// <summary>Gives the conditions that a part of the template names, those that others are made of included only where they are named themselves.</summary>
    public IEnumerable<string> UsedBy(JsonNode node) => node.Kind switch
    {
        JsonNodeKind.Object => node.Members.SelectMany(member => member switch
        {
            { Name.Value: "Condition", Value.Kind: JsonNodeKind.Text } => [member.Value.Text],
            { Name.Value: "Fn::If", Value.Items: [{ Kind: JsonNodeKind.Text } name, ..] } => UsedBy(member.Value).Prepend(name.Text),
            _ => UsedBy(member.Value),
        }),
        _ => node.Items.SelectMany(UsedBy),
    };

    private bool? Decide(string name, int depth) => choice?.Names.Contains(name) == true ? choice.Holding.Contains(name)
        : depth < Deepest && template.Root.Find("Conditions")?.Find(name) is { } condition ? Value(condition, depth + 1)
        : null;

    private bool? Value(JsonNode node, int depth) => depth >= Deepest ? null : node.Members is not [var function] ? null : function.Name.Value switch
    {
        "Condition" => Decide(function.Value.Text, depth),
        "Fn::Not" when function.Value.Items is [var inner] => !Value(inner, depth + 1),
        "Fn::And" => All(function.Value.Items, depth, stopper: false),
        "Fn::Or" => All(function.Value.Items, depth, stopper: true),
        "Fn::Equals" when function.Value.Items is [var one, var other] => Equal(one, other),
        _ => null,
    };

    private bool? All(ImmutableArray<JsonNode> parts, int depth, bool stopper)
    {
        var values = parts.Select(part => Value(part, depth + 1)).ToArray();
        return values.Contains(stopper) ? stopper : values.Contains(null) ? null : !stopper;
    }

    private bool? Equal(JsonNode one, JsonNode other)
    {
        var values = new TemplateValues(template, this, static (_, _) => Placeholder.Mark.ToString());
        var (left, right) = (values.Text(one), values.Text(other));
        return Placeholder.IsIn(left) || Placeholder.IsIn(right) ? null : left == right;
    }
}
