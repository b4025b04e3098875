using Lanyard.Cli.Commands.Configure;
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
    /// <summary>Opens the vault that is in use.</summary>
    /// <returns>The vault; <see langword="null"/> where none is in use, so that no key can be in it.</returns>
    /// <exception cref="CredentialsException">It can't be used.</exception>
    public static AccessKeyVault? Find(Surroundings surroundings, GlobalOptions options) =>
        surroundings.OpenVault?.Invoke(surroundings, MayAsk(surroundings, options), null) is { } vault ? Of(vault, surroundings) : null;

    /// <summary>Opens the vault that is in use, to work with an entry of it.</summary>
    /// <exception cref="CredentialsException">None is in use, or it can't be used.</exception>
    public static AccessKeyVault Open(Surroundings surroundings, GlobalOptions options, string entry) => Find(surroundings, options) ?? throw Missing(surroundings, entry);

    /// <summary>Opens the vault that is in use, or chooses one to store a key in.</summary>
    /// <param name="surroundings">The machine.</param>
    /// <param name="options">The options of the command.</param>
    /// <param name="questions">Who is asked whether an encrypted file may be made.</param>
    /// <exception cref="CredentialsException">There is none, or it can't be used.</exception>
    public static AccessKeyVault Choose(Surroundings surroundings, GlobalOptions options, Questions questions) => Of(
        surroundings.OpenVault?.Invoke(surroundings, MayAsk(surroundings, options), why => questions.CanAsk && questions.Confirm($"{why}\nKeep keys in a file that a passphrase opens?", "LANYARD_VAULT=file"))
            ?? throw new CredentialsException(ErrorCodes.VaultFailed, "there is no vault for keys on this machine", "see docs/vault.md"),
        surroundings);

    /// <summary>The error for an entry that isn't there.</summary>
    public static CredentialsException Missing(Surroundings surroundings, string entry)
    {
        var near = ProfileSuggestions.Nearest(Index(surroundings).All().Select(e => e.Name), entry) is [var first, ..] && first != entry ? $"; did you mean `{first}`?" : "";
        return new CredentialsException(ErrorCodes.VaultKeysMissing, $"the vault has no entry `{entry}`{near}", "lanyard vault list");
    }

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

    private static AccessKeyVault Of(ISecretVault vault, Surroundings surroundings) => new(vault, Index(surroundings), surroundings.Time);

    private static bool MayAsk(Surroundings surroundings, GlobalOptions options) => surroundings.HasTerminal && !options.NoInput;
}
