using System.Collections.Immutable;
using Lanyard.Sandbox.CloudFormation.Handlers;
using Lanyard.Sandbox.CloudFormation.Templates;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.CloudFormation.Engine;

/// <summary>What is done where an operation fails.</summary>
/// <param name="Then">What becomes of what was made; of an update <see cref="OnStackFailure.Nothing"/> leaves all as it is by then.</param>
/// <param name="TakesRetained">Whether new resources go that the policy <c>Retain</c> would keep.</param>
internal sealed record FailureRule(OnStackFailure Then = OnStackFailure.Rollback, bool TakesRetained = false)
{
    /// <summary>Gets the deletion policies that keep a new resource: "DeletionPolicy attribute", AWS CloudFormation User Guide.</summary>
    public ImmutableArray<string> Keeping => TakesRetained ? [] : ["Retain"];
}

/// <summary>
/// Makes, changes and deletes stacks, resource after resource. At AWS that goes on after the call's answer; here it is done when the
/// answer comes, and the events tell the same.
/// </summary>
/// <param name="handlers">The handlers of the types.</param>
internal sealed partial class StackEngine(HandlerTable handlers)
{
    // What keeps a resource that leaves its stack.
    private static readonly ImmutableArray<string> Keeping = ["Retain", "RetainExceptOnCreate"];

    /// <summary>Makes the resources of a stack that has none.</summary>
    public Stack Create(Stack stack, StackPlan plan, HandlerCalls calls, string? token, FailureRule failure)
    {
        var run = new StackRun(stack with { Plan = plan, Imports = [] }, plan, calls, handlers, token);
        run.Status("CREATE_IN_PROGRESS", "User Initiated");
        var failed = run.Wanted.FirstOrDefault(declaration => !run.Create(declaration));
        var reason = failed is null ? Outputs(run) : $"The following resource(s) failed to create: [{failed.LogicalId}]. ";
        if (reason is null)
        {
            run.Status("CREATE_COMPLETE");
        }
        else if (failure.Then == OnStackFailure.Nothing)
        {
            run.Status("CREATE_FAILED", reason);
        }
        else
        {
            var isDelete = failure.Then == OnStackFailure.Delete;
            run.Status(isDelete ? "DELETE_IN_PROGRESS" : "ROLLBACK_IN_PROGRESS", $"{reason}{(isDelete ? "Delete" : "Rollback")} requested by user.");
            var left = TakeBack(run, failure, isDelete ? "DELETE" : "ROLLBACK");
            run.Change(s => isDelete && left.Count == 0 ? s with { Deleted = calls.Now } : s);
        }

        return run.Stack;
    }

    /// <summary>Brings a stack to another plan.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="calls">How handlers call.</param>
    /// <param name="token">The token of the request.</param>
    /// <param name="failure">What is done where it fails.</param>
    /// <param name="guard">The stack policy that counts; <see langword="null"/> for none.</param>
    public Stack Update(Stack stack, StackPlan plan, HandlerCalls calls, string? token, FailureRule failure, StackPolicy? guard = null)
    {
        var before = stack;
        var run = new StackRun(stack with { Plan = plan, Updated = calls.Now, Imports = [] }, plan, calls, handlers, token) { Guard = guard };
        run.Status("UPDATE_IN_PROGRESS", "User Initiated");
        var changes = new List<ResourceUpdate>();
        var failed = Apply(run, before, changes, tagsChanged: !before.Plan!.Tags.SequenceEqual(plan.Tags), []);
        var kept = failed is null ? run.KeptByPolicy() : null;
        var reason = kept is not null ? $"The following resource(s) failed to delete: [{kept}]. "
            : failed is null ? Outputs(run) : $"The following resource(s) failed to {(before.Find(failed.LogicalId) is null ? "create" : "update")}: [{failed.LogicalId}]. ";
        if (reason is not null && failure.Then == OnStackFailure.Nothing)
        {
            // What isn't the stack's any more would be nobody's.
            TakeAway(run, Replaced(changes), Keeping);
            run.Change(s => s with { Stable = before.Status is "CREATE_FAILED" or "UPDATE_FAILED" ? before.Stable : before.Plan, Imports = s.Imports.Union(before.Imports) });
            run.Status("UPDATE_FAILED", reason);
            return run.Stack;
        }

        if (reason is not null)
        {
            return RollBack(run, before, reason, changes, failure);
        }

        run.Status("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS");
        CleanUp(run, changes);
        run.Change(s => s with { Stable = null });
        run.Status("UPDATE_COMPLETE");
        return run.Stack;
    }

    /// <summary>Takes a stack's resources away, and with the last of them the stack.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="calls">How handlers call.</param>
    /// <param name="token">The token of the request.</param>
    /// <param name="retained">The resources that stay, of a stack whose deletion failed before.</param>
    public Stack Delete(Stack stack, HandlerCalls calls, string? token, IReadOnlyCollection<string> retained)
    {
        if (stack.Plan is not { } plan)
        {
            // Only change sets speak of it.
            return stack with { Status = "DELETE_COMPLETE", Deleted = calls.Now };
        }

        var run = new StackRun(stack, plan, calls, handlers, token);
        if (stack.Outputs.Select(o => (Name: o.ExportName, Users: o.ExportName is null ? null : ExportOperations.Users(calls.State, stack, o.ExportName))).FirstOrDefault(e => e.Users is not null) is { Users: not null } used)
        {
            // It stays in the state that it was in.
            run.Status(stack.Status, $"Delete canceled. Cannot delete export {used.Name} as it is in use by {used.Users}.");
            return run.Stack;
        }

        run.Status("DELETE_IN_PROGRESS", "User Initiated");
        // Where a rollback failed, those of before are still there beside what took their place.
        var replaced = stack.Unfinished?.Changes.Where(change => change is { Replaces: true, IsDone: true }).Select(change => change.Before) ?? [];
        var left = TakeAway(run, [.. run.Stack.Resources.Concat(replaced).Select(r => retained.Contains(r.LogicalId) ? r with { DeletionPolicy = "Retain" } : r)], Keeping);
        run.Status(left.Count == 0 ? "DELETE_COMPLETE" : "DELETE_FAILED", Undeleted(left));
        run.Change(s => left.Count == 0 ? s with { Deleted = calls.Now, Outputs = [], Imports = [] } : s);
        return run.Stack;
    }

    // Makes and changes what the template wants; gives the first that fails.
    private static ResourceDeclaration? Apply(StackRun run, Stack before, List<ResourceUpdate> changes, bool tagsChanged, IReadOnlyCollection<string> skipped) => run.Wanted.FirstOrDefault(declaration =>
    {
        if (skipped.Contains(declaration.LogicalId))
        {
            run.PutBack(run.Stack.Find(declaration.LogicalId)! with { Status = "UPDATE_COMPLETE", Reason = null });
            return false;
        }

        if (before.Find(declaration.LogicalId) is not { } present)
        {
            return !run.Create(declaration);
        }

        // One whose creation failed, in a stack that was left so, is made anew.
        if (present.Status == "CREATE_FAILED")
        {
            return !run.Delete(present, []) || !run.Create(declaration);
        }

        var change = run.Update(declaration, present, tagsChanged);
        changes.Add(change);
        return !change.IsDone;
    });

    private static ImmutableArray<StackResource> Replaced(List<ResourceUpdate> changes) =>
        [.. changes.Where(change => change.Replaces).Select(change => change.IsDone ? change.Before with { DeletionPolicy = change.ReplacePolicy } : change.Begun).OfType<StackResource>()];

    private static void CleanUp(StackRun run, List<ResourceUpdate> changes)
    {
        var wanted = run.Wanted.Select(declaration => declaration.LogicalId).ToHashSet(StringComparer.Ordinal);
        TakeAway(run, [.. Replaced(changes), .. run.Stack.Resources.Where(resource => !wanted.Contains(resource.LogicalId))], Keeping);
        run.Change(s => s with { Resources = [.. s.Resources.Where(r => wanted.Contains(r.LogicalId))] });
    }

    private static List<StackResource> TakeBack(StackRun run, FailureRule failure, string verb)
    {
        var left = TakeAway(run, run.Stack.Resources, failure.Keeping);
        run.Status(left.Count == 0 ? $"{verb}_COMPLETE" : $"{verb}_FAILED", Undeleted(left));
        run.Change(s => s with { Imports = [] });
        return left;
    }

    // What others refer to goes after them. One that stays doesn't keep those back that don't need it.
    private static List<StackResource> TakeAway(StackRun run, ImmutableArray<StackResource> resources, ImmutableArray<string> keeping)
    {
        var (waiting, left) = (resources.ToList(), new List<StackResource>());
        while (waiting.Count > 0)
        {
            var next = waiting.FindLastIndex(one => !waiting.Any(other => other != one && other.DependsOn.Contains(one.LogicalId)));
            var resource = waiting[next < 0 ? ^1 : next];
            waiting.Remove(resource);
            if (left.Any(other => other.DependsOn.Contains(resource.LogicalId)) || !run.Delete(resource, keeping))
            {
                left.Add(resource);
            }
        }

        return left;
    }

    private static string? Undeleted(List<StackResource> left) => left.Count == 0 ? null : $"The following resource(s) failed to delete: [{string.Join(", ", left.Select(r => r.LogicalId))}]. ";

    private static string? Outputs(StackRun run)
    {
        try
        {
            run.SetOutputs();
            return null;
        }
        catch (ServiceFault fault)
        {
            return fault.Message + " ";
        }
    }
}
