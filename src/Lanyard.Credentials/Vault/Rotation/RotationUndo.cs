using Lanyard.Aws.Signing;

namespace Lanyard.Credentials.Vault.Rotation;

/// <summary>Takes a rotation back, however far it came: the old key is active and in its place again, the new one is deleted.</summary>
/// <param name="vault">The keys.</param>
/// <param name="records">What is under way.</param>
/// <param name="calls">The user's keys at AWS.</param>
/// <param name="time">The clock.</param>
/// <param name="say">Is told what is done.</param>
public sealed class RotationUndo(AccessKeyVault vault, RotationRecords records, UserKeyCalls calls, TimeProvider time, Action<string> say)
{
    /// <summary>Takes it back, or goes on with that.</summary>
    /// <returns>The record of what was taken back.</returns>
    /// <exception cref="CredentialsException">There is nothing to take back, or a step failed.</exception>
    public async Task<RotationRecord> RunAsync(string entry, CancellationToken cancellationToken)
    {
        using var turn = records.Lock(entry);
        var record = records.Find(entry) ?? throw KeyRotation.NothingPending(entry);
        if (record.Step == RotationStep.Creating)
        {
            await ForgetNewAsync(record, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            records.Save(record with { Step = RotationStep.Undoing, At = time.GetUtcNow() });
            await BringBackAsync(record, cancellationToken).ConfigureAwait(false);
        }

        vault.RemoveAside(entry, AccessKeyVault.New);
        vault.RemoveAside(entry, AccessKeyVault.Old);
        records.Remove(entry);
        return record;
    }

    private async Task ForgetNewAsync(RotationRecord record, CancellationToken cancellationToken)
    {
        var old = Of(record, record.OldId) ?? throw Gone(record);
        var orphans = new OrphanKeys(vault, calls);
        if (await orphans.FindStoredAsync(record, old, cancellationToken).ConfigureAwait(false) is { } stored)
        {
            await calls.DeleteAsync(stored.AccessKeyId, old, cancellationToken).ConfigureAwait(false);
        }

        await orphans.DeleteLostAsync(record, old, cancellationToken).ConfigureAwait(false);
    }

    private async Task BringBackAsync(RotationRecord record, CancellationToken cancellationToken)
    {
        var entry = record.Entry;
        var old = Of(record, record.OldId) ?? throw Gone(record);
        var made = Of(record, record.NewId);
        if (await calls.WhoIsAsync(old, cancellationToken).ConfigureAwait(false) is null)
        {
            if (made is null || !await calls.SetActiveAsync(record.OldId, isActive: true, made, cancellationToken).ConfigureAwait(false))
            {
                throw Gone(record);
            }

            say($"Made the old key {record.OldId} active again.");
            await calls.AcceptedAsync(old, cancellationToken).ConfigureAwait(false);
        }

        // From here on the old key does all that is left, and the new one is needed no more. Put also where it stands there: the list may be ahead.
        var was = vault.Find(entry)?.AccessKeyId;
        vault.Put(entry, old, record.OldAdded);
        if (was != record.OldId)
        {
            say($"`{entry}` is {record.OldId} again.");
        }

        if (record.NewId is { } id)
        {
            await calls.DeleteAsync(id, old, cancellationToken).ConfigureAwait(false);
        }
    }

    private AwsCredentials? Of(RotationRecord record, string? id) =>
        new[] { "", AccessKeyVault.Old, AccessKeyVault.New }.Select(aside => vault.Find(record.Entry, aside)).FirstOrDefault(key => key is not null && key.AccessKeyId == id);

    private static CredentialsException Gone(RotationRecord record) => new(
        ErrorCodes.RotationPending, $"the old key {record.OldId} of `{record.Entry}` is deleted, or not in the vault any more: the rotation can't be taken back",
        $"go on with it: lanyard vault rotate {record.Entry} --finish; or make a key by hand, then lanyard vault remove {record.Entry} and lanyard vault add {record.Entry}");
}
