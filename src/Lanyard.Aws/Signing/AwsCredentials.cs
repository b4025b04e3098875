using Lanyard.Aws.Secrets;

namespace Lanyard.Aws.Signing;

/// <summary>An access key, and for temporary credentials the session token and expiry that go with it.</summary>
/// <param name="accessKeyId">The access key id (<c>AKIA…</c> long-lived, <c>ASIA…</c> temporary). Not a secret.</param>
/// <param name="secretAccessKey">The secret access key.</param>
/// <param name="sessionToken">The session token; <see langword="null"/> for long-lived keys.</param>
/// <param name="expiration">When the credentials end; <see langword="null"/> when they don't, or nobody said.</param>
/// <param name="accountId">The 12-digit account id, where the source told it.</param>
public sealed class AwsCredentials(
    string accessKeyId, Secret secretAccessKey, Secret? sessionToken = null, DateTimeOffset? expiration = null, string? accountId = null)
{
    /// <summary>Gets the access key id. Not a secret: AWS logs it.</summary>
    public string AccessKeyId { get; } = accessKeyId;

    /// <summary>Gets the secret access key.</summary>
    public Secret SecretAccessKey { get; } = secretAccessKey;

    /// <summary>Gets the session token; <see langword="null"/> for long-lived keys.</summary>
    public Secret? SessionToken { get; } = sessionToken;

    /// <summary>Gets when the credentials end; <see langword="null"/> when they don't, or nobody said.</summary>
    public DateTimeOffset? Expiration { get; } = expiration;

    /// <summary>Gets the 12-digit account id, where the source told it.</summary>
    public string? AccountId { get; } = accountId;

    /// <summary>Gives the access key id alone.</summary>
    public override string ToString() => AccessKeyId;
}
