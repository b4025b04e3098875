using Lanyard.Sandbox.Iam;

namespace Lanyard.Sandbox.CloudFormation;

/// <summary>The operations on what guards a stack: its termination protection and its policy.</summary>
internal static class StackSettings
{
    public static IReadOnlyDictionary<string, Action<StackCall>> All { get; } = new Dictionary<string, Action<StackCall>>(StringComparer.Ordinal)
    {
        ["UpdateTerminationProtection"] = Protect,
        ["SetStackPolicy"] = SetPolicy,
        ["GetStackPolicy"] = GetPolicy,
    };

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
        var stack = call.Stack(keys: new Routing.Keys().With("cloudformation:StackPolicyUrl", call.Parameters.Optional("StackPolicyURL", 1, 5120)));
        var policy = call.PolicyText("StackPolicy") ?? throw Faults.Validation("Either StackPolicyBody or StackPolicyURL must be specified.");
        call.Parameters.RequireAllRead();
        call.State.Stacks.Put(stack with { StackPolicy = policy });
    }

    private static void GetPolicy(StackCall call) => call.Result.Text("StackPolicyBody", call.Stack().StackPolicy);
}
