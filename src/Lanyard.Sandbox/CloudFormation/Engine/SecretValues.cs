using System.Collections.Immutable;
using Lanyard.Policy.Documents;
using Lanyard.Sandbox.CloudFormation.Templates;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.CloudFormation.Engine;

/// <summary>
/// Keeps what is secret out of events and messages: values of parameters with <c>NoEcho</c>, and of references to secure strings and secrets. See "Parameters" and "Get
/// values stored in other services using dynamic references", AWS CloudFormation User Guide.
/// </summary>
/// <param name="plan">What the stack is made from.</param>
/// <param name="scope">What its expressions refer to.</param>
/// <param name="decide">Decides conditions, by the values as they are.</param>
internal sealed class SecretValues(StackPlan plan, StackScope scope, Func<string, bool> decide)
{
    /// <summary>What stands in the place of a secret value.</summary>
    public const string Stars = "****";

    // What is shorter stands in many a text that has nothing to do with it.
    private const int ShortestTold = 4;

    private readonly ImmutableArray<string> _names = [.. plan.Template.Parameters.Where(p => p.IsSecret).Select(p => p.Name)];

    /// <summary>Tells whether what a dynamic reference gives is secret.</summary>
    /// <param name="reference">What stands behind <c>resolve:</c>.</param>
    public static bool IsSecret(string reference) => reference.StartsWith("ssm-secure:", StringComparison.Ordinal) || reference.StartsWith("secretsmanager:", StringComparison.Ordinal);

    /// <summary>Gives the values of a plan's secret parameters, and the parts that functions take of them as of lists.</summary>
    public static IEnumerable<string> Of(StackPlan plan) => plan.Template.Parameters.Where(p => p.IsSecret)
        .Select(p => plan.Parameters.GetValueOrDefault(p.Name) ?? p.Default).OfType<string>().SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries).Prepend(value));

    /// <summary>Gives a text without secret values.</summary>
    /// <param name="text">The text; <see langword="null"/> for none.</param>
    /// <param name="values">The values.</param>
    public static string? Told(string? text, IEnumerable<string> values) => text is null ? null
        : values.Where(value => value.Length >= ShortestTold).OrderByDescending(value => value.Length).Aggregate(text, (told, value) => told.Replace(value, Stars, StringComparison.Ordinal));

    /// <summary>Gives properties as events show them; <see langword="null"/> where that is as they are.</summary>
    /// <param name="properties">The properties as the template has them; <see langword="null"/> for none.</param>
    /// <param name="hasRead">Whether secret references were read, from which some may have their values.</param>
    public JsonNode? Starred(JsonNode? properties, bool hasRead)
    {
        if (properties is null || (_names.IsEmpty && !hasRead))
        {
            return null;
        }

        try
        {
            var shown = scope with { Parameters = scope.Parameters.SetItems(_names.Select(name => KeyValuePair.Create(name, Stars))), Decide = decide, Read = Read };
            return new Expressions(shown).Resolve(properties);
        }
        catch (ServiceFault)
        {
            // A function of the value doesn't take the stars.
            return JsonNode.OfMembers(properties.Place, []);
        }
    }

    private string Read(string reference) => IsSecret(reference) ? $"{{{{resolve:{reference}}}}}" : scope.Read(reference);
}
