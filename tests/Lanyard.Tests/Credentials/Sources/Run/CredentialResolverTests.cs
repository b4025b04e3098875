using System.Text.Json.Nodes;
using Lanyard.Aws.Wire;
using Lanyard.Credentials;
using Lanyard.Credentials.SignIn;
using Lanyard.Credentials.Sources;
using Lanyard.Credentials.Sources.Run;

namespace Lanyard.Tests.Credentials.Sources.Run;

public sealed class CredentialResolverTests : IDisposable
{
    private readonly TestAws _aws = new();

    public void Dispose() => _aws.Dispose();

    [Fact]
    public async Task A_permission_set_is_reached_with_the_sign_in_at_hand_and_asked_for_once()
    {
        _aws.Home.Config(TestAws.SsoProfile);
        await _aws.SignInAsync();
        var credentials = await _aws.ResolveAsync("dev");
        Assert.Equal(TestAws.Dev, credentials.AccountId);
        Assert.Contains(":assumed-role/AWSReservedSSO_Developer_", await _aws.ArnOfAsync(credentials), StringComparison.Ordinal);
        Assert.Equal(["GetRoleCredentials", "GetCallerIdentity"], _aws.Operations);

        Assert.Equal(credentials.AccessKeyId, (await _aws.ResolveAsync("dev")).AccessKeyId);
        Assert.Equal(credentials.AccessKeyId, _aws.AtHand("dev")!.AccessKeyId);
        Assert.Equal(2, _aws.Calls.Count);
    }

    [Fact]
    public async Task A_session_that_runs_low_is_fetched_anew()
    {
        _aws.Home.Config(TestAws.SsoProfile);
        await _aws.SignInAsync();
        var first = await _aws.ResolveAsync("dev");
        _aws.Advance(TimeSpan.FromMinutes(46));
        Assert.Null(_aws.AtHand("dev"));
        Assert.NotEqual(first.AccessKeyId, (await _aws.ResolveAsync("dev")).AccessKeyId);
        Assert.Equal(2, _aws.Calls.Count(c => c.Operation == "GetRoleCredentials"));
    }

    [Fact]
    public async Task Roles_are_assumed_over_a_sign_in_and_every_hop_is_kept()
    {
        _aws.Home.Config($"{TestAws.SsoProfile}[profile prod]\nrole_arn = {TestAws.Deploy}\nsource_profile = dev\nrole_session_name = from-laptop\nregion = eu-west-1\n");
        await _aws.SignInAsync();
        var credentials = await _aws.ResolveAsync("prod");
        Assert.Equal($"arn:aws:sts::{TestAws.Prod}:assumed-role/deploy/from-laptop", await _aws.ArnOfAsync(credentials));
        Assert.Equal(TestAws.Prod, credentials.AccountId);
        Assert.Equal(["GetRoleCredentials", "AssumeRole", "GetCallerIdentity"], _aws.Operations);

        await _aws.ResolveAsync("prod");
        await _aws.ResolveAsync("dev");
        Assert.Equal(3, _aws.Calls.Count);

        // Signing in as somebody else drops what stood on the old sign-in, roles over it too.
        await _aws.SignInAsync();
        Assert.Null(_aws.AtHand("prod"));
        await _aws.ResolveAsync("prod");
        Assert.Equal(["GetRoleCredentials", "AssumeRole"], _aws.Operations);
    }

    [Fact]
    public async Task A_role_is_assumed_with_an_iam_users_keys_for_as_long_as_asked()
    {
        _aws.WriteCiKeys();
        _aws.Home.Config($"[profile prod]\nrole_arn = {TestAws.Deploy}\nsource_profile = ci\nduration_seconds = 900\nregion = eu-west-1\n");
        var credentials = await _aws.ResolveAsync("prod");
        Assert.Equal(_aws.Time.GetUtcNow().AddMinutes(15), credentials.Expiration);
        Assert.Equal($"arn:aws:sts::{TestAws.Prod}:assumed-role/deploy/lanyard-{_aws.Time.GetUtcNow().ToUnixTimeSeconds()}", await _aws.ArnOfAsync(credentials));
        Assert.Equal(_aws.Ci.AccessKeyId, _aws.Calls.First().AccessKeyId);
    }

    [Fact]
    public async Task A_role_in_another_region_or_at_another_endpoint_is_another_session()
    {
        _aws.WriteCiKeys();
        _aws.Home.Config($"[profile prod]\nrole_arn = {TestAws.Deploy}\nsource_profile = ci\n");
        _aws.Home.Set(("AWS_REGION", "eu-west-1"));
        await _aws.ResolveAsync("prod");
        _aws.Home.Set(("AWS_REGION", "eu-central-1"));
        Assert.Null(_aws.AtHand("prod"));
        _aws.Home.Set(("AWS_REGION", "eu-west-1"));
        Assert.NotNull(_aws.AtHand("prod"));
        _aws.Endpoints = new() { ForAll = "http://127.0.0.1:9999/" };
        Assert.Null(_aws.AtHand("prod"));
    }

    [Fact]
    public async Task A_web_identity_token_is_traded_for_a_role()
    {
        var file = _aws.Home.Write("token", _aws.Server.IssueWebIdentityToken("repo:me/app", "sts.amazonaws.com").Reveal() + "\n");
        _aws.Home.Set(("AWS_WEB_IDENTITY_TOKEN_FILE", file), ("AWS_ROLE_ARN", TestAws.Web), ("AWS_ROLE_SESSION_NAME", "pod"), ("AWS_REGION", "eu-west-1"));
        Assert.Equal($"arn:aws:sts::{TestAws.Prod}:assumed-role/web/pod", await _aws.ArnOfAsync(await _aws.ResolveAsync()));
        await _aws.ResolveAsync();
        Assert.Equal(["AssumeRoleWithWebIdentity", "GetCallerIdentity"], _aws.Operations);
    }

    [Fact]
    public async Task A_token_the_role_does_not_trust_is_refused_by_aws()
    {
        var file = _aws.Home.Write("token", _aws.Server.IssueWebIdentityToken("repo:other/app", "sts.amazonaws.com").Reveal());
        _aws.Home.Set(("AWS_WEB_IDENTITY_TOKEN_FILE", file), ("AWS_ROLE_ARN", TestAws.Web));
        var e = await _aws.RefusedAsync(ErrorCodes.RoleAccessDenied);
        Assert.Equal(FailureKind.RefusedByAws, e.Kind);
        Assert.Contains(file, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("\n")]
    public async Task A_token_file_that_is_missing_or_empty_is_named(string? content)
    {
        var file = content is null ? _aws.Home["nope"] : _aws.Home.Write("token", content);
        _aws.Home.Set(("AWS_WEB_IDENTITY_TOKEN_FILE", file), ("AWS_ROLE_ARN", TestAws.Web));
        Assert.Contains(file, (await _aws.RefusedAsync(ErrorCodes.WebIdentityTokenUnreadable)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_that_trusts_somebody_else_is_denied_by_name()
    {
        _aws.WriteCiKeys();
        _aws.Home.Config($"[profile locked]\nrole_arn = {TestAws.Locked}\nsource_profile = ci\n");
        var e = await _aws.RefusedAsync(ErrorCodes.RoleAccessDenied, "locked");
        Assert.Equal((FailureKind.RefusedByAws, "locked"), (e.Kind, e.Profile));
        Assert.Contains(TestAws.Locked, e.Message, StringComparison.Ordinal);
        Assert.Contains(_aws.Ci.AccessKeyId, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_aws.Ci.SecretAccessKey.Reveal(), e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_permission_set_that_is_not_assigned_is_denied_by_name()
    {
        _aws.Home.Config(TestAws.SsoProfile.Replace("Developer", "Owner", StringComparison.Ordinal));
        await _aws.SignInAsync();
        var e = await _aws.RefusedAsync(ErrorCodes.SsoAccessDenied, "dev");
        Assert.Equal(FailureKind.RefusedByAws, e.Kind);
        Assert.Contains("Owner", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_that_aws_does_not_know_are_rejected()
    {
        _aws.Home.Credentials("[x]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI\n");
        _aws.Home.Config($"[profile prod]\nrole_arn = {TestAws.Deploy}\nsource_profile = x\n");
        var e = await _aws.RefusedAsync(ErrorCodes.CredentialsRejected, "prod");
        Assert.Equal(FailureKind.RefusedByAws, e.Kind);

        _aws.Home.Credentials($"[x]\naws_access_key_id = {_aws.Ci.AccessKeyId}\naws_secret_access_key = wJalrXUtnFEMI\n");
        e = await _aws.RefusedAsync(ErrorCodes.CredentialsRejected, "prod");
        Assert.DoesNotContain("wJalrXUtnFEMI", e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_ended_session_in_the_credentials_file_is_said_to_have_expired()
    {
        var session = _aws.Server.IssueRoleCredentials("alice", TestAws.Dev, "Developer")!;
        _aws.Home.Credentials($"[x]\naws_access_key_id = {session.AccessKeyId}\naws_secret_access_key = {session.SecretAccessKey.Reveal()}\naws_session_token = {session.SessionToken!.Reveal()}\n");
        _aws.Home.Config($"[profile prod]\nrole_arn = {TestAws.Deploy}\nsource_profile = x\n");
        await _aws.ResolveAsync("prod");
        _aws.Advance(TimeSpan.FromHours(2));
        Assert.Equal(FailureKind.PersonMustAct, (await _aws.RefusedAsync(ErrorCodes.CredentialsExpired, "prod")).Kind);
    }

    [Theory]
    [InlineData(1, "1 h 0 min ahead of")]
    [InlineData(-1, "1 h 0 min behind")]
    public async Task A_clock_that_is_off_is_told_apart_from_wrong_keys(int hours, string said)
    {
        _aws.WriteCiKeys();
        _aws.Home.Config($"[profile prod]\nrole_arn = {TestAws.Deploy}\nsource_profile = ci\n");
        (hours > 0 ? _aws.Time : _aws.ServerTime).Advance(TimeSpan.FromHours(1));
        var e = await _aws.RefusedAsync(ErrorCodes.ClockSkew, "prod");
        Assert.Contains(said, e.Message, StringComparison.Ordinal);
        Assert.Equal(FailureKind.Failed, e.Kind);
    }

    // "Common errors", STS API Reference: Throttling, 400.
    [Fact]
    public async Task Throttling_to_the_end_is_told_apart_from_a_refusal()
    {
        _aws.WriteCiKeys();
        _aws.Home.Config($"[profile prod]\nrole_arn = {TestAws.Deploy}\nsource_profile = ci\n");
        _aws.MaxAttempts = 3;
        var asked = 0;
        _aws.Fault = _ =>
        {
            asked++;
            return WireResponse.OfText(400, "text/xml", "<ErrorResponse><Error><Type>Sender</Type><Code>Throttling</Code><Message>Rate exceeded</Message></Error></ErrorResponse>");
        };
        var refused = _aws.RefusedAsync(ErrorCodes.Throttled, "prod");
        await _aws.Time.PlayAsync(refused);
        Assert.Equal(FailureKind.RefusedByAws, (await refused).Kind);
        Assert.Equal(3, asked);
    }

    [Fact]
    public async Task Throttling_that_passes_is_not_noticed()
    {
        _aws.WriteCiKeys();
        _aws.Home.Config($"[profile prod]\nrole_arn = {TestAws.Deploy}\nsource_profile = ci\n");
        _aws.MaxAttempts = 3;
        var asked = 0;
        _aws.Fault = _ => ++asked < 3 ? WireResponse.OfText(503, "text/plain", "slow down") : null;
        var resolved = _aws.ResolveAsync("prod");
        await _aws.Time.PlayAsync(resolved);
        Assert.Equal(TestAws.Prod, (await resolved).AccountId);
    }

    [Fact]
    public async Task An_error_of_another_kind_is_passed_on_with_what_aws_said()
    {
        _aws.WriteCiKeys();
        _aws.Home.Config($"[profile prod]\nrole_arn = {TestAws.Deploy}\nsource_profile = ci\n");
        _aws.Fault = _ => WireResponse.OfText(403, "text/xml", "<ErrorResponse><Error><Code>PackedPolicyTooLarge</Code><Message>the policy is too large</Message></Error></ErrorResponse>");
        var e = await _aws.RefusedAsync(ErrorCodes.AwsError, "prod");
        Assert.Equal(FailureKind.RefusedByAws, e.Kind);
        Assert.Contains("PackedPolicyTooLarge: the policy is too large", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_that_asks_for_mfa_needs_a_person()
    {
        _aws.WriteCiKeys();
        _aws.Home.Config($"[profile prod]\nrole_arn = {TestAws.Deploy}\nsource_profile = ci\nmfa_serial = arn:aws:iam::{TestAws.Dev}:mfa/me\n");
        Assert.Equal(FailureKind.PersonMustAct, (await _aws.RefusedAsync(ErrorCodes.MfaRequired, "prod")).Kind);
        Assert.Empty(_aws.Calls);
    }

    [Theory]
    [InlineData("[profile p]\nregion = eu west\nrole_arn = arn:aws:iam::333333333333:role/deploy\nsource_profile = ci\n")]
    [InlineData("[profile p]\nsso_session = s\nsso_account_id = 111111111111\nsso_role_name = D\n[sso-session s]\nsso_start_url = https://a/start\nsso_region = evil.example.com/\n")]
    public async Task A_region_that_is_none_is_a_wrong_setting(string config)
    {
        _aws.WriteCiKeys();
        _aws.Home.Config(config);
        await _aws.RefusedAsync(ErrorCodes.SettingInvalid, "p");
        Assert.Empty(_aws.Calls);
    }

    [Fact]
    public async Task Keys_of_the_environment_come_with_token_end_and_account()
    {
        _aws.Home.Set(
            ("AWS_ACCESS_KEY_ID", "ASIA1"), ("AWS_SECRET_ACCESS_KEY", "s"), ("AWS_SESSION_TOKEN", "t"), ("AWS_ACCOUNT_ID", TestAws.Dev),
            ("AWS_CREDENTIAL_EXPIRATION", "2026-07-01T13:00:00Z"));
        var keys = await _aws.ResolveAsync();
        Assert.Equal(("ASIA1", "s", "t", TestAws.Dev), (keys.AccessKeyId, keys.SecretAccessKey.Reveal(), keys.SessionToken!.Reveal(), keys.AccountId));
        Assert.Equal(_aws.Time.GetUtcNow().AddHours(1), keys.Expiration);

        // Whether they have ended is for the clock to say, which a warm answer doesn't ask.
        Assert.Null(_aws.AtHand());
        _aws.Home.Environment.Remove("AWS_CREDENTIAL_EXPIRATION");
        Assert.Equal("ASIA1", _aws.AtHand()!.AccessKeyId);
    }

    // botocore, EnvProvider: expired keys of the environment end the chain (chain case b08). Handing them to a tool only moves the failure.
    [Fact]
    public async Task Keys_of_the_environment_that_have_ended_are_refused_before_they_are_used()
    {
        _aws.Home.Set(("AWS_ACCESS_KEY_ID", "ASIA1"), ("AWS_SECRET_ACCESS_KEY", "s"), ("AWS_SESSION_TOKEN", "t"), ("AWS_CREDENTIAL_EXPIRATION", "2026-07-01T12:00:00Z"));
        Assert.Equal(FailureKind.PersonMustAct, (await _aws.RefusedAsync(ErrorCodes.CredentialsExpired)).Kind);
    }

    // botocore reads AWS_SECURITY_TOKEN, and aws_security_token in a profile, beside the newer names.
    [Fact]
    public async Task The_older_names_of_the_session_token_count_where_the_newer_are_missing()
    {
        _aws.Home.Credentials("[p]\naws_access_key_id = A\naws_secret_access_key = s\naws_security_token = old\n");
        _aws.Home.Set(("AWS_ACCESS_KEY_ID", "ASIA1"), ("AWS_SECRET_ACCESS_KEY", "s"), ("AWS_SECURITY_TOKEN", "older"));
        Assert.Equal("older", (await _aws.ResolveAsync()).SessionToken!.Reveal());
        Assert.Equal("old", (await _aws.ResolveAsync("p")).SessionToken!.Reveal());
        _aws.Home.Set(("AWS_SESSION_TOKEN", "newer"));
        Assert.Equal("newer", (await _aws.ResolveAsync()).SessionToken!.Reveal());
    }

    [Fact]
    public async Task Keys_that_left_the_file_between_plan_and_run_are_missed()
    {
        _aws.WriteCiKeys();
        var plan = _aws.Home.Plan("ci");
        _aws.Home.Credentials("[ci]\naws_access_key_id = AKIAOTHER\naws_secret_access_key = s\n");
        var e = await Assert.ThrowsAsync<CredentialsException>(() => _aws.Resolver("ci").ResolveAsync(plan, TestContext.Current.CancellationToken));
        Assert.Equal(ErrorCodes.ProfileNotFound, e.Code);
    }

    [Fact]
    public async Task Nothing_at_all_lists_what_was_looked_at()
    {
        _aws.Fault = _ => new WireResponse(404, WireHeaders.Empty, default);
        var e = await _aws.RefusedAsync(ErrorCodes.NoCredentials);
        Assert.EndsWith("instanceMetadata: the instance metadata service at http://169.254.169.254/ has no credentials: the instance has no instance profile", e.Message, StringComparison.Ordinal);
        Assert.Contains("container: neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", e.Message, StringComparison.Ordinal);
        Assert.Null(_aws.AtHand());
    }

    [Fact]
    public async Task A_candidate_that_may_be_followed_by_another_is_listed_when_all_fail()
    {
        _aws.Process = (_, _, _) => Task.FromResult(new ProcessResult(3, null, ""));
        var plan = new CredentialPlan(
            null, null, [new Candidate(new Source.Process("one", "c"), OnFailure.Next), new Candidate(new Source.Process("two", "c"), OnFailure.Next)], []);
        var e = await Assert.ThrowsAsync<CredentialsException>(() => _aws.Resolver().ResolveAsync(plan, TestContext.Current.CancellationToken));
        Assert.Equal(ErrorCodes.NoCredentials, e.Code);
        Assert.Contains("`one`", e.Message, StringComparison.Ordinal);
        Assert.Contains("`two`", e.Message, StringComparison.Ordinal);

        var stopping = plan with { Candidates = [.. plan.Candidates.Select(c => c with { OnFailure = OnFailure.Stop })] };
        e = await Assert.ThrowsAsync<CredentialsException>(() => _aws.Resolver().ResolveAsync(stopping, TestContext.Current.CancellationToken));
        Assert.Equal(ErrorCodes.ProcessFailed, e.Code);
        Assert.Contains("`one`", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_signed_in_names_the_command_that_signs_in()
    {
        _aws.Home.Config(TestAws.SsoProfile);
        var e = await _aws.RefusedAsync(ErrorCodes.SsoTokenMissing, "dev");
        Assert.Equal((FailureKind.PersonMustAct, "lanyard login --profile dev"), (e.Kind, e.Fix));
        Assert.Empty(_aws.Calls);
    }

    [Fact]
    public async Task The_token_of_another_portal_under_the_same_session_name_is_not_sent()
    {
        _aws.Home.Config(TestAws.SsoProfile.Replace("lanyard-sandbox.awsapps.com", "elsewhere.awsapps.com", StringComparison.Ordinal));
        await _aws.SignInAsync();
        await _aws.RefusedAsync(ErrorCodes.SsoTokenMissing, "dev");
        Assert.Empty(_aws.Calls);
    }

    [Fact]
    public async Task A_sign_in_that_ended_at_aws_is_said_to_have_ended()
    {
        _aws.Home.Config(TestAws.SsoProfile);
        var token = await _aws.SignInAsync();
        await new Lanyard.Aws.Services.SsoPortalClient(_aws.Client, TestAws.Url).LogoutAsync(token.AccessToken, TestContext.Current.CancellationToken);
        Assert.Equal(FailureKind.PersonMustAct, (await _aws.RefusedAsync(ErrorCodes.SsoTokenExpired, "dev")).Kind);
    }

    [Fact]
    public async Task A_sign_in_that_runs_low_is_renewed_and_the_new_refresh_token_is_kept()
    {
        _aws.Home.Config(TestAws.SsoProfile);
        var first = await _aws.SignInAsync();
        _aws.Advance(first.ExpiresAt - _aws.Time.GetUtcNow() - TimeSpan.FromMinutes(5));
        await _aws.ResolveAsync("dev");
        Assert.Equal(["CreateToken", "GetRoleCredentials"], _aws.Operations);
        var second = _aws.Tokens.Find(TestAws.Corp)!;
        Assert.NotEqual(first.AccessToken.Reveal(), second.AccessToken.Reveal());
        Assert.NotEqual(first.RefreshToken!.Reveal(), second.RefreshToken!.Reveal());
        Assert.Equal(first.Registration!.ClientId, second.Registration!.ClientId);

        // The refresh token rotated: only the new one gets the next access token.
        _aws.Advance(second.ExpiresAt - _aws.Time.GetUtcNow());
        await _aws.ResolveAsync("dev");
        Assert.NotEqual(second.AccessToken.Reveal(), _aws.Tokens.Find(TestAws.Corp)!.AccessToken.Reveal());
    }

    [Fact]
    public async Task A_sign_in_with_time_left_is_not_renewed()
    {
        _aws.Home.Config(TestAws.SsoProfile);
        var token = await _aws.SignInAsync();
        _aws.Advance(token.ExpiresAt - _aws.Time.GetUtcNow() - TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        await _aws.ResolveAsync("dev");
        Assert.Equal(["GetRoleCredentials"], _aws.Operations);
    }

    [Fact]
    public async Task A_sign_in_that_aws_will_not_renew_has_ended_and_serves_until_then()
    {
        _aws.Home.Config(TestAws.SsoProfile);
        var token = await _aws.SignInAsync();
        _aws.Tokens.Keep(TestAws.Corp, token with { RefreshToken = new Lanyard.Aws.Secrets.Secret("spoilt") });
        _aws.Advance(token.ExpiresAt - _aws.Time.GetUtcNow() - TimeSpan.FromMinutes(1));
        await _aws.ResolveAsync("dev");
        Assert.Equal(["CreateToken", "GetRoleCredentials"], _aws.Operations);

        _aws.Advance(TimeSpan.FromHours(1));
        var e = await _aws.RefusedAsync(ErrorCodes.SsoTokenExpired, "dev");
        Assert.Equal(FailureKind.PersonMustAct, e.Kind);
        Assert.Contains("InvalidGrantException", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sign_in_that_another_process_put_in_its_place_is_the_one_that_counts()
    {
        var stale = await _aws.SignInAsync();
        _aws.Advance(stale.ExpiresAt - _aws.Time.GetUtcNow() - TimeSpan.FromMinutes(1));
        var refresh = new SsoTokenRefresh(_aws.Client, _aws.Endpoints, _aws.Tokens);

        // One that can't be renewed, and lasts or has ended.
        var placed = stale with { AccessToken = new Lanyard.Aws.Secrets.Secret("placed"), RefreshToken = null, Registration = null };
        _aws.Tokens.Keep(TestAws.Corp, placed);
        Assert.Equal("placed", (await refresh.FreshAsync(TestAws.Corp, stale, null, TestContext.Current.CancellationToken)).AccessToken.Reveal());
        _aws.Tokens.Keep(TestAws.Corp, placed with { ExpiresAt = _aws.Time.GetUtcNow() });
        var e = await Assert.ThrowsAsync<CredentialsException>(() => refresh.FreshAsync(TestAws.Corp, stale, null, TestContext.Current.CancellationToken));
        Assert.Equal(ErrorCodes.SsoTokenExpired, e.Code);

        // One that was renewed.
        _aws.Tokens.Keep(TestAws.Corp, placed with { ExpiresAt = _aws.Time.GetUtcNow().AddHours(8) });
        Assert.Equal("placed", (await refresh.FreshAsync(TestAws.Corp, stale, null, TestContext.Current.CancellationToken)).AccessToken.Reveal());
        Assert.Empty(_aws.Calls);
    }

    [Fact]
    public async Task A_sign_in_is_renewed_where_no_lock_can_be_made()
    {
        _aws.Home.Config(TestAws.SsoProfile);
        var token = await _aws.SignInAsync();
        Directory.CreateDirectory(_aws.Tokens.PathOf(TestAws.Corp) + ".lock");
        _aws.Advance(token.ExpiresAt - _aws.Time.GetUtcNow());
        await _aws.ResolveAsync("dev");
        Assert.Equal(["CreateToken", "GetRoleCredentials"], _aws.Operations);
    }

    [Theory]
    [InlineData("refreshToken")]
    [InlineData("clientId")]
    [InlineData("clientSecret")]
    [InlineData("registrationExpiresAt")]
    public async Task A_sign_in_without_all_it_takes_to_renew_it_ends_when_it_ends(string field)
    {
        _aws.Home.Config(TestAws.SsoProfile);
        var token = await _aws.SignInAsync();
        var path = _aws.Tokens.PathOf(TestAws.Corp);
        var json = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        json.Remove(field);
        File.WriteAllText(path, json.ToJsonString());
        _aws.Advance(token.ExpiresAt - _aws.Time.GetUtcNow());
        await _aws.RefusedAsync(ErrorCodes.SsoTokenExpired, "dev");
        Assert.Empty(_aws.Calls);
    }

    [Fact]
    public async Task A_cached_sign_in_that_is_garbage_asks_for_a_new_one()
    {
        _aws.Home.Config(TestAws.SsoProfile);
        _aws.Home.Write(Path.GetRelativePath(_aws.Home.Path, _aws.Tokens.PathOf(TestAws.Corp)), "{\"accessToken\":");
        var e = await _aws.RefusedAsync(ErrorCodes.SsoTokenInvalid, "dev");
        Assert.Equal(FailureKind.PersonMustAct, e.Kind);
    }
}
