using Lanyard.Aws.Secrets;
using Lanyard.Credentials.Vault;

namespace Lanyard.Tests.Credentials.Vault;

/// <summary>Makes encrypted files with the fewest rounds of hashing that are taken, to be quick.</summary>
internal static class EncryptedFiles
{
    public static EncryptedFileVault Vault(string path, Func<PassphraseQuestion, Secret?> ask, ILoginKeyring? keyring = null, int held = 3600) =>
        new(path, ask, keyring, TimeSpan.FromSeconds(held)) { Iterations = VaultFileHeader.FewestIterations };

    public static EncryptedFileVault Vault(string path, string passphrase, ILoginKeyring? keyring = null) => Vault(path, _ => new Secret(passphrase), keyring);
}
