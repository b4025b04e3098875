using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.CloudFormation.Engine;

/// <summary>The ways back.</summary>
internal sealed partial class StackEngine
{
    /// <summary>Takes back what a creation made that failed and was left so.</summary>
    public Stack Undo(Stack stack, HandlerCalls calls, string? token, FailureRule failure)
    {
        var run = new StackRun(stack, stack.Plan!, calls, handlers, token);
        run.Status("ROLLBACK_IN_PROGRESS", "User Initiated");
        TakeBack(run, failure, "ROLLBACK");
        return run.Stack;
    }

    /// <summary>Brings a stack whose update failed and was left so back to what it was when it was last stable.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="calls">How handlers call.</param>
    /// <param name="token">The token of the request.</param>
    /// <param name="roleArn">The role that is the stack's from then on.</param>
    /// <param name="skipped">The resources that are taken to be back.</param>
    public Stack Revert(Stack stack, HandlerCalls calls, string? token, string? roleArn, IReadOnlyCollection<string> skipped)
    {
        var good = stack.Stable! with { RoleArn = roleArn };
        var run = new StackRun(stack with { Plan = good with { IsRestoring = true }, Updated = calls.Now, Imports = [] }, good with { IsRestoring = true }, calls, handlers, token);
        run.Status("UPDATE_ROLLBACK_IN_PROGRESS", "User Initiated");
        var changes = new List<ResourceUpdate>();
        var failed = Apply(run, stack, changes, tagsChanged: !stack.Plan!.Tags.SequenceEqual(good.Tags), skipped);
        var reason = failed is null ? Outputs(run) : $"The following resource(s) failed to update: [{failed.LogicalId}]. ";
        if (reason is null)
        {
            run.Status("UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS");
            CleanUp(run, changes);
            run.Change(s => s with { Plan = good, Stable = null });
            run.Status("UPDATE_ROLLBACK_COMPLETE");
        }
        else
        {
            TakeAway(run, Replaced(changes), Keeping);
            run.Change(s => s with { Plan = stack.Plan, Imports = s.Imports.Union(stack.Imports) });
            run.Status("UPDATE_ROLLBACK_FAILED", reason);
        }

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
            run.Change(s => s with
            {
                Unfinished = new UnfinishedRollback(before, [.. changes.Select(change => change with { Begun = null })], failure, stuck.Before.LogicalId),
                Imports = s.Imports.Union(before.Imports),
            });
        }

        run.Status(stuck is null ? "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS" : "UPDATE_ROLLBACK_FAILED", stuck is null ? null : $"The following resource(s) failed to update: [{stuck.Before.LogicalId}]. ");
        if (stuck is null)
        {
            var replacing = changes.Where(change => change.Replaces).Select(change => change.IsDone ? run.Stack.Find(change.Before.LogicalId) : change.Begun).OfType<StackResource>();
            var made = run.Stack.Resources.Where(r => before.Find(r.LogicalId) is null).Select(r => failure.Keeping.Contains(r.DeletionPolicy) ? r : r with { DeletionPolicy = "Delete" });
            TakeAway(run, [.. made, .. replacing.Select(r => r with { DeletionPolicy = "Delete" })], Keeping);
            changes.Where(change => change.Replaces || !change.IsChanged).ToList().ForEach(change => run.PutBack(change.Before));
            run.Change(s => s with { Plan = before.Plan, Outputs = before.Outputs, Imports = before.Imports, Stable = null, Resources = [.. s.Resources.Where(r => before.Find(r.LogicalId) is not null)] });
            run.Status("UPDATE_ROLLBACK_COMPLETE");
        }

        return run.Stack;
    }
}
