using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Iam;

/// <summary>Whose access keys or MFA devices a call is about: a user's, or the root user's.</summary>
/// <param name="Name">The user's name; <see langword="null"/> for the root user, who has none.</param>
/// <param name="Id">The unique id; for the root user, the account's.</param>
/// <param name="Arn">The ARN.</param>
/// <param name="Caller">Who signs with the key.</param>
internal sealed record CredentialOwner(string? Name, string Id, string Arn, Caller Caller)
{
    public static CredentialOwner Of(User user) => new(user.Name, user.Id, user.Arn, user.Caller);

    public static CredentialOwner OfRoot(IamAccount account) => new(null, account.Id, account.Root, Caller.OfRoot(account));
}
