using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Templates.Sam;

/// <summary>
/// Does what CloudFormation does with a template of the transform <c>AWS::Serverless-2016-10-31</c>, as far as it tells which resources come of it: their types, names and
/// the properties that permissions depend on. See "Generated AWS CloudFormation resources", AWS SAM Developer Guide.
/// </summary>
public static class SamTransform
{
    private const string Name = "AWS::Serverless-2016-10-31";
    private const string Prefix = "AWS::Serverless::";

    /// <summary>Tells whether a template asks for it.</summary>
    /// <param name="root">The template.</param>
    public static bool IsIn(JsonNode root)
    {
        ArgumentNullException.ThrowIfNull(root);
        return root.Find("Transform") is { } transform && (transform.Text == Name || transform.Items.Any(item => item.Text == Name));
    }

    /// <summary>Expands a template.</summary>
    /// <param name="root">The template.</param>
    /// <param name="bucket">The bucket that paths of this machine are uploaded to, with <see cref="Placeholder.Mark"/> for what isn't known of its name; <see langword="null"/> where nothing is.</param>
    /// <returns>The template with CloudFormation's own resources in the place of SAM's.</returns>
    public static JsonNode Expand(JsonNode root, string? bucket = null)
    {
        ArgumentNullException.ThrowIfNull(root);
        var made = new SamResources(root.Find("Globals"), bucket ?? Placeholder.Mark.ToString());
        var connectors = new SamConnectors(root.Find("Resources"));
        foreach (var resource in root.Find("Resources")?.Members ?? [])
        {
            made.Begin(resource);
            var type = resource.Value.Find("Type")?.Text ?? "";
            var properties = (resource.Value.Find("Properties") ?? Nodes.Object()).Over(made.GlobalsOf(type));
            switch (type.StartsWith(Prefix, StringComparison.Ordinal) ? type[Prefix.Length..] : "")
            {
                case "Function":
                    SamFunction.Expand(made, resource.Name.Value, properties);
                    break;
                case "Api":
                    SamApis.Rest(made, resource.Name.Value, properties);
                    break;
                case "HttpApi":
                    SamApis.Http(made, resource.Name.Value, properties);
                    break;
                case "SimpleTable":
                    made.Add(resource.Name.Value, "AWS::DynamoDB::Table", properties.Without("PrimaryKey").With(("Tags", Nodes.TagList(properties.Find("Tags")))));
                    break;
                case "LayerVersion":
                    made.Add(resource.Name.Value, "AWS::Lambda::LayerVersion", properties.Without("ContentUri", "RetentionPolicy").With(("LayerName", properties.Find("LayerName") ?? Nodes.Text(resource.Name.Value)), ("Content", SamFunction.Place(made, properties.Find("ContentUri")))));
                    break;
                case "StateMachine":
                    SamStateMachine.Expand(made, resource.Name.Value, properties);
                    break;
                case "Application":
                    made.Add(resource.Name.Value, "AWS::CloudFormation::Stack", Nodes.Object(("TemplateURL", properties.Find("Location")), ("Tags", Nodes.TagList(properties.Find("Tags")))));
                    break;
                case "Connector":
                    connectors.Expand(made, resource.Name.Value, properties);
                    break;
                case "GraphQLApi":
                    SamGraphQLApi.Expand(made, resource.Name.Value, properties);
                    break;
                default:
                    made.Keep(resource);
                    break;
            }

            connectors.ExpandInner(made, resource);
        }

        made.AddImplicitApis();
        return root.With(("Resources", made.ToNode()));
    }
}
