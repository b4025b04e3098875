using System.Collections.Immutable;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;
using Lanyard.Sandbox.CloudFormation.Engine;
using Lanyard.Sandbox.CloudFormation.Handlers;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.CloudFormation.Schemas;

/// <summary>
/// Handles a type of which only AWS's published permissions are known: each is asked for on the ARNs that AWS's service reference gives the action, with <c>*</c> where it
/// isn't known what stands there. Nothing else happens.
/// </summary>
/// <param name="published">What is published.</param>
internal sealed class SchemaHandler(HandlerSchema published) : ResourceHandler
{
    private const string PassRole = "iam:PassRole";

    // The last word of the type, such as Queue.
    private readonly string _noun = published.Type[(published.Type.LastIndexOf(':') + 1)..];

    /// <summary>Tells whether making a resource asks for anything: an action that IAM has.</summary>
    public static bool IsKnown(HandlerSchema schema) => schema.Create.SelectMany(Actions).Any();

    public override MadeResource Create(ResourceRequest request)
    {
        var name = NameOf(request.Properties) ?? PhysicalNames.Make(request.Place.StackName, request.LogicalId, new ResourceRule(published.Type) { MaxName = 64 }, request.Calls.State.Ids);
        var made = new MadeResource(name, ImmutableDictionary<string, string>.Empty.Add("*", name).Add("Arn", ArnOf(name, request)));
        Ask(published.Create, request, name, () => request.Begun = made);
        return made;
    }

    public override bool Replaces(ResourceRequest request, StackResource present) =>
        published.Replacing.Any(property => !Differences.Same(request.Properties.Find(property), present.Properties.Find(property))) || (NameOf(request.Properties) is { } name && name != present.PhysicalId);

    public override string? KeptName(ResourceRequest request, StackResource present) =>
        published.Identifier is { } identifier && request.Properties.Find(identifier) is { Kind: JsonNodeKind.Text } name && name.Text == present.PhysicalId ? name.Text : null;

    public override MadeResource Update(ResourceRequest request, StackResource present)
    {
        Ask([.. published.Read, .. published.Update], request, present.PhysicalId, () => { });
        return new MadeResource(present.PhysicalId, present.Attributes);
    }

    public override void Delete(ResourceRequest request, StackResource present) => Ask(published.Delete, request, present.PhysicalId, () => { });

    private string? NameOf(JsonNode properties) => new[] { published.Identifier, _noun + "Name", "Name" }.OfType<string>()
        .Select(property => properties.Find(property)).FirstOrDefault(value => value is { Kind: JsonNodeKind.Text, Text.Length: > 0 })?.Text;

    private void Ask(IEnumerable<string> permissions, ResourceRequest request, string name, Action done)
    {
        var actions = permissions.SelectMany(Actions).DistinctBy(action => action.Id).ToList();
        foreach (var action in actions.Where(action => action.AccessLevel != AccessLevel.Tagging || !request.Tags.IsEmpty))
        {
            if (action.FullName == PassRole)
            {
                Pass(actions, request);
                continue;
            }

            foreach (var arn in Arns(action, request, name))
            {
                request.Calls.Ask(action.FullName, arn, request.Tags.IsEmpty ? new Keys() : new Keys().WithTags(request.Tags));
            }

            done();
        }
    }

    // Some are published with a star, and some aren't actions of IAM's: nobody is asked for those.
    private static IEnumerable<CatalogueAction> Actions(string permission) =>
        Catalogue.Embedded.Match(permission).SelectMany(range => Enumerable.Range(range.First, range.Count)).Select(Catalogue.Embedded.Action);

    // Roles are handed on that the properties name, to the services that the other actions hand roles to.
    private static void Pass(IEnumerable<CatalogueAction> actions, ResourceRequest request)
    {
        var service = actions.SelectMany(action => action.PassedRoles).Select(passed => passed.Principal).FirstOrDefault();
        foreach (var role in Texts(request.Properties).Where(text => text.StartsWith("arn:", StringComparison.Ordinal) && text.Contains(":role/", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal))
        {
            request.Calls.Ask(PassRole, role, new Keys().With("iam:PassedToService", service));
        }
    }

    private IEnumerable<string> Arns(CatalogueAction action, ResourceRequest request, string name)
    {
        var required = action.ResourceTypes.Where(type => type.IsRequired).ToList();
        var types = required.Count > 0 ? required : action.ResourceTypes.Take(1);
        return action.IsWithoutResourceTypes ? ["*"] : types.SelectMany(type => type.Type.ArnFormats.Take(1)).Select(format => Filled(format, request, name, IsAboutIt(action.Name))).Distinct(StringComparer.Ordinal);
    }

    private bool IsAboutIt(string action) => action.EndsWith(_noun, StringComparison.OrdinalIgnoreCase);

    private string ArnOf(string name, ResourceRequest request)
    {
        var own = published.Create.SelectMany(Actions).FirstOrDefault(action => IsAboutIt(action.Name) && !action.IsWithoutResourceTypes) ?? published.Delete.SelectMany(Actions).FirstOrDefault(action => IsAboutIt(action.Name) && !action.IsWithoutResourceTypes);
        return own is null ? name : Arns(own, request, name).First();
    }

    private static string Filled(string format, ResourceRequest request, string name, bool isAboutIt)
    {
        var last = format.LastIndexOf("${", StringComparison.Ordinal);
        var text = new System.Text.StringBuilder();
        for (var at = 0; at < format.Length;)
        {
            if (!format.AsSpan(at).StartsWith("${") || format.IndexOf('}', at) is not (> 0 and var end))
            {
                text.Append(format[at++]);
                continue;
            }

            text.Append(format[(at + 2)..end] switch
            {
                "Partition" => request.Place.Partition,
                "Region" => request.Place.Region,
                "Account" => request.Place.AccountId,
                var variable when request.Properties.Find(variable) is { Kind: JsonNodeKind.Text } named && !named.Text.AsSpan().ContainsAny(':', '/') => named.Text,
                _ when at == last && isAboutIt => name,
                _ => "*",
            });
            at = end + 1;
        }

        return text.ToString();
    }

    private static IEnumerable<string> Texts(JsonNode node) => node.Kind == JsonNodeKind.Text ? [node.Text] : node.Members.SelectMany(m => Texts(m.Value)).Concat(node.Items.SelectMany(Texts));
}
