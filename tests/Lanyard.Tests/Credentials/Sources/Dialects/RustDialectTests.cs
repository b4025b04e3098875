using Lanyard.Credentials;
using Lanyard.Credentials.Sources;
using Lanyard.Credentials.Sources.Dialects;

namespace Lanyard.Tests.Credentials.Sources.Dialects;

/// <summary>The rules of smithy-rs (aws-config: default_provider/credentials.rs, profile/credentials/repr.rs, ecs.rs), in our own cases.</summary>
public class RustDialectTests
{
    private const string Keys = "aws_access_key_id = AK\naws_secret_access_key = verysecret\n";
    private const string Base = "[profile b]\naws_access_key_id = B\naws_secret_access_key = verysecret\n";
    private const string Metadata = "metadata(http://169.254.169.254)";
    private const string Built = "ProfileFile provider could not be built: ";

    private readonly DialectProbe _rust = new("rust");

    [Theory]
    [InlineData("role_arn = R\nsource_profile = b\n" + Keys, "role(R) from static(b:B)")]
    [InlineData("role_arn = R\nsource_profile = default\n" + Keys, "role(R) from static(default:AK)")]
    [InlineData("role_arn = R\ncredential_source = Ec2InstanceMetadata\n" + Keys, "role(R) from metadata(http://169.254.169.254)")]
    [InlineData("role_arn = R\nweb_identity_token_file = /tok\nsource_profile = b\n" + Keys, "webIdentity(R, /tok)")]
    [InlineData("credential_source = Ec2InstanceMetadata\nweb_identity_token_file = /tok\nrole_arn = R\n", "metadata(http://169.254.169.254)")]
    [InlineData("login_session = l\ncredential_process = p\n" + Keys, "login(l)")]
    [InlineData("credential_process = \"a b\" c\n" + Keys, "process(\"a b\" c)")]
    [InlineData("aws_access_key_id =\naws_secret_access_key =\n", "static(default:)")]
    public void A_profile_is_asked_in_the_order_of_the_sdk(string profile, string source)
    {
        _rust.File(DialectProbe.Config, $"[default]\n{profile}\n{Base}")
            .File("/tok", "jwt")
            .File("/home/u/.aws/login/cache/acac86c0e609ca906f632b0e2dacccb2b77d22b0621f20ebece1a4835b93f6f0.json", "{}");
        Assert.Equal(source, _rust.Source());
    }

    [Fact]
    public void A_profile_given_in_code_does_not_switch_the_environment_off()
    {
        _rust.File(DialectProbe.Credentials, "[p]\n" + Keys).Set("AWS_ACCESS_KEY_ID", "ENV").Set("AWS_SECRET_ACCESS_KEY", " ").Set("SECRET_ACCESS_KEY", "s");
        _rust.ExplicitProfile = "p";
        Assert.Equal("environment(ENV)", _rust.Source());
        Assert.Equal("static(p:AK)", _rust.Set("SECRET_ACCESS_KEY", null).Source());
        Assert.Contains("AWS_ACCESS_KEY_ID is set, but neither", _rust.Passed("environment"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "", "No profiles were defined")]
    [InlineData("default", "[profile p]\nregion = x", "No profiles were defined")]
    [InlineData("", "[default]\nregion = x", "profile `` was not defined: could not find source profile  referenced from the root profile")]
    [InlineData(null, "[default]\nregion = x", "profile `default` did not contain credential information")]
    [InlineData(null, "[default]\nrole_arn = R\nsource_profile = nope", "profile `nope` was not defined: could not find source profile nope referenced from default")]
    [InlineData(null, "[default]\nsso_account_id = 1\nsso_role_name = R", "profile `default` was not defined: `sso_region` was missing")]
    [InlineData(null, "[default]\nsso_region = x", "profile `default` was not defined: `sso_start_url` was missing")]
    [InlineData(null, "[default]\nsso_region = x\nsso_start_url = u", "selected profile will resolve an access token instead of credentials")]
    public void A_profile_that_is_not_there_passes_on(string? name, string config, string reason)
    {
        _rust.File(DialectProbe.Config, config).Set("AWS_PROFILE", name);
        Assert.Equal(Metadata, _rust.Source());
        Assert.StartsWith(reason, _rust.Passed("profile"), StringComparison.Ordinal);
        Assert.Contains(DialectProbe.Config, _rust.Passed("profile"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[default\n", 1, "error parsing /home/u/.aws/config on line 1:\n  Profile definition must end with ']'")]
    [InlineData("[default]\naws_access_key_id = A\n", 2, "invalid credential source in `default`: profile missing aws_secret_access_key")]
    [InlineData("[default]\naws_session_token = t\n", 2, "invalid credential source in `default`: profile missing aws_access_key_id")]
    [InlineData("[default]\nrole_arn = R\n", 2, "invalid credential source in `default`: profile must contain `source_profile` or `credential_source` but neither were defined")]
    [InlineData("[default]\nrole_arn = R\nsource_profile = b\ncredential_source = Environment\n", 3, "invalid credential source in `default`: profile contained both source_profile and credential_source. Only one or the other can be defined")]
    [InlineData("[default]\nrole_arn = R\nsource_profile = b\n[profile b]\nrole_arn = S\nsource_profile = default\n", 6, "profile formed an infinite loop. first we loaded [\"default\", \"b\"], then attempted to reload default")]
    [InlineData("[default]\nrole_arn = R\nsource_profile = b\n[profile b]\naws_access_key_id = A\n", 5, "invalid credential source in `b`: could not load source profile: invalid credential source in `b`: profile missing aws_secret_access_key")]
    [InlineData("[default]\nrole_arn = R\ncredential_source = ecscontainer\n", 3, "profile referenced `ecscontainer` provider but that provider is not supported")]
    [InlineData("[default]\nweb_identity_token_file = /tok\n", 2, "invalid credential source in `default`: `web_identity_token_file` was specified but `role_arn` was missing")]
    [InlineData("[default]\nsso_session = s\n", 2, "sso-session named `s` (referenced by profile `default`) was not found")]
    [InlineData("[default]\nsso_account_id = 1\nsso_region = x\nsso_start_url = u\n", 2, "profile `default` has invalid SSO config: if `sso_account_id` is set, then `sso_role_name` must also be set")]
    public void A_profile_that_is_wrong_is_the_end(string config, int line, string error)
    {
        _rust.File(DialectProbe.Config, config).Set("AWS_WEB_IDENTITY_TOKEN_FILE", "/tok").Set("AWS_ROLE_ARN", "R");
        Assert.Equal(Built + error, _rust.Error());
        Assert.Equal((DialectProbe.Config, line), (_rust.Plan().Error!.At!.File, _rust.Plan().Error!.At!.Line));
    }

    [Fact]
    public void A_source_profile_without_credentials_is_the_end()
    {
        _rust.File(DialectProbe.Config, "[default]\nrole_arn = R\nsource_profile = b\n[profile b]\nregion = x\n");
        Assert.Equal(Built + "invalid credential source in `b`: could not load source profile: profile `b` did not contain credential information", _rust.Error());
    }

    [Fact]
    public void The_keys_of_a_source_profile_come_before_its_role()
    {
        _rust.File(DialectProbe.Config, $"[default]\nrole_arn = R\nsource_profile = m\n[profile m]\nrole_arn = M\nsource_profile = b\n{Keys}{Base}");
        Assert.Equal("role(R) from static(m:AK)", _rust.Source());
    }

    [Fact]
    public void Files_are_merged_setting_by_setting()
    {
        _rust.File(DialectProbe.Config, "[default]\naws_access_key_id = OLD\naws_secret_access_key = o\naws_session_token = stale\n")
            .File(DialectProbe.Credentials, "[default]\n" + Keys);
        var plan = _rust.Plan();
        var keys = Assert.IsType<Source.StaticKeys>(Assert.Single(plan.Candidates).Source);
        Assert.Equal(new Origin("default", DialectProbe.Credentials, 2), keys.Origin);
        Assert.Equal(("verysecret", "stale"), (plan.ReadKeys!(keys).SecretAccessKey.Reveal(), plan.ReadKeys(keys).SessionToken!.Reveal()));
    }

    [Fact]
    public void Keys_without_a_value_are_taken_and_can_not_be_used()
    {
        _rust.File(DialectProbe.Config, "[default]\naws_access_key_id =\naws_secret_access_key =\n");
        var plan = _rust.Plan();
        var keys = Assert.IsType<Source.StaticKeys>(Assert.Single(plan.Candidates).Source);
        Assert.Equal(ErrorCodes.KeysIncomplete, Assert.Throws<CredentialsException>(() => plan.ReadKeys!(keys)).Code);
    }

    [Theory]
    [InlineData("AWS_SHARED_CREDENTIALS_FILE", "", Metadata)]
    [InlineData("AWS_SHARED_CREDENTIALS_FILE", "~/c", "static(default:AK)")]
    [InlineData("AWS_SHARED_CREDENTIALS_FILE", "$HOME/c", Metadata)]
    public void A_variable_that_is_set_to_nothing_is_no_file_and_a_tilde_is_the_home_folder(string variable, string path, string source) =>
        Assert.Equal(source, _rust.File("/home/u/c", "[default]\n" + Keys).Set(variable, path).Source());

    [Fact]
    public void A_file_that_cannot_be_read_is_empty()
    {
        _rust.File(DialectProbe.Config, MachineFileState.Folder).File(DialectProbe.Credentials, "[default]\n" + Keys);
        Assert.Equal("static(default:AK)", _rust.Source());
    }

    [Theory]
    [InlineData("AWS_CONTAINER_CREDENTIALS_FULL_URI", "", "invalid full URI for ECS provider (URI was invalid): ")]
    [InlineData("AWS_CONTAINER_CREDENTIALS_FULL_URI", "/c", "invalid full URI for ECS provider (URI did not specify a host): /c")]
    [InlineData("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://10.0.0.1/c", "invalid full URI for ECS provider (URI did not refer to an allowed IP address): http://10.0.0.1/c")]
    [InlineData("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "", "invalid relative URI for ECS provider (empty string): ")]
    [InlineData("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "/nope", "cannot read AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: /nope")]
    [InlineData("AWS_CONTAINER_AUTHORIZATION_TOKEN", "a\nb", "auth token could not be used as an HTTP header value")]
    [InlineData("AWS_WEB_IDENTITY_TOKEN_FILE", "/tok", "AWS_ROLE_ARN environment variable must be set")]
    [InlineData("AWS_EC2_METADATA_DISABLED", "True", "no providers in chain provided credentials")]
    public void A_variable_that_is_set_and_wrong_is_the_end(string variable, string value, string error) =>
        Assert.Equal(error, _rust.Set(variable, value).Error());

    [Fact]
    public void After_the_profile_come_web_identity_container_and_metadata()
    {
        _rust.Set("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/c?a=1").Set("AWS_EC2_METADATA_DISABLED", "1");
        Assert.Equal("container(http://169.254.170.2/c?a=1)", _rust.Source());
        _rust.Set("AWS_WEB_IDENTITY_TOKEN_FILE", "/tok").Set("AWS_ROLE_ARN", "R").File("/tok", "jwt");
        Assert.Equal("webIdentity(R, /tok)", _rust.Source());
        _rust.Set("AWS_WEB_IDENTITY_TOKEN_FILE", null).Set("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", null);
        var metadata = Assert.IsType<Source.InstanceMetadata>(Assert.Single(_rust.Plan().Candidates).Source);
        Assert.False(metadata.AllowsV1);
    }

    [Theory]
    [InlineData("2031-01-01T00:00:00Z", "", "none")]
    [InlineData("2029-01-01T00:00:00Z", "", "the SSO token has expired and cannot be refreshed")]
    [InlineData("2029-01-01T00:00:00Z", ",\"refreshToken\":\"r\",\"clientId\":\"c\",\"clientSecret\":\"s\",\"registrationExpiresAt\":\"2031-01-01T00:00:00Z\"", "none")]
    [InlineData("2029-01-01T00:00:00Z", ",\"refreshToken\":\"r\",\"clientId\":\"c\",\"clientSecret\":\"s\"", "the SSO token has expired and cannot be refreshed")]
    [InlineData("2031-01-01T00:00:00UTC", "", "failed to load the cached SSO token: invalid value for the `expiresAt` field in the cached SSO token file")]
    public void The_token_of_a_session_decides_while_planning(string ends, string more, string error)
    {
        _rust.File(DialectProbe.Config, "[default]\nsso_session = s\nsso_account_id = 1\nsso_role_name = R\n[sso-session s]\nsso_region = x\nsso_start_url = u\n")
            .File("/home/u/.aws/sso/cache/a0f1490a20d0211c997b44bc357e1972deab8ae3.json", $"{{\"accessToken\":\"t\",\"expiresAt\":\"{ends}\"{more}}}");
        Assert.Equal(error, _rust.Error());
    }

    [Fact]
    public void A_legacy_token_is_sent_whatever_its_time()
    {
        _rust.File(DialectProbe.Config, "[default]\nsso_start_url = s\nsso_region = x\nsso_account_id = 1\nsso_role_name = R\n")
            .File("/home/u/.aws/sso/cache/a0f1490a20d0211c997b44bc357e1972deab8ae3.json", "{\"accessToken\":\"t\",\"expiresAt\":\"2001-01-01T00:00:00Z\"}");
        Assert.Equal("sso(s, 1, R)", _rust.Source());
    }

    [Fact]
    public void What_is_left_out_has_a_reason_with_file_and_line_and_no_secret()
    {
        _rust.File(DialectProbe.Config, $"[default]\ncredential_process = p\n{Keys}");
        Assert.Equal($"`default` ({DialectProbe.Config}:1) has no login_session", _rust.Passed("loginSession"));
        Assert.Equal($"`default` has aws_access_key_id ({DialectProbe.Config}:3), but its process comes before it", _rust.Passed("static"));
        Assert.Equal($"`default` ({DialectProbe.Config}:1) has no role_arn", _rust.Passed("assumeRole"));
        Assert.DoesNotContain("verysecret", string.Join('\n', _rust.Plan().PassedOver) + string.Join('\n', _rust.Plan().Candidates), StringComparison.Ordinal);
    }

    [Fact]
    public void A_chain_without_end_is_given_up()
    {
        _rust.File(DialectProbe.Config, "[default]\nrole_arn = R\nsource_profile = p0\n" + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"[profile p{i}]\nrole_arn = R\nsource_profile = p{i + 1}\n")));
        Assert.StartsWith(Built + "more than 200 source profiles", _rust.Error(), StringComparison.Ordinal);
    }
}
