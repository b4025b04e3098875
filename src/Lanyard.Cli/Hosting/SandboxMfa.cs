using System.Text;
using Lanyard.Sandbox;
using Lanyard.Sandbox.Seeds;

namespace Lanyard.Cli.Hosting;

/// <summary>The MFA devices of a sandbox's home: a private file each, and the <c>mfa_process</c> that makes codes of it.</summary>
/// <param name="server">The sandbox.</param>
/// <param name="folder">The home.</param>
/// <param name="ownCommand">The words that start this program.</param>
internal sealed class SandboxMfa(SandboxServer server, string folder, IReadOnlyList<string> ownCommand)
{
    /// <summary>Finds the user with an MFA device whom a role trusts by name; null where there is none.</summary>
    public static SeedIamUser? UserOf(SandboxSeed seed, SeedRole role) => seed.IamUsers.FirstOrDefault(user =>
        user.MfaDevices.Count > 0 && role.TrustPolicy.Contains($"\"arn:{seed.Partition}:iam::{user.AccountId}:user/{user.Name}\"", StringComparison.Ordinal));

    /// <summary>Gives the lines of a profile that is reached with the user's first device.</summary>
    public string SettingsOf(SeedIamUser user)
    {
        var device = user.MfaDevices[0];
        var words = ownCommand.Append("sandbox").Append("mfa-code").Append("--device").Append(Path.Combine(folder, FileOf(user, device)));
        return $"mfa_serial = {server.Seed.MfaSerialNumber(user, device)}\nmfa_process = {string.Join(' ', words.Select(Quote))}\n";
    }

    /// <summary>Gives the devices' files, and the marks of codes that were taken in an earlier run on the same state.</summary>
    public IEnumerable<(string Name, string Text)> Files() => Devices().Concat(
        from user in server.Seed.IamUsers
        from device in user.MfaDevices
        from step in server.MfaStepsUsedOf(server.Seed.MfaSerialNumber(user, device))
        select (SandboxMfaDevice.MarkOf(FileOf(user, device), step), ""));

    private IEnumerable<(string Name, string Text)> Devices() =>
        from user in server.Seed.IamUsers
        from device in user.MfaDevices
        let serial = server.Seed.MfaSerialNumber(user, device)
        select (FileOf(user, device), Encoding.UTF8.GetString(JsonOutput.Object(json =>
        {
            json.WriteString("serialNumber", serial);
            json.WriteString("seed", server.MfaSeedOf(serial)!.Reveal());
        })));

    private static string FileOf(SeedIamUser user, SeedMfaDevice device) => $"mfa-{user.AccountId}-{device.Name.Replace('/', '-')}.json";

    private static string Quote(string word) => word.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '-' or '_' or '.' or ':') ? word : $"\"{word}\"";
}
