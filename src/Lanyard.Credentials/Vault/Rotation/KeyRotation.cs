using System.Globalization;
using Lanyard.Aws.Services;
using Lanyard.Aws.Signing;

namespace Lanyard.Credentials.Vault.Rotation;

/// <summary>
/// Puts a new access key in the place of an old one. Each step is written down before it is begun, and can be begun again: whoever
/// finds the record goes on from there, or takes it all back (<see cref="RotationUndo"/>). At every moment the vault holds a key that works.
/// </summary>
/// <param name="vault">The keys.</param>
/// <param name="records">What is under way.</param>
/// <param name="calls">The user's keys at AWS.</param>
/// <param name="time">The clock.</param>
/// <param name="say">Is told what is done.</param>
public sealed class KeyRotation(AccessKeyVault vault, RotationRecords records, UserKeyCalls calls, TimeProvider time, Action<string> say)
{
    /// <summary>How long an old key stays inactive before it is deleted: whatever still holds it fails meanwhile, and can be mended by making it active.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromHours(24);

    /// <summary>Rotates an entry's key, or goes on with a rotation that was broken off.</summary>
    /// <returns>The record, with the old key inactive.</returns>
    /// <exception cref="CredentialsException">A step failed; the rotation can be gone on with, or undone.</exception>
    public async Task<RotationRecord> RunAsync(string entry, CancellationToken cancellationToken)
    {
        using var turn = records.Lock(entry);
        var record = records.Find(entry);
        var resumed = record is not null;
        if (record is { Step: RotationStep.Undoing or RotationStep.Inactive })
        {
            throw record.Step == RotationStep.Undoing
                ? new CredentialsException(ErrorCodes.RotationPending, $"the rotation of `{entry}` is being undone", $"lanyard vault rotate {entry} --undo")
                : new CredentialsException(
                    ErrorCodes.RotationPending, $"`{entry}` was rotated on {Day(record.At)}, and its old key {record.OldId} is inactive and not deleted yet: IAM allows two keys a user",
                    $"lanyard vault rotate {entry} --finish");
        }

        if (record is null)
        {
            record = await BeginAsync(entry, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            say($"Going on with the rotation of {Day(record.Started)}.");
        }

        if (record.Step == RotationStep.Creating)
        {
            record = await CreateAsync(record, resumed, cancellationToken).ConfigureAwait(false);
        }

        if (record.Step == RotationStep.Stored)
        {
            record = await TryAsync(record, cancellationToken).ConfigureAwait(false);
        }

        if (record.Step == RotationStep.Switching)
        {
            record = Switch(record);
        }

        return await DeactivateAsync(record, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes the old key, once it was inactive for a day and nobody has made it active again.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="now">Whether to delete it at once.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The record of the rotation that has ended.</returns>
    /// <exception cref="CredentialsException">There is nothing to finish, it is too early, or something still uses the key.</exception>
    public async Task<RotationRecord> FinishAsync(string entry, bool now, CancellationToken cancellationToken)
    {
        using var turn = records.Lock(entry);
        var record = records.Find(entry) ?? throw NothingPending(entry);
        if (record.Step != RotationStep.Inactive)
        {
            throw new CredentialsException(
                ErrorCodes.RotationPending, $"the rotation of `{entry}` isn't so far that its old key could be deleted", $"lanyard vault rotate {entry}");
        }

        if (!now && time.GetUtcNow() < record.At + Grace)
        {
            throw new CredentialsException(
                ErrorCodes.OldKeyNeeded, $"the old key {record.OldId} has been inactive since {Moment(record.At)} only; what still holds it may not have shown itself yet",
                $"run the command again after {Moment(record.At + Grace)}, or with --now", FailureKind.GuardRail);
        }

        var current = Current(record.Entry, record.NewId);
        await CheckUnusedAsync(record, current, now, cancellationToken).ConfigureAwait(false);
        await calls.DeleteAsync(record.OldId, current, cancellationToken).ConfigureAwait(false);
        vault.RemoveAside(entry, AccessKeyVault.Old);
        records.Remove(entry);
        return record;
    }

    internal static CredentialsException NothingPending(string entry) => new(
        ErrorCodes.RotationPending, $"no rotation of `{entry}` is under way", $"lanyard vault rotate {entry} begins one");

    internal static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    internal static string Moment(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC";

    private async Task<RotationRecord> BeginAsync(string entry, CancellationToken cancellationToken)
    {
        var current = Current(entry, null);
        var keys = await calls.ListAsync(current, cancellationToken).ConfigureAwait(false);
        if (keys.FirstOrDefault(k => k.Id != current.AccessKeyId) is { } other)
        {
            throw await QuotaAsync(entry, other, current, cancellationToken).ConfigureAwait(false);
        }

        var began = time.GetUtcNow();
        return Save(new RotationRecord(entry, RotationStep.Creating, current.AccessKeyId, null, began, began)
        {
            OldAdded = vault.Index.Find(entry)?.Added,
        });
    }

    private async Task<RotationRecord> CreateAsync(RotationRecord record, bool resumed, CancellationToken cancellationToken)
    {
        var old = Current(record.Entry, record.OldId);
        if (resumed)
        {
            // It was broken off somewhere between asking for a key and writing down that there is one.
            var orphans = new OrphanKeys(vault, calls);
            if (await orphans.FindStoredAsync(record, old, cancellationToken).ConfigureAwait(false) is { } stored)
            {
                return Save(record with { Step = RotationStep.Stored, NewId = stored.AccessKeyId });
            }

            await orphans.DeleteLostAsync(record, old, cancellationToken).ConfigureAwait(false);
        }

        var made = await MakeAsync(record, old, cancellationToken).ConfigureAwait(false);
        say($"Made the access key {made.AccessKeyId}.");
        try
        {
            vault.PutAside(record.Entry, AccessKeyVault.New, made);
        }
        catch (CredentialsException e)
        {
            throw await TakenBackAsync(record, made, old, e, cancellationToken).ConfigureAwait(false);
        }

        return Save(record with { Step = RotationStep.Stored, NewId = made.AccessKeyId });
    }

    private async Task<AwsCredentials> MakeAsync(RotationRecord record, AwsCredentials old, CancellationToken cancellationToken)
    {
        try
        {
            return await calls.CreateAsync(old, cancellationToken).ConfigureAwait(false);
        }
        catch (CredentialsException e) when (UserKeyCalls.IsQuota(e))
        {
            // An answer that got lost was asked for again: the first one's key is there, and its secret is not.
            if (await new OrphanKeys(vault, calls).DeleteLostAsync(record, old, cancellationToken).ConfigureAwait(false))
            {
                return await calls.CreateAsync(old, cancellationToken).ConfigureAwait(false);
            }

            records.Remove(record.Entry);
            throw new CredentialsException(ErrorCodes.AccessKeyQuota, $"IAM makes no other access key for the user of `{record.Entry}` ({e.Message})", "lanyard vault list --aws shows the user's keys", FailureKind.RefusedByAws, inner: e);
        }
        catch (CredentialsException e) when (e.Kind == FailureKind.RefusedByAws)
        {
            // AWS said no: nothing was made, and nothing is under way.
            records.Remove(record.Entry);
            throw;
        }
    }

    // The secret is in no vault, so the key is of no use to anybody.
    private async Task<CredentialsException> TakenBackAsync(
        RotationRecord record, AwsCredentials made, AwsCredentials old, CredentialsException failure, CancellationToken cancellationToken)
    {
        await calls.DeleteAsync(made.AccessKeyId, old, cancellationToken).ConfigureAwait(false);
        records.Remove(record.Entry);
        return new CredentialsException(
            failure.Code, $"the new access key could not be stored, and was deleted again; the old one is untouched: {failure.Message}", failure.Fix, failure.Kind, inner: failure);
    }

    private async Task<RotationRecord> TryAsync(RotationRecord record, CancellationToken cancellationToken)
    {
        var made = vault.Find(record.Entry, AccessKeyVault.New) ?? throw Lost(record);
        var before = await calls.AcceptedAsync(Current(record.Entry, record.OldId), cancellationToken).ConfigureAwait(false);
        CallerIdentity after;
        try
        {
            after = await calls.AcceptedAsync(made, cancellationToken).ConfigureAwait(false);
        }
        catch (CredentialsException e)
        {
            throw e.WithFix($"run the command again to go on, or take it back: lanyard vault rotate {record.Entry} --undo");
        }

        return after.Arn == before.Arn ? Save(record with { Step = RotationStep.Switching }) : throw new CredentialsException(
            ErrorCodes.AccountMismatch, $"the new access key is {after.Arn}, and the old one {before.Arn}", $"lanyard vault rotate {record.Entry} --undo");
    }

    private RotationRecord Switch(RotationRecord record)
    {
        var current = vault.Find(record.Entry);
        if (current?.AccessKeyId == record.OldId)
        {
            var made = vault.Find(record.Entry, AccessKeyVault.New) ?? throw Lost(record);
            vault.PutAside(record.Entry, AccessKeyVault.Old, current);
            vault.Put(record.Entry, new AwsCredentials(made.AccessKeyId, made.SecretAccessKey, null, null, current.AccountId));
        }
        else if (current?.AccessKeyId == record.NewId)
        {
            // The list may be behind.
            vault.Put(record.Entry, current!);
        }
        else
        {
            throw Lost(record);
        }

        vault.RemoveAside(record.Entry, AccessKeyVault.New);
        say($"`{record.Entry}` is {record.NewId} from now on.");
        return Save(record with { Step = RotationStep.Switched });
    }

    private async Task<RotationRecord> DeactivateAsync(RotationRecord record, CancellationToken cancellationToken)
    {
        var current = Current(record.Entry, record.NewId);
        await calls.SetActiveAsync(record.OldId, isActive: false, current, cancellationToken).ConfigureAwait(false);
        return Save(record with { Step = RotationStep.Inactive });
    }

    private async Task CheckUnusedAsync(RotationRecord record, AwsCredentials current, bool now, CancellationToken cancellationToken)
    {
        var keys = await calls.ListAsync(current, cancellationToken).ConfigureAwait(false);
        if (keys.FirstOrDefault(k => k.Id == record.OldId) is not { } old)
        {
            return;
        }

        var use = await calls.LastUseAsync(record.OldId, current, cancellationToken).ConfigureAwait(false);
        say(use.Time is { } last ? $"The old key {record.OldId} was last used {Moment(last)} ({use.Service} in {use.Region})." : $"The old key {record.OldId} was never used.");
        if (!now && (old.IsActive || use.Time > record.At))
        {
            throw new CredentialsException(
                ErrorCodes.OldKeyNeeded,
                old.IsActive ? $"somebody made the old key {record.OldId} active again: something still needs it" : $"the old key {record.OldId} was used after it was rotated: something still holds it",
                $"find what uses it, and give it `{record.Entry}`; or delete the key all the same: lanyard vault rotate {record.Entry} --finish --now", FailureKind.GuardRail);
        }
    }

    private async Task<CredentialsException> QuotaAsync(string entry, IamAccessKey other, AwsCredentials current, CancellationToken cancellationToken)
    {
        var use = await calls.LastUseAsync(other.Id, current, cancellationToken).ConfigureAwait(false);
        return new CredentialsException(
            ErrorCodes.AccessKeyQuota,
            $"the user of `{entry}` has two access keys, and IAM allows no third: beside {current.AccessKeyId} there is {other.Id}, {(other.IsActive ? "active" : "inactive")}, made {Day(other.Created)}, "
            + (use.Time is { } last ? $"last used {Day(last)} ({use.Service} in {use.Region})" : "never used"),
            $"if nothing needs {other.Id}, delete it: aws iam delete-access-key --access-key-id {other.Id}");
    }

    private AwsCredentials Current(string entry, string? id) => vault.Find(entry) switch
    {
        null => throw new CredentialsException(ErrorCodes.VaultKeysMissing, $"the vault has no entry `{entry}`", "lanyard vault list"),
        { } key when id is null || key.AccessKeyId == id => key,
        { } key => throw new CredentialsException(
            ErrorCodes.RotationPending, $"the vault's entry `{entry}` is {key.AccessKeyId}, and the rotation under way knows it as {id}: something else changed it", $"lanyard vault rotate {entry} --undo"),
    };

    private static CredentialsException Lost(RotationRecord record) => new(
        ErrorCodes.RotationPending, $"the new key {record.NewId} of `{record.Entry}` isn't in the vault any more", $"lanyard vault rotate {record.Entry} --undo");

    private RotationRecord Save(RotationRecord record)
    {
        var dated = record with { At = time.GetUtcNow() };
        records.Save(dated);
        return dated;
    }
}
