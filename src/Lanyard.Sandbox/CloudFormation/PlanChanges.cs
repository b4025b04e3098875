using Lanyard.Policy.Documents;
using Lanyard.Sandbox.CloudFormation.Engine;
using Lanyard.Sandbox.CloudFormation.Templates;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.CloudFormation;

/// <summary>Works out what a plan changes of a stack, without changing it.</summary>
internal static class PlanChanges
{
    /// <summary>Works it out.</summary>
    /// <param name="stack">The stack as it is.</param>
    /// <param name="plan">What it shall be.</param>
    /// <param name="calls">How values that other services keep are read.</param>
    public static IReadOnlyList<ResourceChange> Between(Stack stack, StackPlan plan, HandlerCalls calls)
    {
        var run = new StackRun(stack, plan, calls, calls.State.Handlers, null);
        var wanted = run.Wanted;
        var changes = wanted.Where(w => stack.Find(w.LogicalId) is null).Select(w => new ResourceChange("Add", w.LogicalId, w.Type, null)).ToList();
        foreach (var declaration in wanted)
        {
            if (stack.Find(declaration.LogicalId) is { } present && Change(run, declaration, present, plan, calls) is { } change)
            {
                changes.Add(change);
            }
        }

        changes.AddRange(stack.Resources.Where(r => wanted.All(w => w.LogicalId != r.LogicalId)).Select(r => new ResourceChange("Remove", r.LogicalId, r.Type, r.PhysicalId)));
        return changes;
    }

    private static ResourceChange? Change(StackRun run, ResourceDeclaration declaration, StackResource present, StackPlan plan, HandlerCalls calls)
    {
        var before = present.Properties;
        JsonNode? now;
        try
        {
            now = declaration.Properties is { } properties ? run.Values.Resolve(properties) : JsonNode.OfMembers(declaration.Node.Place, []);
        }
        catch (ServiceFault)
        {
            // It refers to what is made only then.
            return new ResourceChange("Modify", declaration.LogicalId, declaration.Type, present.PhysicalId) { Replacement = "Conditional" };
        }

        // One that a failure left half-way is brought to its end in any case.
        if (present.Status is not ("CREATE_FAILED" or "UPDATE_FAILED") && declaration.Type == present.Type && Differences.Same(now, before))
        {
            return null;
        }

        var request = new ResourceRequest(declaration.LogicalId, declaration.Type, now!, run.Place, plan, calls);
        var replaces = declaration.Type != present.Type || calls.State.Handlers.Find(declaration.Type)?.Replaces(request, present) == true;
        return new ResourceChange("Modify", declaration.LogicalId, declaration.Type, present.PhysicalId) { Replacement = replaces ? "True" : "False" };
    }
}
