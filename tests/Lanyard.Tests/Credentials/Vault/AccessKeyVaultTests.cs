using Lanyard.Aws.Secrets;
using Lanyard.Aws.Signing;
using Lanyard.Credentials;
using Lanyard.Credentials.Vault;

namespace Lanyard.Tests.Credentials.Vault;

public sealed class AccessKeyVaultTests : IDisposable
{
    private const string SecretText = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    private static readonly AwsCredentials Key = new("AKIAIOSFODNN7EXAMPLE", new Secret(SecretText), null, null, "111111111111");

    private readonly TemporaryFolder _folder = new();
    private readonly MemoryVault _store = new();
    private readonly FakeTime _time = new();

    private AccessKeyVault Vault => new(_store, new VaultIndex(_folder["state"]), _time);

    private string IndexFile => _folder["state/vault-keys.json"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_key_comes_back_with_its_account_and_is_on_the_list_without_its_secret()
    {
        Vault.Put("dev", Key);
        var back = Vault.Find("dev")!;
        Assert.Equal((Key.AccessKeyId, SecretText, "111111111111"), (back.AccessKeyId, back.SecretAccessKey.Reveal(), back.AccountId));
        Assert.Equal(new VaultEntry("dev", Key.AccessKeyId, _time.GetUtcNow()) { AccountId = "111111111111", Backend = "memory" }, Assert.Single(Vault.Index.All()));
        Assert.DoesNotContain("wJalr", File.ReadAllText(IndexFile), StringComparison.Ordinal);
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(IndexFile) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Fact]
    public void A_use_is_noted_once_an_hour()
    {
        Vault.Put("dev", Key);
        Assert.Null(Vault.Index.Find("dev")!.LastUsed);
        Vault.Use("dev");
        var first = _time.GetUtcNow();
        Assert.Equal(first, Vault.Index.Find("dev")!.LastUsed);
        _time.Advance(TimeSpan.FromMinutes(59));
        Vault.Use("dev");
        Assert.Equal(first, Vault.Index.Find("dev")!.LastUsed);
        _time.Advance(TimeSpan.FromMinutes(1));
        Vault.Use("dev");
        Assert.Equal(_time.GetUtcNow(), Vault.Index.Find("dev")!.LastUsed);
    }

    [Fact]
    public void A_list_that_is_gone_or_behind_is_mended_when_a_key_is_used()
    {
        Vault.Put("dev", Key);
        File.Delete(IndexFile);
        Vault.Use("dev");
        Assert.Equal(Key.AccessKeyId, Vault.Index.Find("dev")!.AccessKeyId);
        Vault.Index.Set(new VaultEntry("dev", "AKIAANOTHER00EXAMPLE", _time.GetUtcNow()) { LastUsed = _time.GetUtcNow() });
        Vault.Use("dev");
        Assert.Equal(Key.AccessKeyId, Vault.Index.Find("dev")!.AccessKeyId);
    }

    [Fact]
    public void A_use_that_can_not_be_noted_is_no_error()
    {
        Vault.Put("dev", Key);
        File.WriteAllText(IndexFile, "[");
        Assert.NotNull(Vault.Use("dev"));
        Assert.Equal(ErrorCodes.VaultFailed, Assert.Throws<CredentialsException>(() => Vault.Index.All()).Code);
    }

    [Fact]
    public void What_is_no_key_says_so_and_is_not_repeated()
    {
        _store.Store("keys/dev", new Secret("{\"AccessKeyId\":\"" + SecretText));
        var e = Assert.Throws<CredentialsException>(() => Vault.Find("dev"));
        Assert.Equal(ErrorCodes.VaultFailed, e.Code);
        Assert.DoesNotContain("wJalr", e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_vault_that_loses_what_it_is_given_is_no_vault()
    {
        var e = Assert.Throws<CredentialsException>(() => new AccessKeyVault(new Forgetful(), new VaultIndex(_folder["state"]), _time).Put("dev", Key));
        Assert.Equal(ErrorCodes.VaultFailed, e.Code);
        Assert.False(File.Exists(IndexFile));
    }

    [Theory]
    [InlineData("dev", true)]
    [InlineData("a@b.c+d-e_9", true)]
    [InlineData("", false)]
    [InlineData(".dev", false)]
    [InlineData("-dev", false)]
    [InlineData("dev.new", false)]
    [InlineData("dev.old", false)]
    [InlineData("a/b", false)]
    [InlineData("a b", false)]
    [InlineData("ä", false)]
    public void A_name_is_short_plain_and_no_rotations_own(string name, bool isName) => Assert.Equal(isName, VaultEntry.IsName(name));

    private sealed class Forgetful : ISecretVault
    {
        public string Name => "forgetful";

        public Secret? Find(string name) => null;

        public void Store(string name, Secret secret)
        {
        }

        public bool Remove(string name) => false;
    }
}
