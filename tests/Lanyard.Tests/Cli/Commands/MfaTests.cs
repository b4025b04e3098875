using Lanyard.Cli.Hosting;
using Lanyard.Credentials;
using Lanyard.Credentials.Mfa;
using Lanyard.Tests.Credentials;

namespace Lanyard.Tests.Cli.Commands;

/// <summary>MFA as commands see it: nobody sits at the terminal of these tests, so codes come from a program.</summary>
public sealed class MfaTests : IAsyncLifetime
{
    private const string Device = "arn:aws:iam::111111111111:mfa/maria";
    private const string InProd = "arn:aws:iam::333333333333:role/deploy-mfa";

    private TestCli _cli = null!;

    public async ValueTask InitializeAsync()
    {
        _cli = await TestCli.StartAsync();
        var key = _cli.Server.AccessKeyOf(TestAws.Dev, "maria")!;
        _cli.Home.Credentials($"[maria]\naws_access_key_id = {key.AccessKeyId}\naws_secret_access_key = {key.SecretAccessKey.Reveal()}\n");
        Config("");
    }

    public ValueTask DisposeAsync() => _cli.DisposeAsync();

    [Theory]
    [InlineData("there is no terminal", "whoami", "--profile", "prod")]
    [InlineData("--no-input is given", "whoami", "--profile", "prod", "--no-input")]
    [InlineData("there is no terminal", "credential-process", "--profile", "prod")]
    [InlineData("there is no terminal", "env", "--profile", "prod")]
    [InlineData("there is no terminal", "exec", "--profile", "prod", "--", "true")]
    [InlineData("there is no terminal", "login", "--profile", "prod")]
    public async Task Where_nobody_can_be_asked_a_person_must_act(string why, params string[] command)
    {
        var run = (await _cli.RunAsync(command)).Failed(4, ErrorCodes.MfaRequired);
        Assert.Contains($"a code of the MFA device {Device} is needed, and {why}", run.Error, StringComparison.Ordinal);
        Assert.Contains("lanyard whoami --profile prod", run.Error, StringComparison.Ordinal);
        Assert.Empty(_cli.Calls);
    }

    [Fact]
    public async Task A_stages_error_names_the_stage()
    {
        _cli.Home.Write("project/lanyard.yaml", $$"""
            version: 1
            stages:
              base: { endpoint: "{{_cli.Endpoint}}", account: "{{TestAws.Dev}}", region: eu-west-1, access: { session: s, permissionSet: p } }
              live: { endpoint: "{{_cli.Endpoint}}", account: "{{TestAws.Prod}}", region: eu-west-1, access: { role: "{{InProd}}", from: base } }
            sessions:
              s: { startUrl: https://a.awsapps.com/start, region: eu-west-1 }
            """);
        _cli.Home.Write("project/lanyard.local.yaml", "version: 1\nstages:\n  live: { profile: prod }\n");
        Assert.Contains("lanyard whoami --stage live", (await _cli.RunAsync("whoami", "--stage", "live")).Failed(4, ErrorCodes.MfaRequired).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_programs_code_serves_every_command_and_is_shown_nowhere()
    {
        WithProgram();
        Assert.Contains("assumed-role/deploy-mfa/", (await _cli.RunAsync("whoami", "--profile", "prod")).Done().Out, StringComparison.Ordinal);
        (await _cli.RunAsync("env", "--profile", "prod")).Done();
        var run = (await _cli.RunAsync("login", "--profile", "prod", "--verbose")).Done();
        Assert.Contains($"The session of the MFA device {Device} is good until 2026-07-02 00:00 UTC.", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Code(), run.Error, StringComparison.Ordinal);
        Assert.Single(_cli.Calls, c => c.Operation == "GetSessionToken");
        Assert.Single(_cli.Calls, c => c.Operation == "AssumeRole");
        foreach (var file in Directory.EnumerateFiles(_cli.Home["lanyard"], "*", SearchOption.AllDirectories))
        {
            Assert.DoesNotContain(Code(), File.ReadAllText(file), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Login_gets_the_users_session_alone_and_tells_its_end()
    {
        WithProgram();
        var json = (await _cli.RunAsync("login", "--profile", "prod", "--json")).Done().Json;
        Assert.Equal((Device, "2026-07-02T00:00:00Z"), (json.GetProperty("mfaSerial").GetString(), json.GetProperty("expiresAt").GetString()));
        Assert.Equal(["GetSessionToken"], _cli.Calls.Select(c => c.Operation));
    }

    [Fact]
    public async Task Status_and_explain_show_the_users_session()
    {
        WithProgram();
        (await _cli.RunAsync("whoami", "--profile", "prod")).Done();
        Assert.Matches("(?m)^111111111111 +- +mfaSession +720 min left$", (await _cli.RunAsync("status")).Done().Out);
        var text = (await _cli.RunAsync("explain", "--profile", "prod")).Done().Out;
        Assert.Matches($"(?m)^  by mfaSession +{Device} ", text);
        var chain = (await _cli.RunAsync("explain", "--profile", "prod", "--json")).Done().Json.GetProperty("chain");
        Assert.Equal(["static", "mfaSession", "assumeRole"], chain.EnumerateArray().Select(c => c.GetProperty("source").GetString()));
        Assert.Equal(Device, chain[1].GetProperty("serialNumber").GetString());
    }

    [Fact]
    public async Task An_sdk_is_never_asked_for()
    {
        WithProgram();
        var json = (await _cli.RunAsync("explain", "--profile", "prod", "--sdk", "botocore", "--run", "--json")).Done().Json;
        Assert.Equal("error", json.GetProperty("outcome").GetString());
        Assert.Empty(_cli.Calls);
    }

    [Theory]
    [InlineData("no-such-program", ErrorCodes.ProcessNotStarted, "the mfa_process `no-such-program` can't be started")]
    [InlineData("sh -c 'exit 3'", ErrorCodes.MfaProcessFailed, "ended with exit code 3")]
    [InlineData("sh -c 'echo 12345'", ErrorCodes.MfaProcessFailed, "six digits")]
    [InlineData("'open", ErrorCodes.ProcessNotStarted, "the mfa_process is empty, or a quote in it is never closed")]
    public async Task A_program_that_gives_no_code_is_named(string program, string code, string says)
    {
        Config($"mfa_process = {program}\n");
        Assert.Contains(says, (await _cli.RunAsync("whoami", "--profile", "prod")).Failed(1, code).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sandboxs_device_shows_each_code_once()
    {
        var file = _cli.Home.Write("device.json", $$"""{"serialNumber":"{{Device}}","seed":"{{_cli.Server.MfaSeedOf(Device)!.Reveal()}}"}""");
        var codes = new[] { (await _cli.RunAsync("sandbox", "mfa-code", "--device", file)).Done().Out, (await _cli.RunAsync("sandbox", "mfa-code", "--device", file)).Done().Out };
        Assert.Equal([Code() + "\n", Code(1) + "\n"], codes);
        var third = Task.Run(() => new SandboxMfaDevice(file, _cli.Time).NextCode().Reveal(), TestContext.Current.CancellationToken);
        await Task.Delay(300, TestContext.Current.CancellationToken);
        Assert.False(third.IsCompleted);
        _cli.Time.Advance(Totp.Step);
        Assert.Equal(Code(1), await third);
        (await _cli.RunAsync("sandbox", "mfa-code", "--device", _cli.Home["gone"])).Failed(1, ErrorCodes.MfaProcessFailed);
        _cli.Home.Write("gone", "{}");
        (await _cli.RunAsync("sandbox", "mfa-code", "--device", _cli.Home["gone"])).Failed(1, ErrorCodes.MfaProcessFailed);
    }

    [Fact]
    public async Task A_sandboxs_device_doesnt_show_again_what_was_taken_in_a_run_before()
    {
        WithProgram();
        (await _cli.RunAsync("whoami", "--profile", "prod")).Done();
        var files = new SandboxMfa(_cli.Server, "/home", []).Files().Select(f => (Path: _cli.Home.Write(f.Name, f.Text), f.Text)).ToList();
        var device = files.Single(f => f.Text.Contains(Device, StringComparison.Ordinal)).Path;
        Assert.Equal(Code(1) + "\n", (await _cli.RunAsync("sandbox", "mfa-code", "--device", device)).Done().Out);
    }

    private void WithProgram() => Config($"mfa_process = sh -c 'echo {Code()}'\n");

    private void Config(string more) =>
        _cli.Home.Config($"[profile prod]\nrole_arn = {InProd}\nsource_profile = maria\nmfa_serial = {Device}\nregion = eu-west-1\n{more}");

    private string Code(int steps = 0) => Totp.CodeOf(TotpSeed.Parse(_cli.Server.MfaSeedOf(Device)!), Totp.StepOf(_cli.Time.GetUtcNow()) + steps).Reveal();
}
