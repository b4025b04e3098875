using Lanyard.Aws.Secrets;

namespace Lanyard.Credentials.Vault;

/// <summary>
/// A place for what must last and must not lie in plain text: long-lived access keys, and the key that sessions are encrypted with.
/// One implementation for each keychain of a platform, and an encrypted file. It knows names and secrets; what a secret is for, and
/// since when it is there, others keep.
/// </summary>
/// <remarks>
/// Absent and out of reach are two things: a locked keychain never answers "no such secret", it fails with
/// <see cref="ErrorCodes.VaultLocked"/>, so that nobody makes a second key because the first can't be seen.
/// </remarks>
public interface ISecretVault
{
    /// <summary>Gets the name that the user knows it by: <c>secret-service</c>, <c>keychain</c>, <c>credential-manager</c>, <c>file</c>.</summary>
    string Name { get; }

    /// <summary>Finds a secret.</summary>
    /// <param name="name">Its name, such as <c>keys/dev</c>: letters, digits, and <c>-_./@+</c>.</param>
    /// <returns>The secret; <see langword="null"/> where the vault is open and has none of this name.</returns>
    /// <exception cref="CredentialsException">
    /// The vault is locked (<see cref="ErrorCodes.VaultLocked"/>), or can't be used (<see cref="ErrorCodes.VaultFailed"/>).
    /// </exception>
    Secret? Find(string name);

    /// <summary>Stores a secret, in the place of one of the same name.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="secret">The secret, of up to 64 KB.</param>
    /// <exception cref="CredentialsException">As for <see cref="Find"/>.</exception>
    void Store(string name, Secret secret);

    /// <summary>Removes a secret.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="CredentialsException">As for <see cref="Find"/>.</exception>
    bool Remove(string name);
}
