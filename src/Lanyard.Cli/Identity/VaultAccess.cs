using Lanyard.Cli.Edge;
using Lanyard.Credentials;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.Sources;
using Lanyard.Credentials.Vault;
using Lanyard.Credentials.Vault.Rotation;

namespace Lanyard.Cli.Identity;

/// <summary>The vault for long-lived keys, and what stands around it on this machine.</summary>
internal static class VaultAccess
{
    /// <summary>Opens the vault.</summary>
    /// <exception cref="CredentialsException">There is none, or it can't be used.</exception>
    public static AccessKeyVault Open(Surroundings surroundings) => new(
        surroundings.OpenVault?.Invoke(surroundings)
            ?? throw new CredentialsException(ErrorCodes.VaultFailed, "there is no vault for keys on this machine", "see docs/vault.md"),
        Index(surroundings), surroundings.Time);

    /// <summary>Gives the list of what is in it, which needs no opening.</summary>
    public static VaultIndex Index(Surroundings surroundings) => new(surroundings.Folders.State);

    /// <summary>Gives the rotations under way.</summary>
    public static RotationRecords Rotations(Surroundings surroundings) => new(surroundings.Folders.State);

    /// <summary>Gives the profiles that take their keys from an entry themselves.</summary>
    public static IReadOnlyList<string> ProfilesOf(SharedConfigSnapshot files, string entry) =>
        [.. files.Profiles.Values.Where(p => p.Get(VaultSettings.Key) == entry).Select(p => p.Name)];

    /// <summary>Makes sure that no rotation of an entry is under way: it knows which keys stand there.</summary>
    /// <exception cref="CredentialsException">One is.</exception>
    public static void RefuseWhileRotating(Surroundings surroundings, string entry)
    {
        if (Rotations(surroundings).Find(entry) is { } record)
        {
            throw new CredentialsException(
                ErrorCodes.RotationPending, $"a rotation of `{entry}` is under way",
                record.Step == RotationStep.Inactive ? $"lanyard vault rotate {entry} --finish" : $"lanyard vault rotate {entry}, or with --undo");
        }
    }
}
