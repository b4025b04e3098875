using System.Globalization;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Services;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;

namespace Lanyard.Credentials.Vault.Rotation;

/// <summary>The calls about an IAM user's own access keys, with patience for keys that AWS doesn't know everywhere yet.</summary>
/// <param name="iam">IAM.</param>
/// <param name="sts">STS.</param>
/// <param name="time">The clock.</param>
/// <param name="say">Is told what is waited for.</param>
/// <param name="session">
/// Gives what IAM is called with in place of a key: a session of the user that a code of the MFA device bought. Null to call with the key.
/// </param>
public sealed class UserKeyCalls(
    IamClient iam, StsClient sts, TimeProvider time, Action<string> say, Func<CancellationToken, Task<AwsCredentials>>? session = null)
{
    /// <summary>How long a new key is waited for.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private const string Permissions =
        "allow the user iam:CreateAccessKey, DeleteAccessKey, GetAccessKeyLastUsed, ListAccessKeys and UpdateAccessKey on arn:aws:iam::*:user/${aws:username}; where the policy asks for MFA, the profile needs its device: mfa_serial";

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(8);

    /// <summary>Asks who a key is, once.</summary>
    /// <returns>The user; <see langword="null"/> where AWS doesn't know the key, or it is inactive.</returns>
    /// <exception cref="CredentialsException">AWS said something else, or didn't answer.</exception>
    public async Task<CallerIdentity?> WhoIsAsync(AwsCredentials key, CancellationToken cancellationToken)
    {
        try
        {
            return await CallAsync(() => sts.GetCallerIdentityAsync(key, cancellationToken)).ConfigureAwait(false);
        }
        catch (CredentialsException e) when (IsUnknownKey(e))
        {
            return null;
        }
    }

    /// <summary>Asks who a key is, again and again while AWS doesn't know it.</summary>
    /// <exception cref="CredentialsException">AWS doesn't know it after all that time, or said something else.</exception>
    public Task<CallerIdentity> AcceptedAsync(AwsCredentials key, CancellationToken cancellationToken) =>
        PatientlyAsync(key, () => sts.GetCallerIdentityAsync(key, cancellationToken), cancellationToken);

    /// <summary>Makes another key for the user.</summary>
    /// <exception cref="CredentialsException">AWS said no, or didn't answer: a key may have been made then.</exception>
    public Task<AwsCredentials> CreateAsync(AwsCredentials signer, CancellationToken cancellationToken) =>
        CallAsync(async () => await iam.CreateAccessKeyAsync(await SignerAsync(signer, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false));

    /// <summary>Lists the user's keys.</summary>
    /// <exception cref="CredentialsException">AWS said no, or didn't answer.</exception>
    public Task<IReadOnlyList<IamAccessKey>> ListAsync(AwsCredentials signer, CancellationToken cancellationToken) =>
        CallAsync(async () => await iam.ListAccessKeysAsync(await SignerAsync(signer, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false));

    /// <summary>Asks when a key was last used.</summary>
    /// <exception cref="CredentialsException">AWS said no, or didn't answer.</exception>
    public Task<AccessKeyUse> LastUseAsync(string id, AwsCredentials signer, CancellationToken cancellationToken) =>
        CallAsync(async () => await iam.GetAccessKeyLastUsedAsync(id, await SignerAsync(signer, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false));

    /// <summary>Makes a key active or inactive.</summary>
    /// <returns>Whether there was such a key.</returns>
    /// <exception cref="CredentialsException">AWS said no, or didn't answer.</exception>
    public Task<bool> SetActiveAsync(string id, bool isActive, AwsCredentials signer, CancellationToken cancellationToken) =>
        IfThereAsync(signer, used => iam.UpdateAccessKeyAsync(id, isActive, used, cancellationToken), cancellationToken);

    /// <summary>Deletes a key.</summary>
    /// <returns>Whether there was such a key.</returns>
    /// <exception cref="CredentialsException">AWS said no, or didn't answer.</exception>
    public Task<bool> DeleteAsync(string id, AwsCredentials signer, CancellationToken cancellationToken) =>
        IfThereAsync(signer, used => iam.DeleteAccessKeyAsync(id, used, cancellationToken), cancellationToken);

    /// <summary>Tells whether an error says that the user has as many keys as IAM allows.</summary>
    public static bool IsQuota(CredentialsException failure) => CodeOf(failure) == "LimitExceeded";

    private async Task<AwsCredentials> SignerAsync(AwsCredentials key, CancellationToken cancellationToken) =>
        session is null ? key : await session(cancellationToken).ConfigureAwait(false);

    private Task<bool> IfThereAsync(AwsCredentials signer, Func<AwsCredentials, Task> call, CancellationToken cancellationToken) => PatientlyAsync(
        signer,
        async () =>
        {
            try
            {
                await call(await SignerAsync(signer, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
                return true;
            }
            catch (AwsServiceException e) when (e.Error.Code == "NoSuchEntity")
            {
                return false;
            }
        },
        cancellationToken);

    private async Task<T> PatientlyAsync<T>(AwsCredentials key, Func<Task<T>> call, CancellationToken cancellationToken)
    {
        var start = time.GetUtcNow();
        var wait = TimeSpan.FromSeconds(1);
        while (true)
        {
            try
            {
                return await CallAsync(call).ConfigureAwait(false);
            }
            catch (CredentialsException e) when (IsUnknownKey(e) && time.GetUtcNow() + wait - start <= Patience)
            {
                say(string.Create(CultureInfo.InvariantCulture, $"AWS doesn't know the access key {key.AccessKeyId} yet; trying again in {wait.TotalSeconds:0} s"));
                await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
                wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
            }
        }
    }

    private async Task<T> CallAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (Exception e) when (e is AwsServiceException or EndpointUnreachableException)
        {
            var failure = AwsFailures.Translate(e, null, time.GetUtcNow());
            throw e is AwsServiceException { Error: { Service: "IAM", Code: "AccessDenied" } } ? failure.WithFix(Permissions) : failure;
        }
    }

    private static bool IsUnknownKey(CredentialsException failure) => CodeOf(failure) is "InvalidClientTokenId" or "InvalidAccessKeyId" or "UnrecognizedClientException";

    private static string? CodeOf(CredentialsException failure) => (failure.InnerException as AwsServiceException)?.Error.Code;
}
