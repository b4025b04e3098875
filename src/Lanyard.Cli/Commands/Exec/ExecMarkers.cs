using Lanyard.Aws.Signing;
using Lanyard.Cli.Edge;
using Lanyard.Cli.Identity;
using Lanyard.Credentials.Delivery;

namespace Lanyard.Cli.Commands.Exec;

/// <summary>The variables by which a command, or a prompt, can tell under which identity it runs.</summary>
internal static class ExecMarkers
{
    /// <summary>The stage's name.</summary>
    public const string Stage = "LANYARD_STAGE";

    /// <summary>The profile's name, where there is no stage.</summary>
    public const string Profile = "LANYARD_PROFILE";

    /// <summary>When the session ends that the command was started with.</summary>
    public const string Expiration = "LANYARD_EXPIRATION";

    /// <summary>Puts them into a child's environment, in place of those of an <c>exec</c> around it.</summary>
    public static void Apply(Dictionary<string, string> environment, SelectedIdentity selected, AwsCredentials credentials)
    {
        Set(Stage, selected.Stage?.Name);
        Set(Profile, selected.Stage is null ? selected.Plan.Profile : null);
        Set(Expiration, credentials.Expiration is { } end ? ProcessOutput.FormatTime(end) : null);

        void Set(string name, string? value)
        {
            environment.Remove(name);
            if (value is not null)
            {
                environment[name] = value;
            }
        }
    }

    /// <summary>Says which identity we were started under by another <c>exec</c>; null where by none.</summary>
    public static string? Describe(Surroundings surroundings) =>
        surroundings.Variable(Stage) is { } stage ? $"the stage {stage}"
        : surroundings.Variable(Profile) is { } profile ? $"the profile `{profile}`"
        : surroundings.Variable(Expiration) is not null ? "that of a session"
        : null;
}
