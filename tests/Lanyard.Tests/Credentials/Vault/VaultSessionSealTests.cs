using System.Text.Json.Nodes;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Signing;
using Lanyard.Credentials.Sessions;
using Lanyard.Credentials.Vault;

namespace Lanyard.Tests.Credentials.Vault;

/// <summary>Sessions on disk, on a machine that has a vault.</summary>
public sealed class VaultSessionSealTests : IDisposable
{
    private static readonly SessionKey Key = new("key one");

    private readonly TemporaryFolder _folder = new();
    private readonly VaultMachine _machine = new();
    private readonly FakeTime _time = new();
    private readonly List<string> _said = [];

    private string FileOfKey => Path.Combine(_folder.Path, Key.FileName);

    public void Dispose()
    {
        _folder.Dispose();
        _machine.Dispose();
    }

    [Fact]
    public void A_session_lies_encrypted_and_comes_back_whole()
    {
        UseVault();
        var signIn = FileStamp.Of(_folder.Write("token", "t"));
        Store.Keep(Key, Session(), signIn);

        var text = File.ReadAllText(FileOfKey);
        Assert.DoesNotContain("the secret", text, StringComparison.Ordinal);
        Assert.DoesNotContain("the token", text, StringComparison.Ordinal);
        var found = Store.Find(Key)!;
        Assert.Equal(("ASIA1", "the secret", "the token", "111111111111"), (found.Credentials.AccessKeyId, found.Credentials.SecretAccessKey.Reveal(), found.Credentials.SessionToken!.Reveal(), found.Credentials.AccountId));
        Assert.Equal(signIn, found.SignIn);
    }

    [Fact]
    public void No_two_files_of_one_session_are_alike()
    {
        UseVault();
        Store.Keep(Key, Session(), null);
        var first = File.ReadAllText(FileOfKey);
        Store.Keep(Key, Session(), null);
        Assert.NotEqual(first, File.ReadAllText(FileOfKey));
    }

    [Theory]
    [InlineData("expiration", "1783000000000")]
    [InlineData("accessKeyId", "ASIA2")]
    [InlineData("accountId", "222222222222")]
    [InlineData("fetched", "1782907200001")]
    [InlineData("sealed", "AAAA")]
    [InlineData("sealed", "not base64!")]
    public void What_was_changed_is_no_session(string field, string value)
    {
        UseVault();
        Store.Keep(Key, Session(), null);
        var json = JsonNode.Parse(File.ReadAllText(FileOfKey))!;
        json[field] = value;
        File.WriteAllText(FileOfKey, json.ToJsonString());
        Assert.Null(Store.FindUsable(Key));
    }

    [Fact]
    public void Another_machines_session_is_none()
    {
        UseVault();
        Store.Keep(Key, Session(), null);
        using var other = new VaultMachine();
        Assert.NotNull(other.Protection().FindOrMake());
        Assert.Null(StoreOf(other).Find(Key));
    }

    [Fact]
    public void With_the_vault_out_of_reach_nothing_is_kept_in_plain_text_and_it_is_said()
    {
        UseVault();
        Store.Keep(Key, Session(), null);
        _machine.Protection().Forget();
        _machine.Platform.IsLocked = true;
        Assert.Null(Store.Find(Key));

        File.Delete(FileOfKey);
        Store.Keep(Key, Session(), null);
        Assert.False(File.Exists(FileOfKey));
        Assert.StartsWith("the session isn't kept for the next command: ", Assert.Single(_said), StringComparison.Ordinal);
    }

    [Fact]
    public void What_there_is_can_be_listed_and_forgotten_without_opening_anything()
    {
        UseVault();
        Store.Keep(Key, Session(), null);
        _machine.Protection().Forget();
        _machine.Platform.IsLocked = true;
        Assert.Equal("ASIA1", Assert.Single(Store.All()).AccessKeyId);
        Assert.Equal(_time.GetUtcNow().AddHours(1), Store.Forget(null));
        Assert.False(File.Exists(FileOfKey));
    }

    [Fact]
    public void Where_there_is_no_vault_a_session_is_a_private_file()
    {
        _machine.Environment[VaultSelection.Variable] = VaultBackends.None;
        Store.Keep(Key, Session(), null);
        Assert.Contains("the secret", File.ReadAllText(FileOfKey), StringComparison.Ordinal);
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(FileOfKey) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.Equal("the secret", Store.Find(Key)!.Credentials.SecretAccessKey.Reveal());
    }

    private SessionStore Store => StoreOf(_machine);

    private SessionStore StoreOf(VaultMachine machine) => new(_folder.Path, _time, new VaultSessionSeal(machine.Folders, machine.Environment, null, _time, _said.Add) { Key = machine.Protection });

    private void UseVault()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "elsewhere the vault is taken into use by its own commands alone");
        Assert.NotNull(_machine.Protection().FindOrMake());
    }

    private AwsCredentials Session() =>
        new("ASIA1", new Secret("the secret"), new Secret("the token"), _time.GetUtcNow().AddHours(1), "111111111111");
}
