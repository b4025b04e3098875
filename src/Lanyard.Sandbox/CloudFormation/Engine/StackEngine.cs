using System.Collections.Immutable;
using Lanyard.Sandbox.CloudFormation.Handlers;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.CloudFormation.Engine;

/// <summary>What becomes of a stack whose creation fails.</summary>
internal enum OnStackFailure
{
    /// <summary>What was made is taken away again.</summary>
    Rollback,

    /// <summary>What was made stays.</summary>
    Nothing,

    /// <summary>The stack goes, too.</summary>
    Delete,
}

/// <summary>
/// Makes, changes and deletes stacks, resource after resource. At AWS that goes on after the call's answer; here it is done when the
/// answer comes, and the events tell the same.
/// </summary>
/// <param name="handlers">The handlers of the types.</param>
internal sealed class StackEngine(HandlerTable handlers)
{
    /// <summary>Makes the resources of a stack that has none.</summary>
    public Stack Create(Stack stack, StackPlan plan, HandlerCalls calls, string? token, OnStackFailure onFailure)
    {
        var run = new StackRun(stack with { Plan = plan }, plan, calls, handlers, token);
        run.Status("CREATE_IN_PROGRESS", "User Initiated");
        var failed = run.Wanted.FirstOrDefault(declaration => !run.Create(declaration));
        var reason = failed is null ? Outputs(run) : $"The following resource(s) failed to create: [{failed.LogicalId}]. ";
        if (reason is null)
        {
            run.Status("CREATE_COMPLETE");
        }
        else if (onFailure == OnStackFailure.Nothing)
        {
            run.Status("CREATE_FAILED", reason);
        }
        else
        {
            var isDelete = onFailure == OnStackFailure.Delete;
            run.Status(isDelete ? "DELETE_IN_PROGRESS" : "ROLLBACK_IN_PROGRESS", $"{reason}{(isDelete ? "Delete" : "Rollback")} requested by user.");
            var left = TakeAway(run, run.Stack.Resources, isForced: true);
            run.Status(left.Count == 0 ? isDelete ? "DELETE_COMPLETE" : "ROLLBACK_COMPLETE" : isDelete ? "DELETE_FAILED" : "ROLLBACK_FAILED", Undeleted(left));
            run.Change(s => isDelete && left.Count == 0 ? s with { Deleted = calls.Now } : s);
        }

        return run.Stack;
    }

    /// <summary>Brings a stack to another plan.</summary>
    public Stack Update(Stack stack, StackPlan plan, HandlerCalls calls, string? token)
    {
        var before = stack;
        var run = new StackRun(stack with { Plan = plan, Updated = calls.Now }, plan, calls, handlers, token);
        run.Status("UPDATE_IN_PROGRESS", "User Initiated");
        var (made, changed, replaced) = (new List<StackResource>(), new List<StackResource>(), new List<StackResource>());
        var tagsChanged = !before.Plan!.Tags.SequenceEqual(plan.Tags);
        var failed = run.Wanted.FirstOrDefault(declaration =>
        {
            if (before.Find(declaration.LogicalId) is not { } present)
            {
                var isMade = run.Create(declaration);
                made.AddRange(isMade ? [run.Stack.Find(declaration.LogicalId)!] : []);
                return !isMade;
            }

            var (isDone, old, isChanged) = run.Update(declaration, present, tagsChanged);
            (old is null ? changed : replaced).AddRange(isChanged ? [old ?? present] : []);
            return !isDone;
        });
        var reason = failed is null ? Outputs(run) : $"The following resource(s) failed to {(before.Find(failed.LogicalId) is null ? "create" : "update")}: [{failed.LogicalId}]. ";
        if (reason is not null)
        {
            return RollBack(run, before, reason, made, changed, replaced);
        }

        run.Status("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS");
        var wanted = run.Wanted.Select(declaration => declaration.LogicalId).ToHashSet(StringComparer.Ordinal);
        TakeAway(run, [.. replaced, .. run.Stack.Resources.Where(resource => !wanted.Contains(resource.LogicalId))], isForced: false);
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
        var left = TakeAway(run, [.. run.Stack.Resources.Select(r => retained.Contains(r.LogicalId) ? r with { DeletionPolicy = "Retain" } : r)], isForced: false);
        run.Status(left.Count == 0 ? "DELETE_COMPLETE" : "DELETE_FAILED", Undeleted(left));
        run.Change(s => left.Count == 0 ? s with { Deleted = calls.Now, Outputs = [] } : s);
        return run.Stack;
    }

    private static Stack RollBack(StackRun run, Stack before, string reason, List<StackResource> made, List<StackResource> changed, List<StackResource> replaced)
    {
        run.Status("UPDATE_ROLLBACK_IN_PROGRESS", reason);
        var isBack = changed.AsEnumerable().Reverse().All(old => run.Restore(old, run.Stack.Find(old.LogicalId)!));
        run.Status(isBack ? "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS" : "UPDATE_ROLLBACK_FAILED");
        if (isBack)
        {
            TakeAway(run, [.. made, .. replaced.Select(old => run.Stack.Find(old.LogicalId)!)], isForced: true);
            replaced.ForEach(run.PutBack);
            run.Change(s => s with { Plan = before.Plan, Outputs = before.Outputs, Resources = [.. s.Resources.Where(r => before.Find(r.LogicalId) is not null)] });
            run.Status("UPDATE_ROLLBACK_COMPLETE");
        }

        return run.Stack;
    }

    // What others refer to goes after them. One that stays doesn't keep those back that don't need it.
    private static List<StackResource> TakeAway(StackRun run, ImmutableArray<StackResource> resources, bool isForced)
    {
        var (waiting, left) = (resources.ToList(), new List<StackResource>());
        while (waiting.Count > 0)
        {
            var next = waiting.FindLastIndex(one => !waiting.Any(other => other != one && other.DependsOn.Contains(one.LogicalId)));
            var resource = waiting[next < 0 ? ^1 : next];
            waiting.Remove(resource);
            if (left.Any(other => other.DependsOn.Contains(resource.LogicalId)) || !run.Delete(resource, isForced))
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
