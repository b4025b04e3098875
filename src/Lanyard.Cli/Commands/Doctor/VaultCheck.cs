using Lanyard.Credentials;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.Sources;
using Lanyard.Credentials.Vault.Rotation;

namespace Lanyard.Cli.Commands.Doctor;

/// <summary>What the vault answered without anybody being asked.</summary>
/// <param name="IsInUse">Whether there is one in use.</param>
/// <param name="Problem">Why it doesn't answer; null where it does.</param>
/// <param name="Entries">The entries that profiles name and that are in it, where it answers.</param>
internal sealed record VaultLook(bool IsInUse, CredentialsException? Problem, IReadOnlyCollection<string> Entries);

/// <summary>Finds a vault that can't be opened, keys that are old or missing, and rotations that nobody ended.</summary>
internal static class VaultCheck
{
    /// <summary>The age at which a key is worth replacing.</summary>
    public static readonly TimeSpan OldAge = TimeSpan.FromDays(90);

    private static readonly TimeSpan RotationAge = TimeSpan.FromDays(1);
    private static readonly TimeSpan BrokenOffAge = TimeSpan.FromHours(1);

    /// <summary>Gives the entries that profiles name.</summary>
    public static IEnumerable<(string Entry, MergedProfile Profile, MergedProperty Setting)> EntriesOf(SharedConfigSnapshot files)
    {
        foreach (var profile in files.Profiles.Values)
        {
            // Another text is an error of the profile, and said so.
            if (profile.TryGet(VaultSettings.Key, out var setting) && VaultEntry.IsName(setting.Value))
            {
                yield return (setting.Value, profile, setting);
            }
        }
    }

    /// <summary>Looks at the vault.</summary>
    /// <param name="files">The shared files.</param>
    /// <param name="vault">What the vault answered.</param>
    /// <param name="index">The list of its keys.</param>
    /// <param name="rotations">The rotations under way.</param>
    /// <param name="now">The time.</param>
    public static IEnumerable<Finding> Find(
        SharedConfigSnapshot files, VaultLook vault, IReadOnlyList<VaultEntry> index, IEnumerable<RotationRecord> rotations, DateTimeOffset now)
    {
        if (vault.Problem is { } problem)
        {
            // That it is locked is how it should be while nobody works.
            yield return problem.Code == ErrorCodes.VaultLocked
                ? new Finding(FindingIds.VaultLocked, Severity.Note, "the vault", problem.Message, "what runs without a person can't use the keys in it meanwhile", problem.Fix ?? "lanyard vault list --aws")
                : new Finding(FindingIds.VaultOutOfReach, Severity.Error, "the vault", problem.Message, "the keys in it can't be used, and sessions are not kept from one command to the next", problem.Fix ?? "see docs/vault-backends.md");
        }

        foreach (var (entry, profile, setting) in EntriesOf(files))
        {
            var isKnown = vault is { IsInUse: true, Problem: not null } ? index.Any(e => e.Name == entry) : vault.Entries.Contains(entry);
            if (!isKnown)
            {
                yield return new Finding(
                    FindingIds.VaultEntryMissing, Severity.Error, $"{setting.File}:{setting.Line}",
                    $"the profile `{profile.Name}` takes its key from the vault's entry `{entry}`, which {(vault.IsInUse ? "isn't there" : "can't be there, as no vault is in use")}",
                    "whatever uses the profile fails, other SDKs too", $"lanyard vault add {entry}, with a key of the same user");
            }
        }

        foreach (var entry in index.Where(e => now - e.Added > OldAge && e.Added > DateTimeOffset.UnixEpoch))
        {
            yield return new Finding(
                FindingIds.OldKey, Severity.Warning, $"the vault's entry `{entry.Name}`",
                $"the access key {entry.AccessKeyId} is there since {Words.Day(entry.Added)}, for {Words.Count(Words.Days(entry.Added, now), "day")}",
                "the longer a key is good, the longer somebody else's copy of it is", $"lanyard vault rotate {entry.Name}");
        }

        foreach (var one in rotations)
        {
            var isInactive = one.Step == RotationStep.Inactive;
            if (now - one.At > (isInactive ? RotationAge : BrokenOffAge))
            {
                yield return new Finding(
                    FindingIds.RotationOpen, Severity.Warning, $"the vault's entry `{one.Entry}`",
                    isInactive ? $"it was rotated on {Words.Day(one.At)}, and its old key {one.OldId} is inactive since, and not deleted" : $"a rotation that began on {Words.Minute(one.Started)} was broken off",
                    isInactive ? "a user has two keys at most, so the next rotation has to wait for this" : "until it is ended two keys are good, or one that you don't use",
                    isInactive ? $"lanyard vault rotate {one.Entry} --finish" : $"lanyard vault rotate {one.Entry}, or with --undo");
            }
        }
    }
}
