using Lanyard.Policy.Documents;
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

    /// <summary>Gives the stacks that import an export.</summary>
    public static IEnumerable<Stack> Importers(StackCall call, string name) => call.State.Stacks.In(call.Caller.AccountId, call.Region)
        .Where(s => s.Deleted is null && s.Plan is { } plan && Imports(plan.Template.Root).Any(import => NameOf(import, call.OwnCalls, s, plan) == name));

    /// <summary>As the other, for an export of a stack that is changed.</summary>
    public static IEnumerable<Stack> Importers(Engine.HandlerCalls calls, Stack exporter, string name) => calls.State.Stacks.In(exporter.AccountId, exporter.Region)
        .Where(s => s.Deleted is null && s.Id != exporter.Id && s.Plan is { } plan && Imports(plan.Template.Root).Any(import => NameOf(import, calls, s, plan) == name));

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
        var importers = Importers(call, name).Select(s => s.Name).ToList();
        call.Result.Texts("Imports", importers.Count > 0 ? call.Cut(importers) : throw Faults.Validation($"Export '{name}' is not imported by any stack."));
    }

    private static string? NameOf(JsonNode import, Engine.HandlerCalls calls, Stack stack, StackPlan plan)
    {
        try
        {
            return new Engine.StackRun(stack, plan, calls, calls.State.Handlers, null).Values.TextOf(import);
        }
        catch (ServiceFault)
        {
            return null;
        }
    }

    private static IEnumerable<JsonNode> Imports(JsonNode node) => node.Members
        .SelectMany(m => m.Name.Value == "Fn::ImportValue" ? [m.Value] : Imports(m.Value)).Concat(node.Items.SelectMany(Imports));
}
