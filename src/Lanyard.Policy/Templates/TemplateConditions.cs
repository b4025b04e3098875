using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Templates;

/// <summary>Decides the conditions of a template as far as parameters and choices decide them.</summary>
/// <param name="template">The template.</param>
/// <param name="choice">What is chosen for those that nothing decides; <see langword="null"/> for nothing.</param>
internal sealed class TemplateConditions(DeployedTemplate template, ConditionChoice? choice = null)
{
    // Each is decided once. While it is decided it isn't known: one that uses itself stays so.
    private readonly Dictionary<string, bool?> _decided = new(StringComparer.Ordinal);

    /// <summary>Decides a condition.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>Its value; <see langword="null"/> where it isn't known, which that of one in a circle never is.</returns>
    public bool? Decide(string name)
    {
        if (choice?.Names.Contains(name) == true)
        {
            return choice.Holding.Contains(name);
        }

        if (!_decided.TryGetValue(name, out var value))
        {
            _decided[name] = null;

            // A chain of conditions may be as long as the template.
            _decided[name] = value = template.Condition(name) is { } condition && RuntimeHelpers.TryEnsureSufficientExecutionStack() ? Value(condition) : null;
        }

        return value;
    }

    private bool? Value(JsonNode node) => node.Members is not [var function] ? null : function.Name.Value switch
    {
        "Condition" => Decide(function.Value.Text),
        "Fn::Not" when function.Value.Items is [var inner] => !Value(inner),
        "Fn::And" => All(function.Value.Items, stopper: false),
        "Fn::Or" => All(function.Value.Items, stopper: true),
        "Fn::Equals" when function.Value.Items is [var one, var other] => Equal(one, other),
        _ => null,
    };

    private bool? All(ImmutableArray<JsonNode> parts, bool stopper)
    {
        var values = parts.Select(Value).ToArray();
        return values.Contains(stopper) ? stopper : values.Contains(null) ? null : !stopper;
    }

    private bool? Equal(JsonNode one, JsonNode other)
    {
        var values = new TemplateValues(template, this, static (_, _) => Placeholder.Mark.ToString());
        var (left, right) = (values.Text(one), values.Text(other));
        return Placeholder.IsIn(left) || Placeholder.IsIn(right) ? null : left == right;
    }
}
