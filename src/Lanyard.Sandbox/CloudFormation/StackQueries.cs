using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.CloudFormation;

/// <summary>The operations that tell of stacks, their events and resources.</summary>
internal static class StackQueries
{
    public static IReadOnlyDictionary<string, Action<StackCall>> All { get; } = new Dictionary<string, Action<StackCall>>(StringComparer.Ordinal)
    {
        ["DescribeStacks"] = Describe,
        ["ListStacks"] = List,
        ["DescribeStackEvents"] = Events,
        ["DescribeStackResource"] = Resource,
        ["DescribeStackResources"] = Resources,
        ["ListStackResources"] = ListResources,
    };

    private static void Describe(StackCall call)
    {
        IEnumerable<Stack> stacks;
        if (call.Parameters.Has("StackName"))
        {
            stacks = [call.Stack()];
        }
        else
        {
            call.Authorize("*");
            stacks = Present(call);
        }

        call.Result.List("Stacks", call.Cut(stacks), stack => StackXml.Write(call.Result, stack));
    }

    private static void List(StackCall call)
    {
        call.Authorize("*");
        var wanted = call.Parameters.Texts("StackStatusFilter", 1, 64);
        var r = call.Result;
        r.List("StackSummaries", call.Cut(call.State.Stacks.In(call.Caller.AccountId, call.Region).Where(s => wanted.IsEmpty || wanted.Contains(s.Status))), s => r
            .Text("StackId", s.Id).Text("StackName", s.Name).Text("TemplateDescription", s.Plan?.Template.Description).Date("CreationTime", s.Created).Date("LastUpdatedTime", s.Updated)
            .Date("DeletionTime", s.Deleted).Text("StackStatus", s.Status).Text("StackStatusReason", s.Reason).Text("ParentId", s.ParentId).Text("RootId", s.RootId)
            .Group("DriftInformation", () => r.Text("StackDriftStatus", "NOT_CHECKED")));
    }

    private static void Events(StackCall call)
    {
        var stack = call.StackOrNull("StackName", null, out var name) ?? throw Faults.Validation($"Stack [{name}] does not exist");
        call.Result.List("StackEvents", call.Cut(stack.Events.Reverse()), e => StackXml.Write(call.Result, stack, e));
    }

    private static void Resource(StackCall call)
    {
        var stack = call.StackOrNull("StackName", null, out var name) ?? throw Faults.Validation($"Stack '{name}' does not exist");
        var logicalId = call.Parameters.Required("LogicalResourceId", 1, 255);
        var resource = stack.Find(logicalId) ?? throw Faults.Validation($"Resource {logicalId} does not exist for stack {stack.Name}");
        var r = call.Result;
        r.Group("StackResourceDetail", () => r
            .Text("StackName", stack.Name).Text("StackId", stack.Id).Text("LogicalResourceId", resource.LogicalId).Text("PhysicalResourceId", resource.PhysicalId)
            .Text("ResourceType", resource.Type).Date("LastUpdatedTimestamp", resource.Updated).Text("ResourceStatus", resource.Status).Text("ResourceStatusReason", resource.Reason)
            .Text("Metadata", stack.Plan?.Template.Find(logicalId)?.Node.Find("Metadata") is { } metadata ? Templates.NodeText.Json(metadata) : null)
            .Group("DriftInformation", () => r.Text("StackResourceDriftStatus", "NOT_CHECKED")));
    }

    private static void Resources(StackCall call)
    {
        Stack stack;
        if (call.Parameters.Optional("PhysicalResourceId", 1, 2048) is { } id)
        {
            call.Authorize("*");
            stack = Present(call).FirstOrDefault(s => s.Resources.Any(r => r.PhysicalId == id)) ?? throw Faults.Validation($"Stack for {id} does not exist");
        }
        else
        {
            stack = call.Stack();
        }

        var logicalId = call.Parameters.Optional("LogicalResourceId", 1, 255);
        var r = call.Result;
        r.List("StackResources", stack.Resources.Where(one => logicalId is null || one.LogicalId == logicalId), one => r
            .Text("StackName", stack.Name).Text("StackId", stack.Id).Text("LogicalResourceId", one.LogicalId).Text("PhysicalResourceId", one.PhysicalId)
            .Text("ResourceType", one.Type).Date("Timestamp", one.Updated).Text("ResourceStatus", one.Status).Text("ResourceStatusReason", one.Reason)
            .Group("DriftInformation", () => r.Text("StackResourceDriftStatus", "NOT_CHECKED")));
    }

    private static void ListResources(StackCall call)
    {
        var stack = call.Stack();
        var r = call.Result;
        r.List("StackResourceSummaries", call.Cut(stack.Resources), one => r
            .Text("LogicalResourceId", one.LogicalId).Text("PhysicalResourceId", one.PhysicalId).Text("ResourceType", one.Type).Date("LastUpdatedTimestamp", one.Updated)
            .Text("ResourceStatus", one.Status).Text("ResourceStatusReason", one.Reason).Group("DriftInformation", () => r.Text("StackResourceDriftStatus", "NOT_CHECKED")));
    }

    private static IEnumerable<Stack> Present(StackCall call) => call.State.Stacks.In(call.Caller.AccountId, call.Region).Where(s => s.Deleted is null);
}
