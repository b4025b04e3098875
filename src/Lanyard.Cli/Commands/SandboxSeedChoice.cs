using Lanyard.Cli.Edge;
using Lanyard.Credentials;
using Lanyard.Sandbox.Seeds;

namespace Lanyard.Cli.Commands;

/// <summary>Finds who and what a sandbox is to hold.</summary>
internal static class SandboxSeedChoice
{
    /// <summary>Reads the seed file, or gives the default seed.</summary>
    /// <exception cref="CredentialsException">The file can't be read.</exception>
    /// <exception cref="SandboxSeedException">The file breaks a rule.</exception>
    public static SandboxSeed Read(string? file, Surroundings surroundings)
    {
        if (file is null)
        {
            return SandboxSeed.Default;
        }

        var path = Path.Combine(surroundings.CurrentDirectory, file);
        try
        {
            return SandboxSeedFile.Read(File.ReadAllText(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CredentialsException(CliErrorCodes.SeedInvalid, $"the seed file {path} can't be read: {e.Message}", "check --seed");
        }
    }

    /// <summary>Finds the user to sign in as: the named one, else the first.</summary>
    /// <exception cref="CredentialsException">The seed has no such user.</exception>
    public static SeedUser User(SandboxSeed seed, string? name)
    {
        var users = seed.IdentityCenter.Users;
        return (users.FirstOrDefault(u => name is null || u.UserName == name)) ?? throw new CredentialsException(
            CliErrorCodes.SandboxUserUnknown,
            name is null ? "the seed has no Identity Center user" : $"the sandbox has no Identity Center user `{name}`; it has {string.Join(", ", users.Select(u => u.UserName))}",
            "name one of the seed's users with --as");
    }
}
