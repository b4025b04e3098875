using System.Collections.Immutable;
using Lanyard.Policy.Documents;
using Lanyard.Sandbox.CloudFormation.Engine;
using Lanyard.Sandbox.CloudFormation.Templates;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.CloudFormation;

/// <summary>Works out what a plan changes of a stack, without changing it.</summary>
internal static class PlanChanges
{
    // "ResourceChange", AWS CloudFormation API Reference: what a change may be of beside the properties and the tags.
    private static readonly ImmutableArray<string> Attributes = ["Metadata", "CreationPolicy", "UpdatePolicy", "DeletionPolicy", "UpdateReplacePolicy"];

    /// <summary>Tells whether a plan changes nothing of a stack: no resource, tag or output.</summary>
    /// <param name="stack">The stack as it is.</param>
    /// <param name="plan">What it shall be.</param>
    /// <param name="calls">How values that other services keep are read.</param>
    public static bool AreNone(Stack stack, StackPlan plan, HandlerCalls calls) =>
        stack.Plan is { } before && plan.Tags.SequenceEqual(before.Tags) && Between(stack, plan, calls).Count == 0 && HasSameOutputs(stack, plan, calls);

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
            if (stack.Find(declaration.LogicalId) is { } present && Change(run, declaration, present, calls) is { } change)
            {
                changes.Add(change);
            }
        }

        changes.AddRange(stack.Resources.Where(r => wanted.All(w => w.LogicalId != r.LogicalId)).Select(r => new ResourceChange("Remove", r.LogicalId, r.Type, r.PhysicalId)));
        return changes;
    }

    private static ResourceChange? Change(StackRun run, ResourceDeclaration declaration, StackResource present, HandlerCalls calls)
    {
        var (before, handler) = (present.Properties, calls.State.Handlers.Find(declaration.Type));
        var others = Attributes.Where(name => !Differences.Same(declaration.Node.Find(name), run.Stack.Plan?.Template.Find(declaration.LogicalId)?.Node.Find(name))).ToImmutableArray();
        JsonNode? now;
        try
        {
            now = declaration.Properties is { } properties ? run.Values.Resolve(properties) : JsonNode.OfMembers(declaration.Node.Place, []);
        }
        catch (ServiceFault)
        {
            // It refers to what is made only then.
            return new ResourceChange("Modify", declaration.LogicalId, declaration.Type, present.PhysicalId) { Replacement = "Conditional", Scope = ["Properties", .. others] };
        }

        // One that a failure left half-way is brought to its end in any case.
        if (present.Status is not ("CREATE_FAILED" or "UPDATE_FAILED") && declaration.Type == present.Type && Differences.Same(now, before) && handler?.IsAlwaysUpdated != true)
        {
            return others.IsEmpty ? null : new ResourceChange("Modify", declaration.LogicalId, declaration.Type, present.PhysicalId) { Replacement = "False", Scope = others };
        }

        var replaces = declaration.Type != present.Type || handler?.Replaces(run.RequestOf(declaration), present) == true;
        return new ResourceChange("Modify", declaration.LogicalId, declaration.Type, present.PhysicalId) { Replacement = replaces ? "True" : "False", Scope = ["Properties", .. others] };
    }

    private static bool HasSameOutputs(Stack stack, StackPlan plan, HandlerCalls calls)
    {
        try
        {
            return new StackRun(stack, plan, calls, calls.State.Handlers, null).ComputeOutputs().SequenceEqual(stack.Outputs);
        }
        catch (ServiceFault)
        {
            // The update will tell.
            return false;
        }
    }
}
