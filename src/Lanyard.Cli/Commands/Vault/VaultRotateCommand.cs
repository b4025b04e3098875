using Lanyard.Cli.Edge;
using Lanyard.Cli.Identity;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.Vault.Rotation;

namespace Lanyard.Cli.Commands.Vault;

/// <summary>What <c>lanyard vault rotate</c> was asked for.</summary>
/// <param name="Options">The options of every command.</param>
/// <param name="Entry">The entry's name.</param>
/// <param name="Finish">Whether to delete the old key.</param>
/// <param name="Undo">Whether to bring the old key back.</param>
/// <param name="Now">Whether to delete it before its day is over, or though something uses it.</param>
internal sealed record VaultRotateInput(GlobalOptions Options, string Entry, bool Finish, bool Undo, bool Now);

/// <summary>Puts a new access key in the place of a vault's entry; see <see cref="KeyRotation"/>.</summary>
internal static class VaultRotateCommand
{
    public static async Task<int> RunAsync(VaultRotateInput input, Surroundings surroundings, CancellationToken cancellationToken)
    {
        if (input is { Finish: true, Undo: true })
        {
            throw new UsageException("--finish and --undo can't be used together");
        }

        if (input is { Now: true, Finish: false })
        {
            throw new UsageException("--now goes with --finish");
        }

        var (entry, records) = (input.Entry, VaultAccess.Rotations(surroundings));
        VaultAddCommand.CheckName(entry);
        var vault = VaultAccess.Open(surroundings, input.Options, entry);
        if (records.Find(entry) is null && vault.Find(entry) is null)
        {
            throw VaultAccess.Missing(surroundings, entry);
        }

        var files = SharedConfigSnapshot.Load(ProfileEditing.Locations(surroundings));
        using var calls = new VaultCalls(surroundings, input.Options, files, input.Options.Profile ?? (VaultAccess.ProfilesOf(files, entry) is [var first, ..] ? first : null), entry);
        Action<string> say = surroundings.Error.WriteLine;
        if (input.Undo)
        {
            var undone = await new RotationUndo(vault, records, calls.Keys, surroundings.Time, say).RunAsync(entry, cancellationToken).ConfigureAwait(false);
            Tell(input, surroundings, "undone", undone.OldId, undone.NewId, null, $"The rotation of `{entry}` is undone: the key is {undone.OldId}.");
            return ExitCodes.Done;
        }

        var rotation = new KeyRotation(vault, records, calls.Keys, surroundings.Time, say);
        if (input.Finish)
        {
            if (input.Now)
            {
                say("warning: --now deletes the old key though it may still be needed; that can't be undone");
            }

            var finished = await rotation.FinishAsync(entry, input.Now, cancellationToken).ConfigureAwait(false);
            Tell(input, surroundings, "finished", finished.NewId!, finished.OldId, null, $"Deleted the old key {finished.OldId} of `{entry}`; the rotation is finished.");
            return ExitCodes.Done;
        }

        var record = await rotation.RunAsync(entry, cancellationToken).ConfigureAwait(false);
        var from = record.At + KeyRotation.Grace;
        Tell(input, surroundings, "rotated", record.NewId!, record.OldId, from,
            $"Rotated `{entry}`: {record.OldId} is inactive, {record.NewId} is in use.\n"
            + $"  if nothing misses the old key, delete it after {from.UtcDateTime:yyyy-MM-dd HH:mm} UTC: lanyard vault rotate {entry} --finish\n"
            + $"  if something does: lanyard vault rotate {entry} --undo");
        return ExitCodes.Done;
    }

    private static void Tell(VaultRotateInput input, Surroundings surroundings, string state, string id, string? oldId, DateTimeOffset? finishFrom, string text)
    {
        if (!input.Options.Json)
        {
            surroundings.Error.WriteLine(text);
            return;
        }

        surroundings.Write(JsonOutput.Object(json =>
        {
            json.WriteString("entry", input.Entry);
            json.WriteString("state", state);
            json.WriteString("accessKeyId", id);
            json.WriteString(state == "rotated" ? "inactiveAccessKeyId" : "deletedAccessKeyId", oldId);
            json.WriteString("finishFrom", finishFrom is { } from ? Lanyard.Credentials.Delivery.ProcessOutput.FormatTime(from) : null);
        }));
    }
}
