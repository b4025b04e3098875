using Lanyard.Credentials;
using Lanyard.Credentials.Sources;

namespace Lanyard.Tests.Credentials.Sources.Dialects;

/// <summary>
/// The chain of the AWS SDK for JavaScript v3: <c>defaultProvider</c> of credential-provider-node 3.972.97 and the providers it names.
/// Each expected result is what that package did in the same state.
/// </summary>
public class JavaScriptV3DialectTests
{
    private const string Dialect = "js-v3";
    private const string Keys = "aws_access_key_id = AK\naws_secret_access_key = sEcReT\n";
    private const string Role = "role_arn = arn:aws:iam::1:role/Top\n";
    private const string Session = "[default]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = Dev\n[sso-session corp]\nsso_start_url = " + JavaScriptMachine.StartUrl + "\nsso_region = eu-west-1\n";
    private const string Legacy = "[default]\nsso_start_url = " + JavaScriptMachine.StartUrl + "\nsso_region = eu-west-1\nsso_account_id = 1\nsso_role_name = Dev\n";
    private const string Nothing = "CredentialsProviderError: Could not load credentials from any providers";

    private readonly JavaScriptMachine _machine = new();

    [Fact]
    public void Keys_of_the_environment_come_first_and_nothing_is_asked_behind_them()
    {
        _machine.Config("[default]\n" + Keys).Set("AWS_ACCESS_KEY_ID", "ENV").Set("AWS_SECRET_ACCESS_KEY", "s");
        var plan = _machine.Plan(Dialect);
        Assert.Equal(["environment"], _machine.Kinds(Dialect));
        Assert.Null(plan.Profile);
        Assert.Equal("AWS_ACCESS_KEY_ID", plan.Candidates[0].Source.Origin!.ToString());
    }

    [Fact]
    public void A_selected_profile_skips_the_keys_of_the_environment()
    {
        _machine.Config("[profile p]\n" + Keys).Set("AWS_ACCESS_KEY_ID", "ENV").Set("AWS_SECRET_ACCESS_KEY", "s");
        Assert.Equal(["static"], _machine.Kinds(Dialect, "p"));
        _machine.Set("AWS_PROFILE", "p");
        Assert.Equal(["static"], _machine.Kinds(Dialect));
        Assert.Contains(_machine.Plan(Dialect).PassedOver, p => p is { Source: "environment" } && p.Reason.StartsWith("AWS_PROFILE is set", StringComparison.Ordinal));
        _machine.Set("AWS_PROFILE", "");
        Assert.Equal(["environment"], _machine.Kinds(Dialect));
    }

    // Each row holds what it names and everything that comes after it in the profile.
    [Theory]
    [InlineData("assumeRole(static)", Role + "source_profile = b\n" + Keys + "web_identity_token_file = /tok\ncredential_process = p\nsso_region = x\nlogin_session = l\n")]
    [InlineData("static", Keys + Role + "web_identity_token_file = /tok\ncredential_process = p\nsso_region = x\nlogin_session = l\n")]
    [InlineData("webIdentity", Role + "web_identity_token_file = /tok\ncredential_process = p\nsso_region = x\nlogin_session = l\n")]
    [InlineData("process", Role + "credential_process = p\nsso_region = x\nlogin_session = l\n")]
    [InlineData("", Role + "sso_region = x\nlogin_session = l\n")]
    public void A_profile_is_asked_in_this_order(string first, string body)
    {
        _machine.Write("/tok", "jwt").Config($"[default]\n{body}[profile b]\n{Keys}");
        Assert.Equal(first, _machine.Kinds(Dialect).FirstOrDefault(""));
    }

    [Fact]
    public void In_a_source_profile_keys_go_before_a_role()
    {
        _machine.Config($"[default]\n{Role}source_profile = b\n[profile b]\n{Role}source_profile = c\n{Keys}[profile c]\n{Keys}");
        Assert.Equal(["assumeRole(static)"], _machine.Kinds(Dialect));
        _machine.Config($"[default]\n{Role}source_profile = default\n{Keys}");
        Assert.Equal(["assumeRole(static)"], _machine.Kinds(Dialect));
    }

    [Fact]
    public void Every_hop_says_where_it_is_written()
    {
        _machine.Config($"[default]\n{Role}source_profile = b\nregion = eu-west-1\nduration_seconds = 1h\n[profile b]\n{Role}source_profile = c\n[profile c]\n{Keys}").Set("AWS_REGION", "us-east-2");
        var plan = _machine.Plan(Dialect);
        var outer = Assert.IsType<Source.AssumeRole>(Assert.Single(plan.Candidates).Source);
        var inner = Assert.IsType<Source.AssumeRole>(outer.From);
        Assert.Equal(
            [$"{JavaScriptMachine.ConfigPath}:2", $"{JavaScriptMachine.ConfigPath}:7", $"{JavaScriptMachine.ConfigPath}:10"],
            [outer.Origin!.ToString(), inner.Origin!.ToString(), inner.From.Origin!.ToString()]);
        Assert.Equal((1, 3600), (outer.DurationSeconds, inner.DurationSeconds));
        Assert.Equal("eu-west-1", plan.Region);
    }

    [Theory]
    [InlineData(Role + "source_profile = default\n", "leads back to `default`")]
    [InlineData(Role + "source_profile = nope\n", "there is no profile `nope`")]
    [InlineData(Role + "credential_source = environment\n", "is none of EcsContainer")]
    [InlineData(Role + "credential_source = Environment\n", "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not both set")]
    [InlineData(Role + "credential_source = EcsContainer\n", "AWS_CONTAINER_CREDENTIALS_FULL_URI")]
    [InlineData(Role, "neither a source_profile nor a credential_source")]
    [InlineData(Role + "source_profile = b\ncredential_source = Environment\n", "has both a source_profile")]
    public void A_role_that_nothing_leads_to_passes_on_to_the_metadata_service(string body, string reason)
    {
        _machine.Config($"[default]\n{body}");
        Assert.Equal(["instanceMetadata"], _machine.Kinds(Dialect));
        var passed = _machine.Plan(Dialect).PassedOver.First(p => p.Source == "assumeRole").Reason;
        Assert.Contains(reason, passed, StringComparison.Ordinal);
        Assert.Contains(JavaScriptMachine.ConfigPath + ":", passed, StringComparison.Ordinal);
        Assert.Equal(Nothing, _machine.Plan(Dialect).Error!.Message);
    }

    [Fact]
    public void A_source_profile_may_only_say_where_its_credentials_come_from()
    {
        _machine.Config($"[default]\n{Role}source_profile = b\n[profile b]\ncredential_source = Ec2InstanceMetadata\n").Set("AWS_EC2_METADATA_DISABLED", "true");
        Assert.Equal(["assumeRole(instanceMetadata)"], _machine.Kinds(Dialect));
    }

    [Fact]
    public void A_process_that_fails_runs_twice_before_the_chain_goes_on()
    {
        _machine.Config("[default]\ncredential_process = \"/my dir/p\" | cat\n");
        var plan = _machine.Plan(Dialect);
        Assert.Equal(["process", "process", "instanceMetadata"], _machine.Kinds(Dialect));
        Assert.True(Assert.IsType<Source.Process>(plan.Candidates[0].Source).ByShell);
        Assert.True(plan.Candidates[0].PassesOn(ErrorCodes.ProcessFailed) && plan.Candidates[0].PassesOn(ErrorCodes.CredentialsExpired) && plan.Candidates[1].PassesOn(ErrorCodes.ProcessOutputInvalid));
    }

    [Fact]
    public void A_role_passes_on_where_its_process_fails_and_ends_the_chain_where_STS_refuses()
    {
        _machine.Config($"[default]\n{Role}source_profile = b\n[profile b]\ncredential_process = p\n");
        var role = _machine.Plan(Dialect).Candidates[0];
        Assert.True(role.PassesOn(ErrorCodes.ProcessFailed));
        Assert.False(role.PassesOn(ErrorCodes.RoleAccessDenied));
        Assert.False(role.PassesOn(ErrorCodes.AwsError));
    }

    [Fact]
    public void A_code_of_an_MFA_device_is_never_asked_for()
    {
        _machine.Config($"[default]\n{Role}source_profile = b\nmfa_serial = arn:aws:iam::1:mfa/u\n[profile b]\n{Keys}");
        var plan = _machine.Plan(Dialect);
        Assert.Empty(plan.Candidates);
        Assert.Equal("CredentialsProviderError: Profile default requires multi-factor authentication, but no MFA code callback was provided.", plan.Error!.Message);
        Assert.Equal($"{JavaScriptMachine.ConfigPath}:4", plan.Error.At!.ToString());
    }

    [Fact]
    public void Web_identity_of_the_environment_comes_after_the_profile_and_a_missing_token_ends_the_chain()
    {
        _machine.Set("AWS_WEB_IDENTITY_TOKEN_FILE", "/tok").Set("AWS_ROLE_ARN", "arn:aws:iam::1:role/Wi").Config("[default]\ncredential_process = p\n");
        Assert.Equal("Error: ENOENT: no such file or directory, open '/tok'", _machine.Plan(Dialect).Error!.Message);
        Assert.Equal(["process", "process"], _machine.Kinds(Dialect));
        _machine.Write("/tok", "jwt");
        Assert.Equal(["process", "process", "webIdentity"], _machine.Kinds(Dialect));
        Assert.False(_machine.Plan(Dialect).Candidates[2].PassesOn(ErrorCodes.RoleAccessDenied));
        _machine.Config("[default]\n" + Keys);
        Assert.Equal(["static"], _machine.Kinds(Dialect));
    }

    [Theory]
    [InlineData("2026-07-01T14:00:00Z", "", SsoTokenUse.AsItIs)]
    [InlineData("2026-07-01 14:00:00 UTC", "", SsoTokenUse.AsItIs)]
    [InlineData("2026-07-01T14:00:00+0000", "", SsoTokenUse.AsItIs)]
    [InlineData("2026-07-02", "", SsoTokenUse.AsItIs)]
    [InlineData("Wed, 01 Jul 2026 14:00:00 GMT", "", SsoTokenUse.AsItIs)]
    [InlineData("2026-07-01T14:00:00UTC", ",\"clientId\":\"c\",\"clientSecret\":\"s\",\"refreshToken\":\"r\"", SsoTokenUse.Renewed)]
    [InlineData("2026-07-01T15:00:00+02:00", "", SsoTokenUse.AsItIs)]
    [InlineData("2026-07-01T12:04:00Z", ",\"clientId\":\"c\",\"clientSecret\":\"s\",\"refreshToken\":\"r\"", SsoTokenUse.RenewedIfPossible)]
    [InlineData("2026-07-01T11:00:00.123Z", ",\"clientId\":\"c\",\"clientSecret\":\"s\",\"refreshToken\":\"r\"", SsoTokenUse.Renewed)]
    public void A_token_of_a_session_is_renewed_five_minutes_before_its_end(string expiresAt, string more, SsoTokenUse use)
    {
        _machine.Config(Session).Token("corp", $$"""{"accessToken":"tOkEn","expiresAt":"{{expiresAt}}"{{more}}}""");
        var candidate = Assert.Single(_machine.Plan(Dialect).Candidates);
        Assert.Equal((use, OnFailure.Stop), (Assert.IsType<Source.SsoRole>(candidate.Source).TokenUse, candidate.OnFailure));
    }

    [Theory]
    [InlineData(Session, "corp", null, "The SSO session token associated with profile=default was not found or is invalid.")]
    [InlineData(Session, "corp", "[]", "The SSO session token associated with profile=default was not found or is invalid.")]
    [InlineData(Session, "corp", "{\"accessToken\":\"tOkEn\"}", "Value not present for 'expiresAt' in SSO Token.")]
    [InlineData(Session, "corp", "{\"accessToken\":\"tOkEn\",\"expiresAt\":\"2026-07-01T12:04:00Z\"}", "Value not present for 'clientId' in SSO Token. Cannot refresh.")]
    [InlineData(Legacy, JavaScriptMachine.StartUrl, null, "The SSO session associated with this profile is invalid.")]
    [InlineData(Legacy, JavaScriptMachine.StartUrl, "{\"accessToken\":\"tOkEn\",\"expiresAt\":\"2026-07-01T12:00:00Z\"}", "The SSO session associated with this profile has expired.")]
    public void A_token_that_is_no_good_ends_the_chain(string config, string cacheKey, string? token, string error)
    {
        _machine.Config(config);
        if (token is not null)
        {
            _machine.Token(cacheKey, token);
        }

        var plan = _machine.Plan(Dialect);
        Assert.Empty(plan.Candidates);
        Assert.StartsWith("CredentialsProviderError: " + error, plan.Error!.Message, StringComparison.Ordinal);
        Assert.Equal($"{JavaScriptMachine.ConfigPath}:2", plan.Error.At!.ToString());
    }

    [Theory]
    [InlineData("2026-07-01T12:00:01Z")]
    [InlineData("soon")]
    [InlineData("2020-01-01T00:00:00UTC")]
    public void A_token_of_the_legacy_form_lasts_to_its_end_and_for_ever_without_one(string expiresAt)
    {
        _machine.Config(Legacy).Token(JavaScriptMachine.StartUrl, $$"""{"accessToken":"tOkEn","expiresAt":"{{expiresAt}}"}""");
        Assert.Equal(["sso"], _machine.Kinds(Dialect));
    }

    [Fact]
    public void A_session_without_a_section_is_an_error_of_the_language()
    {
        _machine.Config("[default]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = Dev\n");
        Assert.Equal("TypeError: Cannot read properties of undefined (reading 'sso_region')", _machine.Plan(Dialect).Error!.Message);
    }

    [Fact]
    public void Sessions_are_not_found_below_a_tilde_where_profiles_are()
    {
        _machine.Set("AWS_CONFIG_FILE", "~/x").Write(JavaScriptMachine.Home + "/x", Session).Token("corp", """{"accessToken":"t","expiresAt":"2027-01-01T00:00:00Z"}""");
        Assert.StartsWith("TypeError", _machine.Plan(Dialect).Error!.Message, StringComparison.Ordinal);
        _machine.Set("AWS_CONFIG_FILE", JavaScriptMachine.Home + "/x");
        Assert.Equal(["sso"], _machine.Kinds(Dialect));
    }

    [Fact]
    public void Missing_settings_of_Identity_Center_are_an_error_that_lists_what_is_there()
    {
        _machine.Config("[default]\nsso_account_id = 1\nsso_role_name = Dev\nregion = x\n");
        Assert.Contains("Got sso_account_id, sso_role_name, region\n", _machine.Plan(Dialect).Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_console_sign_in_that_is_not_cached_ends_the_chain()
    {
        _machine.Config("[default]\nlogin_session = arn:aws:iam::1:user/u\n");
        Assert.Matches(@"^CredentialsProviderError: Failed to load token from /home/u/\.aws/login/cache/[0-9a-f]{64}\.json: Error: ENOENT", _machine.Plan(Dialect).Error!.Message);
    }

    [Fact]
    public void Where_a_container_endpoint_is_set_the_metadata_service_is_not_asked()
    {
        _machine.Set("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:1/c");
        Assert.Equal(["container"], _machine.Kinds(Dialect));
        _machine.Set("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://10.0.0.1/c");
        Assert.Empty(_machine.Kinds(Dialect));
        Assert.Equal(["container", "instanceMetadata"], _machine.Plan(Dialect).PassedOver.TakeLast(2).Select(p => p.Source));
        _machine.Set("AWS_CONTAINER_CREDENTIALS_FULL_URI", "");
        Assert.Equal(["instanceMetadata"], _machine.Kinds(Dialect));
    }

    [Fact]
    public void A_second_provider_asks_the_container_without_the_token_of_a_file()
    {
        _machine.Set("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/c").Set("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "/t").Write("/t", "tOkEn");
        Assert.Equal(
            ["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", null],
            _machine.Plan(Dialect).Candidates.Select(c => ((Source.Container)c.Source).TokenVariable));
        _machine.Write("/t", "tOkEn\n");
        Assert.Null(((Source.Container)Assert.Single(_machine.Plan(Dialect).Candidates).Source).TokenVariable);
        _machine.Set("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "/nope");
        Assert.Equal("Error: ENOENT: no such file or directory, open '/nope'", _machine.Plan(Dialect).Error!.Message);
    }

    [Theory]
    [InlineData("true", false)]
    [InlineData("1", false)]
    [InlineData("False", false)]
    [InlineData("false", true)]
    [InlineData("", true)]
    public void The_metadata_service_is_off_unless_the_variable_says_false(string value, bool asked)
    {
        _machine.Set("AWS_EC2_METADATA_DISABLED", value);
        Assert.Equal(asked, _machine.Kinds(Dialect) is ["instanceMetadata"]);
    }

    [Fact]
    public void Settings_of_the_metadata_service_come_from_variables_then_the_profile_and_there_from_the_config_file_first()
    {
        _machine.Config("[default]\nec2_metadata_service_endpoint = http://c\nec2_metadata_v1_disabled = true\n").Credentials("[default]\nec2_metadata_service_endpoint = http://d\n");
        var source = Assert.IsType<Source.InstanceMetadata>(_machine.Plan(Dialect).Candidates[0].Source);
        Assert.Equal(("http://c/", false), (source.Endpoint.ToString(), source.AllowsV1));
        _machine.Set("AWS_EC2_METADATA_SERVICE_ENDPOINT", "").Set("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "IPv6").Set("AWS_EC2_METADATA_V1_DISABLED", "");
        source = Assert.IsType<Source.InstanceMetadata>(_machine.Plan(Dialect).Candidates[0].Source);
        Assert.Equal(("http://[fd00:ec2::254]/", true), (source.Endpoint.ToString(), source.AllowsV1));
        _machine.Set("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "ipv6");
        Assert.Equal("Error: Unsupported endpoint mode: ipv6. Select from IPv4,IPv6", _machine.Plan(Dialect).Error!.Message);
    }

    [Fact]
    public void A_plan_holds_no_secret()
    {
        _machine.Config($"[default]\n{Keys}aws_session_token = sEcReT\n").Credentials("[b]\naws_secret_access_key = sEcReT\n");
        Assert.DoesNotContain("sEcReT", JavaScriptMachine.Text(_machine.Plan(Dialect)), StringComparison.Ordinal);
        Assert.DoesNotContain("sEcReT", JavaScriptMachine.Text(_machine.Plan(Dialect, "b")), StringComparison.Ordinal);
        Assert.Contains(_machine.Plan(Dialect, "b").PassedOver, p => p.Reason == $"`b` ({JavaScriptMachine.CredentialsPath}:1) has no aws_access_key_id");
    }
}
