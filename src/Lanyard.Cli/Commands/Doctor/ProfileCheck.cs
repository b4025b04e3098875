using Lanyard.Credentials;
using Lanyard.Credentials.Sources;

namespace Lanyard.Cli.Commands.Doctor;

/// <summary>Finds profiles that can't be used as they are, by planning each; runs and calls nothing.</summary>
internal static class ProfileCheck
{
    /// <summary>Plans what is selected, then every profile.</summary>
    /// <param name="machine">The machine, with the profile of <c>--profile</c>.</param>
    public static IEnumerable<Finding> Find(MachineState machine)
    {
        var said = new HashSet<string>(StringComparer.Ordinal);
        var names = machine.Files.Profiles.Values.Select(p => ((string?)p.Name, p.Place));
        var (selected, _) = LanyardPlanner.SelectProfile(machine);
        foreach (var (name, place) in names.Prepend((machine.ExplicitProfile, machine.ExplicitProfile is not null ? "--profile" : SelectedBy(machine) ?? selected)))
        {
            // One mistake may stop the profile that has it, and each that builds on it.
            if (ErrorOf(machine with { ExplicitProfile = name }) is { } error && said.Add(error.Message))
            {
                yield return new Finding(
                    FindingIds.ProfileUnusable, Severity.Error, place, error.Message,
                    name is null || name == machine.ExplicitProfile || name == selected ? "commands that name no other profile fail with this" : "whatever uses this profile fails with this",
                    error.Fix ?? (name is null ? "lanyard explain" : $"lanyard explain --profile {Words.Shell(name)}"));
            }
        }
    }

    private static string? SelectedBy(MachineState machine) =>
        machine.Variable("AWS_ACCESS_KEY_ID") is not null ? "AWS_ACCESS_KEY_ID"
        : machine.Variable("AWS_PROFILE") is not null ? "AWS_PROFILE"
        : machine.Variable("AWS_DEFAULT_PROFILE") is not null ? "AWS_DEFAULT_PROFILE" : null;

    private static CredentialsException? ErrorOf(MachineState machine)
    {
        try
        {
            _ = LanyardPlanner.Plan(machine);
            return null;
        }
        catch (CredentialsException e)
        {
            return e;
        }
    }
}
