using Lanyard.Aws.Secrets;
using Lanyard.Aws.Signing;
using Lanyard.Credentials;
using Lanyard.Credentials.Sources;
using Lanyard.Credentials.Sources.Run;

namespace Lanyard.Tests.Credentials.Sources.Run;

/// <summary>What running a plan does otherwise where an SDK is followed that does so.</summary>
public sealed class FollowedSdkTests : IDisposable
{
    private static readonly Source.SsoRole Developer = new(TestAws.Corp, TestAws.Dev, "Developer");

    private readonly TestAws _aws = new();

    public void Dispose() => _aws.Dispose();

    [Fact]
    public async Task Keys_of_the_environment_that_have_ended_are_handed_on_where_the_SDK_does()
    {
        _aws.Home.Set(("AWS_ACCESS_KEY_ID", "ASIA1"), ("AWS_SECRET_ACCESS_KEY", "s"), ("AWS_CREDENTIAL_EXPIRATION", "2020-01-01T00:00:00Z"));
        Assert.Equal("ASIA1", (await RunAsync(new Source.Environment("ASIA1") { AcceptsExpired = true })).AccessKeyId);
        Assert.Equal(ErrorCodes.CredentialsExpired, await CodeAsync(new Source.Environment("ASIA1")));
    }

    [Fact]
    public async Task A_process_may_leave_out_the_secret_where_the_SDK_does_not_look()
    {
        _aws.Process = (_, _, _) => Task.FromResult(new ProcessResult(0, new Secret("""{"Version":1,"AccessKeyId":"AKIA1"}"""), ""));
        Assert.Equal("AKIA1", (await RunAsync(new Source.Process("p", "p") { AcceptsNoSecret = true })).AccessKeyId);
        Assert.Equal(ErrorCodes.ProcessOutputInvalid, await CodeAsync(new Source.Process("p", "p")));
    }

    [Fact]
    public async Task A_process_may_print_an_expiration_that_is_no_time_where_the_SDK_does_not_look()
    {
        _aws.Process = (_, _, _) => Task.FromResult(new ProcessResult(0, new Secret("""{"Version":1,"AccessKeyId":"AKIA1","SecretAccessKey":"s","Expiration":"never"}"""), ""));
        Assert.Equal("AKIA1", (await RunAsync(new Source.Process("p", "p") { AcceptsAnyExpiration = true })).AccessKeyId);
        Assert.Equal(ErrorCodes.ProcessOutputInvalid, await CodeAsync(new Source.Process("p", "p")));
    }

    [Fact]
    public async Task A_token_is_sent_as_it_is_or_renewed_as_the_plan_says()
    {
        var token = await _aws.SignInAsync();
        await RunAsync(Developer with { TokenUse = SsoTokenUse.AsItIs });
        Assert.Equal(["GetRoleCredentials"], _aws.Operations);

        // Written anew, the sign-in no longer goes with the session at hand.
        _aws.Calls.Clear();
        _aws.Tokens.Keep(TestAws.Corp, token with { ExpiresAt = token.ExpiresAt.AddMinutes(1) });
        await RunAsync(Developer with { TokenUse = SsoTokenUse.Renewed });
        Assert.Equal(["CreateToken", "GetRoleCredentials"], _aws.Operations);
    }

    [Fact]
    public async Task A_token_that_can_not_be_renewed_is_sent_as_it_is_or_is_an_error()
    {
        var token = await _aws.SignInAsync();
        _aws.Tokens.Keep(TestAws.Corp, token with { RefreshToken = null });
        Assert.Equal(ErrorCodes.SsoTokenExpired, await CodeAsync(Developer with { TokenUse = SsoTokenUse.Renewed }));
        await RunAsync(Developer with { TokenUse = SsoTokenUse.RenewedIfPossible });
        Assert.Equal(["GetRoleCredentials"], _aws.Operations);
    }

    private Task<AwsCredentials> RunAsync(Source source) =>
        _aws.Resolver().ResolveAsync(new CredentialPlan(null, "eu-west-1", [new Candidate(source, OnFailure.Stop)], []), TestContext.Current.CancellationToken);

    private async Task<string> CodeAsync(Source source) => (await Assert.ThrowsAsync<CredentialsException>(() => RunAsync(source))).Code;
}
