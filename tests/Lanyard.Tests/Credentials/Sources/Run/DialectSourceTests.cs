using Lanyard.Aws.Secrets;
using Lanyard.Aws.Signing;
using Lanyard.Credentials;
using Lanyard.Credentials.Sources;
using Lanyard.Credentials.Sources.Run;

namespace Lanyard.Tests.Credentials.Sources.Run;

/// <summary>What a dialect may ask of the run, and Lanyard's own plans don't.</summary>
public sealed class DialectSourceTests : IDisposable
{
    private readonly TestAws _aws = new();
    private int _runs;

    public void Dispose() => _aws.Dispose();

    [Fact]
    public async Task Keys_that_an_sdk_kept_are_handed_out_and_nothing_is_asked()
    {
        var kept = new Source.StaticKeys("p", "/cache", "KEPT");
        var role = new Source.AssumeRole(TestAws.Deploy, new Source.StaticKeys("p", "/none", "NONE")) { Cached = kept };
        var keys = await ResolveAsync(role, k => new AwsCredentials(k.AccessKeyId, new Secret("s")));
        Assert.Equal("KEPT", keys.AccessKeyId);
        Assert.Empty(_aws.Calls);
    }

    [Theory]
    [InlineData("", 1, "RUN1")]
    [InlineData("2026-07-01T12:15:00Z", 1, "RUN1")]
    [InlineData("2026-07-01T12:14:59Z", 2, "RUN2")]
    [InlineData("2026-07-01T12:05:00Z", 2, "RUN2")]
    public async Task A_process_whose_keys_end_soon_is_run_again(string end, int runs, string id)
    {
        _aws.Process = (_, _, _) => Ended(end);
        Assert.Equal(id, (await ResolveAsync(Process)).AccessKeyId);
        Assert.Equal(runs, _runs);
    }

    [Fact]
    public async Task Keys_that_have_ended_twice_are_refused()
    {
        _aws.Process = (_, _, _) => Ended("2026-07-01T12:00:00Z");
        Assert.Equal(ErrorCodes.CredentialsExpired, (await Assert.ThrowsAsync<CredentialsException>(() => ResolveAsync(Process))).Code);
        Assert.Equal(2, _runs);
    }

    [Theory]
    [InlineData("2026-07-01T12:10:00Z", "RUN1")]
    [InlineData("2026-07-01T12:09:59Z", null)]
    public async Task A_second_run_that_fails_is_final_only_where_the_keys_end_very_soon(string end, string? id)
    {
        _aws.Process = (_, _, _) => _runs == 1 ? Task.FromResult(new ProcessResult(1, null, "")) : Ended(end);
        var run = ResolveAsync(Process);
        if (id is null)
        {
            Assert.Equal(ErrorCodes.ProcessFailed, (await Assert.ThrowsAsync<CredentialsException>(() => run)).Code);
        }
        else
        {
            Assert.Equal(id, (await run).AccessKeyId);
        }
    }

    [Fact]
    public async Task A_role_that_an_sdk_refuses_itself_has_its_process_run_and_is_not_asked_for()
    {
        _aws.Process = (_, _, _) => Ended("");
        var refused = await Assert.ThrowsAsync<CredentialsException>(() => ResolveAsync(new Source.AssumeRole(TestAws.Deploy, Process) { Refusal = "too short" }));
        Assert.Equal(("too short", 1, 0), (refused.Message, _runs, _aws.Calls.Count));
        var withCode = new Source.AssumeRole(TestAws.Deploy, Process) { MfaSerial = "arn:aws:iam::1:mfa/u" };
        Assert.Equal(ErrorCodes.MfaRequired, (await Assert.ThrowsAsync<CredentialsException>(() => ResolveAsync(withCode))).Code);
        Assert.Equal(1, _runs);
        await Assert.ThrowsAsync<CredentialsException>(() => ResolveAsync(withCode with { AsksSourceFirst = true }));
        Assert.Equal(2, _runs);
    }

    private static Source.Process Process => new("p", "/bin/p") { RunsAgainWithin = TimeSpan.FromMinutes(15) };

    private Task<AwsCredentials> ResolveAsync(Source source, Func<Source.StaticKeys, AwsCredentials>? readKeys = null)
    {
        var context = new SourceContext(_aws.Home.Machine(), _aws.Client, _aws.Endpoints, _aws.Sessions, _aws.Tokens, _aws.Process) { ReadKeys = readKeys };
        return new CredentialResolver(context).ResolveAsync(
            new CredentialPlan("p", null, [new Candidate(source, OnFailure.Stop)], []), TestContext.Current.CancellationToken);
    }

    private Task<ProcessResult> Ended(string end)
    {
        _runs++;
        var expiration = end.Length > 0 ? $",\"Expiration\":\"{end}\"" : "";
        return Task.FromResult(new ProcessResult(0, new Secret($$"""{"Version":1,"AccessKeyId":"RUN{{_runs}}","SecretAccessKey":"s"{{expiration}}}"""), ""));
    }
}
