using Lanyard.Sandbox;
using Lanyard.Sandbox.Seeds;

namespace Lanyard.Cli.Hosting;

/// <summary>What a program in a sandbox is to take its surroundings for.</summary>
internal enum SandboxPlace
{
    /// <summary>An EC2 instance with a role.</summary>
    Ec2,

    /// <summary>A container with a role.</summary>
    Container,

    /// <summary>A job of GitHub Actions that may ask for an identity token.</summary>
    GitHub,
}

/// <summary>The places other than a developer's machine, and the variables by which programs find themselves in one.</summary>
internal static class SandboxPlaces
{
    /// <summary>Gets their names on the command line.</summary>
    public static IReadOnlyDictionary<string, SandboxPlace> ByName { get; } = new Dictionary<string, SandboxPlace>
    {
        ["ec2"] = SandboxPlace.Ec2,
        ["container"] = SandboxPlace.Container,
        ["github"] = SandboxPlace.GitHub,
    };

    /// <summary>Gives the variables of a place.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Variables(SandboxPlace? place, SandboxHost sandbox)
    {
        var (url, server) = (sandbox.Url.OriginalString.TrimEnd('/'), sandbox.Server);
        return place switch
        {
            // With the slash: older AWS CLIs put their path behind the address as it is.
            SandboxPlace.Ec2 => [new("AWS_EC2_METADATA_SERVICE_ENDPOINT", url + "/")],
            SandboxPlace.Container =>
            [
                new("AWS_CONTAINER_CREDENTIALS_FULL_URI", url + SandboxServer.ContainerPath),
                new("AWS_CONTAINER_AUTHORIZATION_TOKEN", server.ContainerToken.Reveal()),
                new("AWS_EC2_METADATA_DISABLED", "true"),
            ],
            SandboxPlace.GitHub =>
            [
                new("GITHUB_ACTIONS", "true"),
                new("ACTIONS_ID_TOKEN_REQUEST_URL", url + SandboxServer.CiJobPath),
                new("ACTIONS_ID_TOKEN_REQUEST_TOKEN", server.CiJobToken.Reveal()),
                .. RoleOf(server.Seed),
                new("AWS_EC2_METADATA_DISABLED", "true"),
            ],
            _ => [new("AWS_EC2_METADATA_DISABLED", "true")],
        };
    }

    /// <summary>Tells whether a role is that of a place: such a role is found there, and needs no profile.</summary>
    public static bool IsRoleOfPlace(SandboxSeed seed, SeedRole role) =>
        (role.AccountId == seed.Workload?.AccountId && role.Name == seed.Workload.RoleName)
        || (role.AccountId == seed.CiJob?.AccountId && role.Name == seed.CiJob.RoleName);

    private static IEnumerable<KeyValuePair<string, string>> RoleOf(SandboxSeed seed) => seed.CiJob is { } job
        ? [new("AWS_ROLE_ARN", $"arn:{seed.Partition}:iam::{job.AccountId}:role/{job.RoleName}")]
        : [];
}
