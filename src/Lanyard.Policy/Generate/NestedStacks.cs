using System.Collections.Immutable;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Templates;

namespace Lanyard.Policy.Generate;

/// <summary>A nested stack, as far as the template around it tells.</summary>
/// <param name="Resource">The resource.</param>
/// <param name="TemplateUrl">Where its template is, with marks for what isn't known of that; <see langword="null"/> where the template doesn't say.</param>
/// <param name="Asset">The file of CDK's assembly that is its template; <see langword="null"/> where none is noted.</param>
/// <param name="Parameters">What it is given, with marks for what isn't known.</param>
public sealed record NestedDeployment(TemplateResource Resource, string? TemplateUrl, string? Asset, ImmutableDictionary<string, string> Parameters)
{
    /// <summary>Gives what is known of the nested stack's deployment.</summary>
    /// <param name="outer">The deployment around it.</param>
    /// <param name="declared">Its template's <c>Parameters</c>; <see langword="null"/> where it has none.</param>
    public DeploymentFacts FactsIn(DeploymentFacts outer, JsonNode? declared)
    {
        ArgumentNullException.ThrowIfNull(outer);

        // Whoever deploys can't give it others: what the template around it doesn't give has its default.
        var given = Parameters;
        foreach (var parameter in declared?.Members ?? [])
        {
            if (!given.ContainsKey(parameter.Name.Value) && parameter.Value.Find("Default") is { Kind: JsonNodeKind.Text or JsonNodeKind.Number or JsonNodeKind.Boolean } value)
            {
                given = given.Add(parameter.Name.Value, value.Text);
            }
        }

        return outer with
        {
            // "Name type": `STACK-NESTED-RANDOM`.
            StackName = outer.StackName is { } name ? $"{name}-{Resource.LogicalId.Value}-{Placeholder.Mark}" : null,
            Parameters = given,
            HasStackTags = outer.HasStackTags || Resource.Node.Find("Properties")?.Find("Tags") is { Items.Length: > 0 },
        };
    }

    /// <summary>Gives the nested stack's template with what is known of its deployment.</summary>
    /// <param name="outer">The template around it.</param>
    /// <returns>The template; <see langword="null"/> where it isn't at hand.</returns>
    public DeployedTemplate? TemplateIn(DeployedTemplate outer)
    {
        ArgumentNullException.ThrowIfNull(outer);
        return outer.Nested.GetValueOrDefault(Resource.LogicalId.Value) is { } nested ? nested with { Facts = FactsIn(outer.Facts, nested.Root.Find("Parameters")) } : null;
    }
}

/// <summary>Finds the nested stacks of a template.</summary>
public static class NestedStacks
{
    internal const string Type = "AWS::CloudFormation::Stack";

    private static readonly string Unknown = Placeholder.Mark.ToString();

    /// <summary>Finds them; none whose condition doesn't hold.</summary>
    /// <param name="template">The template with what is known of its deployment.</param>
    public static IEnumerable<NestedDeployment> Of(DeployedTemplate template)
    {
        ArgumentNullException.ThrowIfNull(template);
        foreach (var resource in template.Resources.Where(r => r.Type == Type))
        {
            var ways = template.ChoicesFor(resource).Select(choice => new StackView(template, choice)).ToArray();
            if (ways.Length > 0)
            {
                yield return In(ways, resource);
            }
        }
    }

    /// <summary>Gives what some ways of deploying the template around a nested stack have in common.</summary>
    internal static NestedDeployment In(StackView[] ways, TemplateResource resource)
    {
        var properties = resource.Node.Find("Properties");
        return new NestedDeployment(
            resource, Same(ways, properties?.Find("TemplateURL")), resource.Node.Find("Metadata")?.Find("aws:asset:path")?.Text, Parameters(ways, properties?.Find("Parameters")));
    }

    private static ImmutableDictionary<string, string> Parameters(StackView[] ways, JsonNode? given)
    {
        var parameters = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var parameter in given?.Members ?? [])
        {
            if (Same(ways, parameter.Value) is { } value)
            {
                parameters[parameter.Name.Value] = value;
            }
        }

        return parameters.ToImmutable();
    }

    // What isn't the same in all choices of conditions isn't known.
    private static string? Same(StackView[] ways, JsonNode? node)
    {
        var values = node is null ? [] : ways.Select(way => way.Values.Resolve(node)).Select(TextOf).Distinct(StringComparer.Ordinal).ToArray();
        return values.Length switch { 0 => null, 1 => values[0], _ => Unknown };
    }

    private static string? TextOf(JsonNode? value) => value switch
    {
        null => null,
        { Kind: JsonNodeKind.Array } => string.Join(',', value.Items.Select(TextOf)),
        { Kind: JsonNodeKind.Object } => Unknown,
        _ => value.Text,
    };
}
