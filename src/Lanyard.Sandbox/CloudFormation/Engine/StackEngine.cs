using System.Collections.Immutable;
using Lanyard.Sandbox.CloudFormation.Handlers;
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
internal sealed class StackEngine(HandlerTable handlers)
{
    // What keeps a resource that leaves its stack.
    private static readonly ImmutableArray<string> Keeping = ["Retain", "RetainExceptOnCreate"];

    /// <summary>Makes the resources of a stack that has none.</summary>
    public Stack Create(Stack stack, StackPlan plan, HandlerCalls calls, string? token, FailureRule failure)
    {
        var run = new StackRun(stack with { Plan = plan }, plan, calls, handlers, token);
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
            var left = TakeAway(run, run.Stack.Resources, failure.Keeping);
            run.Status(left.Count == 0 ? isDelete ? "DELETE_COMPLETE" : "ROLLBACK_COMPLETE" : isDelete ? "DELETE_FAILED" : "ROLLBACK_FAILED", Undeleted(left));
            run.Change(s => isDelete && left.Count == 0 ? s with { Deleted = calls.Now } : s);
        }

        return run.Stack;
    }

    /// <summary>Brings a stack to another plan.</summary>
    public Stack Update(Stack stack, StackPlan plan, HandlerCalls calls, string? token, FailureRule failure)
    {
        var before = stack;
        var run = new StackRun(stack with { Plan = plan, Updated = calls.Now }, plan, calls, handlers, token);
        run.Status("UPDATE_IN_PROGRESS", "User Initiated");
        var changes = new List<ResourceUpdate>();
        var tagsChanged = !before.Plan!.Tags.SequenceEqual(plan.Tags);
        var failed = run.Wanted.FirstOrDefault(declaration =>
        {
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
        var reason = failed is null ? Outputs(run) : $"The following resource(s) failed to {(before.Find(failed.LogicalId) is null ? "create" : "update")}: [{failed.LogicalId}]. ";
        var replaced = changes.Where(change => change.Replaces).Select(change => change.IsDone ? change.Before with { DeletionPolicy = change.ReplacePolicy } : change.Begun).OfType<StackResource>();
        if (reason is not null && failure.Then == OnStackFailure.Nothing)
        {
            // What isn't the stack's any more would be nobody's.
            TakeAway(run, [.. replaced], Keeping);
            run.Status("UPDATE_FAILED", reason);
            return run.Stack;
        }

        if (reason is not null)
        {
            return RollBack(run, before, reason, changes, failure);
        }

        run.Status("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS");
        var wanted = run.Wanted.Select(declaration => declaration.LogicalId).ToHashSet(StringComparer.Ordinal);
        TakeAway(run, [.. replaced, .. run.Stack.Resources.Where(resource => !wanted.Contains(resource.LogicalId))], Keeping);
        run.Change(s => s with { Resources = [.. s.Resources.Where(r => wanted.Contains(r.LogicalId))] });
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
        run.Status("DELETE_IN_PROGRESS", "User Initiated");
        // Where a rollback failed, those of before are still there beside what took their place.
        var replaced = stack.Unfinished?.Changes.Where(change => change is { Replaces: true, IsDone: true }).Select(change => change.Before) ?? [];
        var left = TakeAway(run, [.. run.Stack.Resources.Concat(replaced).Select(r => retained.Contains(r.LogicalId) ? r with { DeletionPolicy = "Retain" } : r)], Keeping);
        run.Status(left.Count == 0 ? "DELETE_COMPLETE" : "DELETE_FAILED", Undeleted(left));
        run.Change(s => left.Count == 0 ? s with { Deleted = calls.Now, Outputs = [] } : s);
        return run.Stack;
    }

    /// <summary>Goes on with a rollback that failed.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="calls">How handlers call.</param>
    /// <param name="token">The token of the request.</param>
    /// <param name="roleArn">The role that is the stack's from then on.</param>
    /// <param name="skipped">The resources that are taken to be back.</param>
    public Stack Continue(Stack stack, HandlerCalls calls, string? token, string? roleArn, IReadOnlyCollection<string> skipped)
    {
        var rest = stack.Unfinished!;
        var run = new StackRun(stack with { Unfinished = null }, stack.Plan!, calls, handlers, token);
        foreach (var name in skipped)
        {
            run.PutBack(run.Stack.Find(name)! with { Status = "UPDATE_COMPLETE", Reason = null });
        }

        var before = rest.Before with { Plan = rest.Before.Plan! with { RoleArn = roleArn } };
        return RollBack(run, before, "User Initiated", [.. rest.Changes.Where(change => !skipped.Contains(change.Before.LogicalId))], rest.Failure);
    }

    private static Stack RollBack(StackRun run, Stack before, string reason, List<ResourceUpdate> changes, FailureRule failure)
    {
        run.Status("UPDATE_ROLLBACK_IN_PROGRESS", reason);
        var stuck = changes.AsEnumerable().Reverse().Where(change => change is { IsChanged: true, Replaces: false } && !run.IsBack(change.Before))
            .FirstOrDefault(change => !run.Restore(change.Before, run.Stack.Find(change.Before.LogicalId)! with { Properties = change.Aimed! }, before.Plan!));
        if (stuck is not null)
        {
            // What was begun in another's place isn't the stack's, and would be nobody's.
            TakeAway(run, [.. changes.Select(change => change.Begun).OfType<StackResource>()], []);
            run.Change(s => s with { Unfinished = new UnfinishedRollback(before, [.. changes.Select(change => change with { Begun = null })], failure, stuck.Before.LogicalId) });
        }

        run.Status(stuck is null ? "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS" : "UPDATE_ROLLBACK_FAILED", stuck is null ? null : $"The following resource(s) failed to update: [{stuck.Before.LogicalId}]. ");
        if (stuck is null)
        {
            var replacing = changes.Where(change => change.Replaces).Select(change => change.IsDone ? run.Stack.Find(change.Before.LogicalId) : change.Begun).OfType<StackResource>();
            var made = run.Stack.Resources.Where(r => before.Find(r.LogicalId) is null).Select(r => failure.Keeping.Contains(r.DeletionPolicy) ? r : r with { DeletionPolicy = "Delete" });
            TakeAway(run, [.. made, .. replacing.Select(r => r with { DeletionPolicy = "Delete" })], Keeping);
            changes.Where(change => change.Replaces || !change.IsChanged).ToList().ForEach(change => run.PutBack(change.Before));
            run.Change(s => s with { Plan = before.Plan, Outputs = before.Outputs, Resources = [.. s.Resources.Where(r => before.Find(r.LogicalId) is not null)] });
            run.Status("UPDATE_ROLLBACK_COMPLETE");
        }

        return run.Stack;
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
