using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Templates.Sam;

/// <summary>Expands the queues that SAM makes for what couldn't be delivered, or for what comes from a topic by way of a queue.</summary>
internal static class SamQueues
{
    /// <summary>Gives the ARN of a dead-letter queue: a given one, or one that is made.</summary>
    /// <param name="made">The resources.</param>
    /// <param name="name">The logical id of the event source.</param>
    /// <param name="config">Its <c>DeadLetterConfig</c>.</param>
    public static JsonNode? DeadLetters(SamResources made, string name, JsonNode? config)
    {
        if (config is null || config.Find("Arn") is not null || config.Find("Type") is null)
        {
            return config?.Find("Arn");
        }

        var queue = config.Find("QueueLogicalId") is { Kind: JsonNodeKind.Text } given ? given.Text : name + "Queue";
        made.Add(queue, "AWS::SQS::Queue", Nodes.Object());
        made.Add(name + "QueuePolicy", "AWS::SQS::QueuePolicy", Nodes.Object(("Queues", Nodes.List(Nodes.Ref(queue)))));
        return Nodes.Attribute(queue, "Arn");
    }

    /// <summary>Adds the queue that takes what a topic says to a function.</summary>
    public static void Subscription(SamResources made, string function, string name, JsonNode properties)
    {
        var given = properties.Find("SqsSubscription") is { Kind: JsonNodeKind.Object } own ? own : Nodes.Object();
        var arn = given.Find("QueueArn");
        if (arn is null)
        {
            made.Add(name + "Queue", "AWS::SQS::Queue", Nodes.Object());
            arn = Nodes.Attribute(name + "Queue", "Arn");
        }

        made.Add(name + "QueuePolicy", "AWS::SQS::QueuePolicy", Nodes.Object(("Queues", Nodes.List(given.Find("QueueUrl") ?? Nodes.Ref(name + "Queue")))));
        made.Add(name, "AWS::SNS::Subscription", Nodes.Object(("TopicArn", properties.Find("Topic")), ("Protocol", Nodes.Text("sqs")), ("Endpoint", arn)));
        made.Add(name + "EventSourceMapping", "AWS::Lambda::EventSourceMapping", Nodes.Object(("FunctionName", Nodes.Ref(function)), ("EventSourceArn", arn)));
    }

    /// <summary>Gives what is done with the outcome of asynchronous calls, queues and topics that it needs made.</summary>
    public static JsonNode? Destinations(SamResources made, string id, JsonNode? config)
    {
        foreach (var outcome in config?.Members ?? [])
        {
            if (outcome.Value.Find("Destination") is null && outcome.Value.Find("Type")?.Text is "SQS" or "SNS")
            {
                var isQueue = outcome.Value.Find("Type")!.Text == "SQS";
                var name = $"{id}EventInvokeConfig{outcome.Name.Value}{(isQueue ? "Queue" : "Topic")}";
                made.Add(name, isQueue ? "AWS::SQS::Queue" : "AWS::SNS::Topic", Nodes.Object());
                config = config!.With((outcome.Name.Value, Nodes.Object(("Destination", isQueue ? Nodes.Attribute(name, "Arn") : Nodes.Ref(name)))));
            }
        }

        return config;
    }
}
