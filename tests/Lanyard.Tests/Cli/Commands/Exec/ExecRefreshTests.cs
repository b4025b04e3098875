using System.Net;
using Lanyard.Cli;
using Lanyard.Cli.Commands;
using Lanyard.Credentials;
using Lanyard.Tests.Credentials;

namespace Lanyard.Tests.Cli.Commands.Exec;

/// <summary>What a refresh gives is looked at like what the command was started with: account, role, length of the session.</summary>
public sealed class ExecRefreshTests : IAsyncLifetime
{
    private const string Stages = $$"""
          dev:
            account: "{{TestAws.Dev}}"
            region: eu-west-1
            ENDPOINT
            access: { session: my-org, permissionSet: Developer }
          prod:
            account: "{{TestAws.Prod}}"
            region: eu-west-1
            ENDPOINT
            access: { role: "{{TestAws.Deploy}}", from: dev }
            maxSession: 30m

        """;

    private TestCli _cli = null!;

    public async ValueTask InitializeAsync()
    {
        _cli = await TestCli.StartAsync();
        _cli.UseStages(Stages);
        _cli.WriteCiKeys();
        _cli.Home.Set(("PATH", $"{_cli.Home["bin"]}:/usr/bin:/bin"));
        _cli.Home.Config($"""
            [profile short]
            role_arn = {TestAws.Deploy}
            source_profile = ci
            duration_seconds = 900
            [profile long]
            role_arn = {TestAws.Deploy}
            source_profile = ci
            duration_seconds = 3600
            [profile next]
            role_arn = {TestAws.Next}
            source_profile = short
            [profile given]
            credential_process = cat answer.json

            """);
        _cli.UseProfile("prod", "given");
    }

    public ValueTask DisposeAsync() => _cli.DisposeAsync();

    [Theory]
    [InlineData("next", CliErrorCodes.RoleMismatch)]
    [InlineData("ci", ErrorCodes.AccountMismatch)]
    [InlineData("long", CliErrorCodes.SessionTooLong)]
    public async Task A_process_line_that_comes_to_another_identity_or_a_longer_session_gives_nothing(string profile, string code)
    {
        _cli.Program("cdk", $"cp -r \"$(dirname \"$AWS_CONFIG_FILE\")\" '{_cli.Home["seen"]}'; basename \"$(dirname \"$AWS_CONFIG_FILE\")\" > '{_cli.Home["plan"]}'\n");
        await GiveAsync("short");
        (await _cli.RunAsync("exec", "--stage", "prod", "--via", "process", "--", "cdk", "deploy")).Done();
        var plan = File.ReadAllText(_cli.Home["plan"]).Trim();
        Directory.Move(_cli.Home["seen"], _cli.Home[$"lanyard/run/{plan}"]);
        (await _cli.RunAsync("credential-process", "--plan", plan)).Done();

        await GiveAsync(profile);
        (await _cli.RunAsync("credential-process", "--plan", plan)).Failed(3, code);
    }

    [Fact]
    public async Task A_process_line_whose_role_is_assumed_from_another_account_than_the_stage_below_gives_nothing()
    {
        _cli.UseProfile("dev", "given");
        _cli.Program("cdk", $"cp -r \"$(dirname \"$AWS_CONFIG_FILE\")\" '{_cli.Home["seen"]}'; basename \"$(dirname \"$AWS_CONFIG_FILE\")\" > '{_cli.Home["plan"]}'\n");
        await GiveAsync("ci");
        (await _cli.RunAsync("exec", "--stage", "prod", "--via", "process", "--", "cdk", "deploy")).Done();
        var plan = File.ReadAllText(_cli.Home["plan"]).Trim();
        Directory.Move(_cli.Home["seen"], _cli.Home[$"lanyard/run/{plan}"]);
        (await _cli.RunAsync("credential-process", "--plan", plan)).Done();

        // The session at hand is the stage's own, and still stands on the account it was refused for.
        await GiveAsync("short");
        var input = CredentialProcessInput.FromPlainArguments(["credential-process", "--plan", plan])!;
        Assert.Null(CredentialProcessCommand.TryAtHand(input, _cli.Surroundings(Stream.Null, TextWriter.Null)));
        (await _cli.RunAsync("credential-process", "--plan", plan)).Failed(3, ErrorCodes.AccountMismatch);
    }

    [Theory]
    [InlineData("next", CliErrorCodes.RoleMismatch)]
    [InlineData("ci", ErrorCodes.AccountMismatch)]
    [InlineData("long", CliErrorCodes.SessionTooLong)]
    public async Task An_endpoint_that_comes_to_another_identity_or_a_longer_session_gives_nothing(string profile, string code)
    {
        _cli.Program("cdk", $"echo \"$AWS_CONTAINER_CREDENTIALS_FULL_URI $AWS_CONTAINER_AUTHORIZATION_TOKEN\" > '{_cli.Home["door.tmp"]}'; mv '{_cli.Home["door.tmp"]}' '{_cli.Home["door"]}'; while [ ! -e '{_cli.Home["go"]}' ]; do sleep 0.05; done\n");
        await GiveAsync("short");
        var running = _cli.RunAsync("exec", "--stage", "prod", "--via", "server", "--", "cdk", "deploy");
        while (!File.Exists(_cli.Home["door"]))
        {
            Assert.False(running.IsCompleted);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        var door = File.ReadAllText(_cli.Home["door"]).Trim().Split(' ');
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(door)).Status);

        await GiveAsync(profile);
        _cli.Time.Advance(TimeSpan.FromMinutes(16));
        var (status, text) = await AskAsync(door);
        for (var tries = 0; text.Contains(ErrorCodes.ProcessTimeout, StringComparison.Ordinal) && tries < 50; tries++)
        {
            // The clock went on while the first question's renewal was still on its way; until it goes on once more, that is the answer.
            _cli.Time.Advance(TimeSpan.FromMinutes(1));
            (status, text) = await AskAsync(door);
        }

        _cli.Home.Write("go", "");
        (await running).Done();

        Assert.NotEqual(HttpStatusCode.OK, status);
        Assert.Contains(code, text, StringComparison.Ordinal);
    }

    // As another program would have got them: that the stage's file doesn't know.
    private async Task GiveAsync(string profile)
    {
        var keys = (await _cli.RunAsync("env", "--profile", profile, "--format", "json")).Done().Json;
        string? Key(string name) => keys.TryGetProperty(name, out var value) ? value.GetString() : null;
        var end = Key("AWS_CREDENTIAL_EXPIRATION") is { } time ? $",\"Expiration\":\"{time}\"" : "";
        var token = Key("AWS_SESSION_TOKEN") is { } text ? $",\"SessionToken\":\"{text}\"" : "";
        _cli.Home.Write("project/answer.json", $$"""{"Version":1,"AccessKeyId":"{{Key("AWS_ACCESS_KEY_ID")}}","SecretAccessKey":"{{Key("AWS_SECRET_ACCESS_KEY")}}"{{token}}{{end}}}""");
    }

    private static async Task<(HttpStatusCode Status, string Text)> AskAsync(string[] door)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, door[0]);
        request.Headers.TryAddWithoutValidation("Authorization", door[1]);
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
