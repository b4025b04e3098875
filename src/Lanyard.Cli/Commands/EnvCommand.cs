using System.Globalization;
using Lanyard.Aws.Signing;
using Lanyard.Cli.Edge;
using Lanyard.Cli.Identity;
using Lanyard.Credentials.Delivery;
using Lanyard.Projects;

namespace Lanyard.Cli.Commands;

/// <summary>What <c>lanyard env</c> was asked for.</summary>
/// <param name="Options">The options of every command.</param>
/// <param name="Format"><c>--format</c>; null for the one that fits the shell.</param>
/// <param name="Unset"><c>--unset</c>.</param>
internal sealed record EnvInput(GlobalOptions Options, string? Format, bool Unset)
{
    /// <summary>Gets <c>--use</c>: the stage or else the profile that <c>lanyard-use</c> was given; null where that doesn't ask.</summary>
    public string? Use { get; init; }

    /// <summary>Gets whether to sign in first.</summary>
    public bool SignIn { get; init; }
}

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

        var options = input.Use is null ? input.Options : OptionsFor(input.Use, input.Options, surroundings);
        if (input.SignIn)
        {
            // What is said there is no data of this command.
            await LoginCommand.RunAsync(new LoginInput(options, null, false, false, false, false), surroundings with { Out = Stream.Null }, cancellationToken).ConfigureAwait(false);
        }

        var selected = IdentitySelector.Select(surroundings, options);
        StageEndpoints.CheckForCommand(selected);
        StageEndpoints.CheckDefaultProfile(selected);
        StageGuard.CheckBeforeUse(selected, surroundings, mayAsk: !options.NoInput);
        using var access = new AwsAccess(surroundings, options, selected);
        var credentials = await access.ResolveAsync(cancellationToken).ConfigureAwait(false);
        var block = EnvironmentBlock.OfKeys(credentials, selected.Plan.Region);
        surroundings.Write(EnvironmentFormat.Write(format, input.Use is null ? block : block.With(PromptVariables(input.Use, selected, credentials))));
        return ExitCodes.Done;
    }

    // The same word may be a stage and a profile; in a project the stage is meant.
    private static GlobalOptions OptionsFor(string name, GlobalOptions options, Surroundings surroundings)
    {
        if (options is not { Stage: null, Profile: null })
        {
            throw new UsageException("--use can't be used with --profile or --stage");
        }

        try
        {
            return ProjectFileLocator.Find(surroundings.CurrentDirectory, surroundings.Environment) is null
                ? options with { Profile = name }
                : options with { Stage = IdentitySelector.FindStage(surroundings, name).Name };
        }
        catch (ProjectFileException e) when (e.Code == ProjectFileCodes.UnknownStage)
        {
            return options with { Profile = name };
        }
    }

    // What the prompt shows without asking anybody.
    private static List<KeyValuePair<string, string>> PromptVariables(string name, SelectedIdentity selected, AwsCredentials credentials)
    {
        var variables = new List<KeyValuePair<string, string>> { new("LANYARD_USE", name), new("LANYARD_USE_KIND", selected.Stage is null ? "profile" : "stage") };
        if ((credentials.AccountId ?? selected.Stage?.Stage.Account) is { } account)
        {
            variables.Add(new("LANYARD_USE_ACCOUNT", account));
        }

        if (credentials.Expiration is { } end)
        {
            variables.Add(new("LANYARD_USE_UNTIL", end.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)));
        }

        if (selected.Stage is { Stage.Protected: true })
        {
            variables.Add(new("LANYARD_USE_PROTECTED", "1"));
        }

        return variables;
    }

    private static string FormatOfShell(Surroundings surroundings) =>
        surroundings.Variable("SHELL")?.EndsWith("/fish", StringComparison.Ordinal) == true ? "fish"
        : surroundings.IsWindows ? "powershell"
        : "bash";
}
