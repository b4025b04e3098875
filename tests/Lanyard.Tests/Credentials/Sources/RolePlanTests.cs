using Lanyard.Credentials;
using Lanyard.Credentials.Sources;

namespace Lanyard.Tests.Credentials.Sources;

/// <summary>Roles and what they are assumed with. The rules are botocore's <c>AssumeRoleProvider</c>.</summary>
public sealed class RolePlanTests : IDisposable
{
    private const string Arn = "arn:aws:iam::111111111111:role/Top";
    private const string Top = $"[profile top]\nrole_arn = {Arn}\n";
    private const string Irsa = "arn:aws:iam::222222222222:role/Irsa";
    private const string Base = "[profile base]\naws_access_key_id = AKBASE\naws_secret_access_key = sk\n";

    private readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void A_role_carries_its_profiles_settings()
    {
        _home.Config($"{Top}source_profile = base\nrole_session_name = me\nexternal_id = x\nduration_seconds = 900\n{Base}");
        Assert.Equal(
            new Source.AssumeRole(Arn, new Source.StaticKeys("base", _home.ConfigFile, "AKBASE")) { RoleSessionName = "me", ExternalId = "x", DurationSeconds = 900 },
            _home.SourceOf("top"));
    }

    [Theory]
    [InlineData("sso_start_url = https://a/start\nsso_region = eu-west-1\nsso_account_id = 1\nsso_role_name = D\n", "sso")]
    [InlineData("credential_process = p\n", "process")]
    [InlineData("role_arn = arn:aws:iam::1:role/Wi\nweb_identity_token_file = /t\n", "webIdentity")]
    [InlineData("role_arn = arn:aws:iam::1:role/Mid\nsource_profile = base\n", "assumeRole")]
    [InlineData("role_arn = arn:aws:iam::1:role/Mid\ncredential_source = Environment\n", "assumeRole")]
    [InlineData("role_arn = arn:aws:iam::1:role/Mid\nsource_profile = base\naws_access_key_id = A\naws_secret_access_key = s\n", "static")]
    [InlineData("role_arn = arn:aws:iam::1:role/Wi\nweb_identity_token_file = /t\naws_access_key_id = A\naws_secret_access_key = s\n", "webIdentity")]
    public void A_source_profile_may_hold_any_source(string profile, string kind)
    {
        _home.Config($"{Top}source_profile = mid\n[profile mid]\n{profile}{Base}").Set(("AWS_ACCESS_KEY_ID", "AKENV"), ("AWS_SECRET_ACCESS_KEY", "sk"));
        Assert.Equal(kind, ((Source.AssumeRole)_home.SourceOf("top")).From.Kind);
    }

    // botocore resolves a source profile with disable_env_vars=True.
    [Theory]
    [InlineData("credential_process = p\n", "process")]
    [InlineData("sso_start_url = https://a/start\nsso_region = eu-west-1\nsso_account_id = 1\nsso_role_name = D\n", "sso")]
    public void The_environments_web_identity_is_no_part_of_a_source_profile(string profile, string kind)
    {
        _home.Config($"{Top}source_profile = mid\n[profile mid]\n{profile}")
            .Set(("AWS_PROFILE", "top"), ("AWS_WEB_IDENTITY_TOKEN_FILE", "/env/token"), ("AWS_ROLE_ARN", Irsa));
        Assert.Equal(kind, ((Source.AssumeRole)_home.SourceOf()).From.Kind);
    }

    [Fact]
    public void The_environments_role_does_not_replace_the_one_of_a_source_profile()
    {
        _home.Config($"{Top}source_profile = mid\n[profile mid]\nrole_arn = arn:aws:iam::1:role/Wi\nweb_identity_token_file = /t\n")
            .Set(("AWS_PROFILE", "top"), ("AWS_ROLE_ARN", Irsa));
        Assert.Equal(new Source.WebIdentity("arn:aws:iam::1:role/Wi", "/t", null), ((Source.AssumeRole)_home.SourceOf()).From);
    }

    [Fact]
    public void A_profile_with_keys_may_be_its_own_source()
    {
        _home.Config($"{Top}source_profile = top\naws_access_key_id = AKOWN\naws_secret_access_key = sk\n");
        Assert.Equal(new Source.AssumeRole(Arn, new Source.StaticKeys("top", _home.ConfigFile, "AKOWN")), _home.SourceOf("top"));
    }

    [Theory]
    [InlineData("[profile top]\nrole_arn = a\nsource_profile = top\n", "`top` -> `top`")]
    [InlineData("[profile top]\nrole_arn = a\nsource_profile = mid\n[profile mid]\nrole_arn = b\nsource_profile = top\n", "`top` -> `mid` -> `top`")]
    [InlineData("[profile top]\nrole_arn = a\nsource_profile = mid\n[profile mid]\nrole_arn = b\nsource_profile = low\n[profile low]\nrole_arn = c\nsource_profile = mid\n", "`mid` -> `low` -> `mid`")]
    public void A_circle_of_source_profiles_is_shown(string config, string circle)
    {
        _home.Config(config);
        Assert.Contains(circle, Refused(ErrorCodes.SourceProfileLoop).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", ErrorCodes.ProfileInvalid)]
    [InlineData("source_profile = base\ncredential_source = Environment\n", ErrorCodes.ProfileInvalid)]
    [InlineData("source_profile = bsae\n", ErrorCodes.SourceProfileNotFound)]
    [InlineData("source_profile = empty\n", ErrorCodes.ProfileInvalid)]
    [InlineData("credential_source = environment\n", ErrorCodes.ProfileInvalid)]
    [InlineData("credential_source = Environment\n", ErrorCodes.KeysIncomplete)]
    [InlineData("credential_source = EcsContainer\n", ErrorCodes.ContainerFailed)]
    [InlineData("source_profile = base\nduration_seconds = 1h\n", ErrorCodes.ProfileInvalid)]
    [InlineData("source_profile = base\nduration_seconds = 899\n", ErrorCodes.ProfileInvalid)]
    [InlineData("source_profile = base\nduration_seconds = 43201\n", ErrorCodes.ProfileInvalid)]
    public void A_role_that_can_not_be_assumed_as_configured_stops(string settings, string code)
    {
        _home.Config($"{Top}{settings}{Base}[profile empty]\nregion = eu-west-1\n");
        var e = Refused(code);
        Assert.Contains($"{_home.ConfigFile}:", e.Message, StringComparison.Ordinal);
        Assert.Equal("top", e.Profile);
    }

    [Fact]
    public void A_role_may_take_the_keys_of_the_environment_or_of_the_container()
    {
        _home.Config($"{Top}credential_source = Environment\n[profile ecs]\nrole_arn = {Arn}\ncredential_source = EcsContainer\n")
            .Set(("AWS_ACCESS_KEY_ID", "AKENV"), ("AWS_SECRET_ACCESS_KEY", "sk"), ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/c"));
        Assert.Equal(new Source.AssumeRole(Arn, new Source.Environment("AKENV")), _home.SourceOf("top"));
        Assert.Equal(new Source.AssumeRole(Arn, new Source.Container(new Uri("http://169.254.170.2/c"), null)), _home.SourceOf("ecs"));
    }

    // chain cases a15, a29, a30: each setting is the environment's first, by itself; a profile's token file switches its source_profile off.
    [Fact]
    public void Web_identity_settings_are_taken_from_the_environment_one_by_one()
    {
        _home.Config("[profile web]\nrole_arn = arn:aws:iam::1:role/Wi\nweb_identity_token_file = /t\nrole_session_name = mine\nsource_profile = base\n" + Base);
        Assert.Equal(new Source.WebIdentity("arn:aws:iam::1:role/Wi", "/t", "mine"), _home.SourceOf("web"));

        _home.Set(("AWS_PROFILE", "web"), ("AWS_ROLE_ARN", Irsa));
        Assert.Equal(new Source.WebIdentity(Irsa, "/t", "mine"), _home.SourceOf());
        _home.Set(("AWS_WEB_IDENTITY_TOKEN_FILE", "/env"), ("AWS_ROLE_SESSION_NAME", "pod"));
        Assert.Equal(new Source.WebIdentity(Irsa, "/env", "pod"), _home.SourceOf());

        // Given by flag, the profile is taken as it stands.
        Assert.Equal(new Source.WebIdentity("arn:aws:iam::1:role/Wi", "/t", "mine"), _home.SourceOf("web"));
    }

    [Fact]
    public void Web_identity_of_the_environment_needs_no_profile_but_a_role()
    {
        _home.Set(("AWS_WEB_IDENTITY_TOKEN_FILE", "/env"));
        Assert.Equal(ErrorCodes.ProfileInvalid, Assert.Throws<CredentialsException>(() => _home.Plan()).Code);
        _home.Set(("AWS_ROLE_ARN", Irsa));
        Assert.Equal(new Source.WebIdentity(Irsa, "/env", null), _home.SourceOf());
    }

    [Fact]
    public void A_role_in_the_profile_goes_before_web_identity_of_the_environment()
    {
        _home.Config($"{Top}source_profile = base\n{Base}").Set(("AWS_PROFILE", "top"), ("AWS_WEB_IDENTITY_TOKEN_FILE", "/env"), ("AWS_ROLE_ARN", Irsa));
        Assert.Equal(new Source.AssumeRole(Arn, new Source.StaticKeys("base", _home.ConfigFile, "AKBASE")), _home.SourceOf());
    }

    private CredentialsException Refused(string code)
    {
        var e = Assert.Throws<CredentialsException>(() => _home.Plan("top"));
        Assert.Equal(code, e.Code);
        Assert.NotNull(e.Fix);
        return e;
    }
}
