using Lanyard.Aws.Secrets;
using Lanyard.Aws.Signing;
using Lanyard.Cli;
using Lanyard.Credentials;
using Lanyard.Credentials.Vault;
using Lanyard.Tests.Credentials;

namespace Lanyard.Tests.Cli.Commands.Vault;

public sealed class VaultMigrateTests : IAsyncLifetime
{
    private TestCli _cli = null!;

    private AwsCredentials Ci => _cli.Server.AccessKeyOf(TestAws.Dev, "ci")!;

    private string KeyLines => $"aws_access_key_id = {Ci.AccessKeyId}\naws_secret_access_key = {Ci.SecretAccessKey.Reveal()}\n";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _cli = await TestCli.StartAsync();

    public ValueTask DisposeAsync() => _cli.DisposeAsync();

    [Fact]
    public async Task A_key_leaves_its_file_for_the_vault_and_the_profile_goes_on_working()
    {
        _cli.Home.Config("[profile ci]\n# ours\nregion = eu-north-1\n").Credentials($"# keys\n[ci]\n{KeyLines}\n[other]\nregion = eu-west-1\n");
        var run = (await _cli.RunAsync("vault", "migrate", "ci")).Done();
        Assert.Equal("[profile ci]\n# ours\nregion = eu-north-1\nlanyard_vault = ci\ncredential_process = lanyard credential-process --profile ci\n", await File.ReadAllTextAsync(_cli.Home.ConfigFile, Ct));
        Assert.Equal("# keys\n\n[other]\nregion = eu-west-1\n", await File.ReadAllTextAsync(_cli.Home.CredentialsFile, Ct));
        Assert.Contains("-aws_secret_access_key = ***\n", run.Error, StringComparison.Ordinal);
        Assert.Contains("+lanyard_vault = ci\n", run.Error, StringComparison.Ordinal);
        (await _cli.RunAsync("whoami", "--profile", "ci")).Done();
        AssertNoSecretIn(_cli.Home.Path);
        Assert.DoesNotContain(Ci.SecretAccessKey.Reveal(), run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Undo_brings_the_lines_back_and_never_the_secret()
    {
        _cli.Home.Credentials($"[ci]\n{KeyLines}");
        (await _cli.RunAsync("vault", "migrate", "ci")).Done();
        (await _cli.RunAsync("profile", "undo", "--yes")).Done();
        Assert.DoesNotContain("lanyard_vault", await File.ReadAllTextAsync(_cli.Home.ConfigFile, Ct), StringComparison.Ordinal);
        AssertNoSecretIn(_cli.Home.Path);
        Assert.Equal(["keys/ci"], _cli.Vault.Names);
    }

    [Fact]
    public async Task A_dry_run_shows_it_changes_nothing_and_calls_nobody()
    {
        _cli.Home.Credentials($"[ci]\n{KeyLines}");
        var run = (await _cli.RunAsync("vault", "migrate", "ci", "--dry-run")).Done();
        Assert.Contains("+lanyard_vault = ci\n", run.Out, StringComparison.Ordinal);
        Assert.Equal($"[ci]\n{KeyLines}", await File.ReadAllTextAsync(_cli.Home.CredentialsFile, Ct));
        Assert.Empty(_cli.Vault.Names);
        Assert.Empty(_cli.Calls);
    }

    [Fact]
    public async Task A_key_that_does_not_work_or_a_vault_that_does_not_keep_it_leaves_the_file_as_it_was()
    {
        var bad = $"[ci]\naws_access_key_id = {Ci.AccessKeyId}\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n";
        _cli.Home.Credentials(bad);
        (await _cli.RunAsync("vault", "migrate", "ci")).Failed(5, ErrorCodes.CredentialsRejected);
        Assert.Equal(bad, await File.ReadAllTextAsync(_cli.Home.CredentialsFile, Ct));

        _cli.Home.Credentials($"[ci]\n{KeyLines}");
        _cli.Vault.IsLocked = true;
        (await _cli.RunAsync("vault", "migrate", "ci")).Failed(4, ErrorCodes.VaultLocked);
        Assert.Equal($"[ci]\n{KeyLines}", await File.ReadAllTextAsync(_cli.Home.CredentialsFile, Ct));
        Assert.Empty(Directory.GetFiles(_cli.Home.Path, "vault-keys.json", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Broken_off_after_the_key_was_stored_it_is_ended_by_doing_it_again()
    {
        _cli.Home.Credentials($"[ci]\n{KeyLines}");
        var changes = 0;
        _cli.Vault.Changing = () => _ = ++changes == 2 ? throw new CredentialsException(ErrorCodes.VaultFailed, "the power went off") : 0;
        (await _cli.RunAsync("vault", "migrate", "ci")).Failed(1, ErrorCodes.VaultFailed);
        Assert.Equal($"[ci]\n{KeyLines}", await File.ReadAllTextAsync(_cli.Home.CredentialsFile, Ct));
        Assert.Equal(["keys/ci"], _cli.Vault.Names);
        (await _cli.RunAsync("vault", "migrate", "ci")).Done();
        AssertNoSecretIn(_cli.Home.Path);
    }

    [Fact]
    public async Task Of_all_profiles_one_that_can_not_be_had_stops_none_of_the_others()
    {
        _cli.Home.Config($"[default]\n{KeyLines}[profile none]\nregion = x\n")
            .Credentials($"[ci]\n{KeyLines}[temporary]\naws_access_key_id = ASIAIOSFODNN7EXAMPLE\naws_secret_access_key = x\naws_session_token = y\n[half]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n");
        var run = await _cli.RunAsync("vault", "migrate", "--all");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(ErrorCodes.KeysIncomplete, run.Error, StringComparison.Ordinal);
        Assert.Equal(["keys/ci", "keys/default"], _cli.Vault.Names);
        AssertNoSecretIn(_cli.Home.Path);
        (await _cli.RunAsync("whoami")).Done();
    }

    [Fact]
    public async Task What_can_not_be_taken_says_why()
    {
        _cli.Home.Config("[profile ci]\nrole_arn = arn:aws:iam::111111111111:role/x\nsource_profile = ci\n[profile none]\nregion = x\n[profile there]\nlanyard_vault = there\n[profile a/b]\nregion = x\n")
            .Credentials($"[ci]\n{KeyLines}[t]\naws_access_key_id = ASIAIOSFODNN7EXAMPLE\naws_secret_access_key = x\naws_session_token = y\n");
        (await _cli.RunAsync("vault", "migrate", "ci")).Failed(1, CliErrorCodes.ProfileExists);
        (await _cli.RunAsync("vault", "migrate", "none")).Failed(1, ErrorCodes.SettingNotFound);
        Assert.Contains("already", (await _cli.RunAsync("vault", "migrate", "there")).Failed(1, ErrorCodes.SettingNotFound).Error, StringComparison.Ordinal);
        (await _cli.RunAsync("vault", "migrate", "t")).Failed(1, CliErrorCodes.KeyInvalid);
        (await _cli.RunAsync("vault", "migrate", "a/b")).Failed(1, ErrorCodes.SettingInvalid);
        (await _cli.RunAsync("vault", "migrate", "nobody")).Failed(1, ErrorCodes.ProfileNotFound);
        (await _cli.RunAsync("vault", "migrate")).Failed(2, CliErrorCodes.Usage);
        (await _cli.RunAsync("vault", "migrate", "ci", "--all")).Failed(2, CliErrorCodes.Usage);
        Assert.Empty(_cli.Vault.Names);
        Assert.Empty(_cli.Calls);
    }

    [Fact]
    public async Task Two_different_keys_of_one_profile_are_not_made_one()
    {
        _cli.Home.Config("[profile ci]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = other\n").Credentials($"[ci]\n{KeyLines}");
        (await _cli.RunAsync("vault", "migrate", "ci")).Failed(1, CliErrorCodes.KeyInvalid);
    }

    [Fact]
    public async Task An_entry_with_another_key_is_not_replaced()
    {
        _cli.Home.Credentials($"[ci]\n{KeyLines}");
        new AccessKeyVault(_cli.Vault, new VaultIndex(_cli.Home["lanyard/state"]), _cli.Time).Put("ci", new AwsCredentials("AKIAIOSFODNN7EXAMPLE", new Secret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")));
        (await _cli.RunAsync("vault", "migrate", "ci")).Failed(1, ErrorCodes.VaultEntryExists);
        (await _cli.RunAsync("vault", "migrate", "ci", "--entry", "ci2")).Done();
        Assert.Equal(["keys/ci", "keys/ci2"], _cli.Vault.Names);
        (await _cli.RunAsync("whoami", "--profile", "ci")).Done();
    }

    [Theory]
    [InlineData("""if [ "$1" = export ]; then printf '{"Version":1,"AccessKeyId":"ID","SecretAccessKey":"SECRET"}'; else exit 9; fi""")]
    [InlineData("""if [ "$1" = exec ]; then printf '{"Version":1,"AccessKeyId":"ID","SecretAccessKey":"SECRET"}'; else exit 9; fi""")]
    public async Task Keys_come_out_of_aws_vault_by_its_own_commands_old_and_new(string script)
    {
        WriteAwsVault(script);
        _cli.Home.Config("[profile ci]\nregion = eu-west-1\ncredential_process = aws-vault exec ci --json\n");
        var run = (await _cli.RunAsync("vault", "migrate", "ci", "--from", "aws-vault")).Done();
        Assert.Contains("aws-vault remove ci", run.Error, StringComparison.Ordinal);
        (await _cli.RunAsync("whoami", "--profile", "ci")).Done();
        Assert.Equal("[profile ci]\nregion = eu-west-1\ncredential_process = lanyard credential-process --profile ci\nlanyard_vault = ci\n", await File.ReadAllTextAsync(_cli.Home.ConfigFile, Ct));
    }

    [Fact]
    public async Task All_of_aws_vaults_keys_come_by_its_list()
    {
        WriteAwsVault("""if [ "$1 $2" = "list --credentials" ]; then printf 'ci\nci2\n'; else printf '{"AccessKeyId":"ID","SecretAccessKey":"SECRET"}'; fi""");
        _cli.Home.Set(("AWS_VAULT", "inside"));
        (await _cli.RunAsync("vault", "migrate", "--all", "--from", "aws-vault")).Done();
        Assert.Equal(["keys/ci", "keys/ci2"], _cli.Vault.Names);
    }

    [Theory]
    [InlineData("exit 3")]
    [InlineData("echo nothing of use")]
    [InlineData("""printf '{"AccessKeyId":"ASIAIOSFODNN7EXAMPLE","SecretAccessKey":"SECRET","SessionToken":"x"}'""")]
    public async Task An_aws_vault_that_gives_no_key_is_told(string script)
    {
        WriteAwsVault(script);
        var run = (await _cli.RunAsync("vault", "migrate", "ci", "--from", "aws-vault")).Failed(1, CliErrorCodes.AwsVaultFailed);
        Assert.DoesNotContain(Ci.SecretAccessKey.Reveal(), run.Error, StringComparison.Ordinal);
        Assert.Empty(_cli.Vault.Names);
    }

    [Fact]
    public async Task Without_aws_vault_it_says_so() =>
        (await _cli.RunAsync("vault", "migrate", "ci", "--from", "aws-vault")).Failed(1, CliErrorCodes.AwsVaultFailed);

    private void WriteAwsVault(string script)
    {
        script = script.Replace("\"ID\"", $"\"{Ci.AccessKeyId}\"", StringComparison.Ordinal).Replace("SECRET", Ci.SecretAccessKey.Reveal(), StringComparison.Ordinal);
        var path = _cli.Home.Write("bin/aws-vault", $"#!/bin/sh\n[ -z \"$AWS_VAULT\" ] || exit 8\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        _cli.Home.Set(("PATH", _cli.Home["bin"] + ":/usr/bin:/bin"));
    }

    private void AssertNoSecretIn(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            Assert.DoesNotContain(Ci.SecretAccessKey.Reveal(), File.ReadAllText(file), StringComparison.Ordinal);
        }
    }
}
