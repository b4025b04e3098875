using Lanyard.Aws.Secrets;
using Lanyard.Aws.Signing;

namespace Lanyard.Sandbox.State;

/// <summary>An access key that the sandbox issued, and who it stands for.</summary>
internal sealed class AccessKey(string id, Secret secret, Secret? sessionToken, DateTimeOffset? expiration, Caller caller)
{
    public string Id { get; } = id;

    public Secret Secret { get; } = secret;

    public Secret? SessionToken { get; } = sessionToken;

    public DateTimeOffset? Expiration { get; } = expiration;

    public Caller Caller { get; } = caller;

    public AwsCredentials Credentials => new(Id, Secret, SessionToken, Expiration, Caller.AccountId);

    /// <summary>Gives the key with its caller as it is now.</summary>
    public AccessKey With(Caller now) => new(Id, Secret, SessionToken, Expiration, now);

    public override string ToString() => Id;
}
