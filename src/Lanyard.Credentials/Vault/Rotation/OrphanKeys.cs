using Lanyard.Aws.Services;
using Lanyard.Aws.Signing;

namespace Lanyard.Credentials.Vault.Rotation;

/// <summary>What a rotation that was broken off while it made a key may have left behind.</summary>
internal sealed class OrphanKeys(AccessKeyVault vault, UserKeyCalls calls)
{
    // Between this machine's clock and AWS's; beyond that, signatures are refused anyway.
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    /// <summary>Finds a new key that reached the vault.</summary>
    public async Task<AwsCredentials?> FindStoredAsync(RotationRecord record, AwsCredentials old, CancellationToken cancellationToken)
    {
        var stored = vault.Find(record.Entry, AccessKeyVault.New);
        return stored is not null && (await OthersAsync(record, old, cancellationToken).ConfigureAwait(false)).Any(k => k.Id == stored.AccessKeyId) ? stored : null;
    }

    /// <summary>
    /// Deletes a key that was made and whose secret is lost. When the rotation began the user had no other key; but a person may have
    /// made one since, so only a key that was never used goes.
    /// </summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="CredentialsException">There is a key that this rotation may not have made.</exception>
    public async Task<bool> DeleteLostAsync(RotationRecord record, AwsCredentials old, CancellationToken cancellationToken)
    {
        var any = false;
        foreach (var key in await OthersAsync(record, old, cancellationToken).ConfigureAwait(false))
        {
            var use = await calls.LastUseAsync(key.Id, old, cancellationToken).ConfigureAwait(false);
            if (use.Time is not null || key.Created < record.Started - Skew)
            {
                throw new CredentialsException(
                    ErrorCodes.AccessKeyQuota,
                    $"the user of `{record.Entry}` has another access key, {key.Id}, made {KeyRotation.Moment(key.Created)}{(use.Time is { } last ? $" and used {KeyRotation.Moment(last)}" : "")}, that this rotation didn't make",
                    $"if nothing needs it, delete it: aws iam delete-access-key --access-key-id {key.Id}");
            }

            await calls.DeleteAsync(key.Id, old, cancellationToken).ConfigureAwait(false);
            any = true;
        }

        return any;
    }

    private async Task<IEnumerable<IamAccessKey>> OthersAsync(RotationRecord record, AwsCredentials old, CancellationToken cancellationToken) =>
        (await calls.ListAsync(old, cancellationToken).ConfigureAwait(false)).Where(k => k.Id != record.OldId);
}
