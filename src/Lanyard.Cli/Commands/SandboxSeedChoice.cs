using Lanyard.Credentials;
using Lanyard.Sandbox.Seeds;

namespace Lanyard.Cli.Commands;

/// <summary>Finds who is at home in a sandbox.</summary>
internal static class SandboxSeedChoice
{
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
