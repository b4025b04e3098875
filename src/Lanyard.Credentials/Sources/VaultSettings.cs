using Lanyard.Credentials.Files;
using Lanyard.Credentials.SharedConfig;

namespace Lanyard.Credentials.Sources;

/// <summary>
/// The <c>lanyard_vault</c> of a profile. Other SDKs don't know the setting and run the <c>credential_process</c> beside it, which is
/// Lanyard; so it stands at that one's place in the order, and Lanyard reading its own profile never runs itself.
/// </summary>
public static class VaultSettings
{
    /// <summary>The setting.</summary>
    public const string Key = "lanyard_vault";

    private const int MaxBytes = 1024 * 1024;

    internal static Source.VaultKeys? Find(MachineState machine, MergedProfile profile, List<PassedOver>? passedOver)
    {
        if (profile.TryGet(Key, out var entry) && entry.Value.Length > 0)
        {
            return Read(machine, profile, entry);
        }

        passedOver?.Add(ProfileErrors.Lacks("vault", profile, Key));
        return null;
    }

    private static Source.VaultKeys Read(MachineState machine, MergedProfile profile, MergedProperty entry)
    {
        if (!VaultEntry.IsName(entry.Value))
        {
            throw ProfileErrors.Invalid(profile, Key, $"has a {Key} that can't be the name of a vault's entry", "correct the line; lanyard vault list shows the names");
        }

        var path = VaultIndex.PathIn(LanyardFolders.From(machine.Environment, OperatingSystem.IsWindows()).State);
        var list = ListIn(machine, path);
        return new Source.VaultKeys(profile.Name, entry.Value, list is null ? null : VaultIndex.AccessKeyIdOf(list, entry.Value))
        {
            Origin = Origin.Of(profile, entry),
            ProcessLine = profile.Get("credential_process"),
        };
    }

    private static byte[]? ListIn(MachineState machine, string path)
    {
        if (machine.ReadFile is { } read)
        {
            return read(path);
        }

        try
        {
            return WholeFile.Read(path, MaxBytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
