using Lanyard.Credentials.Sources;
using Lanyard.Credentials.Sources.Dialects;

namespace Lanyard.Tests.Credentials.Sources.Dialects;

/// <summary>The rules of aws-sdk-go-v2 (config: resolve_credentials.go, shared_config.go, env_config.go), in our own cases.</summary>
public class GoDialectTests
{
    private const string Keys = "aws_access_key_id = AK\naws_secret_access_key = verysecret\n";
    private const string Base = "[profile b]\naws_access_key_id = B\naws_secret_access_key = verysecret\n";
    private const string Sso = "sso_start_url = https://x.awsapps.com/start\nsso_region = eu-west-1\nsso_account_id = 111111111111\nsso_role_name = Dev\n";

    private readonly DialectProbe _go = new("go-v2");

    [Theory]
    [InlineData("source_profile = b\nrole_arn = R\n" + Keys, "role(R) from static(b:B)")]
    [InlineData("credential_source = Environment\nrole_arn = R\n" + Keys, "role(R) from static(default:AK)")]
    [InlineData("credential_source = Ec2InstanceMetadata\nrole_arn = R\nsso_session = s", "role(R) from metadata(http://169.254.169.254)")]
    [InlineData("web_identity_token_file = /tok\nrole_arn = R\nlogin_session = l", "webIdentity(R, /tok)")]
    [InlineData("web_identity_token_file = /tok\nrole_arn = R\n" + Keys, "role(R) from static(default:AK)")]
    [InlineData(Sso + Keys, "static(default:AK)")]
    [InlineData(Sso + "credential_process = p\nlogin_session = l", "sso(https://x.awsapps.com/start, 111111111111, Dev)")]
    [InlineData("login_session = l\ncredential_process = p", "login(l)")]
    [InlineData("credential_process = \"a b\"", "process(a b)")]
    [InlineData("credential_process = p\nrole_arn = R", "role(R) from process(p)")]
    [InlineData("region = x", "metadata(http://169.254.169.254)")]
    [InlineData("role_arn = R", "role(R) from metadata(http://169.254.169.254)")]
    public void A_profile_is_asked_in_the_order_of_the_sdk_and_its_role_goes_on_top(string profile, string source)
    {
        _go.File(DialectProbe.Config, $"[default]\n{profile}\n{Base}[sso-session s]\nsso_region = eu-west-1\nsso_start_url = https://s\n")
            .File("/tok", "jwt")
            .File("/home/u/.aws/login/cache/acac86c0e609ca906f632b0e2dacccb2b77d22b0621f20ebece1a4835b93f6f0.json", "{}");
        foreach (var path in new[] { SsoFile("https://x.awsapps.com/start"), SsoFile("s") })
        {
            _go.File(path, """{"accessToken":"t","expiresAt":"2031-01-01T00:00:00Z"}""");
        }

        Assert.Equal(source, _go.Source());
    }

    [Theory]
    [InlineData("AWS_PROFILE", "p", "static(p:P)")]
    [InlineData("AWS_DEFAULT_PROFILE", "p", "static(p:P)")]
    [InlineData("AWS_PROFILE", "", "static(default:AK)")]
    [InlineData("AWS_DEFAULT_PROFILE", "nope", "metadata(http://169.254.169.254)")]
    [InlineData("AWS_PROFILE", "nope", "error: failed to get shared config profile, nope")]
    public void A_profile_is_named_by_two_variables_and_only_one_of_them_must_be_right(string variable, string name, string source)
    {
        _go.File(DialectProbe.Credentials, $"[default]\n{Keys}[p]\naws_access_key_id = P\naws_secret_access_key = s").Set(variable, name);
        Assert.Equal(source, _go.Source());
    }

    [Fact]
    public void Keys_in_the_environment_come_before_a_named_profile_but_not_before_one_given_in_code()
    {
        _go.File(DialectProbe.Credentials, "[p]\n" + Keys).Set("AWS_PROFILE", "p").Set("AWS_ACCESS_KEY", "ENV").Set("AWS_SECRET_KEY", "s");
        Assert.Equal("environment(ENV)", _go.Source());
        _go.ExplicitProfile = "p";
        Assert.Equal("static(p:AK)", _go.Source());
        Assert.Contains("given in code", _go.Passed("environment"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_mistake_in_the_profile_is_the_end_even_with_keys_in_the_environment()
    {
        _go.File(DialectProbe.Config, "[default]\nretry_mode = fast\n").Set("AWS_ACCESS_KEY_ID", "ENV").Set("AWS_SECRET_ACCESS_KEY", "s");
        Assert.Equal("error fetching config from profile, default, failed to load retry_mode from shared config, unknown RetryMode, fast", _go.Error());
        Assert.Equal(new Origin("default", DialectProbe.Config, 2), _go.Plan().Error!.At);
    }

    [Theory]
    [InlineData("AWS_RETRY_MODE", "fast", "invalid AWS_RETRY_MODE value, unknown RetryMode, fast")]
    [InlineData("AWS_MAX_ATTEMPTS", "many", "invalid value AWS_MAX_ATTEMPTS=many, strconv.ParseInt: parsing \"many\": invalid syntax")]
    [InlineData("AWS_USE_FIPS_ENDPOINT", "yes", "invalid value for environment variable, AWS_USE_FIPS_ENDPOINT=yes, need true, false")]
    [InlineData("AWS_CA_BUNDLE", "/nope.pem", "open /nope.pem: no such file or directory")]
    [InlineData("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://10.0.0.1/", "invalid endpoint host, \"10.0.0.1\", only loopback/ecs/eks hosts are allowed")]
    [InlineData("AWS_WEB_IDENTITY_TOKEN_FILE", "/tok", "role ARN is not set")]
    public void A_variable_that_is_wrong_is_the_end(string variable, string value, string error)
    {
        _go.Set(variable, value);
        Assert.Equal(error, _go.Error());
        Assert.Equal(Origin.OfVariable(variable), _go.Plan().Error!.At);
    }

    [Theory]
    [InlineData("[default]\nrole_arn = R\nsource_profile = nope\n", "failed to load assume role R, of profile nope, failed to get shared config profile, nope")]
    [InlineData("[default]\nrole_arn = R\nsource_profile = b\n[profile b]\nregion = x\n", "failed to load assume role R, of profile b, <nil>")]
    [InlineData("[default]\nrole_arn = R\nsource_profile = b\n[profile b]\nlogin_session = l\n", "failed to load assume role R, of profile b, <nil>")]
    [InlineData("[default]\nrole_arn = R\nsource_profile = b\n[profile b]\nrole_arn = S\nsource_profile = default\n", "failed to load assume role S, of profile default, <nil>")]
    [InlineData("[default]\nsource_profile = b\n" + Base, "credential type source_profile requires role_arn, profile default")]
    [InlineData("[default]\nrole_arn = R\nmfa_serial = m\nsource_profile = b\n" + Base, "assume role with MFA enabled, but AssumeRoleTokenProvider session option not set.")]
    [InlineData("[default]\nrole_arn = R\ncredential_source = environment\n", "credential_source values must be EcsContainer, Ec2InstanceMetadata, or Environment")]
    [InlineData("[default]\nsso_session = s\n", "failed to find SSO session section, s")]
    [InlineData("[default]\nsso_account_id = 1\n", "profile \"default\" is configured to use SSO but is missing required configuration: sso_region, sso_start_url, sso_role_name")]
    [InlineData("[default]\naws_access_key_id = A\n", "error fetching config from profile, default, Error using profile: \n 1, partial credentials found for profile default\n")]
    [InlineData("[profile p]\naws_access_key_id = A\n[default]\nrole_arn = R\nsource_profile = p\n", "error fetching config from profile, p, Error using profile: \n 1, partial credentials found for profile profile p\n")]
    public void A_profile_that_is_wrong_is_the_end(string config, string error)
    {
        Assert.Equal(error, _go.File(DialectProbe.Config, config).Error());
        Assert.Equal(DialectProbe.Config, _go.Plan().Error!.At!.File);
    }

    [Fact]
    public void A_source_profile_with_keys_and_a_role_of_its_own_is_assumed_too()
    {
        _go.File(DialectProbe.Config, $"[default]\nrole_arn = R\nsource_profile = m\n[profile m]\nrole_arn = M\nsource_profile = b\n{Keys}{Base}");
        Assert.Equal("role(R) from role(M) from static(m:AK)", _go.Source());
    }

    [Fact]
    public void A_profile_may_be_its_own_source()
    {
        _go.File(DialectProbe.Config, $"[default]\nrole_arn = R\nsource_profile = default\n{Keys}");
        Assert.Equal("role(R) from static(default:AK)", _go.Source());
    }

    [Fact]
    public void A_key_pair_of_the_credentials_file_replaces_the_other_and_a_stale_token_stays()
    {
        _go.File(DialectProbe.Config, "[default]\naws_access_key_id = OLD\naws_secret_access_key = o\naws_session_token = stale\naws_account_id = 1\n")
            .File(DialectProbe.Credentials, "[default]\n" + Keys + "aws_account_id = 2\n");
        var plan = _go.Plan();
        var keys = Assert.IsType<Source.StaticKeys>(Assert.Single(plan.Candidates).Source);
        Assert.Equal((DialectProbe.Credentials, 2), (keys.File, keys.Origin!.Line));
        var read = plan.ReadKeys!(keys);
        Assert.Equal(("AK", "verysecret", "stale", "1"), (read.AccessKeyId, read.SecretAccessKey.Reveal(), read.SessionToken!.Reveal(), read.AccountId));
    }

    [Fact]
    public void Half_a_key_in_the_config_file_is_forgiven_when_the_credentials_file_has_the_profile()
    {
        _go.File(DialectProbe.Config, "[default]\naws_access_key_id = A\n").File(DialectProbe.Credentials, "[default]\nregion = x\n");
        Assert.Equal("metadata(http://169.254.169.254)", _go.Source());
    }

    [Theory]
    [InlineData(null, 900)]
    [InlineData("900", 900)]
    [InlineData("959", 900)]
    [InlineData("960", 960)]
    [InlineData("0x1c20", 7200)]
    [InlineData("7_200", 7200)]
    [InlineData("72__00", 900)]
    [InlineData("016040", 7200)]
    [InlineData("1h", 900)]
    [InlineData("99999999999999999999", 900)]
    public void A_role_is_asked_for_a_quarter_of_an_hour_or_more(string? setting, int seconds)
    {
        _go.File(DialectProbe.Config, $"[default]\nrole_arn = R\nsource_profile = b\n{(setting is null ? "" : "duration_seconds = " + setting)}\n{Base}");
        Assert.Equal(seconds, Assert.IsType<Source.AssumeRole>(Assert.Single(_go.Plan().Candidates).Source).DurationSeconds);
    }

    [Theory]
    [InlineData("AWS_SHARED_CREDENTIALS_FILE", "", "static(default:AK)")]
    [InlineData("AWS_SHARED_CREDENTIALS_FILE", "/nope", "metadata(http://169.254.169.254)")]
    [InlineData("AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials", "metadata(http://169.254.169.254)")]
    public void A_tilde_is_a_folder_and_a_missing_file_is_empty(string variable, string path, string source) =>
        Assert.Equal(source, _go.File(DialectProbe.Credentials, "[default]\n" + Keys).Set(variable, path).Source());

    [Fact]
    public void A_folder_in_the_place_of_a_file_is_the_end_and_one_that_cannot_be_opened_is_not()
    {
        Assert.Equal(
            $"failed to load shared config file, {DialectProbe.Config}, read all: read {DialectProbe.Config}: is a directory",
            _go.File(DialectProbe.Config, MachineFileState.Folder).Error());
        Assert.Equal("metadata(http://169.254.169.254)", _go.File(DialectProbe.Config, MachineFileState.Unreadable).Source());
    }

    [Theory]
    [InlineData("2031-01-01T00:00:00Z", false, "none")]
    [InlineData("2029-12-31T23:59:59Z", true, "none")]
    [InlineData("2029-12-31T23:59:59Z", false, "failed to refresh cached credentials, refresh cached SSO token failed, cached SSO token is expired, or not present, and cannot be refreshed")]
    [InlineData("2030-01-01T01:00:00+02:00", false, "failed to refresh cached credentials, refresh cached SSO token failed, cached SSO token is expired, or not present, and cannot be refreshed")]
    [InlineData("2031-01-01T00:00:00UTC", true, "failed to refresh cached credentials, failed to parse cached SSO token file, field \"expiresAt\", expected RFC3339 timestamp: parsing time \"2031-01-01T00:00:00UTC\" as \"2006-01-02T15:04:05Z07:00\"")]
    [InlineData(null, true, "failed to refresh cached credentials, cached SSO token must contain accessToken and expiresAt fields")]
    public void The_token_of_a_session_decides_while_planning(string? ends, bool renewable, string error)
    {
        var renewal = renewable ? ",\"refreshToken\":\"r\",\"clientId\":\"c\",\"clientSecret\":\"s\"" : "";
        _go.File(DialectProbe.Config, "[default]\nsso_session = s\nsso_account_id = 1\nsso_role_name = R\n[sso-session s]\nsso_region = eu-west-1\nsso_start_url = u\n")
            .File(SsoFile("s"), $"{{\"accessToken\":\"t\"{(ends is null ? "" : $",\"expiresAt\":\"{ends}\"")}{renewal}}}");
        Assert.Equal(error, _go.Error());
    }

    [Fact]
    public void A_missing_token_below_a_role_is_said_with_the_call_that_needs_it()
    {
        _go.File(DialectProbe.Config, $"[default]\nrole_arn = R\nsource_profile = s\n[profile s]\n{Sso}");
        Assert.Equal(
            "failed to refresh cached credentials, operation error STS: AssumeRole, get identity: get credentials: the SSO session has expired or is invalid: "
            + $"failed to read cached SSO token file, open {SsoFile("https://x.awsapps.com/start")}: no such file or directory",
            _go.Error());
        Assert.Equal(8, _go.Plan().Error!.At!.Line);
    }

    [Fact]
    public void A_role_needs_a_region()
    {
        _go.File(DialectProbe.Config, $"[default]\nrole_arn = R\nsource_profile = b\n{Base}").Set("AWS_REGION", null);
        Assert.EndsWith("Invalid Configuration: Missing Region", _go.Error(), StringComparison.Ordinal);
        Assert.Equal("role(R) from static(b:B)", _go.Set("AWS_ENDPOINT_URL_STS", "http://127.0.0.1:1").Source());
    }

    [Theory]
    [InlineData("AWS_EC2_METADATA_DISABLED", "TRUE", "error: failed to refresh cached credentials, no EC2 IMDS role found, operation error ec2imds: GetMetadata, access disabled to EC2 IMDS via client option, or \"AWS_EC2_METADATA_DISABLED\" environment variable")]
    [InlineData("AWS_EC2_METADATA_DISABLED", "1", "metadata(http://169.254.169.254)")]
    [InlineData("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "ipv6", "metadata(http://[fd00:ec2::254])")]
    [InlineData("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/c", "container(http://169.254.170.2/c)")]
    [InlineData("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://localhost:1/c", "container(http://localhost:1/c)")]
    public void Without_a_profile_the_container_is_asked_and_then_the_instance(string variable, string value, string source) =>
        Assert.Equal(source, _go.Set(variable, value).Source());

    [Fact]
    public void What_is_left_out_has_a_reason_with_file_and_line_and_no_secret()
    {
        _go.File(DialectProbe.Config, $"[default]\nrole_arn = R\nsource_profile = b\n{Keys}{Base}").Set("AWS_ACCESS_KEY_ID", "ENV");
        Assert.Contains("AWS_ACCESS_KEY_ID is set, but neither", _go.Passed("environment"), StringComparison.Ordinal);
        Assert.Equal($"`default` has aws_access_key_id ({DialectProbe.Config}:4), but its source_profile ({DialectProbe.Config}:3) comes before it", _go.Passed("static"));
        Assert.DoesNotContain("verysecret", string.Join('\n', _go.Plan().PassedOver) + string.Join('\n', _go.Plan().Candidates), StringComparison.Ordinal);
        _go.File(DialectProbe.Config, "[default]\ncredential_process = p\n");
        Assert.Equal($"`default` ({DialectProbe.Config}:1) has no login_session", _go.Passed("loginSession"));
        Assert.Equal($"`default` ({DialectProbe.Config}:1) has no aws_access_key_id and no aws_secret_access_key", _go.Passed("static"));
    }

    [Fact]
    public void A_chain_without_end_is_given_up()
    {
        _go.File(DialectProbe.Config, "[default]\nrole_arn = R\nsource_profile = p0\n" + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"[profile p{i}]\nrole_arn = R\nsource_profile = p{i + 1}\n")));
        Assert.StartsWith("more than 200 source profiles", _go.Error(), StringComparison.Ordinal);
    }

#pragma warning disable CA5350 // The cache's naming rule; nothing is protected by it.
    private static string SsoFile(string key) =>
        "/home/u/.aws/sso/cache/" + Convert.ToHexStringLower(System.Security.Cryptography.SHA1.HashData(System.Text.Encoding.UTF8.GetBytes(key))) + ".json";
#pragma warning restore CA5350
}
