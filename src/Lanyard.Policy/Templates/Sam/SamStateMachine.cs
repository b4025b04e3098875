using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Templates.Sam;

/// <summary>Expands <c>AWS::Serverless::StateMachine</c>.</summary>
internal static class SamStateMachine
{
    public static void Expand(SamResources made, string id, JsonNode properties)
    {
        var role = SamRole.Add(made, id, properties);
        made.Add(id, "AWS::StepFunctions::StateMachine", Nodes.Object(
            ("StateMachineName", properties.Find("Name")), ("StateMachineType", properties.Find("Type")), ("DefinitionS3Location", properties.Find("DefinitionUri")),
            ("DefinitionSubstitutions", properties.Find("DefinitionSubstitutions")), ("LoggingConfiguration", properties.Find("Logging")), ("TracingConfiguration", properties.Find("Tracing")),
            ("RoleArn", role), ("Tags", Nodes.TagList(properties.Find("Tags")))));
        foreach (var source in properties.Find("Events")?.Members ?? [])
        {
            var name = id + source.Name.Value;
            made.Add(name + "Role", "AWS::IAM::Role", Nodes.Object(("Policies", Nodes.List(Nodes.Object(("PolicyName", Nodes.Text(name + "StartExecutionPolicy")))))));
            switch (source.Value.Find("Type")?.Text)
            {
                case "Schedule" or "EventBridgeRule" or "CloudWatchEvent":
                    made.Add(name, "AWS::Events::Rule", Nodes.Object(("Targets", Nodes.List(Nodes.Object(("Arn", Nodes.Ref(id)), ("RoleArn", Nodes.Attribute(name + "Role", "Arn")))))));
                    break;
                case "ScheduleV2":
                    made.Add(name, "AWS::Scheduler::Schedule", Nodes.Object(("Target", Nodes.Object(("Arn", Nodes.Ref(id)), ("RoleArn", Nodes.Attribute(name + "Role", "Arn"))))));
                    break;
                case "Api" when source.Value.Find("Properties")?.Find("RestApiId") is null:
                    made.NeedApi(SamResources.ImplicitRestApi);
                    break;
            }
        }
    }
}
