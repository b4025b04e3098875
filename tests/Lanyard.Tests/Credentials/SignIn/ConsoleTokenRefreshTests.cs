using System.Text.Json.Nodes;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Signing;
using Lanyard.Credentials;
using Lanyard.Credentials.SignIn;
using Lanyard.Credentials.Sources;

namespace Lanyard.Tests.Credentials.SignIn;

/// <summary>How the credentials of a console sign-in are renewed: windows and errors as botocore (<c>LoginCredentialFetcher</c>) has them.</summary>
public sealed class ConsoleTokenRefreshTests : IAsyncLifetime
{
    private readonly TestAws _aws = new();
    private ConsoleSession _signedIn = null!;

    private string File => _aws.ConsoleTokens.PathOf(_signedIn.Session);

    private ConsoleToken Kept => _aws.ConsoleTokens.Find(_signedIn.Session)!;

    private int Renewals => _aws.Calls.Count(c => c.Operation == "CreateOAuth2Token");

    public async ValueTask InitializeAsync() => _signedIn = await _aws.SignInToConsoleAsync();

    public ValueTask DisposeAsync()
    {
        _aws.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task With_more_than_five_minutes_left_credentials_are_handed_out_as_they_are()
    {
        _aws.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1));
        Assert.Equal(_signedIn.Token.Credentials.AccessKeyId, (await _aws.ResolveAsync("console")).AccessKeyId);
        Assert.Equal(_signedIn.Token.Credentials.AccessKeyId, _aws.AtHand("console")!.AccessKeyId);
        Assert.Empty(_aws.Calls);

        _aws.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(_aws.AtHand("console"));
        Assert.NotEqual(_signedIn.Token.Credentials.AccessKeyId, (await _aws.ResolveAsync("console")).AccessKeyId);
        Assert.Equal(1, Renewals);
    }

    [Fact]
    public async Task Renewed_credentials_are_kept_with_the_next_refresh_token_and_the_account()
    {
        _aws.Advance(TimeSpan.FromMinutes(20));
        var keys = await _aws.ResolveAsync("console");
        Assert.Equal((TestAws.Dev, _aws.Time.GetUtcNow().AddMinutes(15)), (keys.AccountId, keys.Expiration));
        Assert.Equal(_signedIn.Session, await _aws.ArnOfAsync(keys));
        Assert.Equal(keys.AccessKeyId, Kept.Credentials.AccessKeyId);
        Assert.False(Kept.RefreshToken!.FixedTimeEquals(_signedIn.Token.RefreshToken!));
        Assert.Equal((_signedIn.Token.ClientId, _signedIn.Token.Key!.Reveal(), _signedIn.Token.IdToken!.Reveal()), (Kept.ClientId, Kept.Key!.Reveal(), Kept.IdToken!.Reveal()));
        Assert.Equal(keys.AccessKeyId, _aws.AtHand("console")!.AccessKeyId);
    }

    [Fact]
    public async Task A_sign_in_lives_for_twelve_hours_of_renewals_and_then_needs_its_person()
    {
        // A start of the session and of the clock apart, the last renewal falls just before the end.
        for (var minutes = 12; minutes < 12 * 60; minutes += 12)
        {
            _aws.Advance(TimeSpan.FromMinutes(12));
            await _aws.ResolveAsync("console");
        }

        Assert.Equal(59, Renewals);
        _aws.Advance(TimeSpan.FromMinutes(13));
        var e = await _aws.RefusedAsync(ErrorCodes.LoginSessionExpired, "console");
        Assert.Contains("TOKEN_EXPIRED", e.Message, StringComparison.Ordinal);
        Assert.Equal((FailureKind.PersonMustAct, "lanyard login --profile console"), (e.Kind, e.Fix));
    }

    [Fact]
    public async Task Many_at_once_renew_once_and_all_get_the_same_keys()
    {
        _aws.Advance(TimeSpan.FromMinutes(20));
        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => _aws.ResolveAsync("console"))));
        Assert.Single(all.Select(k => k.AccessKeyId).Distinct());
        Assert.Equal(1, Renewals);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(500)]
    public async Task A_renewal_that_fails_ahead_of_time_hands_out_what_is_still_good(int status)
    {
        _aws.Advance(TimeSpan.FromMinutes(12));
        _aws.Fault = _ => ConsoleSignInTests.Refusal("TOKEN_EXPIRED", status);
        Assert.Equal(_signedIn.Token.Credentials.AccessKeyId, (await _aws.ResolveAsync("console")).AccessKeyId);
        _aws.Fault = _ => throw new IOException("down");
        Assert.Equal(_signedIn.Token.Credentials.AccessKeyId, (await _aws.ResolveAsync("console")).AccessKeyId);

        _aws.Advance(TimeSpan.FromMinutes(3));
        await _aws.RefusedAsync(ErrorCodes.EndpointUnreachable, "console");
    }

    // LoginCredentialsFetcher of @aws-sdk/credential-provider-login: AccessDeniedException always fails, another error uses what is left.
    [Fact]
    public async Task For_the_sdk_for_javascript_a_refusal_ends_what_is_still_good_and_a_failure_does_not()
    {
        var source = new Source.LoginSession("console", _signedIn.Session) { EndsWhenRefused = true };
        Task<AwsCredentials> FreshAsync() =>
            new ConsoleTokenRefresh(_aws.Client, _aws.Endpoints, _aws.ConsoleTokens, _ => { }).FreshAsync(source, "eu-west-1", TestContext.Current.CancellationToken);
        _aws.Advance(TimeSpan.FromMinutes(12));
        _aws.Fault = _ => ConsoleSignInTests.Refusal("INVALID_REQUEST", 400);
        Assert.Equal(_signedIn.Token.Credentials.AccessKeyId, (await FreshAsync()).AccessKeyId);
        _aws.Fault = _ => ConsoleSignInTests.Refusal("TOKEN_EXPIRED", 401);
        Assert.Equal(ErrorCodes.LoginSessionExpired, (await Assert.ThrowsAsync<CredentialsException>(FreshAsync)).Code);
    }

    [Fact]
    public async Task A_role_that_is_fetched_while_somebody_signs_out_is_not_kept()
    {
        _aws.Home.Config($"[profile top]\nrole_arn = {TestAws.Deploy}\nsource_profile = console\n[profile console]\nlogin_session = {_signedIn.Session}\nregion = eu-west-1\n");
        _aws.Before = async (_, pass) =>
        {
            var answer = await pass();
            _aws.ConsoleTokens.Remove(_signedIn.Session);
            return answer;
        };
        await _aws.ResolveAsync("top");
        Assert.Empty(_aws.Sessions.All());
    }

    [Theory]
    [InlineData("TOKEN_EXPIRED", 401, ErrorCodes.LoginSessionExpired, FailureKind.PersonMustAct, "12 hours", "lanyard login --profile console")]
    [InlineData("USER_CREDENTIALS_CHANGED", 403, ErrorCodes.LoginSessionExpired, FailureKind.PersonMustAct, "password was changed", "lanyard login --profile console")]
    [InlineData("INSUFFICIENT_PERMISSIONS", 403, ErrorCodes.LoginSessionDenied, FailureKind.RefusedByAws, "signin:CreateOAuth2Token", "SignInLocalDevelopmentAccess")]
    [InlineData("INVALID_REQUEST", 429, ErrorCodes.Throttled, FailureKind.RefusedByAws, "slow down", "wait a minute")]
    public async Task What_aws_refuses_is_said_with_the_way_out(string reason, int status, string code, FailureKind kind, string message, string fix)
    {
        _aws.Advance(TimeSpan.FromMinutes(20));
        _aws.Fault = _ => ConsoleSignInTests.Refusal(reason, status);
        var e = await _aws.RefusedAsync(code, "console");
        Assert.Equal((kind, "console"), (e.Kind, e.Profile));
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
        Assert.Contains(fix, e.Fix, StringComparison.Ordinal);
        Assert.Equal(_signedIn.Token.RefreshToken!.Reveal(), Kept.RefreshToken!.Reveal());
    }

    [Fact]
    public async Task A_clock_that_is_wrong_is_named()
    {
        _aws.Time.Advance(TimeSpan.FromMinutes(20));
        var e = await _aws.RefusedAsync(ErrorCodes.ClockSkew, "console");
        Assert.Contains("20 min ahead of AWS's", e.Message, StringComparison.Ordinal);
        Assert.Contains("set the clock", e.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_renewal_that_can_not_be_kept_is_said_and_handed_out()
    {
        _aws.Advance(TimeSpan.FromMinutes(20));
        _aws.Before = async (request, pass) =>
        {
            var answer = await pass();
            if (request.Path == "/v1/token")
            {
                // A folder in the file's place: nothing can be renamed over it.
                System.IO.File.Delete(File);
                Directory.CreateDirectory(Path.Combine(File, "x"));
            }

            return answer;
        };
        var keys = await _aws.ResolveAsync("console");
        Assert.Equal(_signedIn.Session, await _aws.ArnOfAsync(keys));
        Assert.Contains("can't be kept", Assert.Single(_aws.Warnings), StringComparison.Ordinal);
        Assert.DoesNotContain(keys.SecretAccessKey.Reveal(), _aws.Warnings[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_can_be_written_no_refresh_token_is_spent_before_it_must_be()
    {
        // The lock's place is taken by a folder, as good as a folder that can't be written to.
        Directory.CreateDirectory(File + ".lock");
        _aws.Advance(TimeSpan.FromMinutes(12));
        Assert.Equal(_signedIn.Token.Credentials.AccessKeyId, (await _aws.ResolveAsync("console")).AccessKeyId);
        Assert.Equal(0, Renewals);
        _aws.Advance(TimeSpan.FromMinutes(3));
        Assert.NotEqual(_signedIn.Token.Credentials.AccessKeyId, (await _aws.ResolveAsync("console")).AccessKeyId);
    }

    [Fact]
    public async Task What_a_program_without_our_lock_renewed_meanwhile_is_taken()
    {
        _aws.Advance(TimeSpan.FromMinutes(20));
        _aws.Fault = request =>
        {
            if (request.Path != "/v1/token")
            {
                return null;
            }

            _aws.ConsoleTokens.Keep(_signedIn.Session, Kept with
            {
                Credentials = new("ASIATHEIRS", new Secret("s"), new Secret("t"), _aws.Time.GetUtcNow().AddMinutes(15), TestAws.Dev),
                RefreshToken = new Secret("theirs"),
            });
            return ConsoleSignInTests.Refusal("TOKEN_EXPIRED", 401);
        };
        Assert.Equal("ASIATHEIRS", (await _aws.ResolveAsync("console")).AccessKeyId);
    }

    [Fact]
    public async Task A_key_as_the_sdks_specification_writes_it_renews_and_is_written_as_all_sdks_read_it()
    {
        using var key = System.Security.Cryptography.ECDsa.Create();
        key.ImportFromPem(_signedIn.Token.Key!.Reveal());
        var pkcs8 = new Secret(key.ExportPkcs8PrivateKeyPem());
        _aws.ConsoleTokens.Keep(_signedIn.Session, _signedIn.Token with { Key = pkcs8 });
        _aws.Advance(TimeSpan.FromMinutes(20));
        await _aws.ResolveAsync("console");
        Assert.Equal(1, Renewals);
        Assert.StartsWith("-----BEGIN EC PRIVATE KEY-----", Kept.Key!.Reveal(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sign_in_with_another_key_or_none_is_not_renewed()
    {
        _aws.Advance(TimeSpan.FromMinutes(20));
        using var other = SignInKey.Create();
        _aws.ConsoleTokens.Keep(_signedIn.Session, _signedIn.Token with { Key = SignInKey.Write(other) });
        Assert.Contains("TOKEN_EXPIRED", (await _aws.RefusedAsync(ErrorCodes.LoginSessionExpired, "console")).Message, StringComparison.Ordinal);
        _aws.ConsoleTokens.Keep(_signedIn.Session, _signedIn.Token with { Key = new Secret("no key") });
        Assert.Contains("dpopKey", (await _aws.RefusedAsync(ErrorCodes.LoginSessionExpired, "console")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signing_out_while_others_wait_for_a_renewal_is_not_undone()
    {
        _aws.Advance(TimeSpan.FromMinutes(20));
        Task<Lanyard.Aws.Signing.AwsCredentials> waiting;
        using (_aws.ConsoleTokens.Lock(_signedIn.Session))
        {
            waiting = Task.Run(() => _aws.ResolveAsync("console"), TestContext.Current.CancellationToken);
            await Task.Delay(200, TestContext.Current.CancellationToken);
            System.IO.File.Delete(File);
        }

        Assert.Equal(ErrorCodes.LoginSessionMissing, (await Assert.ThrowsAsync<CredentialsException>(() => waiting)).Code);
        Assert.False(System.IO.File.Exists(File));
        Assert.Equal(0, Renewals);
    }

    [Fact]
    public async Task The_region_of_the_sign_in_goes_before_that_of_the_profile()
    {
        var asked = "";
        _aws.Endpoints = new();
        _aws.Fault = request =>
        {
            asked = request.Host;
            return ConsoleSignInTests.Refusal("TOKEN_EXPIRED", 401);
        };
        _aws.Advance(TimeSpan.FromMinutes(20));
        _aws.Home.Config($"[profile console]\nlogin_session = {_signedIn.Session}\nregion = us-west-2\n");
        await _aws.RefusedAsync(ErrorCodes.LoginSessionExpired, "console");
        Assert.Equal("eu-west-1.signin.aws.amazon.com", asked);

        // As `aws login` writes it.
        var json = JsonNode.Parse(System.IO.File.ReadAllText(File))!.AsObject();
        json.Remove("signInRegion");
        System.IO.File.WriteAllText(File, json.ToJsonString());
        await _aws.RefusedAsync(ErrorCodes.LoginSessionExpired, "console");
        Assert.Equal("us-west-2.signin.aws.amazon.com", asked);
    }

    [Fact]
    public async Task A_role_stands_on_the_sign_in_and_lasts_while_it_is_renewed()
    {
        _aws.Home.Config($"[profile console]\nlogin_session = {_signedIn.Session}\nregion = eu-west-1\n[profile top]\nrole_arn = {TestAws.Deploy}\nsource_profile = console\n");
        _aws.Advance(TimeSpan.FromMinutes(20));
        var keys = await _aws.ResolveAsync("top");
        Assert.Contains(":assumed-role/deploy/", await _aws.ArnOfAsync(keys), StringComparison.Ordinal);
        Assert.Equal(1, Renewals);
        _aws.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal(keys.AccessKeyId, (await _aws.ResolveAsync("top")).AccessKeyId);
    }
}
