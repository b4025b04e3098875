using Lanyard.Aws.Signing;
using Lanyard.Credentials.SharedConfig.Editing;

namespace Lanyard.Credentials.Sources.Run;

/// <summary>Takes an access key out of the vault.</summary>
internal static class VaultKeysSource
{
    /// <summary>Reads it. What the vault holds now counts, also where the plan knew of another: the key may have been rotated meanwhile.</summary>
    /// <exception cref="CredentialsException">The vault has no such entry, is locked, or can't be used.</exception>
    public static AwsCredentials Read(Source.VaultKeys keys, SourceContext context)
    {
        var who = $"the profile `{keys.Profile}`{(keys.Origin is { } origin ? $" ({origin})" : "")} takes its keys from the vault";
        return context.Vault?.Invoke()?.Use(keys.Entry) ?? throw new CredentialsException(
            ErrorCodes.VaultKeysMissing, $"{who}, which has no entry `{keys.Entry}`",
            $"lanyard vault add {keys.Entry} --profile {DiffText.Printable(keys.Profile)}", FailureKind.PersonMustAct, keys.Profile);
    }
}
