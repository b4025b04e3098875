using System.Collections.Immutable;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Templates;

namespace Lanyard.Policy.Generate.Published;

/// <summary>
/// Makes needs of what AWS publishes for a type that no table has: the handlers' actions, each on the resources that the catalogue has for it, as far as the
/// resource's properties name them.
/// </summary>
internal static class PublishedNeeds
{
    private static readonly string Unknown = Placeholder.Mark.ToString();

    /// <summary>Adds them.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="schema">What AWS publishes of its type.</param>
    /// <param name="stack">The template's values.</param>
    /// <param name="needs">Where they go.</param>
    /// <param name="notes">Where it is said which of the permissions can't stand in a policy.</param>
    public static void Add(TemplateResource resource, ResourceSchema schema, StackView stack, NeedList needs, List<string> notes)
    {
        var facts = stack.Template.Facts;
        var properties = resource.Node.Find("Properties") is { } given ? stack.Values.Resolve(given) : null;
        var hasTags = facts.HasStackTags || properties?.Members.Any(m => m.Name.Value.EndsWith("Tags", StringComparison.Ordinal)) == true;
        var actions = Actions(schema, notes).Where(a => hasTags || a.Action.AccessLevel != AccessLevel.Tagging).ToArray();
        var services = actions.SelectMany(a => a.Action.PassedRoles).Select(p => p.Principal).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToImmutableArray();
        var who = $"{resource.LogicalId.Value} ({resource.Type}): published for its handlers";
        foreach (var (action, phases) in actions)
        {
            var passes = action.FullName == "iam:PassRole";
            var conditions = passes && !services.IsEmpty ? [TemplateNeeds.Condition("iam:PassedToService", services)] : ImmutableArray<NeedCondition>.Empty;
            foreach (var arn in passes ? Roles(properties, facts) : Arns(action, properties, facts))
            {
                needs.Add(new Need(action.FullName, arn, phases, NeedEvidence.Published, who) { Conditions = conditions, Place = resource.LogicalId.Place });
            }
        }
    }

    private static IEnumerable<(CatalogueAction Action, NeedPhases Phases)> Actions(ResourceSchema schema, List<string> notes)
    {
        var found = new Dictionary<int, NeedPhases>();
        var order = new List<CatalogueAction>();
        foreach (var (handler, permissions) in schema.Handlers)
        {
            var phases = PhasesOf(handler);
            foreach (var permission in phases == NeedPhases.None ? [] : permissions)
            {
                var actions = Catalogue.Embedded.Match(permission).SelectMany(range => Enumerable.Range(range.First, range.Count)).Select(Catalogue.Embedded.Action).ToArray();
                if (actions.Length == 0)
                {
                    notes.Add($"AWS publishes {permission} for the handlers of {schema.Type}; IAM has no such action, so it isn't in the policy");
                }

                foreach (var action in actions)
                {
                    if (!found.TryAdd(action.Id, phases))
                    {
                        found[action.Id] |= phases;
                        continue;
                    }

                    order.Add(action);
                }
            }
        }

        return order.Select(action => (action, found[action.Id]));
    }

    // What `list` calls is for looking for resources that no stack has.
    private static NeedPhases PhasesOf(string handler) => handler switch
    {
        "create" => NeedPhases.Create,
        "read" => NeedPhases.Create | NeedPhases.Read | NeedPhases.Update,
        "update" => NeedPhases.Update | NeedPhases.Rollback,
        "delete" => NeedPhases.Delete | NeedPhases.Rollback,
        _ => NeedPhases.None,
    };

    private static IEnumerable<string> Roles(JsonNode? properties, DeploymentFacts facts)
    {
        var named = properties is null ? [] : Texts(properties).Where(t => t.StartsWith("arn:", StringComparison.Ordinal) && t.Contains(":role/", StringComparison.Ordinal))
            .Select(TemplateNeeds.Pattern).Distinct(StringComparer.Ordinal).ToArray();
        return named.Length > 0 ? named : [TemplateNeeds.Stars($"arn:{facts.Partition}:iam::{facts.Account ?? Unknown}:role/{Unknown}")];
    }

    private static IEnumerable<string> Arns(CatalogueAction action, JsonNode? properties, DeploymentFacts facts) => action.IsWithoutResourceTypes ? ["*"] : action.ResourceTypes
        .SelectMany(type => type.Type.ArnFormats)
        .Select(format => TemplateNeeds.Pattern(Variables.Replace(format, variable => variable switch
        {
            "Partition" => facts.Partition,
            "Region" => facts.Region ?? Unknown,
            "Account" => facts.Account ?? Unknown,

            // A property that is called as the ARN's part is what stands there, unless it holds an ARN itself or isn't one text.
            _ => properties?.Find(variable) is { Kind: JsonNodeKind.Text } named && !named.Text.AsSpan().ContainsAny(':', '/') ? named.Text : Unknown,
        })))
        .Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> Texts(JsonNode node) => node.Kind switch
    {
        JsonNodeKind.Text => [node.Text],
        JsonNodeKind.Object => node.Members.SelectMany(m => Texts(m.Value)),
        _ => node.Items.SelectMany(Texts),
    };
}
