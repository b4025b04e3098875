using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Templates.Sam;

/// <summary>Expands what calls a function.</summary>
internal static class SamEvents
{
    private const string Managed = "service-role/";

    /// <summary>Gives the managed policy that a function's role gets so that its source can be read: samtranslator/model/eventsources/pull.py.</summary>
    /// <returns>The policy's name; <see langword="null"/> where the source takes none.</returns>
    public static string? PolicyOf(JsonNode source) => source.Find("Type")?.Text switch
    {
        "SQS" => Managed + "AWSLambdaSQSQueueExecutionRole",
        "Kinesis" => Managed + "AWSLambdaKinesisExecutionRole",
        "DynamoDB" => Managed + "AWSLambdaDynamoDBExecutionRole",
        "MSK" => Managed + "AWSLambdaMSKExecutionRole",
        _ => null,
    };

    /// <summary>Tells whether SAM writes a policy of its own into the function's role: for the secrets that a broker asks for, and for the place that failures are sent to.</summary>
    public static bool HasOwnPolicy(JsonNode source) => source.Find("Properties") is { } properties && (source.Find("Type")?.Text is "MQ" or "SelfManagedKafka" or "DocumentDB"
        || (source.Find("Type")?.Text is "MSK" && properties.Find("SourceAccessConfigurations") is not null)
        || (source.Find("Type")?.Text is "Kinesis" or "DynamoDB" or "MSK" && properties.Find("DestinationConfig")?.Find("OnFailure") is not null));

    public static void Expand(SamResources made, string function, string name, JsonNode source)
    {
        var properties = source.Find("Properties") ?? Nodes.Object();
        switch (source.Find("Type")?.Text)
        {
            case "Api":
                Need(made, properties.Find("RestApiId"), SamResources.ImplicitRestApi);
                made.AddPermission(name + "Permission", function);
                break;
            case "HttpApi":
                Need(made, properties.Find("ApiId"), SamResources.ImplicitHttpApi);
                made.AddPermission(name + "Permission", function);
                break;
            case "Schedule" or "EventBridgeRule" or "CloudWatchEvent":
                made.Add(name, "AWS::Events::Rule", Nodes.Object(
                    ("Name", properties.Find("Name") ?? properties.Find("RuleName")), ("EventBusName", properties.Find("EventBusName")), ("Targets", Nodes.List(Nodes.Object(("Arn", Nodes.Attribute(function, "Arn")))))));
                SamQueues.DeadLetters(made, name, properties.Find("DeadLetterConfig"));
                made.AddPermission(name + "Permission", function);
                break;
            case "ScheduleV2":
                var role = properties.Find("RoleArn");
                if (role is null)
                {
                    made.Add(name + "Role", "AWS::IAM::Role", Nodes.Object(("PermissionsBoundary", properties.Find("PermissionsBoundary")), ("Policies", Nodes.List(Nodes.Object(("PolicyName", Nodes.Text(name + "LambdaPolicy")))))));
                    role = Nodes.Attribute(name + "Role", "Arn");
                }

                made.Add(name, "AWS::Scheduler::Schedule", Nodes.Object(("Name", properties.Find("Name")), ("GroupName", properties.Find("GroupName")), ("Target", Nodes.Object(("Arn", Nodes.Attribute(function, "Arn")), ("RoleArn", role)))));
                SamQueues.DeadLetters(made, name, properties.Find("DeadLetterConfig"));
                break;
            case "SQS" or "Kinesis" or "DynamoDB" or "MSK" or "MQ" or "SelfManagedKafka" or "DocumentDB":
                made.Add(name, "AWS::Lambda::EventSourceMapping", properties.Without("Queue", "Stream", "Broker", "Cluster").With(
                    ("FunctionName", Nodes.Ref(function)), ("EventSourceArn", properties.Find("Queue") ?? properties.Find("Stream") ?? properties.Find("Broker") ?? properties.Find("Cluster"))));
                break;
            case "SNS" when properties.Find("SqsSubscription") is { Text: not "false" }:
                SamQueues.Subscription(made, function, name, properties);
                break;
            case "SNS":
                made.Add(name, "AWS::SNS::Subscription", Nodes.Object(("TopicArn", properties.Find("Topic")), ("Protocol", Nodes.Text("lambda")), ("Endpoint", Nodes.Attribute(function, "Arn"))));
                made.AddPermission(name + "Permission", function);
                break;
            case "CloudWatchLogs":
                made.Add(name, "AWS::Logs::SubscriptionFilter", Nodes.Object(("LogGroupName", properties.Find("LogGroupName")), ("DestinationArn", Nodes.Attribute(function, "Arn"))));
                made.AddPermission(name + "Permission", function);
                break;
            case "IoTRule":
                made.Add(name, "AWS::IoT::TopicRule", Nodes.Object());
                made.AddPermission(name + "Permission", function);
                break;
            case "S3":
                made.Notify(properties.Find("Bucket"));
                made.AddPermission(name + "Permission", function);
                break;
            default:
                // Cognito, AlexaSkill: the permission is a resource of its own, what calls is in the template already.
                made.AddPermission(name + "Permission", function);
                break;
        }
    }

    private static void Need(SamResources made, JsonNode? api, string logicalId)
    {
        if (api is null)
        {
            made.NeedApi(logicalId);
        }
    }
}
