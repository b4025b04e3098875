using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Templates.Sam;

/// <summary>Expands <c>AWS::Serverless::StateMachine</c>.</summary>
internal static class SamStateMachine
{
    public static void Expand(SamResources made, string id, JsonNode properties)
    {
        List<string> managed = properties.Find("Tracing")?.Find("Enabled") is { Text: "true" } ? ["AWSXRayDaemonWriteAccess"] : [];
        var tagged = properties.With(("Tags", Nodes.CreatedBySam(properties.Find("Tags"), "stateMachine:createdBy")));
        var role = SamRole.Add(made, id, tagged, managed);
        made.Add(id, "AWS::StepFunctions::StateMachine", Nodes.Object(
            ("StateMachineName", properties.Find("Name")), ("StateMachineType", properties.Find("Type")), ("DefinitionS3Location", Definition(made, properties.Find("DefinitionUri"))),
            ("DefinitionSubstitutions", properties.Find("DefinitionSubstitutions")), ("LoggingConfiguration", properties.Find("Logging")), ("TracingConfiguration", properties.Find("Tracing")),
            ("RoleArn", role), ("Tags", Nodes.TagList(tagged.Find("Tags")))));
        if (properties.Find("AutoPublishAlias") is { } alias)
        {
            made.Add(id + "Version", "AWS::StepFunctions::StateMachineVersion", Nodes.Object(("StateMachineArn", Nodes.Ref(id))));
            made.Add(id + "Alias" + (alias.Kind == JsonNodeKind.Text ? alias.Text : ""), "AWS::StepFunctions::StateMachineAlias", Nodes.Object(("Name", alias), ("DeploymentPreference", properties.Find("DeploymentPreference"))));
        }

        foreach (var source in properties.Find("Events")?.Members ?? [])
        {
            AddEvent(made, id, id + source.Name.Value, source.Value, properties.Find("PermissionsBoundary"));
        }
    }

    // A path of this machine is uploaded when it is packaged.
    private static JsonNode? Definition(SamResources made, JsonNode? uri) => uri is { Kind: JsonNodeKind.Text }
        ? Nodes.Object(("Bucket", Nodes.Text(made.Bucket)), ("Key", Nodes.Text(Placeholder.Mark.ToString()))) : uri;

    private static void AddEvent(SamResources made, string id, string name, JsonNode source, JsonNode? boundary)
    {
        var properties = source.Find("Properties") ?? Nodes.Object();
        var given = properties.Find("RoleArn");
        if (given is null)
        {
            made.Add(name + "Role", "AWS::IAM::Role", Nodes.Object(
                ("PermissionsBoundary", properties.Find("PermissionsBoundary") ?? boundary), ("Policies", Nodes.List(Nodes.Object(("PolicyName", Nodes.Text(name + "StartExecutionPolicy")))))));
        }

        var role = given ?? Nodes.Attribute(name + "Role", "Arn");
        switch (source.Find("Type")?.Text)
        {
            case "Schedule" or "EventBridgeRule" or "CloudWatchEvent":
                made.Add(name, "AWS::Events::Rule", Nodes.Object(
                    ("Name", properties.Find("Name") ?? properties.Find("RuleName")), ("EventBusName", properties.Find("EventBusName")),
                    ("Targets", Nodes.List(Nodes.Object(("Arn", Nodes.Ref(id)), ("RoleArn", role), ("DeadLetterConfig", Letters(SamQueues.DeadLetters(made, name, properties.Find("DeadLetterConfig")))))))));
                break;
            case "ScheduleV2":
                made.Add(name, "AWS::Scheduler::Schedule", Nodes.Object(
                    ("Name", properties.Find("Name")), ("GroupName", properties.Find("GroupName")),
                    ("Target", Nodes.Object(("Arn", Nodes.Ref(id)), ("RoleArn", role), ("DeadLetterConfig", Letters(SamQueues.DeadLetters(made, name, properties.Find("DeadLetterConfig"))))))));
                break;
            case "Api":
                made.CallWith(properties.Find("RestApiId"), role);
                if (properties.Find("RestApiId") is null)
                {
                    made.NeedApi(SamResources.ImplicitRestApi);
                }

                break;
        }
    }

    private static JsonNode? Letters(JsonNode? arn) => arn is null ? null : Nodes.Object(("Arn", arn));
}
