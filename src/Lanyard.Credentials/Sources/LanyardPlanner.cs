using Lanyard.Credentials.SharedConfig;

namespace Lanyard.Credentials.Sources;

/// <summary>
/// Plans credentials in the AWS CLI v2's order over the published file grammar. The first source that is configured is the
/// answer: if it fails, the failure is said and nothing else steps in for it.
/// </summary>
public static class LanyardPlanner
{
    private static readonly PassedOver[] NoReasons = [];

    /// <summary>The name of the profile that is used where none is named.</summary>
    public const string DefaultProfile = "default";

    /// <summary>Works out where credentials come from.</summary>
    /// <param name="machine">The environment, files and flags.</param>
    /// <exception cref="CredentialsException">
    /// The selected profile is missing, or a source is configured in a way that can't work.
    /// </exception>
    public static CredentialPlan Plan(MachineState machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        return Plan(machine, machine.WantsReasons ? [] : null);
    }

    /// <summary>Does the same, and leaves what was passed over with the caller, who wants it where planning fails too.</summary>
    internal static CredentialPlan Plan(MachineState machine, List<PassedOver>? passedOver)
    {
        var (name, named) = SelectProfile(machine);
        machine.Files.TryGetProfile(name, out var profile);
        if (profile is null && named)
        {
            throw ProfileErrors.NotFound(machine.Files, name);
        }

        var source = FromEnvironment(machine, passedOver)
            ?? (profile is null ? WithoutProfile(machine, passedOver) : new ProfilePlanner(machine).Plan(profile, passedOver))
            ?? FromContainer(machine, passedOver);
        Candidate[] candidates = source is not null ? [new Candidate(source, OnFailure.Stop)]

            // Nobody configures it, so that it doesn't answer is no failure: it is the last of the places without credentials.
            : InstanceMetadataSettings.Find(machine, profile, passedOver) is { } metadata ? [new Candidate(metadata, OnFailure.Next)]
            : [];
        return new CredentialPlan(profile?.Name, RegionOf(machine, profile), candidates, (IReadOnlyList<PassedOver>?)passedOver ?? NoReasons);
    }

    /// <summary>Tells which profile is meant, and whether somebody named it or it is the default.</summary>
    /// <remarks><c>--profile</c>, <c>AWS_PROFILE</c>, <c>AWS_DEFAULT_PROFILE</c>; an empty variable counts as unset.</remarks>
    public static (string Name, bool Named) SelectProfile(MachineState machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        var name = machine.ExplicitProfile ?? machine.Variable("AWS_PROFILE") ?? machine.Variable("AWS_DEFAULT_PROFILE");
        return (name ?? DefaultProfile, name is not null);
    }

    /// <summary>Gives the region: <c>AWS_REGION</c>, <c>AWS_DEFAULT_REGION</c>, then the profile's own.</summary>
    public static string? RegionOf(MachineState machine, MergedProfile? profile)
    {
        ArgumentNullException.ThrowIfNull(machine);
        return machine.Variable("AWS_REGION") ?? machine.Variable("AWS_DEFAULT_REGION") ?? profile?.Get("region");
    }

    private static Source.Environment? FromEnvironment(MachineState machine, List<PassedOver>? passedOver)
    {
        var id = machine.Variable("AWS_ACCESS_KEY_ID");
        if (machine.ExplicitProfile is not null)
        {
            passedOver?.Add(new PassedOver("environment", id is null
                ? "AWS_ACCESS_KEY_ID is not set"
                : "AWS_ACCESS_KEY_ID is set, but a profile named by --profile or --stage comes before it"));
            return null;
        }

        if (id is null)
        {
            passedOver?.Add(new PassedOver("environment", "AWS_ACCESS_KEY_ID is not set"));
            return null;
        }

        return machine.Variable("AWS_SECRET_ACCESS_KEY") is not null
            ? new Source.Environment(id) { Origin = Origin.OfVariable("AWS_ACCESS_KEY_ID") }
            : throw new CredentialsException(
                ErrorCodes.KeysIncomplete, "AWS_ACCESS_KEY_ID is set in the environment, but AWS_SECRET_ACCESS_KEY is not",
                "set both, or run: unset AWS_ACCESS_KEY_ID");
    }

    private static Source.WebIdentity? WithoutProfile(MachineState machine, List<PassedOver>? passedOver)
    {
        passedOver?.Add(new PassedOver(
            "profile", $"AWS_PROFILE is not set, and there is no profile `default` in {ProfileErrors.Shown(machine.Files.Config.Path)} nor in {ProfileErrors.Shown(machine.Files.Credentials.Path)}"));
        return WebIdentitySettings.Find(machine, null, passedOver);
    }

    private static Source.Container? FromContainer(MachineState machine, List<PassedOver>? passedOver)
    {
        var source = ContainerEndpoint.FromEnvironment(machine);
        if (source is null)
        {
            passedOver?.Add(new PassedOver(
                "container", $"neither {ContainerEndpoint.RelativeUri} nor {ContainerEndpoint.FullUri} is set"));
        }

        return source;
    }
}
