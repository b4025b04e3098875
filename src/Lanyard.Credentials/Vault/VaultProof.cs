using System.Security.Cryptography;
using Lanyard.Aws.Secrets;

namespace Lanyard.Credentials.Vault;

/// <summary>Has a vault prove itself before anything is trusted to it.</summary>
public static class VaultProof
{
    /// <summary>Writes a secret, reads it, compares, removes it, and sees that it is gone.</summary>
    /// <param name="vault">The vault.</param>
    /// <exception cref="CredentialsException">The vault is locked, can't be used, or doesn't give back what it was given.</exception>
    public static void Prove(ISecretVault vault)
    {
        ArgumentNullException.ThrowIfNull(vault);
        string name = "probe/" + RandomNumberGenerator.GetHexString(16, lowercase: true);
        var secret = new Secret(RandomNumberGenerator.GetHexString(32));
        vault.Store(name, secret);
        bool same = vault.Find(name)?.FixedTimeEquals(secret) == true;
        if (!(vault.Remove(name) && same && vault.Find(name) is null))
        {
            throw VaultErrors.Failed(
                $"the vault `{vault.Name}` doesn't give back what is stored in it", $"set LANYARD_VAULT to another one, such as {VaultBackends.File}");
        }
    }
}
