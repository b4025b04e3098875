using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.CloudFormation;

/// <summary>The operations on exported outputs.</summary>
internal static class ExportOperations
{
    public static IReadOnlyDictionary<string, Action<StackCall>> All { get; } = new Dictionary<string, Action<StackCall>>(StringComparer.Ordinal)
    {
        ["ListExports"] = List,
        ["ListImports"] = ListImports,
    };

    /// <summary>Gives the names of the stacks that have the value of an export in them, as a sentence lists them; <see langword="null"/> where none has.</summary>
    /// <param name="state">What the sandbox knows.</param>
    /// <param name="exporter">The stack that exports it.</param>
    /// <param name="name">The export's name.</param>
    public static string? Users(SandboxState state, Stack exporter, string name) => Importers(state, exporter.AccountId, exporter.Region, name).Where(s => s.Id != exporter.Id).Select(s => s.Name).ToList() switch
    {
        [] => null,
        [var one] => one,
        [.. var first, var last] => $"{string.Join(", ", first)} and {last}",
    };

    private static void List(StackCall call)
    {
        call.Authorize("*");
        var exports = call.State.Stacks.In(call.Caller.AccountId, call.Region).Where(s => s.Deleted is null)
            .SelectMany(s => s.Outputs.Where(o => o.ExportName is not null).Select(o => (Stack: s, Output: o))).OrderBy(e => e.Output.ExportName, StringComparer.Ordinal);
        call.Result.List("Exports", call.Cut(exports), e => call.Result.Text("ExportingStackId", e.Stack.Id).Text("Name", e.Output.ExportName).Text("Value", e.Output.Value));
    }

    private static void ListImports(StackCall call)
    {
        call.Authorize("*");
        var name = call.Parameters.Required("ExportName", 1, 255);
        var importers = Importers(call.State, call.Caller.AccountId, call.Region, name).Select(s => s.Name).ToList();
        call.Result.Texts("Imports", importers.Count > 0 ? call.Cut(importers) : throw Faults.Validation($"Export '{name}' is not imported by any stack."));
    }

    private static IEnumerable<Stack> Importers(SandboxState state, string account, string region, string name) =>
        state.Stacks.In(account, region).Where(s => s.Deleted is null && s.Imports.Contains(name)).Reverse();
}
