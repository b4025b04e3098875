using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Templates.Sam;

/// <summary>
/// Expands <c>AWS::Serverless::Connector</c>, and the connectors that stand in a resource: what lets one resource use another, which is a policy of the role of one of them, or
/// of the other itself. See "AWS SAM connector reference", AWS SAM Developer Guide.
/// </summary>
/// <param name="template">The template's resources as they are written.</param>
internal sealed class SamConnectors(JsonNode? template)
{
    private static readonly string Unknown = Placeholder.Mark.ToString();

    /// <summary>Expands a connector of its own.</summary>
    public void Expand(SamResources made, string id, JsonNode properties) => Expand(made, id, properties.Find("Source"), properties.Find("Destination"));

    /// <summary>Expands the connectors that a resource has.</summary>
    public void ExpandInner(SamResources made, JsonMember resource)
    {
        foreach (var connector in resource.Value.Find("Connectors")?.Members ?? [])
        {
            Expand(made, resource.Name.Value + connector.Name.Value, Nodes.Object(("Id", Nodes.Text(resource.Name.Value))), connector.Value.Find("Properties")?.Find("Destination"));
        }
    }

    private void Expand(SamResources made, string id, JsonNode? source, JsonNode? destination)
    {
        if (destination is { Kind: JsonNodeKind.Array })
        {
            for (var i = 0; i < destination.Items.Length; i++)
            {
                Expand(made, id + Unknown, source, destination.Items[i]);
            }

            return;
        }

        switch (TypeOf(source), TypeOf(destination))
        {
            case ("AWS::SNS::Topic" or "AWS::Events::Rule", "AWS::SQS::Queue"):
                made.Add(id + "QueuePolicy", "AWS::SQS::QueuePolicy", Nodes.Object(("Queues", Nodes.List(Named(destination, "QueueUrl")))));
                break;
            case ("AWS::Events::Rule", "AWS::SNS::Topic"):
                made.Add(id + "TopicPolicy", "AWS::SNS::TopicPolicy", Nodes.Object(("Topics", Nodes.List(Named(destination, "Arn")))));
                break;
            case ("AWS::SNS::Topic" or "AWS::Events::Rule" or "AWS::S3::Bucket" or "AWS::ApiGateway::RestApi" or "AWS::ApiGatewayV2::Api" or "AWS::AppSync::GraphQLApi", "AWS::Lambda::Function"):
                made.AddPermission(id + "WriteLambdaPermission", Named(destination, "Arn"));
                break;
            case ("AWS::SQS::Queue" or "AWS::DynamoDB::Table", "AWS::Lambda::Function"):
                AddPolicy(made, id, destination);
                break;
            default:
                AddPolicy(made, id, source);
                break;
        }
    }

    private void AddPolicy(SamResources made, string id, JsonNode? user) => made.Add(id + "Policy", "AWS::IAM::ManagedPolicy", Nodes.Object(("Roles", Nodes.List(RoleOf(user)))));

    private JsonNode? Resource(JsonNode? end) => end?.Find("Id") is { Kind: JsonNodeKind.Text } id ? template?.Find(id.Text) : null;

    private string TypeOf(JsonNode? end) => (Resource(end)?.Find("Type") ?? end?.Find("Type"))?.Text switch
    {
        "AWS::Serverless::Function" => "AWS::Lambda::Function",
        "AWS::Serverless::Api" => "AWS::ApiGateway::RestApi",
        "AWS::Serverless::HttpApi" => "AWS::ApiGatewayV2::Api",
        "AWS::Serverless::SimpleTable" => "AWS::DynamoDB::Table",
        "AWS::Serverless::StateMachine" => "AWS::StepFunctions::StateMachine",
        "AWS::Serverless::GraphQLApi" => "AWS::AppSync::GraphQLApi",
        var type => type ?? "",
    };

    private static JsonNode Named(JsonNode? end, string property) => end?.Find("Id") is { } id ? Nodes.Ref(id.Text) : end?.Find(property) ?? Nodes.Text(Unknown);

    // The role that the resource runs with: SAM's own, the one that a property names, or the one that the connector does.
    private JsonNode RoleOf(JsonNode? end)
    {
        if (Resource(end) is not { } resource)
        {
            return end?.Find("RoleName") ?? Nodes.Text(Unknown);
        }

        var properties = resource.Find("Properties");
        var role = properties?.Find("Role") ?? properties?.Find("RoleArn") ?? properties?.Find("ServiceRoleArn")
            ?? properties?.Find("Targets")?.Items.Select(target => target.Find("RoleArn")).FirstOrDefault(arn => arn is not null);
        return role switch
        {
            null when resource.Find("Type") is { Text: "AWS::Serverless::Function" or "AWS::Serverless::StateMachine" } => Nodes.Ref(end!.Find("Id")!.Text + "Role"),
            { Members: [{ Name.Value: "Fn::GetAtt" } attribute] } => Nodes.Ref(attribute.Value.Items is [var name, ..] ? name.Text : attribute.Value.Text.Split('.')[0]),
            { Kind: JsonNodeKind.Text } => Nodes.Text(role.Text[(role.Text.LastIndexOf('/') + 1)..]),
            _ => Nodes.Text(Unknown),
        };
    }
}
