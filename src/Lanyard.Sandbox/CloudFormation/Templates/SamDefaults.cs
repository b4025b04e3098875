using Lanyard.Policy.Documents;

namespace Lanyard.Sandbox.CloudFormation.Templates;

/// <summary>
/// Adds to the resources that come of a SAM template what they have by themselves and what making them takes: trust policies, whom permissions are for, deployments of stages,
/// the documents of policy templates. See "Generated AWS CloudFormation resources", AWS SAM Developer Guide.
/// </summary>
/// <param name="root">The expanded template.</param>
internal sealed class SamDefaults(JsonNode root)
{
    private const string Version = "2012-10-17";

    // Who takes on the role that a resource of a type names.
    private static readonly Dictionary<string, string> Services = new(StringComparer.Ordinal)
    {
        ["AWS::Lambda::Function"] = "lambda.amazonaws.com",
        ["AWS::StepFunctions::StateMachine"] = "states.amazonaws.com",
        ["AWS::Scheduler::Schedule"] = "scheduler.amazonaws.com",
        ["AWS::Events::Rule"] = "events.amazonaws.com",
        ["AWS::CodeDeploy::DeploymentGroup"] = "codedeploy.amazonaws.com",
        ["AWS::AppSync::DataSource"] = "appsync.amazonaws.com",
        ["AWS::ApiGateway::RestApi"] = "apigateway.amazonaws.com",
    };

    private readonly JsonNode _resources = root.Find("Resources") ?? Object();

    /// <summary>Gives the template with them.</summary>
    public JsonNode Fill() => With(root, "Resources", JsonNode.OfMembers(_resources.Place, [.. _resources.Members.Select(m => m with { Value = Filled(m.Name.Value, m.Value) })]));

    private JsonNode Filled(string id, JsonNode resource)
    {
        var properties = resource.Find("Properties") ?? Object();
        var more = resource.Find("Type")?.Text switch
        {
            "AWS::IAM::Role" => Role(id, properties),
            "AWS::Lambda::Permission" => Permission(properties),
            "AWS::ApiGateway::Stage" when properties.Find("DeploymentId") is null && properties.Find("RestApiId")?.Find("Ref")?.Text is { } api && _resources.Find(api + "Deployment") is not null =>
                With(properties, "DeploymentId", Object(("Ref", Text(api + "Deployment")))),
            "AWS::DynamoDB::Table" when properties.Find("KeySchema") is null => Keyed(properties),
            _ => properties,
        };
        return ReferenceEquals(more, properties) ? resource : With(resource, "Properties", more);
    }

    private JsonNode Role(string id, JsonNode properties)
    {
        if (properties.Find("AssumeRolePolicyDocument") is null)
        {
            var services = _resources.Members.Where(m => Services.ContainsKey(m.Value.Find("Type")?.Text ?? "") && References.In(m.Value).Contains(id)).Select(m => Services[m.Value.Find("Type")!.Text]);
            properties = With(properties, "AssumeRolePolicyDocument", Object(
                ("Version", Text(Version)), ("Statement", List(Object(
                    ("Effect", Text("Allow")), ("Principal", Object(("Service", List([.. services.DefaultIfEmpty("lambda.amazonaws.com").Distinct(StringComparer.Ordinal).Select(Text)])))), ("Action", Text("sts:AssumeRole")))))));
        }

        // A managed policy may be named without the rest of its ARN.
        properties = properties.Find("ManagedPolicyArns") is { Kind: JsonNodeKind.Array } managed
            ? With(properties, "ManagedPolicyArns", List([.. managed.Items.Select(arn => arn.Kind == JsonNodeKind.Text && !arn.Text.StartsWith("arn:", StringComparison.Ordinal) ? Text("arn:aws:iam::aws:policy/" + arn.Text) : arn)]))
            : properties;
        return properties.Find("Policies") is { Kind: JsonNodeKind.Array } policies
            ? With(properties, "Policies", List([.. policies.Items.Select(policy => With(policy, "PolicyDocument", Document(id, policy.Find("PolicyDocument"))))]))
            : properties;
    }

    private static JsonNode Document(string id, JsonNode? document) => document switch
    {
        // What a connector or an event allows the expansion leaves open.
        null or { Members: [{ Name.Value: "Statement", Value.Items: [{ Members: [] }] }] } =>
            Object(("Version", Text(Version)), ("Statement", List(Object(("Effect", Text("Allow")), ("Action", Text("lambda:InvokeFunction")), ("Resource", Text("*")))))),
        _ when document.Find("Statement") is not null => document.Find("Version") is null ? With(document, "Version", Text(Version)) : document,
        { Members: [var template] } => SamPolicies.Find(template.Name.Value, template.Value)
            ?? throw new ServiceFault("NotImplemented", 501, $"lanyard sandbox doesn't know the SAM policy template {template.Name.Value} of {id} yet; write its statements out"),
        _ => throw Faults.Validation($"Transform AWS::Serverless-2016-10-31 failed with: Invalid Serverless Application Specification document. Number of errors found: 1. Resource with id [{id}] is invalid. A policy is neither a name, nor a document, nor a policy template."),
    };

    // Each event's permission is for the service of its source; which, the expansion leaves open.
    private static JsonNode Permission(JsonNode properties) => properties.Find("Principal") is null ? With(properties, "Principal", Text("*")) : properties;

    private static JsonNode Keyed(JsonNode properties)
    {
        var name = Text("id");
        return With(With(With(properties, "KeySchema", List(Object(("AttributeName", name), ("KeyType", Text("HASH"))))),
            "AttributeDefinitions", List(Object(("AttributeName", name), ("AttributeType", Text("S"))))), "BillingMode", properties.Find("BillingMode") ?? Text("PAY_PER_REQUEST"));
    }

    private static JsonNode With(JsonNode node, string name, JsonNode value) =>
        JsonNode.OfMembers(node.Place, [.. node.Members.Where(m => m.Name.Value != name), new JsonMember(new PolicyText(name, value.Place), value)]);

    private static JsonNode Text(string text) => JsonNode.OfText(JsonNodeKind.Text, text, Place.None);

    private static JsonNode List(params JsonNode[] items) => JsonNode.OfItems(Place.None, [.. items]);

    private static JsonNode Object(params (string Name, JsonNode Value)[] members) =>
        JsonNode.OfMembers(Place.None, [.. members.Select(m => new JsonMember(new PolicyText(m.Name, Place.None), m.Value))]);
}
