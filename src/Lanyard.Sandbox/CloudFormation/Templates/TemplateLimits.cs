using System.Collections.Immutable;
using Lanyard.Policy.Documents;

namespace Lanyard.Sandbox.CloudFormation.Templates;

/// <summary>Refuses what is too much or in a wrong form, whatever a template is about. See "Understand CloudFormation quotas", AWS CloudFormation User Guide.</summary>
internal static class TemplateLimits
{
    private static readonly ImmutableArray<(string Section, int Most)> Sections = [("Resources", 500), ("Parameters", 200), ("Mappings", 200), ("Outputs", 200)];

    /// <summary>Refuses a template that has too much, a name twice in a section, or something other than texts and lists of them in its mappings.</summary>
    /// <exception cref="ServiceFault">It has.</exception>
    public static void Require(JsonNode root)
    {
        foreach (var (section, most) in Sections)
        {
            var members = root.Find(section)?.Members ?? [];
            if (members.Length > most)
            {
                throw Faults.Validation($"Template format error: Number of {section.ToLowerInvariant()}, {members.Length}, is greater than maximum allowed, {most}");
            }

            if (members.GroupBy(m => m.Name.Value, StringComparer.Ordinal).FirstOrDefault(group => group.Skip(1).Any()) is { } twice)
            {
                throw Faults.Validation($"Template format error: [/{section}/{twice.Key}] is defined more than once.");
            }
        }

        if ((root.Find("Mappings")?.Members ?? []).SelectMany(map => map.Value.Members).SelectMany(first => first.Value.Members).Any(second => !IsMapped(second.Value)))
        {
            throw Faults.Validation("Template format error: Every Mappings attribute must be a String or a List.");
        }
    }

    private static bool IsMapped(JsonNode value) => value.Kind == JsonNodeKind.Array ? value.Items.All(IsScalar) : IsScalar(value);

    private static bool IsScalar(JsonNode value) => value.Kind is JsonNodeKind.Text or JsonNodeKind.Number or JsonNodeKind.Boolean;
}
