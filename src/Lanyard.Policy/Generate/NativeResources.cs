using System.Collections.Immutable;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Generate.Types;
using Lanyard.Policy.Templates;
using Lanyard.Policy.Templates.Sam;

namespace Lanyard.Policy.Generate;

/// <summary>
/// Resources of Pulumi's provider <c>aws-native</c>. They are CloudFormation's own types, which Cloud Control makes with the caller's rights, under names of
/// Pulumi's style: <c>aws-native:rds:DbInstance</c> with <c>dbInstanceIdentifier</c>. Here they become what CloudFormation calls them, as its chapters do.
/// </summary>
internal static class NativeResources
{
    private const string Provider = "aws-native:";
    private const string Source = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_cloudcontrol.html";

    /// <summary>Gives the template with the resources under CloudFormation's names; the same one where there are none of the provider.</summary>
    /// <param name="template">The template.</param>
    public static DeployedTemplate Translate(DeployedTemplate template)
    {
        if (!template.Resources.Any(IsOne))
        {
            return template;
        }

        var chapters = template.Resources.Where(IsOne).Select(r => (r.LogicalId.Value, Chapter: ChapterOf(r.Type))).Where(r => r.Chapter is not null)
            .ToDictionary(r => r.Value, r => r.Chapter!, StringComparer.Ordinal);
        if (chapters.Count == 0)
        {
            return template;
        }

        var resources = template.Root.Find("Resources")!;
        return new DeployedTemplate(
            template.Root.With(("Resources", JsonNode.OfMembers(resources.Place, [.. resources.Members.Select(m => new JsonMember(m.Name, Translated(m, chapters)))]))), template.Facts)
        {
            Expanded = template.Expanded,
            Included = template.Included,
            Notes = template.Notes,
        };
    }

    /// <summary>Adds Cloud Control's own calls.</summary>
    /// <param name="template">The template as Pulumi has it.</param>
    /// <param name="needs">Where they go.</param>
    public static void AddCalls(DeployedTemplate template, NeedList needs)
    {
        foreach (var resource in template.Resources.Where(IsOne))
        {
            Add("CreateResource", NeedPhases.Create);
            Add("UpdateResource", NeedPhases.Update | NeedPhases.Rollback);
            Add("DeleteResource", NeedPhases.Delete | NeedPhases.Rollback);
            Add("GetResource", NeedPhases.Create | NeedPhases.Read | NeedPhases.Update);
            Add("GetResourceRequestStatus", NeedPhases.Create | NeedPhases.Update | NeedPhases.Delete | NeedPhases.Rollback);

            void Add(string action, NeedPhases phases)
            {
                if (!resource.IsOnlyRead || action == "GetResource")
                {
                    needs.Add(new Need($"cloudformation:{action}", "*", phases, NeedEvidence.Documented, $"{resource.LogicalId.Value} ({resource.Type}): Cloud Control makes it") { Source = Source, Place = resource.LogicalId.Place });
                }
            }
        }
    }

    private static bool IsOne(TemplateResource resource) => resource.Type.StartsWith(Provider, StringComparison.Ordinal);

    // Only the case of names differs: `aws-native:ec2:Vpc` is AWS::EC2::VPC.
    private static TypeNeeds? ChapterOf(string type) => type.Split(':') is [_, var module, var name]
        ? TypeTable.Of(module == "configuration" ? "config" : module).Values.FirstOrDefault(t => t.Type.Split("::") is ["AWS", _, var own] && own.Equals(name, StringComparison.OrdinalIgnoreCase))
        : null;

    private static JsonNode Translated(JsonMember resource, Dictionary<string, TypeNeeds> chapters)
    {
        var properties = resource.Value.Find("Properties");
        if (!chapters.TryGetValue(resource.Name.Value, out var chapter))
        {
            return properties is null ? resource.Value : resource.Value.With(("Properties", Renamed(properties, null, chapters)));
        }

        properties = Renamed(properties ?? Nodes.Object(), PropertiesOf(chapter), chapters);

        // The provider makes a name up of the resource's own and something random.
        if (chapter.Name is { IsServiceMade: false, Property: { } name } && !name.Contains('.', StringComparison.Ordinal) && properties.Find(name) is null)
        {
            properties = properties.With((name, Nodes.Text($"{resource.Name.Value}-{Placeholder.Mark}")));
        }

        return resource.Value.With(("Type", Nodes.Text(chapter.Type)), ("Properties", properties));
    }

    private static JsonNode Renamed(JsonNode node, Dictionary<string, string>? names, Dictionary<string, TypeNeeds> chapters) => node switch
    {
        { Members: [{ Name.Value: "Ref" }] } => node,
        { Members: [{ Name.Value: "Fn::GetAtt", Value.Items: [var id, var attribute] }] } => chapters.TryGetValue(id.Text, out var chapter) ? Attribute(node, id.Text, attribute.Text, chapter) : node,
        { Kind: JsonNodeKind.Object } => JsonNode.OfMembers(node.Place, [.. node.Members.Select(m => new JsonMember(names is null ? m.Name : m.Name with { Value = Name(m.Name.Value, names) }, Renamed(m.Value, names, chapters)))]),
        { Kind: JsonNodeKind.Array } => JsonNode.OfItems(node.Place, [.. node.Items.Select(item => Renamed(item, names, chapters))]),
        _ => node,
    };

    // What isn't in a chapter doesn't matter to it; keys of policies' conditions stay as they are.
    private static string Name(string name, Dictionary<string, string> names) => names.TryGetValue(name, out var known) ? known
        : name.Length > 0 && name.All(char.IsAsciiLetterOrDigit) ? char.ToUpperInvariant(name[0]) + name[1..]
        : name;

    private static JsonNode Attribute(JsonNode node, string id, string attribute, TypeNeeds chapter) =>
        (chapter.Attributes.Keys.FirstOrDefault(key => key.Equals(attribute, StringComparison.OrdinalIgnoreCase))
            ?? (attribute == "arn" ? chapter.Attributes.Keys.Order(StringComparer.Ordinal).FirstOrDefault(key => key.EndsWith("Arn", StringComparison.Ordinal)) : null)) is { } known
            ? Nodes.Attribute(id, known)
            : attribute == "arn" && chapter.Ref.Contains("arn", StringComparison.Ordinal) ? Nodes.Ref(id) : node;

    private static Dictionary<string, string> PropertiesOf(TypeNeeds chapter)
    {
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var patterns = chapter.Arns.Concat(chapter.Attributes.Values).Append(chapter.Ref).Concat(chapter.Lines.SelectMany(l => l.Resources.Concat(l.Conditions.SelectMany(c => c.Values))));
        var tests = chapter.Lines.SelectMany(l => l.Tests).Concat(chapter.Unknowable.SelectMany(u => u.Tests)).Select(t => t.Path);
        foreach (var path in patterns.SelectMany(pattern => Variables(pattern)).Concat(tests).Append(chapter.Name.Property ?? "").Append(chapter.Name.End?.Test.Path ?? ""))
        {
            foreach (var part in path.Replace("[]", "", StringComparison.Ordinal).Split('.').Where(part => part.Length > 0 && char.IsAsciiLetterUpper(part[0])))
            {
                names.TryAdd(part, part);
            }
        }

        return names;
    }

    private static ImmutableArray<string> Variables(string pattern) => [.. pattern.Split("${").Skip(1).Select(part => part[..Math.Max(0, part.IndexOf('}', StringComparison.Ordinal))].Split(':')[0].TrimEnd('?'))];
}
