using Lanyard.Aws.Secrets;

namespace Lanyard.Credentials.Delivery;

/// <summary>One identity of a container endpoint: where it is found, what is shown for it, and the roles that it may be traded for.</summary>
/// <param name="Path">The path, percent-encoded as clients send it.</param>
/// <param name="Token">What a client must show in <c>Authorization</c>.</param>
/// <param name="Credentials">The credentials.</param>
public sealed record ContainerDoor(string Path, Secret Token, KeptCredentials Credentials)
{
    /// <summary>Gets the credentials of the roles that may be asked for below <c>/role-arn/</c> with the same token, by ARN.</summary>
    public IReadOnlyDictionary<string, KeptCredentials> Roles { get; init; } = new Dictionary<string, KeptCredentials>();
}
