using System.Collections.Immutable;
using Lanyard.Cli.Commands.Catalog;
using Lanyard.Cli.Edge;
using Lanyard.Policy.Sets;

namespace Lanyard.Cli.Commands.Policies.Diff;

/// <summary>Says what one side allows and the other doesn't, each time with a request that proves it.</summary>
internal static class DiffCommand
{
    public static int Run(DiffInput input, Surroundings surroundings)
    {
        var files = new DiffFiles(surroundings);
        var (before, after) = files.Read(input);
        var access = input.NoAccessTo.Select(path => (Path: path, Set: files.ReadAccess(path))).ToList();
        var chosen = ChosenCatalogue.Of(surroundings);
        var report = new DiffReport(
            PolicyComparison.Compare(before, after, chosen.Catalogue),
            [.. access.Select(entry => new AccessCheck(entry.Path, PolicyComparison.Granted(after, entry.Set, chosen.Catalogue)))]);
        if (input.Options.Json)
        {
            surroundings.Write(DiffJson.Write(report, chosen));
        }
        else
        {
            surroundings.Write(DiffText.Write(report, input.Options.Verbose));
        }

        return (input.NoNewAccess && !report.Comparison.AddsNothing) || report.Access.Any(check => !check.IsRefused) ? ExitCodes.Refused : ExitCodes.Done;
    }
}

/// <summary>What a comparison came to.</summary>
/// <param name="Comparison">How the sides differ.</param>
/// <param name="Access">What the later side grants of the access that it mustn't.</param>
internal sealed record DiffReport(AccessComparison Comparison, ImmutableArray<AccessCheck> Access);

/// <summary>What a side grants of some access.</summary>
/// <param name="File">The file that describes the access.</param>
/// <param name="Granted">What is granted, as what was added to nothing.</param>
internal sealed record AccessCheck(string File, AccessComparison Granted)
{
    /// <summary>Gets whether it is proved that nothing of it is granted.</summary>
    public bool IsRefused => Granted.AddsNothing;
}
