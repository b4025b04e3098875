using Lanyard.Sandbox.CloudFormation.Engine;
using Lanyard.Sandbox.CloudFormation.Handlers;
using Lanyard.Sandbox.CloudFormation.Templates;
using Lanyard.Sandbox.Iam;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.CloudFormation;

/// <summary>The operations that make, change and delete stacks.</summary>
internal static class StackOperations
{
    private const string Token = "ClientRequestToken";

    public static IReadOnlyDictionary<string, Action<StackCall>> All { get; } = new Dictionary<string, Action<StackCall>>(StringComparer.Ordinal)
    {
        ["CreateStack"] = Create,
        ["UpdateStack"] = Update,
        ["DeleteStack"] = Delete,
        ["ContinueUpdateRollback"] = Continue,
        ["UpdateTerminationProtection"] = Protect,
        ["SetStackPolicy"] = SetPolicy,
        ["GetStackPolicy"] = GetPolicy,
    };

    /// <summary>Gives a stack that has an ARN and nothing else.</summary>
    public static Stack New(StackCall call, string name, string status) =>
        new(call.ArnOf(name, PhysicalNames.Fill("uuid", call.State.Ids)), name, call.Caller.AccountId, call.Region, call.Now) { Status = status };

    /// <summary>Gives what expressions say of a stack.</summary>
    public static StackPlace PlaceOf(StackCall call, Stack stack) => new(call.State.Seed.Partition, stack.AccountId, stack.Region, stack.Name, stack.Id);

    /// <summary>Gives the condition keys of a call that makes or changes a stack.</summary>
    public static Keys KeysOf(StackCall call, string? roleArn)
    {
        var keys = new Keys().With("cloudformation:RoleArn", roleArn).With("cloudformation:TemplateUrl", call.Parameters.Optional("TemplateURL", 1, 5120));
        return call.Parameters.HasAny("Tags.") ? keys.WithTags(call.Parameters.Tags) : keys;
    }

    /// <summary>Reads the configuration of a deployment, and tells whether it leaves what fails as it is.</summary>
    /// <remarks>
    /// In both modes a stack is done when its call is answered. In express mode rollback is off unless it is asked for, as AWS announced it; the deployment of CDK's toolkit
    /// (toolkit-lib 1.32.0, deploy-stack.js) relies on that.
    /// </remarks>
    public static bool KeepsFailed(StackCall call)
    {
        var isExpress = call.Parameters.Word("DeploymentConfig.Mode", "STANDARD", "EXPRESS") == "EXPRESS";
        return call.Parameters.Flag("DeploymentConfig.DisableRollback") ?? isExpress;
    }

    private static void Create(StackCall call)
    {
        var (name, role) = (call.NewName(), call.Parameters.Optional("RoleARN", 20, 2048));
        call.Authorize(call.ArnOf(name), KeysOf(call, role));
        call.AuthorizePassing(role);
        if (call.State.Stacks.Find(call.Caller.AccountId, call.Region, name) is not null)
        {
            throw Faults.StackExists(name);
        }

        var stack = New(call, name, "CREATE_IN_PROGRESS");
        var calls = call.CallsFor(role, stack.Id);
        var plan = PlanReader.Read(call, PlaceOf(call, stack), null, role, calls);
        var (onFailure, token) = (OnFailure(call), call.Parameters.Optional(Token, 1, 128));
        stack = stack with
        {
            IsProtected = call.Parameters.Flag("EnableTerminationProtection") == true,
            DisableRollback = onFailure == OnStackFailure.Nothing,
            StackPolicy = call.Parameters.Optional("StackPolicyBody", 1, 16_384),
        };
        var takesRetained = call.Parameters.Flag("RetainExceptOnCreate") == true;
        _ = call.Parameters.Number("TimeoutInMinutes", 1, int.MaxValue);
        call.Parameters.RequireAllRead();
        call.State.Stacks.Put(new StackEngine(call.State.Handlers).Create(stack, plan, calls, token, new FailureRule(onFailure, takesRetained)));
        call.Result.Text("StackId", stack.Id);
    }

    private static void Update(StackCall call)
    {
        var asked = call.Parameters.Optional("RoleARN", 20, 2048);
        var stack = call.Stack(keys: KeysOf(call, asked));
        call.AuthorizePassing(asked);
        var failure = FailureOf(call, KeepsFailed(call) ? OnStackFailure.Nothing : null);
        RequireChangeable(stack, failure.Then);

        // The role of before stays with the stack, whoever changes it: "Associated service role", AWS CloudFormation User Guide.
        var role = asked ?? stack.Plan!.RoleArn;
        var calls = call.CallsFor(role, stack.Id);
        var plan = PlanReader.Read(call, PlaceOf(call, stack), stack.Plan, role, calls);
        var token = call.Parameters.Optional(Token, 1, 128);
        stack = call.Parameters.Optional("StackPolicyBody", 1, 16_384) is { } policy ? stack with { StackPolicy = policy } : stack;
        call.Parameters.RequireAllRead();
        if (PlanChanges.Between(stack, plan, calls).Count == 0 && plan.Tags.SequenceEqual(stack.Plan!.Tags) && plan.Template.Text == stack.Plan.Template.Text)
        {
            throw Faults.Validation("No updates are to be performed.");
        }

        call.State.Stacks.Put(new StackEngine(call.State.Handlers).Update(stack, plan, calls, token, failure));

        // Change sets were made for the stack as it was.
        call.State.Stacks.ChangeSetsOf(stack.Id).ToList().ForEach(c => call.State.Stacks.Put(c with { ExecutionStatus = "OBSOLETE" }));
        call.Result.Text("StackId", stack.Id);
    }

    private static void Delete(StackCall call)
    {
        var role = call.Parameters.Optional("RoleARN", 20, 2048);
        var stack = call.StackOrNull("StackName", new Keys().With("cloudformation:RoleArn", role), out _);
        call.AuthorizePassing(role);
        var (retained, token) = (call.Parameters.Texts("RetainResources", 1, 255), call.Parameters.Optional(Token, 1, 128));
        _ = call.Parameters.Word("DeletionMode", "STANDARD");
        _ = KeepsFailed(call);
        call.Parameters.RequireAllRead();
        if (stack is null or { Deleted: not null })
        {
            // A stack that isn't there is as good as deleted.
            return;
        }

        if (stack.IsProtected || (stack.RootId is { } root && call.State.Stacks.Find(stack.AccountId, stack.Region, root)?.IsProtected == true))
        {
            throw Faults.Validation($"Stack [{stack.Name}] cannot be deleted while TerminationProtection is enabled");
        }

        if (stack.Outputs.Select(o => o.ExportName).OfType<string>().FirstOrDefault(name => ExportOperations.Importers(call, name).Any()) is { } export)
        {
            throw Faults.Validation($"Export {export} cannot be deleted as it is in use by {ExportOperations.Importers(call, export).First().Name}");
        }

        if (!retained.IsEmpty && stack.Status != "DELETE_FAILED")
        {
            throw Faults.Validation($"Resources can be retained of a stack in DELETE_FAILED state alone, and stack [{stack.Name}] is in {stack.Status} state.");
        }

        if (retained.Any(name => stack.Find(name) is null))
        {
            throw Faults.Validation("The specified resources to retain must be in a valid state. Do not specify resources that are in the DELETE_COMPLETE state.");
        }

        var calls = call.CallsFor(role ?? stack.Plan?.RoleArn, stack.Id);
        call.State.Stacks.Put(new StackEngine(call.State.Handlers).Delete(stack, calls, token, retained));
        call.State.Stacks.Remove(c => c.StackId == stack.Id);
    }

    // "ContinueUpdateRollback", AWS CloudFormation API Reference: the role stays with the stack, nested stacks go on with their parent,
    // and what may be skipped is what failed because of the rollback.
    private static void Continue(StackCall call)
    {
        var asked = call.Parameters.Optional("RoleARN", 20, 2048);
        var stack = call.Stack(keys: new Keys().With("cloudformation:RoleArn", asked));
        call.AuthorizePassing(asked);
        var (skipped, token) = (call.Parameters.Texts("ResourcesToSkip", 1, 255), call.Parameters.Optional(Token, 1, 128));
        call.Parameters.RequireAllRead();
        if (stack.ParentId is { } parent)
        {
            throw Faults.Validation($"Stack [{stack.Name}] is nested: continue the rollback of the stack that contains it, {parent}.");
        }

        if (stack is not { Status: "UPDATE_ROLLBACK_FAILED", Unfinished: not null })
        {
            throw Faults.Validation($"Stack:{stack.Id} is in {stack.Status} state and can not continue the rollback of an update.");
        }

        if (skipped.FirstOrDefault(name => name != stack.Unfinished.Stuck) is { } other)
        {
            throw Faults.Validation($"Resource [{other}] can't be skipped: it isn't one whose rollback failed.");
        }

        var role = asked ?? stack.Plan!.RoleArn;
        call.State.Stacks.Put(new StackEngine(call.State.Handlers).Continue(stack, call.CallsFor(role, stack.Id), token, role, skipped));
    }

    private static void Protect(StackCall call)
    {
        var stack = call.Stack();
        var isProtected = call.Parameters.Flag("EnableTerminationProtection") ?? throw IamParameters.Missing("enableTerminationProtection");
        call.Parameters.RequireAllRead();
        if (stack.RootId is { } root)
        {
            throw Faults.Validation($"Stack [{stack.Name}] is nested: its termination protection is that of the root stack, {root}.");
        }

        call.State.Stacks.Put(stack with { IsProtected = isProtected });
        call.Result.Text("StackId", stack.Id);
    }

    private static void SetPolicy(StackCall call)
    {
        var stack = call.Stack();
        var policy = call.Parameters.Required("StackPolicyBody", 1, 16_384);
        call.Parameters.RequireAllRead();
        call.State.Stacks.Put(stack with { StackPolicy = policy });
    }

    private static void GetPolicy(StackCall call) => call.Result.Text("StackPolicyBody", call.Stack().StackPolicy);

    /// <summary>Gives what the call wants done where an update or a change set fails.</summary>
    /// <param name="call">The call.</param>
    /// <param name="asked">What its change set asks for; <see langword="null"/> for nothing.</param>
    public static FailureRule FailureOf(StackCall call, OnStackFailure? asked)
    {
        var keeps = call.Parameters.Flag("DisableRollback");
        return new FailureRule(keeps == true ? OnStackFailure.Nothing : asked ?? OnStackFailure.Rollback, call.Parameters.Flag("RetainExceptOnCreate") == true);
    }

    /// <summary>Sees to it that a stack can be updated.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="then">What is done where the update fails: one that a failure left as it is has nothing to be rolled back to.</param>
    /// <exception cref="ServiceFault">It can't.</exception>
    public static void RequireChangeable(Stack stack, OnStackFailure then)
    {
        if (stack is { Plan: not null, Status: "CREATE_FAILED" or "UPDATE_FAILED" })
        {
            if (then == OnStackFailure.Nothing)
            {
                return;
            }

            throw Faults.Validation($"This stack is currently in a non-terminal [{stack.Status}] state. To update the stack from this state, please use the disable-rollback parameter with update-stack command. To rollback to the last known good state, use the rollback-stack command");
        }

        if (stack.Plan is null || stack.Status is not ("CREATE_COMPLETE" or "UPDATE_COMPLETE" or "UPDATE_ROLLBACK_COMPLETE" or "IMPORT_COMPLETE"))
        {
            throw Faults.Validation($"Stack:{stack.Id} is in {stack.Status} state and can not be updated.");
        }
    }

    private static OnStackFailure OnFailure(StackCall call)
    {
        var keeps = KeepsFailed(call);
        return (call.Parameters.Word("OnFailure", "DO_NOTHING", "ROLLBACK", "DELETE"), call.Parameters.Flag("DisableRollback") ?? keeps) switch
        {
            ("DO_NOTHING", _) or (null, true) => OnStackFailure.Nothing,
            ("DELETE", _) => OnStackFailure.Delete,
            _ => OnStackFailure.Rollback,
        };
    }
}
