using Lanyard.Aws.Secrets;
using Lanyard.Credentials;
using Lanyard.Credentials.Sources.Run;

namespace Lanyard.Tests.Credentials.Sources.Run;

/// <summary>"Process credential provider", AWS SDKs and Tools Reference Guide.</summary>
public sealed class ProcessSourceTests : IDisposable
{
    private const string Secretive = "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY";

    private readonly TestAws _aws = new();

    public ProcessSourceTests() => _aws.Home.Config("[default]\ncredential_process = /bin/p --flag 'two words'\n");

    public void Dispose() => _aws.Dispose();

    [Fact]
    public async Task Credentials_are_read_with_all_their_fields()
    {
        string? asked = null;
        _aws.Process = (line, _, _) =>
        {
            asked = line;
            return Ended(0, $$"""{"Version":1,"AccessKeyId":"ASIA1","SecretAccessKey":"{{Secretive}}","SessionToken":"t","Expiration":"2026-07-01T14:00:00+01:00","AccountId":"111111111111","More":{} }""");
        };
        var keys = await _aws.ResolveAsync();
        Assert.Equal("/bin/p --flag 'two words'", asked);
        Assert.Equal(("ASIA1", Secretive, "t", "111111111111"), (keys.AccessKeyId, keys.SecretAccessKey.Reveal(), keys.SessionToken!.Reveal(), keys.AccountId));
        Assert.Equal(new DateTimeOffset(2026, 7, 1, 13, 0, 0, TimeSpan.Zero), keys.Expiration);
        Assert.Null(_aws.AtHand());
    }

    [Fact]
    public async Task Long_lived_keys_need_no_more_than_their_two_halves()
    {
        _aws.Process = (_, _, _) => Ended(0, """{"Version": 1, "AccessKeyId": "AKIA1", "SecretAccessKey": "s"}""");
        var keys = await _aws.ResolveAsync();
        Assert.Null(keys.SessionToken);
        Assert.Null(keys.Expiration);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello " + Secretive)]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"" + Secretive + "\"")]
    [InlineData("{\"AccessKeyId\":\"A\",\"SecretAccessKey\":\"" + Secretive + "\"}")]
    [InlineData("{\"Version\":2,\"AccessKeyId\":\"A\",\"SecretAccessKey\":\"" + Secretive + "\"}")]
    [InlineData("{\"Version\":\"1\",\"AccessKeyId\":\"A\",\"SecretAccessKey\":\"" + Secretive + "\"}")]
    [InlineData("{\"Version\":1.5,\"AccessKeyId\":\"A\",\"SecretAccessKey\":\"" + Secretive + "\"}")]
    [InlineData("{\"Version\":1,\"SecretAccessKey\":\"" + Secretive + "\"}")]
    [InlineData("{\"Version\":1,\"AccessKeyId\":\"" + Secretive + "\"}")]
    [InlineData("{\"Version\":1,\"AccessKeyId\":7,\"SecretAccessKey\":\"" + Secretive + "\"}")]
    [InlineData("{\"Version\":1,\"AccessKeyId\":\"A\",\"SecretAccessKey\":\"" + Secretive + "\",\"Expiration\":\"soon\"}")]
    [InlineData("{\"Version\":1,\"AccessKeyId\":\"A\",\"SecretAccessKey\":\"" + Secretive + "\\ud800\"}")]
    [InlineData("{\"Version\":1,\"AccessKeyId\":\"A\",\"SecretAccessKey\":\"" + Secretive + "\"} trailing")]
    public async Task Output_that_is_no_credentials_is_refused_and_never_quoted(string output)
    {
        _aws.Process = (_, _, _) => Ended(0, output);
        var e = await _aws.RefusedAsync(ErrorCodes.ProcessOutputInvalid);
        Assert.DoesNotContain(Secretive, e.ToString(), StringComparison.Ordinal);
        Assert.Contains("`default`", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_that_have_ended_are_refused()
    {
        _aws.Process = (_, _, _) => Ended(0, $$"""{"Version":1,"AccessKeyId":"A","SecretAccessKey":"{{Secretive}}","Expiration":"2026-07-01T12:00:00Z"}""");
        var e = await _aws.RefusedAsync(ErrorCodes.CredentialsExpired);
        Assert.Contains("2026-07-01 12:00:00 UTC", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secretive, e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_fails_is_told_with_its_exit_code_and_last_words_but_never_its_output()
    {
        _aws.Process = (_, _, _) => Task.FromResult(new ProcessResult(7, new Secret(Secretive), "no such account"));
        var e = await _aws.RefusedAsync(ErrorCodes.ProcessFailed);
        Assert.Contains("exit code 7; it said: no such account", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secretive, e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_was_stopped_is_told_apart()
    {
        _aws.Process = (_, _, _) => Task.FromResult(new ProcessResult(null, null, ""));
        await _aws.RefusedAsync(ErrorCodes.ProcessTimeout);
    }

    private static Task<ProcessResult> Ended(int exitCode, string output) =>
        Task.FromResult(new ProcessResult(exitCode, Secret.FromOptional(output), ""));
}
