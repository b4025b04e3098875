using System.Collections.Immutable;
using System.Text.Json;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Generate.Types;
using Lanyard.Policy.Matching;
using Lanyard.Policy.Templates;

namespace Lanyard.Policy.Generate;

/// <summary>The most that the roles of templates may do: all that their own policies allow, for a permissions boundary that takes nothing from them.</summary>
/// <param name="Document">The boundary.</param>
/// <param name="Roles">How many roles and users the templates make.</param>
/// <param name="Notes">What isn't in it.</param>
public sealed record BoundaryPolicy(PolicyDocument Document, int Roles, ImmutableArray<string> Notes)
{
    private static readonly string[] MakesRoles = ["iam:CreateRole", "iam:PutRolePolicy", "iam:AttachRolePolicy"];

    private static readonly TypeNeeds NoChapter = new("", new NameRule(null));

    /// <summary>Makes it.</summary>
    /// <param name="templates">The templates.</param>
    /// <param name="managed">Gives the document of a policy that AWS manages; <see langword="null"/> where it isn't known.</param>
    public static BoundaryPolicy Of(IEnumerable<DeployedTemplate> templates, Func<string, PolicyDocument?> managed)
    {
        ArgumentNullException.ThrowIfNull(templates);
        ArgumentNullException.ThrowIfNull(managed);
        var statements = new List<Statement>();
        var notes = new List<string>();
        var roles = 0;
        foreach (var template in templates)
        {
            foreach (var resource in template.Resources.Where(r => r.Type.StartsWith("AWS::IAM::", StringComparison.Ordinal)))
            {
                roles += resource.Type is "AWS::IAM::Role" or "AWS::IAM::User" ? 1 : 0;
                foreach (var choice in template.ChoicesFor(resource))
                {
                    var stack = new StackView(template, choice);
                    var properties = stack.View(resource, ChapterOf(resource)).Properties;
                    foreach (var node in Documents(properties))
                    {
                        AddDocument(node, resource, statements, notes);
                    }

                    foreach (var arn in Attached(properties).Except(Made(stack), StringComparer.Ordinal))
                    {
                        AddManaged(arn, managed, resource, statements, notes);
                    }
                }
            }
        }

        return new BoundaryPolicy(DocumentOf(statements), roles, [.. notes.Distinct(StringComparer.Ordinal)]);
    }

    private static IEnumerable<JsonNode> Documents(JsonNode properties) =>
        new[] { properties.Find("PolicyDocument") }.Concat((properties.Find("Policies")?.Items ?? []).Select(item => item.Find("PolicyDocument"))).OfType<JsonNode>();

    private static IEnumerable<string> Attached(JsonNode properties) => (properties.Find("ManagedPolicyArns")?.Items ?? []).Select(node => node.Text);

    // A policy that the template makes itself is in the boundary already.
    private static IEnumerable<string> Made(StackView stack) =>
        stack.Template.Resources.Where(r => r.Type == "AWS::IAM::ManagedPolicy").SelectMany(r => stack.View(r, ChapterOf(r)).Expand(ChapterOf(r).Ref));

    private static TypeNeeds ChapterOf(TemplateResource resource) => TypeTable.Find(resource.Type) ?? NoChapter;

    private static void AddManaged(string arn, Func<string, PolicyDocument?> managed, TemplateResource resource, List<Statement> statements, List<string> notes)
    {
        if (managed(arn) is { } document)
        {
            statements.AddRange(document.Statements.Where(s => s.Effect == Effect.Allow));
        }
        else
        {
            notes.Add($"{resource.LogicalId.Value} has the policy {TemplateNeeds.Stars(arn)}, whose statements aren't known here: the boundary lacks them");
        }
    }

    private static void AddDocument(JsonNode node, TemplateResource resource, List<Statement> statements, List<string> notes)
    {
        var known = Opened(node);
        var reading = PolicyDocumentReader.Inspect(known, path: null);
        if (known.Find("Statement") is null && known.Members is [var template])
        {
            notes.Add($"{resource.LogicalId.Value} has SAM's policy template {template.Name.Value}, whose statements aren't known here: the boundary lacks them");
        }
        else if (!reading.Problems.IsEmpty || known.Find("Statement") is null)
        {
            notes.Add($"{resource.LogicalId.Value} has a policy that can't be read before it is deployed: the boundary may lack a part of it");
        }

        var allowing = reading.Document.Statements.Where(s => s.Effect == Effect.Allow && s.Principal is null && s.Resource is not null).ToArray();
        statements.AddRange(allowing);
        if (allowing.Any(s => s.Action.Negated || s.Action.Values.Any(action => MakesRoles.Any(name => new WildcardPattern(action.Value, ignoreCase: true).IsMatch(name)))))
        {
            notes.Add($"{resource.LogicalId.Value} has a policy by which roles can be made or given policies: the boundary doesn't keep it from making one that may do everything");
        }
    }

    // What isn't known becomes a star, and a condition that isn't known wholly is left out: a boundary that is too wide grants nothing by itself.
    private static JsonNode Opened(JsonNode node) => node.Kind switch
    {
        JsonNodeKind.Object => JsonNode.OfMembers(node.Place, [.. node.Members.Where(m => m.Name.Value != "Condition" || !HasUnknown(m.Value)).Select(m => new JsonMember(m.Name, Opened(m.Value)))]),
        JsonNodeKind.Array => JsonNode.OfItems(node.Place, [.. node.Items.Select(Opened)]),
        JsonNodeKind.Text => JsonNode.OfText(JsonNodeKind.Text, TemplateNeeds.Stars(node.Text), node.Place),
        _ => node,
    };

    private static bool HasUnknown(JsonNode node) => Placeholder.IsIn(node.Text) || node.Items.Any(HasUnknown) || node.Members.Any(m => HasUnknown(m.Value));

    private static PolicyDocument DocumentOf(IReadOnlyList<Statement> statements)
    {
        var nothing = PolicyDocumentReader.Read("""{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}""", null);
        if (statements.Count == 0)
        {
            return nothing;
        }

        // Written and read again, so that equal statements of several roles are one and each has a number of its own.
        var texts = statements.Select(s => PolicyDocumentWriter.Write(nothing with { Statements = [s with { Sid = null }] }, indented: false))
            .Distinct(StringComparer.Ordinal)
            .Select(text => JsonDocument.Parse(text).RootElement.GetProperty("Statement")[0].GetRawText());
        return PolicyDocumentReader.Read($$"""{"Version":"2012-10-17","Statement":[{{string.Join(',', texts)}}]}""", null);
    }
}
