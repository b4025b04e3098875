using System.Collections.Immutable;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.CloudFormation.Engine;

/// <summary>What stands between a template and what it wants: the stack policy, and other stacks that import what this one exports; and what others keep and nobody is told.</summary>
internal sealed partial class StackRun
{
    /// <summary>Computes the outputs.</summary>
    /// <exception cref="ServiceFault">One can't be.</exception>
    public ImmutableArray<StackOutput> ComputeOutputs() => (_plan.Template.Root.Find("Outputs")?.Members ?? [])
        .Where(m => m.Value.Find("Condition")?.Text is not { } condition || Values.Holds(condition))
        .Select(m => new StackOutput(
            m.Name.Value, Values.TextOf(m.Value.Find("Value") ?? throw Faults.Validation($"Template format error: Output {m.Name.Value} is malformed.")),
            m.Value.Find("Description")?.Text, m.Value.Find("Export")?.Find("Name") is { } export ? Values.TextOf(export) : null))
        .ToImmutableArray();

    /// <summary>Computes the outputs, and exports those that the template says.</summary>
    /// <exception cref="ServiceFault">One can't be computed, its export's name is taken, or one that others import would change.</exception>
    public void SetOutputs()
    {
        var outputs = ComputeOutputs();
        foreach (var output in outputs.Where(o => o.ExportName is not null))
        {
            var other = Calls.State.Stacks.In(Stack.AccountId, Stack.Region).FirstOrDefault(s => s.Id != Stack.Id && s.Deleted is null && s.Outputs.Any(o => o.ExportName == output.ExportName));
            if (other is not null)
            {
                throw Faults.Validation($"Export with name {output.ExportName} is already exported by stack {other.Name}. Rollback requested by user.");
            }
        }

        foreach (var old in Stack.Outputs.Where(old => old.ExportName is not null))
        {
            var now = outputs.FirstOrDefault(output => output.ExportName == old.ExportName);
            if (now?.Value != old.Value && ExportOperations.Users(Calls.State, Stack, old.ExportName!) is { } users)
            {
                throw Faults.Validation($"{(now is null ? "Delete canceled. Cannot delete" : "Cannot update")} export {old.ExportName} as it is in use by {users}.");
            }
        }

        Stack = Stack with { Outputs = outputs };
    }

    /// <summary>Finds a resource that the template doesn't want any more, and that the stack policy keeps; its event says so.</summary>
    /// <returns>Its name; <see langword="null"/> where there is none.</returns>
    public string? KeptByPolicy()
    {
        var wanted = Wanted.Select(declaration => declaration.LogicalId).ToHashSet(StringComparer.Ordinal);
        return Stack.Resources.Where(resource => !wanted.Contains(resource.LogicalId)).FirstOrDefault(resource =>
            !Try(resource.LogicalId, resource.Type, "DELETE", () => "", () => null, () => Require("Update:Delete", resource.LogicalId, resource.Type)))?.LogicalId;
    }

    private void Require(string action, string logicalId, string type)
    {
        if (Guard?.ProblemOf(action, logicalId, type) is { } problem)
        {
            throw Faults.Validation(problem);
        }
    }

    private string Read(string reference)
    {
        if (!_read.TryGetValue(reference, out var value))
        {
            _read[reference] = value = StoredValues.Read(reference, Calls, Place);
            Stack = SecretValues.IsSecret(reference) ? Stack with { Secrets = Stack.Secrets.Add(value) } : Stack;
        }

        return value;
    }

    private string? Told(string? text) => SecretValues.Told(text, Stack.Secrets);

    private string? Import(string name)
    {
        var export = Calls.State.Stacks.FindExport(Stack.AccountId, Stack.Region, name);
        Stack = export is null ? Stack : Stack with { Imports = Stack.Imports.Add(name) };
        return export?.Value;
    }
}
