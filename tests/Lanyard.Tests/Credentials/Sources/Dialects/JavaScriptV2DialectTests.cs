using Lanyard.Credentials;
using Lanyard.Credentials.Sources;

namespace Lanyard.Tests.Credentials.Sources.Dialects;

/// <summary>
/// The chain of the AWS SDK for JavaScript v2: <c>AWS.config.getCredentials</c> of aws-sdk 2.1693.0. Each expected result is what that
/// package did in the same state.
/// </summary>
public class JavaScriptV2DialectTests
{
    private const string Plain = "js-v2";
    private const string Loading = "js-v2-load-config";
    private const string Keys = "aws_access_key_id = AK\naws_secret_access_key = sEcReT\n";
    private const string Role = "role_arn = arn:aws:iam::1:role/Top\n";
    private const string Session = "[default]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = Dev\n[sso-session corp]\nsso_start_url = " + JavaScriptMachine.StartUrl + "\nsso_region = eu-west-1\n";
    private const string Legacy = "[default]\nsso_start_url = " + JavaScriptMachine.StartUrl + "\nsso_region = eu-west-1\nsso_account_id = 1\nsso_role_name = Dev\n";

    private readonly JavaScriptMachine _machine = new JavaScriptMachine().Set("AWS_REGION", "us-east-2");

    [Theory]
    [InlineData("AWS")]
    [InlineData("AMAZON")]
    public void Keys_of_the_environment_come_first_under_two_names(string prefix)
    {
        _machine.Credentials("[p]\n" + Keys).Set("AWS_PROFILE", "p").Set(prefix + "_ACCESS_KEY_ID", "ENV").Set(prefix + "_SECRET_ACCESS_KEY", "s");
        var keys = Assert.IsType<Source.Environment>(Assert.Single(_machine.Plan(Plain).Candidates).Source);
        Assert.Equal((prefix + "_ACCESS_KEY_ID", prefix + "_SECRET_ACCESS_KEY", prefix + "_SESSION_TOKEN"), (keys.IdVariable, keys.SecretVariable, Assert.Single(keys.TokenVariables)));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("0", "AK")]
    [InlineData("1", "AK")]
    public void The_config_file_counts_only_with_a_variable_that_has_any_text(string? value, string? key)
    {
        _machine.Config("[default]\n" + Keys).Credentials("[other]\nx = 1\n");
        if (value is not null)
        {
            _machine.Set("AWS_SDK_LOAD_CONFIG", value);
        }

        Assert.Equal((key, "AK"), (_machine.KeyOf(Plain), _machine.KeyOf(Loading)));
        Assert.Equal(key is null, JavaScriptMachine.Text(_machine.Plan(Plain)).Contains("doesn't count without AWS_SDK_LOAD_CONFIG", StringComparison.Ordinal));
    }

    [Fact]
    public void With_the_variable_and_without_a_config_file_no_profile_can_be_read()
    {
        _machine.Credentials("[default]\n" + Keys);
        Assert.Equal("AK", _machine.KeyOf(Plain));
        Assert.Equal(["instanceMetadata"], _machine.Kinds(Loading));
        Assert.Contains(_machine.Plan(Loading).PassedOver, p => p.Reason.Contains($"ENOENT: no such file or directory, open '{JavaScriptMachine.ConfigPath}'", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_a_region_the_missing_config_file_ends_the_program_that_loads_the_SDK()
    {
        _machine.Set("AWS_REGION", "").Set("AWS_ACCESS_KEY_ID", "ENV").Set("AWS_SECRET_ACCESS_KEY", "s");
        Assert.Equal(["environment"], _machine.Kinds(Plain));
        Assert.Equal($"Error: ENOENT: no such file or directory, open '{JavaScriptMachine.ConfigPath}'", _machine.Plan(Loading).Error!.Message);
        Assert.Empty(_machine.Kinds(Loading));
    }

    [Fact]
    public void The_variable_for_the_credentials_file_counts_only_with_the_config_file()
    {
        _machine.Config("").Credentials("[default]\n" + Keys).Set("AWS_SHARED_CREDENTIALS_FILE", "/c").Write("/c", "[default]\naws_access_key_id = C\naws_secret_access_key = s\n");
        Assert.Equal(("AK", "C"), (_machine.KeyOf(Plain), _machine.KeyOf(Loading)));
    }

    [Fact]
    public void Keys_of_the_profile_go_before_all_but_a_role_and_nothing_is_asked_behind_them()
    {
        _machine.Config(Legacy + Keys + "credential_process = p\n").Token(JavaScriptMachine.StartUrl, Good());
        Assert.Equal("AK", _machine.KeyOf(Loading));
        _machine.Config($"{Legacy}{Keys}{Role}source_profile = b\ncredential_process = p\n[profile b]\n{Keys}");
        Assert.Equal(["sso", "assumeRole(static)", "process", "instanceMetadata"], _machine.Kinds(Loading));
    }

    [Fact]
    public void Every_failure_passes_on()
    {
        _machine.Config(Legacy + Role + "web_identity_token_file = /tok\ncredential_process = p\n").Token(JavaScriptMachine.StartUrl, Good())
            .Write("/tok", "jwt").Set("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:1/c");
        var plan = _machine.Plan(Loading);
        Assert.Equal(["sso", "container", "process", "webIdentity", "instanceMetadata"], _machine.Kinds(Loading));
        Assert.All(plan.Candidates, c => Assert.True(c.PassesOn(ErrorCodes.AwsError)));
        Assert.Equal("CredentialsError: Could not load credentials from any providers", plan.Error!.Message);
        Assert.Contains(plan.PassedOver, p => p.Source == "assumeRole" && p.Reason.Contains($"{JavaScriptMachine.ConfigPath}:6", StringComparison.Ordinal) && p.Reason.Contains("no source_profile", StringComparison.Ordinal));
    }

    [Fact]
    public void A_role_drops_its_MFA_device_and_is_assumed_in_the_profiles_own_region()
    {
        _machine.Config($"[default]\n{Role}source_profile = b\nmfa_serial = m\nduration_seconds = 1h\n[profile b]\n{Keys}{Role}");
        var plan = _machine.Plan(Loading);
        var role = Assert.IsType<Source.AssumeRole>(plan.Candidates[0].Source);
        Assert.Equal((null, 1, $"{JavaScriptMachine.ConfigPath}:2"), (role.MfaSerial, role.DurationSeconds, role.Origin!.ToString()));
        Assert.Equal($"{JavaScriptMachine.ConfigPath}:7", role.From.Origin!.ToString());
        Assert.Equal("us-east-1", plan.Region);
    }

    [Theory]
    [InlineData("nope", "there is no profile `nope`")]
    [InlineData("b", "has no aws_access_key_id")]
    public void A_source_profile_must_have_keys(string source, string reason)
    {
        _machine.Config($"[default]\n{Role}source_profile = {source}\n[profile b]\ncredential_process = p\n");
        Assert.Equal(["instanceMetadata"], _machine.Kinds(Loading));
        Assert.Contains(_machine.Plan(Loading).PassedOver, p => p.Source == "assumeRole" && p.Reason.Contains(reason, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Role + "source_profile = b\n", Role + "source_profile = default\n")]
    [InlineData("source_profile = b\n", "source_profile = default\n")]
    public void Source_profiles_in_a_circle_end_the_process(string body, string other)
    {
        _machine.Config($"[default]\n{body}[profile b]\n{other}");
        var plan = _machine.Plan(Loading);
        Assert.Empty(plan.Candidates);
        Assert.StartsWith("RangeError", plan.Error!.Message, StringComparison.Ordinal);
        Assert.Contains("default -> b -> default", plan.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_profile_in_code_is_all_that_is_asked()
    {
        _machine.Config("[profile p]\ncredential_process = p\n").Set("AWS_ACCESS_KEY_ID", "ENV").Set("AWS_SECRET_ACCESS_KEY", "s");
        Assert.Empty(_machine.Kinds(Loading, "p"));
        Assert.StartsWith("CredentialsError: Could not load credentials from SharedIniFileCredentials", _machine.Plan(Loading, "p").Error!.Message, StringComparison.Ordinal);
        _machine.Config($"[profile p]\n{Role}source_profile = b\n[b]\n{Keys}");
        Assert.Equal(["assumeRole(static)"], _machine.Kinds(Loading, "p"));
    }

    [Theory]
    [InlineData("2026-07-01T12:15:01Z", true)]
    [InlineData("2026-07-01T12:15:00Z", false)]
    [InlineData("soon", true)]
    public void A_token_of_the_legacy_form_ends_fifteen_minutes_early(string expiresAt, bool used)
    {
        _machine.Config(Legacy).Token(JavaScriptMachine.StartUrl, Good(expiresAt));
        Assert.Equal(used, _machine.Kinds(Loading) is ["sso", "instanceMetadata"]);
    }

    [Fact]
    public void A_token_of_the_legacy_form_must_say_where_it_is_from()
    {
        _machine.Config(Legacy).Token(JavaScriptMachine.StartUrl, """{"region":"x","accessToken":"tOkEn","expiresAt":"2027-01-01T00:00:00Z"}""");
        Assert.Equal(["instanceMetadata"], _machine.Kinds(Loading));
        Assert.DoesNotContain("tOkEn", JavaScriptMachine.Text(_machine.Plan(Loading)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_session_and_the_profile_that_names_it_are_looked_for_in_the_config_file_at_home()
    {
        _machine.Token("corp", Good()).Write("/c", Session).Set("AWS_CONFIG_FILE", "/c").Config("[default]\nregion = x\n");
        Assert.Equal(["instanceMetadata"], _machine.Kinds(Loading));
        _machine.Config(Session);
        Assert.Equal(["sso", "instanceMetadata"], _machine.Kinds(Loading));
        _machine.Credentials("[default]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = Dev\n");
        Assert.Equal(["sso", "instanceMetadata"], _machine.Kinds(Plain));
    }

    [Theory]
    [InlineData("2026-07-01T12:04:00Z", true)]
    [InlineData("2026-07-01T11:00:00Z", false)]
    public void A_token_that_has_ended_and_is_not_renewed_ends_the_process(string expiresAt, bool passesOn)
    {
        _machine.Config(Session).Token("corp", $$"""{"accessToken":"t","expiresAt":"{{expiresAt}}","clientId":"c","clientSecret":"s","refreshToken":"r"}""");
        Assert.Equal(passesOn, _machine.Plan(Loading).Candidates[0].PassesOn(ErrorCodes.SsoTokenExpired));
        Assert.True(_machine.Plan(Loading).Candidates[0].PassesOn(ErrorCodes.SsoAccessDenied));
    }

    [Fact]
    public void A_token_of_a_session_is_renewed_and_not_used_where_that_fails()
    {
        _machine.Config(Session).Token("corp", """{"accessToken":"t","expiresAt":"2026-07-01T12:04:00Z","clientId":"c","clientSecret":"s","refreshToken":"r"}""");
        Assert.Equal(SsoTokenUse.Renewed, Assert.IsType<Source.SsoRole>(_machine.Plan(Loading).Candidates[0].Source).TokenUse);
        _machine.Token("corp", """{"accessToken":"t","expiresAt":"2026-07-01T12:04:00Z"}""");
        Assert.Equal(["instanceMetadata"], _machine.Kinds(Loading));
    }

    [Fact]
    public void Web_identity_goes_down_the_source_profiles_to_the_first_token_file()
    {
        _machine.Write("/tok", "jwt").Config($"[default]\n{Role}source_profile = b\n[profile b]\n{Role}web_identity_token_file = /tok\n");
        Assert.Equal(["assumeRole(webIdentity)", "instanceMetadata"], _machine.Kinds(Loading));
        _machine.Set("AWS_WEB_IDENTITY_TOKEN_FILE", "/nope").Set("AWS_ROLE_ARN", "arn:aws:iam::1:role/Wi");
        Assert.Equal(["instanceMetadata"], _machine.Kinds(Loading));
        Assert.Contains(_machine.Plan(Loading).PassedOver, p => p.Source == "webIdentity" && p.Reason.Contains("AWS_WEB_IDENTITY_TOKEN_FILE", StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_catches_an_error_of_the_containers_token()
    {
        _machine.Set("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:1/c").Set("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "/t");
        Assert.Equal("Error: ENOENT: no such file or directory, open '/t'", _machine.Plan(Plain).Error!.Message);
        _machine.Write("/t", "tOkEn\n");
        Assert.Equal("TypeError: Invalid character in header content [\"Authorization\"]", _machine.Plan(Plain).Error!.Message);
        _machine.Set("AWS_CONTAINER_AUTHORIZATION_TOKEN", "env");
        Assert.Equal("AWS_CONTAINER_AUTHORIZATION_TOKEN", Assert.IsType<Source.Container>(_machine.Plan(Plain).Candidates[0].Source).TokenVariable);
    }

    [Theory]
    [InlineData("false")]
    [InlineData("true")]
    public void Any_text_switches_the_metadata_service_off(string value) => Assert.Empty(_machine.Set("AWS_EC2_METADATA_DISABLED", value).Kinds(Plain));

    [Fact]
    public void An_unknown_mode_of_the_metadata_service_ends_every_program_that_loads_the_SDK()
    {
        _machine.Config("[default]\nec2_metadata_service_endpoint_mode = ipv6\n").Set("AWS_ACCESS_KEY_ID", "ENV").Set("AWS_SECRET_ACCESS_KEY", "s");
        var plan = _machine.Plan(Plain);
        Assert.Empty(plan.Candidates);
        Assert.Equal(("Error: Unsupported endpoint mode: ipv6", $"{JavaScriptMachine.ConfigPath}:2"), (plan.Error!.Message, plan.Error.At!.ToString()));
    }

    private static string Good(string expiresAt = "2027-01-01T00:00:00Z") =>
        $$"""{"startUrl":"{{JavaScriptMachine.StartUrl}}","region":"eu-west-1","accessToken":"tOkEn","expiresAt":"{{expiresAt}}"}""";
}
