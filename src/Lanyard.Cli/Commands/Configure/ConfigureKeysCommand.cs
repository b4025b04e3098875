using Lanyard.Cli.Commands.Vault;
using Lanyard.Cli.Edge;
using Lanyard.Credentials;

namespace Lanyard.Cli.Commands.Configure;

/// <summary>Adds a profile whose access key lies in the vault: <c>vault add</c>, asking for what is left out.</summary>
internal static class ConfigureKeysCommand
{
    public static Task<int> RunAsync(VaultAddInput input, Surroundings surroundings, Questions questions, HiddenAsk hidden, CancellationToken cancellationToken)
    {
        var options = input.Options;
        SessionChoice.Check(options.Profile, "--profile", SessionChoice.NameProblem);
        var profile = options.Profile ?? questions.Text("Name of the profile", null, "--profile NAME", SessionChoice.NameProblem);
        var region = options.Region ?? (questions.CanAsk && options.Profile is null
            ? questions.Text("Region of the profile, for the AWS CLI and SDKs", "", "--region", SessionChoice.RegionProblem)
            : "");
        var entry = input.Entry.Length > 0 ? input.Entry
            : VaultEntry.IsName(profile) ? profile
            : questions.Text("Name of the key in the vault", null, "--entry NAME", n => VaultEntry.IsName(n) ? null : "a name has letters, digits and _ . @ + - alone");
        return VaultAddCommand.RunAsync(
            input with { Entry = entry, Options = options with { Profile = profile, Region = region.Length > 0 ? region : null } }, surroundings, questions, hidden, cancellationToken);
    }
}
