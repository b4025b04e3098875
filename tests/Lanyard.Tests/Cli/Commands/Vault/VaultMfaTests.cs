using Lanyard.Credentials;
using Lanyard.Credentials.Mfa;
using Lanyard.Sandbox.Seeds;
using Lanyard.Tests.Credentials;

namespace Lanyard.Tests.Cli.Commands.Vault;

/// <summary>A user who may touch her own keys with MFA alone, as in AWS's example policy for that.</summary>
public sealed class VaultMfaTests : IAsyncLifetime
{
    private const string Device = "arn:aws:iam::111111111111:mfa/maria";

    // "AWS: Allows MFA-authenticated IAM users to manage their own credentials", IAM User Guide.
    private const string OwnKeysWithMfa =
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:*AccessKey*","Resource":"arn:aws:iam::*:user/${aws:username}",
          "Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}]}
        """;

    private TestCli _cli = null!;

    public async ValueTask InitializeAsync()
    {
        _cli = await TestCli.StartAsync(SandboxSeed.Default with
        {
            IamUsers = [.. SandboxSeed.Default.IamUsers.Select(u => u.Name == "maria" ? u with { Policies = [new("own-keys", OwnKeysWithMfa)] } : u)],
        });
        var key = _cli.Server.AccessKeyOf(TestAws.Dev, "maria")!;
        _cli.Input = $"{key.AccessKeyId}\n{key.SecretAccessKey.Reveal()}\n";
        (await _cli.RunAsync("vault", "add", "maria")).Done();
        _cli.Input = null;
        _cli.Calls.Clear();
    }

    public ValueTask DisposeAsync() => _cli.DisposeAsync();

    [Fact]
    public async Task Without_a_device_in_the_profile_IAM_refuses()
    {
        var run = (await _cli.RunAsync("vault", "rotate", "maria")).Failed(5, ErrorCodes.AwsError);
        Assert.Contains("iam:ListAccessKeys", run.Error, StringComparison.Ordinal);
        Assert.Contains("mfa_serial", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_code_serves_a_whole_rotation_and_another_its_undoing()
    {
        WithCode();
        (await _cli.RunAsync("vault", "rotate", "maria")).Done();
        Assert.Equal(1, _cli.Calls.Count(c => c.Operation == "GetSessionToken"));
        Assert.Equal(["keys/maria", "keys/maria.old"], _cli.Vault.Names);

        _cli.Time.Advance(TimeSpan.FromMinutes(1));
        WithCode();
        (await _cli.RunAsync("vault", "rotate", "maria", "--undo")).Done();
        Assert.Equal(2, _cli.Calls.Count(c => c.Operation == "GetSessionToken"));
        Assert.Equal(["keys/maria"], _cli.Vault.Names);
    }

    [Fact]
    public async Task Where_nobody_can_be_asked_for_a_code_nothing_is_begun()
    {
        _cli.Home.Config("[profile maria]\nlanyard_vault = maria\nmfa_serial = " + Device + "\n");
        (await _cli.RunAsync("vault", "rotate", "maria")).Failed(4, ErrorCodes.MfaRequired);
        (await _cli.RunAsync("vault", "rotate", "maria", "--undo")).Failed(1, ErrorCodes.RotationPending);
    }

    private void WithCode() => _cli.Home.Config(
        $"[profile maria]\nlanyard_vault = maria\nmfa_serial = {Device}\nregion = eu-west-1\n"
        + $"mfa_process = sh -c 'echo {Totp.CodeOf(TotpSeed.Parse(_cli.Server.MfaSeedOf(Device)!), Totp.StepOf(_cli.Time.GetUtcNow())).Reveal()}'\n");
}
