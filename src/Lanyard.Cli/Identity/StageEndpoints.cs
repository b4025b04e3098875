using Lanyard.Aws.Endpoints;
using Lanyard.Credentials;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.Sources;
using Lanyard.Projects;

namespace Lanyard.Cli.Identity;

/// <summary>The guard rail around who answers for AWS: an endpoint that is set on this machine, and that the stage doesn't declare, is refused.</summary>
internal static class StageEndpoints
{
    private const string Variable = "AWS_ENDPOINT_URL";

    /// <summary>Tells whether a stage declares every endpoint that Lanyard itself would call.</summary>
    public static bool AreAllowed(Stage stage, EndpointSettings settings)
    {
        if (settings.ForAll is { } all && !IsAllowed(stage, null, all))
        {
            return false;
        }

        if (settings.ByService.Count > 0)
        {
            foreach (var (service, address) in settings.ByService)
            {
                if (!IsAllowed(stage, service, address))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>Says what is set and not declared, and where.</summary>
    public static CredentialsException Refusal(SelectedIdentity identity) =>
        FirstRefused(identity, identity.OwnProfile) ?? throw new InvalidOperationException("every endpoint is declared");

    /// <summary>
    /// Refuses what would send a command that gets our environment elsewhere: the endpoints of every service, in the environment and in
    /// the stage's own profile.
    /// </summary>
    /// <exception cref="CredentialsException">One isn't declared.</exception>
    public static void CheckForCommand(SelectedIdentity identity)
    {
        if (identity.Stage is not null && FirstRefused(identity, identity.OwnProfile) is { } refusal)
        {
            throw refusal;
        }
    }

    /// <summary>The same for the profile that an SDK looks at where it finds keys in its environment.</summary>
    /// <exception cref="CredentialsException">One isn't declared.</exception>
    public static void CheckDefaultProfile(SelectedIdentity identity)
    {
        if (identity.Stage is not null && identity.Machine.Files.TryGetProfile("default", out var profile) && FirstRefused(identity, profile) is { } refusal)
        {
            throw refusal;
        }
    }

    /// <summary>The same for every profile that the command may use beside the stage's.</summary>
    /// <exception cref="CredentialsException">One isn't declared.</exception>
    public static void CheckKeptProfiles(SelectedIdentity identity)
    {
        foreach (var profile in identity.Machine.Files.Profiles.Values.OrderBy(p => p.Name, StringComparer.Ordinal))
        {
            if (identity.Stage is not null && FirstRefused(identity, profile) is { } refusal)
            {
                throw refusal.WithFix($"{refusal.Fix}; or leave --keep-profiles out");
            }
        }
    }

    private static CredentialsException? FirstRefused(SelectedIdentity identity, MergedProfile? profile)
    {
        var (name, stage) = (identity.Stage!.Name, identity.Stage.Stage);
        foreach (var (service, address, where, undo) in Set(identity.Machine, profile))
        {
            if (!IsAllowed(stage, service, address))
            {
                var (shown, what) = (Shown(address), service ?? "every service of AWS");
                return new CredentialsException(
                    CliErrorCodes.EndpointNotDeclared,
                    $"{where} sends {what} to {shown}, which the stage {name} doesn't declare: nothing but AWS may answer there",
                    $"{undo}; or declare it for {stage.Name} in {ProjectFile.FileName}: "
                    + (service is null ? $"endpoint: \"{shown}\"" : $"endpoints: {{ {service}: \"{shown}\" }}"),
                    FailureKind.GuardRail);
            }
        }

        return null;
    }

    // AWS_IGNORE_CONFIGURED_ENDPOINT_URLS takes none of them away: not every SDK knows it.
    private static IEnumerable<(string? Service, string Address, string Where, string Undo)> Set(MachineState machine, MergedProfile? profile)
    {
        var names = new List<string>();
        foreach (var (name, value) in machine.Environment)
        {
            if (value.Length > 0 && (name == Variable || name.StartsWith(Variable + "_", StringComparison.Ordinal)))
            {
                names.Add(name);
            }
        }

        names.Sort(StringComparer.Ordinal);
        foreach (var name in names)
        {
            var service = name == Variable ? null : name[(Variable.Length + 1)..].ToLowerInvariant();
            yield return (service, machine.Environment[name], $"the environment variable {name}", $"unset {name}");
        }

        if (profile is null)
        {
            yield break;
        }

        if (profile.TryGet("endpoint_url", out var own))
        {
            yield return (null, own.Value, $"the endpoint_url of the profile `{profile.Name}` ({own.File}:{own.Line})", "remove the line");
        }

        if (profile.Get("services") is { } services && machine.Files.Services.TryGetValue(services, out var section))
        {
            foreach (var (service, property) in section.Properties)
            {
                if (property.GetSubProperty("endpoint_url") is { } address)
                {
                    yield return (service, address, $"the endpoint_url of {service} in [services {services}] ({machine.Files.Config.Path}:{property.Line})", "remove the line");
                }
            }
        }
    }

    // A declared text is an address for every service, or `service=address`.
    private static bool IsAllowed(Stage stage, string? service, string address)
    {
        for (var i = 0; i < stage.Endpoints.Count; i++)
        {
            var declared = stage.Endpoints[i];
            if (IsSame(declared, address) || (service is not null && declared.Length > service.Length && declared[service.Length] == '='
                && declared.StartsWith(service, StringComparison.Ordinal) && IsSame(declared.AsSpan(service.Length + 1), address)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsSame(ReadOnlySpan<char> declared, ReadOnlySpan<char> address) => declared.TrimEnd('/').SequenceEqual(address.TrimEnd('/'));

    // Without what may be a password in it.
    private static string Shown(string address) => Uri.TryCreate(address, UriKind.Absolute, out var url)
        ? url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/')
        : "what is no address";
}
