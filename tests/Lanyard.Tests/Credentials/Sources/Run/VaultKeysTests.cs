using Lanyard.Aws.Signing;
using Lanyard.Credentials;
using Lanyard.Credentials.Sources;
using Lanyard.Credentials.Sources.Dialects;
using Lanyard.Credentials.Sources.Run;
using Lanyard.Credentials.Vault;
using Lanyard.Tests.Credentials.Vault;

namespace Lanyard.Tests.Credentials.Sources.Run;

public sealed class VaultKeysTests : IDisposable
{
    private const string Profile =
        """
        [profile keys]
        lanyard_vault = ci
        credential_process = /opt/lanyard credential-process --profile keys

        """;

    private readonly TestAws _aws = new();
    private readonly MemoryVault _store = new();

    public VaultKeysTests() => _aws.Home.Set(("LANYARD_HOME", _aws.Home["lanyard"]));

    private AccessKeyVault Vault => new(_store, new VaultIndex(_aws.Home["lanyard/state"]), _aws.Time);

    public void Dispose() => _aws.Dispose();

    [Fact]
    public async Task A_profile_takes_its_key_from_the_vault_and_never_runs_its_own_process()
    {
        _aws.Home.Config(Profile);
        Vault.Put("ci", _aws.Ci);
        Assert.Equal(new Source.VaultKeys("keys", "ci", _aws.Ci.AccessKeyId) { ProcessLine = "/opt/lanyard credential-process --profile keys" }, _aws.Home.SourceOf("keys"));
        var credentials = await ResolveAsync("keys");
        Assert.Equal((_aws.Ci.AccessKeyId, null), (credentials.AccessKeyId, credentials.Expiration));
        Assert.Equal("arn:aws:iam::111111111111:user/ci", await _aws.ArnOfAsync(credentials));
    }

    [Fact]
    public async Task A_role_is_assumed_with_it_once_and_again_when_the_key_is_another()
    {
        _aws.Home.Config(Profile + $"[profile deploy]\nrole_arn = {TestAws.Deploy}\nsource_profile = keys\n");
        Vault.Put("ci", _aws.Ci);
        var first = await ResolveAsync("deploy");
        _store.IsLocked = true;
        Assert.Equal(first.AccessKeyId, (await ResolveAsync("deploy")).AccessKeyId);
        Assert.Equal(first.AccessKeyId, _aws.AtHand("deploy")!.AccessKeyId);

        _store.IsLocked = false;
        var made = await new Lanyard.Aws.Services.IamClient(_aws.Client, new(TestAws.Url, "us-east-1")).CreateAccessKeyAsync(_aws.Ci, TestContext.Current.CancellationToken);
        Vault.Put("ci", made);
        Assert.Null(_aws.AtHand("deploy"));
        Assert.NotEqual(first.AccessKeyId, (await ResolveAsync("deploy")).AccessKeyId);
    }

    [Fact]
    public async Task A_locked_vault_is_a_failure_and_never_a_miss()
    {
        _aws.Home.Config(Profile + "aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = x\n");
        _store.IsLocked = true;
        Assert.Equal(ErrorCodes.VaultLocked, (await Assert.ThrowsAsync<CredentialsException>(() => ResolveAsync("keys"))).Code);
    }

    [Fact]
    public async Task An_entry_that_is_not_there_says_how_to_add_it()
    {
        _aws.Home.Config(Profile);
        var e = await Assert.ThrowsAsync<CredentialsException>(() => ResolveAsync("keys"));
        Assert.Equal((ErrorCodes.VaultKeysMissing, "lanyard vault add ci --profile keys"), (e.Code, e.Fix));
        Assert.Contains($"{_aws.Home.ConfigFile}:2", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_in_the_credentials_file_come_first_as_they_do_for_the_process()
    {
        _aws.Home.Config(Profile).Credentials("[keys]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = x\n");
        Assert.Equal("AKIAIOSFODNN7EXAMPLE", (await ResolveAsync("keys")).AccessKeyId);
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("a/b")]
    [InlineData("ci.old")]
    public void What_can_be_no_entry_names_file_and_line(string entry)
    {
        _aws.Home.Config($"[profile keys]\nlanyard_vault = {entry}\n");
        var e = Assert.Throws<CredentialsException>(() => _aws.Home.Plan("keys"));
        Assert.Equal(ErrorCodes.ProfileInvalid, e.Code);
        Assert.Contains($"{_aws.Home.ConfigFile}:2", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_SDKs_that_ask_Lanyard_have_the_same_identity()
    {
        var ours = new Source.VaultKeys("keys", "ci", "AKIAIOSFODNN7EXAMPLE") { ProcessLine = "/opt/lanyard credential-process --profile keys" };
        Assert.Equal(SourceFacts.Identity(new Source.Process("keys", ours.ProcessLine)), SourceFacts.Identity(ours));
        var other = ours with { ProcessLine = "/opt/other --profile keys" };
        Assert.NotEqual(SourceFacts.Identity(new Source.Process("keys", other.ProcessLine)), SourceFacts.Identity(other));
    }

    private Task<AwsCredentials> ResolveAsync(string profile) => new CredentialResolver(
        new SourceContext(_aws.Home.Machine(profile), _aws.Client, _aws.Endpoints, _aws.Sessions, _aws.Tokens, _aws.Process) { Vault = () => Vault })
        .ResolveAsync(_aws.Home.Plan(profile), TestContext.Current.CancellationToken);
}
