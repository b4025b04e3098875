using System.Globalization;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Lambda;

/// <summary>The functions that there are: those of the seed, and those that stacks made.</summary>
internal static class FunctionView
{
    private const string Type = "AWS::Lambda::Function";

    /// <summary>Gives the functions of an account in a Region, by name.</summary>
    public static IReadOnlyList<LambdaFunction> In(SandboxState state, string accountId, string region)
    {
        lock (state.Iam.Gate)
        {
            return [.. state.Functions.In(accountId, region)
                .Concat(state.Stacks.Made(accountId, region, Type).Select(made => Of(made.Stack, made.Resource)))
                .DistinctBy(f => f.Name).OrderBy(f => f.Name, StringComparer.Ordinal)];
        }
    }

    private static LambdaFunction Of(Stack stack, StackResource made)
    {
        string Text(string name, string otherwise = "") => made.Properties.Find(name)?.Text ?? otherwise;
        int Number(string name, int otherwise) => int.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
        var tags = made.Properties.Find("Tags")?.Items.Where(t => t.Find("Key") is not null).Select(t => new KeyValuePair<string, string>(t.Find("Key")!.Text, t.Find("Value")?.Text ?? "")) ?? [];
        return new LambdaFunction(stack.AccountId, stack.Region, made.PhysicalId, made.Attributes["Arn"], Text("Role"), Text("Runtime"), Text("Handler"), made.Updated)
        {
            Description = Text("Description"),
            Timeout = Number("Timeout", 3),
            MemorySize = Number("MemorySize", 128),
            IsImage = Text("PackageType") == "Image",
            Environment = [.. (made.Properties.Find("Environment")?.Find("Variables")?.Members ?? []).Select(m => new KeyValuePair<string, string>(m.Name.Value, m.Value.Text))],
            Tags = [.. tags.Concat(stack.Plan?.Tags ?? []).DistinctBy(t => t.Key)],
        };
    }
}
