using Lanyard.Aws.Secrets;
using Lanyard.Credentials;
using Lanyard.Credentials.Vault;

namespace Lanyard.Tests.Credentials.Vault;

/// <summary>The place for the seeds of MFA devices, beside the file with the access keys.</summary>
public sealed class SeedFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Keys => _folder["vault.enc"];

    private string Seeds => _folder["mfa-seeds.enc"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_passphrase_that_opens_the_keys_is_refused_and_makes_no_file()
    {
        EncryptedFiles.Vault(Keys, "the first passphrase").Store("keys/dev", new Secret("s"));
        using var seeds = Open("the first passphrase");
        var e = Assert.Throws<CredentialsException>(() => seeds.Store("totp/a", new Secret("seed")));
        Assert.Equal((ErrorCodes.MfaSeedInvalid, FailureKind.GuardRail), (e.Code, e.Kind));
        Assert.False(File.Exists(Seeds));
    }

    [Fact]
    public void Another_passphrase_serves()
    {
        EncryptedFiles.Vault(Keys, "the first passphrase").Store("keys/dev", new Secret("s"));
        using (var seeds = Open("quite another one"))
        {
            seeds.Store("totp/a", new Secret("seed"));
        }

        using var again = Open("quite another one");
        Assert.Equal("seed", again.Find("totp/a")!.Reveal());
        Assert.NotEqual(VaultBackends.File, again.Name);
    }

    [Fact]
    public void Keys_that_come_to_lie_under_the_seeds_passphrase_close_the_seeds()
    {
        using (var seeds = Open("the only passphrase"))
        {
            seeds.Store("totp/a", new Secret("seed"));
        }

        EncryptedFiles.Vault(Keys, "the only passphrase").Store("keys/dev", new Secret("s"));
        using var again = Open("the only passphrase");
        Assert.Equal(ErrorCodes.MfaSeedInvalid, Assert.Throws<CredentialsException>(() => again.Find("totp/a")).Code);
    }

    private EncryptedFileVault Open(string passphrase) => SeedFile.Open(Seeds, Keys, _ => new Secret(passphrase), null, TimeSpan.Zero);
}
