using Lanyard.Cli.Edge;
using Lanyard.Cli.Identity;
using Lanyard.Credentials.Delivery;

namespace Lanyard.Cli.Commands;

/// <summary>What <c>lanyard env</c> was asked for.</summary>
/// <param name="Options">The options of every command.</param>
/// <param name="Format"><c>--format</c>; null for the one that fits the shell.</param>
/// <param name="Unset"><c>--unset</c>.</param>
internal sealed record EnvInput(GlobalOptions Options, string? Format, bool Unset);

/// <summary>Prints variables for a shell to evaluate.</summary>
internal static class EnvCommand
{
    public static async Task<int> RunAsync(EnvInput input, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var format = input.Format ?? (input.Options.Json ? "json" : FormatOfShell(surroundings));
        if (input.Unset)
        {
            surroundings.Write(EnvironmentFormat.Write(format, EnvironmentBlock.Nothing));
            return ExitCodes.Done;
        }

        var selected = IdentitySelector.Select(surroundings, input.Options);
        StageEndpoints.CheckForCommand(selected);
        StageEndpoints.CheckDefaultProfile(selected);
        StageGuard.CheckBeforeUse(selected, surroundings, mayAsk: !input.Options.NoInput);
        using var access = new AwsAccess(surroundings, input.Options, selected);
        var credentials = await access.ResolveAsync(cancellationToken).ConfigureAwait(false);
        surroundings.Write(EnvironmentFormat.Write(format, EnvironmentBlock.OfKeys(credentials, selected.Plan.Region)));
        return ExitCodes.Done;
    }

    private static string FormatOfShell(Surroundings surroundings) =>
        surroundings.Variable("SHELL")?.EndsWith("/fish", StringComparison.Ordinal) == true ? "fish"
        : surroundings.IsWindows ? "powershell"
        : "bash";
}
