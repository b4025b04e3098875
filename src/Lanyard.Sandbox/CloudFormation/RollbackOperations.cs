using Lanyard.Sandbox.CloudFormation.Engine;
using Lanyard.Sandbox.Routing;

namespace Lanyard.Sandbox.CloudFormation;

/// <summary>The operations that take stacks back to what they were.</summary>
internal static class RollbackOperations
{
    public static IReadOnlyDictionary<string, Action<StackCall>> All { get; } = new Dictionary<string, Action<StackCall>>(StringComparer.Ordinal)
    {
        ["ContinueUpdateRollback"] = Continue,
        ["RollbackStack"] = RollBack,
        ["CancelUpdateStack"] = Cancel,
    };

    // "ContinueUpdateRollback", AWS CloudFormation API Reference: the role stays with the stack, nested stacks go on with their parent,
    // and what may be skipped is what failed because of the rollback.
    private static void Continue(StackCall call)
    {
        var asked = call.Parameters.Optional("RoleARN", 20, 2048);
        var stack = call.Stack(keys: new Keys().With("cloudformation:RoleArn", asked));
        call.AuthorizePassing(asked);
        var token = call.Token(stack.Name);
        if (token.Answer is not null)
        {
            return;
        }

        var skipped = call.Parameters.Texts("ResourcesToSkip", 1, 255);
        call.Parameters.RequireAllRead();
        if (stack.ParentId is { } parent)
        {
            throw Faults.Validation($"Stack [{stack.Name}] is nested: continue the rollback of the stack that contains it, {parent}.");
        }

        if (stack is not { Status: "UPDATE_ROLLBACK_FAILED" } || (stack.Unfinished ?? (object?)stack.Stable) is null)
        {
            throw Faults.Validation($"Stack:{stack.Id} is in {stack.Status} state and can not continue the rollback of an update.");
        }

        if (skipped.FirstOrDefault(name => stack.Unfinished is { } rest ? name != rest.Stuck : stack.Find(name)?.Status != "UPDATE_FAILED") is { } other)
        {
            throw Faults.Validation($"Resource [{other}] can't be skipped: it isn't one whose rollback failed.");
        }

        var role = asked ?? stack.Plan!.RoleArn;
        var (engine, calls) = (new StackEngine(call.State.Handlers), call.CallsFor(role, stack.Id));
        call.State.Stacks.Put(stack.Unfinished is null ? engine.Revert(stack, calls, token.Text, role, skipped) : engine.Continue(stack, calls, token.Text, role, skipped));
        token.Keep(stack.Id);
    }

    // "RollbackStack", AWS CloudFormation API Reference: from CREATE_FAILED or UPDATE_FAILED to the last stable state, or to none.
    private static void RollBack(StackCall call)
    {
        var asked = call.Parameters.Optional("RoleARN", 20, 2048);
        var stack = call.Stack(keys: new Keys().With("cloudformation:RoleArn", asked));
        call.AuthorizePassing(asked);
        var token = call.Token(stack.Name);
        if (token.Answer is { } answer)
        {
            call.Result.Text("StackId", answer);
            return;
        }

        var takesRetained = call.Parameters.Flag("RetainExceptOnCreate") == true;
        call.Parameters.RequireAllRead();
        if (stack.ParentId is { } parent)
        {
            throw Faults.Validation($"Stack [{stack.Name}] is nested: roll back the stack that contains it, {parent}.");
        }

        if (stack.Plan is null || stack.Status is not ("CREATE_FAILED" or "UPDATE_FAILED"))
        {
            throw Faults.Validation($"Stack:{stack.Id} is in {stack.Status} state and can not be rolled back.");
        }

        var role = asked ?? stack.Plan.RoleArn;
        var (engine, calls) = (new StackEngine(call.State.Handlers), call.CallsFor(role, stack.Id));
        call.State.Stacks.Put(stack.Stable is null
            ? engine.Undo(stack with { Plan = stack.Plan with { RoleArn = role } }, calls, token.Text, new FailureRule(TakesRetained: takesRetained))
            : engine.Revert(stack, calls, token.Text, role, []));
        token.Keep(stack.Id);
        call.Result.Text("StackId", stack.Id);
    }

    // A stack is done when its call is answered, so there is never an update to cancel.
    private static void Cancel(StackCall call)
    {
        var stack = call.Stack();
        _ = call.Token(stack.Name);
        call.Parameters.RequireAllRead();
        throw Faults.Validation("CancelUpdateStack cannot be called from current stack status");
    }
}
