using Lanyard.Aws.Signing;
using Lanyard.Cli;
using Lanyard.Cli.Commands.Configure;
using Lanyard.Cli.Commands.Vault;
using Lanyard.Cli.Identity;
using Lanyard.Credentials;
using Lanyard.Tests.Credentials;

namespace Lanyard.Tests.Cli.Commands.Vault;

public sealed class VaultKeepingTests : IAsyncLifetime
{
    private TestCli _cli = null!;

    private AwsCredentials Ci => _cli.Server.AccessKeyOf(TestAws.Dev, "ci")!;

    public async ValueTask InitializeAsync()
    {
        _cli = await TestCli.StartAsync();
        _cli.Input = $"{Ci.AccessKeyId}\n{Ci.SecretAccessKey.Reveal()}\n";
        (await _cli.RunAsync("vault", "add", "ci")).Done();
        _cli.Input = null;
        _cli.Calls.Clear();
    }

    public ValueTask DisposeAsync() => _cli.DisposeAsync();

    [Fact]
    public async Task The_list_says_id_account_profiles_age_and_last_use_with_the_vault_shut()
    {
        _cli.Time.Advance(TimeSpan.FromDays(3));
        _cli.Vault.IsLocked = true;
        Assert.Equal(
            $"ENTRY  ACCESS KEY            ACCOUNT       PROFILES  AGE     LAST USED\nci     {Ci.AccessKeyId}  111111111111  ci        3 days  never\n",
            (await _cli.RunAsync("vault", "list")).Done().Out);
        Assert.Empty(_cli.Calls);
        _cli.Vault.IsLocked = false;
        (await _cli.RunAsync("whoami", "--profile", "ci")).Done();
        var entry = (await _cli.RunAsync("vault", "list", "--json")).Done().Json.GetProperty("entries")[0];
        Assert.Equal(["entry", "accessKeyId", "account", "backend", "profiles", "added", "ageDays", "lastUsed"], entry.EnumerateObject().Select(p => p.Name));
        Assert.Equal((3, "2026-07-04T12:00:00Z"), (entry.GetProperty("ageDays").GetInt32(), entry.GetProperty("lastUsed").GetString()));
    }

    [Fact]
    public async Task Asked_to_the_list_says_what_IAM_knows()
    {
        var aws = (await _cli.RunAsync("vault", "list", "--json", "--aws")).Done().Json.GetProperty("entries")[0].GetProperty("aws");
        Assert.Equal(
            ("2026-07-01T12:00:00Z", "iam", 0),
            (aws.GetProperty("lastUsed").GetString(), aws.GetProperty("service").GetString(), aws.GetProperty("otherAccessKeyIds").GetArrayLength()));
        Assert.Contains("under a day ago, iam in us-east-1", (await _cli.RunAsync("vault", "list", "--aws")).Done().Out, StringComparison.Ordinal);
        Assert.Contains("vault add NAME", (await (await TestCli.StartAsync()).RunAsync("vault", "list")).Done().Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Removing_says_which_profiles_stop_working_and_needs_the_name_typed_or_yes()
    {
        (await _cli.RunAsync("vault", "remove", "ci")).Failed(4, CliErrorCodes.ConfirmationMissing);
        Assert.Contains("did you mean `ci`", (await _cli.RunAsync("vault", "remove", "cj", "--yes")).Failed(1, ErrorCodes.VaultKeysMissing).Error, StringComparison.Ordinal);
        var e = Assert.Throws<CredentialsException>(() => Remove("y"));
        Assert.Equal(CliErrorCodes.NotConfirmed, e.Code);
        Assert.Equal(["keys/ci"], _cli.Vault.Names);
        Assert.Equal(0, Remove("ci"));
        Assert.Empty(_cli.Vault.Names);
        Assert.Equal(0, (await _cli.RunAsync("vault", "list", "--json")).Done().Json.GetProperty("entries").GetArrayLength());
        (await _cli.RunAsync("whoami", "--profile", "ci")).Failed(4, ErrorCodes.VaultKeysMissing);
    }

    [Fact]
    public async Task A_key_is_rotated_finished_and_every_step_says_what_comes_next()
    {
        var run = (await _cli.RunAsync("vault", "rotate", "ci")).Done();
        Assert.Contains($"{Ci.AccessKeyId} is inactive", run.Error, StringComparison.Ordinal);
        Assert.Contains("lanyard vault rotate ci --finish", run.Error, StringComparison.Ordinal);
        (await _cli.RunAsync("whoami", "--profile", "ci")).Done();
        Assert.Contains("the old key", (await _cli.RunAsync("vault", "list")).Done().Out, StringComparison.Ordinal);
        foreach (var command in new[] { "add", "remove" })
        {
            (await _cli.RunAsync("vault", command, "ci", "--yes")).Failed(1, ErrorCodes.RotationPending);
        }

        (await _cli.RunAsync("vault", "rotate", "ci", "--finish")).Failed(3, ErrorCodes.OldKeyNeeded);
        _cli.Time.Advance(TimeSpan.FromHours(24));
        var json = (await _cli.RunAsync("vault", "rotate", "ci", "--finish", "--json")).Done().Json;
        Assert.Equal(("finished", true), (json.GetProperty("state").GetString(), json.GetProperty("deletedAccessKeyId").GetString()!.StartsWith("AKIA", StringComparison.Ordinal)));
        (await _cli.RunAsync("vault", "rotate", "ci", "--finish")).Failed(1, ErrorCodes.RotationPending);
        (await _cli.RunAsync("whoami", "--profile", "ci")).Done();
    }

    [Fact]
    public async Task A_rotation_is_undone_or_finished_at_once_with_a_warning()
    {
        (await _cli.RunAsync("vault", "rotate", "ci")).Done();
        (await _cli.RunAsync("vault", "rotate", "ci", "--undo")).Done();
        Assert.Equal(["keys/ci"], _cli.Vault.Names);
        (await _cli.RunAsync("vault", "rotate", "ci")).Done();
        Assert.Contains("warning: --now", (await _cli.RunAsync("vault", "rotate", "ci", "--finish", "--now")).Done().Error, StringComparison.Ordinal);
        (await _cli.RunAsync("vault", "rotate", "ci", "--undo")).Failed(1, ErrorCodes.RotationPending);
        (await _cli.RunAsync("vault", "rotate", "ci", "--undo", "--finish")).Failed(2, CliErrorCodes.Usage);
        (await _cli.RunAsync("vault", "rotate", "ci", "--now")).Failed(2, CliErrorCodes.Usage);
        (await _cli.RunAsync("vault", "rotate", "nobody")).Failed(1, ErrorCodes.VaultKeysMissing);
    }

    private int Remove(string answer)
    {
        using var output = new MemoryStream();
        using var error = new StringWriter();
        var asked = "";
        var exitCode = VaultRemoveCommand.Run("ci", false, new GlobalOptions(), _cli.Surroundings(output, error), new Questions(q =>
        {
            asked = q;
            return answer;
        }));
        Assert.Contains("These profiles stop working: ci", asked, StringComparison.Ordinal);
        Assert.Contains("lanyard profile remove ci", error.ToString(), StringComparison.Ordinal);
        return exitCode;
    }
}
