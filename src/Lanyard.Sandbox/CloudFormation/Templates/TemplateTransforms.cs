using System.Collections.Immutable;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Templates;
using Lanyard.Policy.Templates.Sam;

namespace Lanyard.Sandbox.CloudFormation.Templates;

/// <summary>Runs a template's transforms. See "Transform reference", AWS CloudFormation User Guide.</summary>
/// <param name="place">The stack.</param>
/// <param name="parameters">The values of the template's parameters.</param>
/// <param name="authorize">Asks whether a transform, by its ARN, may be used.</param>
/// <param name="read">Gives what an object of Amazon S3 holds, by its <c>s3://</c> address.</param>
internal sealed class TemplateTransforms(StackPlace place, ImmutableDictionary<string, string> parameters, Action<string> authorize, Func<string, string> read)
{
    private const string Serverless = "AWS::Serverless-2016-10-31";
    private const string Extensions = "AWS::LanguageExtensions";
    private const string Include = "AWS::Include";

    /// <summary>Gives the names of the transforms and macros in a template, each as often as it comes.</summary>
    public static IEnumerable<string> NamesIn(JsonNode root) => Names(root.Find("Transform")).Concat(root.Members.Where(m => m.Name.Value != "Transform").SelectMany(m => Inner(m.Value)));

    /// <summary>Runs them.</summary>
    /// <exception cref="ServiceFault">One may not be used, isn't known, or fails.</exception>
    public StackTemplate Run(StackTemplate declared)
    {
        foreach (var name in declared.Transforms)
        {
            authorize(name switch
            {
                Serverless or Extensions or Include => $"arn:{place.Partition}:cloudformation:{place.Region}:aws:transform/{name["AWS::".Length..]}",
                _ when name.StartsWith("AWS::", StringComparison.Ordinal) => throw new ServiceFault("NotImplemented", 501, $"lanyard sandbox doesn't run the transform {name} yet"),
                _ => throw Faults.Validation($"No transform named {name} found."),
            });
        }

        var values = new Expressions(new StackScope(declared, place, parameters) { IdOf = _ => null, AttributeOf = (_, _) => null, ExportOf = _ => null, Read = _ => "" });
        var root = declared.Root;
        if (declared.Transforms.Contains(Include))
        {
            root = new TemplateIncludes(location => TemplateText.ReadPart(read(location))).Expand(WithLocations(root, values));
        }

        // Those at the top are run in their order; SAM's resources may come of a loop, whichever stands first.
        if (declared.Transforms.Contains(Extensions))
        {
            var loops = new LanguageExtensions(name => parameters.GetValueOrDefault(name));
            root = Decided(loops.Expand(root), values);
            if (loops.Notes.Length > 0)
            {
                throw Faults.Validation("Transform AWS::LanguageExtensions failed with: Fn::ForEach makes more than the 500 resources, or a larger template than the 1 MB, that a stack may have.");
            }

            Require(root, "AWS::LanguageExtensions failed with: Fn::ForEach takes lists that are known before the stack is made.");
        }

        if (declared.Transforms.Contains(Serverless))
        {
            root = new SamDefaults(SamTransform.Expand(root)).Fill();
            Require(root, $"{Serverless} failed with: Invalid Serverless Application Specification document. Number of errors found: 1. A 'CodeUri' or 'ContentUri' is not a valid S3 Uri of the form 's3://bucket/key' with optional versionId query parameter. (Run `sam package` or `aws cloudformation package` first.)");
        }

        return declared.Processed(JsonNode.OfMembers(root.Place, [.. root.Members.Where(m => m.Name.Value is not ("Transform" or "Globals"))]));
    }

    private static IEnumerable<string> Names(JsonNode? transform) => transform switch
    {
        { Kind: JsonNodeKind.Text } one => [one.Text],
        { Kind: JsonNodeKind.Array } list => list.Items.SelectMany(Names),
        { Kind: JsonNodeKind.Object } named => Names(named.Find("Name")),
        _ => [],
    };

    private static IEnumerable<string> Inner(JsonNode node) => node.Members.SelectMany(m => m.Name.Value == "Fn::Transform" ? Names(m.Value) : Inner(m.Value)).Concat(node.Items.SelectMany(Inner));

    // An address may be put together of parameters.
    private static JsonNode WithLocations(JsonNode node, Expressions values) => node.Kind switch
    {
        JsonNodeKind.Object => JsonNode.OfMembers(node.Place, [.. node.Members.Select(m => m with
        {
            Value = m.Name.Value == "Location" && node.Members is [_] && m.Value.Kind == JsonNodeKind.Object ? JsonNode.OfText(JsonNodeKind.Text, values.TextOf(m.Value), m.Value.Place) : WithLocations(m.Value, values),
        })]),
        JsonNodeKind.Array => JsonNode.OfItems(node.Place, [.. node.Items.Select(item => WithLocations(item, values))]),
        _ => node,
    };

    // The policies of deletion may be computed, with the transform.
    private static JsonNode Decided(JsonNode root, Expressions values)
    {
        return With(root, "Resources", resources => JsonNode.OfMembers(
        resources.Place, [.. resources.Members.Select(m => m with { Value = With(With(m.Value, "DeletionPolicy", Computed), "UpdateReplacePolicy", Computed) })]));

        JsonNode Computed(JsonNode policy) => policy.Kind == JsonNodeKind.Object ? JsonNode.OfText(JsonNodeKind.Text, values.TextOf(policy), policy.Place) : policy;
    }

    private static JsonNode With(JsonNode node, string name, Func<JsonNode, JsonNode> change) => node.Kind != JsonNodeKind.Object ? node
        : JsonNode.OfMembers(node.Place, [.. node.Members.Select(m => m.Name.Value == name ? m with { Value = change(m.Value) } : m)]);

    private static void Require(JsonNode root, string otherwise)
    {
        if (HasUnknown(root))
        {
            throw Faults.Validation($"Transform {otherwise}");
        }
    }

    private static bool HasUnknown(JsonNode node) => Placeholder.IsIn(node.Text) || node.Members.Any(m => Placeholder.IsIn(m.Name.Value) || HasUnknown(m.Value)) || node.Items.Any(HasUnknown);
}
