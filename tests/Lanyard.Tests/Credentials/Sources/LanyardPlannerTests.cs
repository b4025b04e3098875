using Lanyard.Credentials;
using Lanyard.Credentials.Sources;

namespace Lanyard.Tests.Credentials.Sources;

/// <summary>Which source a machine's state leads to. The order is the AWS CLI v2's (botocore, <c>create_credential_resolver</c>).</summary>
public sealed class LanyardPlannerTests : IDisposable
{
    private const string Role = "role_arn = arn:aws:iam::111111111111:role/Top\nsource_profile = base\n";
    private const string Web = "role_arn = arn:aws:iam::111111111111:role/Wi\nweb_identity_token_file = /tok\n";
    private const string Sso = "sso_start_url = https://d-1.awsapps.com/start\nsso_region = eu-west-1\nsso_account_id = 111111111111\nsso_role_name = Dev\n";
    private const string Keys = "aws_access_key_id = AKOWN\naws_secret_access_key = sk\n";
    private const string Process = "credential_process = /bin/p\n";
    private const string Base = "[profile base]\naws_access_key_id = AKBASE\naws_secret_access_key = sk\n";

    private readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    // Each row holds every source from its own on down; the first in the order wins.
    [Theory]
    [InlineData("environment", true, Role + Sso + Process, Keys)]
    [InlineData("assumeRole", false, Role + Sso + Process, Keys)]
    [InlineData("webIdentity", false, Web + Sso + Process, Keys)]
    [InlineData("sso", false, Sso + Process, Keys)]
    [InlineData("static", false, Process, Keys)]
    [InlineData("process", false, Process + Keys, "")]
    [InlineData("static", false, Keys, "")]
    [InlineData("container", false, "region = eu-west-1\n", "")]
    public void The_first_configured_source_wins(string kind, bool environment, string config, string credentials)
    {
        _home.Config($"[default]\n{config}\n{Base}").Set(("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/c"));
        if (credentials.Length > 0)
        {
            _home.Credentials($"[default]\n{credentials}");
        }

        if (environment)
        {
            _home.Set(("AWS_ACCESS_KEY_ID", "AKENV"), ("AWS_SECRET_ACCESS_KEY", "sk"));
        }

        var candidate = Assert.Single(_home.Plan().Candidates);
        Assert.Equal(kind, candidate.Source.Kind);
        Assert.Equal(OnFailure.Stop, candidate.OnFailure);
    }

    [Fact]
    public void Nothing_configured_is_a_plan_that_asks_instance_metadata_and_says_what_was_looked_at()
    {
        var plan = _home.Plan();
        Assert.Equal([new Candidate(new Source.InstanceMetadata(new Uri("http://169.254.169.254")), OnFailure.Next)], plan.Candidates);
        Assert.Null(plan.Profile);
        Assert.Equal(["environment", "profile", "webIdentity", "container"], plan.PassedOver.Select(p => p.Source));
        Assert.All(plan.PassedOver, p => Assert.NotEmpty(p.Reason));
    }

    [Fact]
    public void A_profile_without_credentials_names_every_source_it_lacks()
    {
        _home.Config("[default]\nregion = eu-west-1\n");
        _home.Set(("AWS_EC2_METADATA_DISABLED", "true"));
        var plan = _home.Plan();
        Assert.Empty(plan.Candidates);
        Assert.Equal(
            ["environment", "assumeRole", "webIdentity", "sso", "static", "loginSession", "vault", "process", "static", "container", "instanceMetadata"],
            plan.PassedOver.Select(p => p.Source));
        var profile = $"`default` ({_home.ConfigFile}:1) has no ";
        Assert.Equal(
            [
                "AWS_ACCESS_KEY_ID is not set",
                profile + "role_arn to assume with other credentials",
                $"AWS_WEB_IDENTITY_TOKEN_FILE is not set, and {profile}web_identity_token_file",
                profile + "sso_account_id and sso_role_name",
                $"`default` is not in {_home.CredentialsFile}",
                profile + "login_session",
                profile + "lanyard_vault",
                profile + "credential_process",
                profile + "aws_access_key_id",
                "neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor AWS_CONTAINER_CREDENTIALS_FULL_URI is set",
                "AWS_EC2_METADATA_DISABLED is true",
            ],
            plan.PassedOver.Select(p => p.Reason));
        Assert.Equal(("default", "eu-west-1"), (plan.Profile, plan.Region));
    }

    [Fact]
    public void A_profile_given_by_flag_comes_before_the_environments_keys_and_the_plan_says_so()
    {
        _home.Config(Base).Set(("AWS_ACCESS_KEY_ID", "AKENV"), ("AWS_SECRET_ACCESS_KEY", "sk"));
        var plan = _home.Plan("base");
        Assert.Equal(new Source.StaticKeys("base", _home.ConfigFile, "AKBASE"), TestHome.WithoutOrigins(plan.Candidates[0].Source));
        Assert.Contains("--profile", plan.PassedOver.First(p => p.Source == "environment").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_profile_named_by_AWS_PROFILE_does_not_come_before_the_environments_keys()
    {
        _home.Config(Base).Set(("AWS_ACCESS_KEY_ID", "AKENV"), ("AWS_SECRET_ACCESS_KEY", "sk"), ("AWS_PROFILE", "base"));
        Assert.Equal(new Source.Environment("AKENV"), _home.SourceOf());
    }

    [Fact]
    public void AWS_PROFILE_goes_before_AWS_DEFAULT_PROFILE()
    {
        _home.Config(Base + "[profile p]\naws_access_key_id = AKP\naws_secret_access_key = sk\n").Set(("AWS_PROFILE", "p"), ("AWS_DEFAULT_PROFILE", "base"));
        Assert.Equal("AKP", ((Source.StaticKeys)_home.SourceOf()).AccessKeyId);
        _home.Environment.Remove("AWS_PROFILE");
        Assert.Equal("AKBASE", ((Source.StaticKeys)_home.SourceOf()).AccessKeyId);
    }

    [Theory]
    [InlineData("AWS_PROFILE")]
    [InlineData("AWS_DEFAULT_PROFILE")]
    public void A_named_profile_that_is_missing_stops_even_before_environment_keys_and_suggests_a_near_one(string variable)
    {
        _home.Config(Base).Set((variable, "bsae"), ("AWS_ACCESS_KEY_ID", "AKENV"), ("AWS_SECRET_ACCESS_KEY", "sk"));
        var e = Refused(ErrorCodes.ProfileNotFound);
        Assert.Equal("bsae", e.Profile);
        Assert.Contains("did you mean `base`", e.Message, StringComparison.Ordinal);
        Assert.Contains(_home.ConfigFile, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AKENV", null)]
    [InlineData("AKENV", "")]
    public void Half_a_key_in_the_environment_stops(string id, string? secret)
    {
        _home.Credentials($"[default]\n{Keys}").Set(("AWS_ACCESS_KEY_ID", id));
        if (secret is not null)
        {
            _home.Set(("AWS_SECRET_ACCESS_KEY", secret));
        }

        Refused(ErrorCodes.KeysIncomplete);
    }

    [Theory]
    [InlineData("aws_access_key_id = AK\n")]
    [InlineData("aws_access_key_id = AK\naws_secret_access_key =\n")]
    [InlineData("aws_access_key_id =\naws_secret_access_key = sk\n")]
    public void Half_a_key_in_a_profile_names_file_and_line(string text)
    {
        _home.Credentials($"[default]\n{text}");
        Assert.Contains($"{_home.CredentialsFile}:2", Refused(ErrorCodes.KeysIncomplete).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_is_never_completed_from_the_other_file()
    {
        _home.Config("[default]\naws_secret_access_key = other\n").Credentials("[default]\naws_access_key_id = AK\n");
        Refused(ErrorCodes.KeysIncomplete);
    }

    // chain cases d32, d33.
    [Fact]
    public void A_console_sign_in_goes_before_keys_in_the_config_file_and_after_those_in_the_credentials_file()
    {
        _home.Config("[default]\nlogin_session = arn:aws:sts::111111111111:assumed-role/A/a\n" + Keys);
        Assert.Equal(new Source.LoginSession("default", "arn:aws:sts::111111111111:assumed-role/A/a"), _home.SourceOf());
        _home.Credentials($"[default]\n{Keys}");
        Assert.Equal("static", _home.SourceOf().Kind);
    }

    [Fact]
    public void The_region_is_the_environments_first_then_the_profiles()
    {
        _home.Config("[default]\nregion = eu-west-1\n");
        Assert.Equal("eu-west-1", _home.Plan().Region);
        _home.Set(("AWS_DEFAULT_REGION", "us-east-2"));
        Assert.Equal("us-east-2", _home.Plan().Region);
        _home.Set(("AWS_REGION", "ap-south-1"));
        Assert.Equal("ap-south-1", _home.Plan().Region);
    }

    [Theory]
    [InlineData("[profile p]\nsso_session = corp\nsso_account_id = 111111111111\nsso_role_name = Dev\n[sso-session corp]\nsso_start_url = https://a/start\nsso_region = eu-west-1\n", "corp", "https://a/start")]
    [InlineData("[profile p]\nsso_session = corp\nsso_region = eu-west-1\nsso_start_url = https://a/start\nsso_account_id = 111111111111\nsso_role_name = Dev\n[sso-session corp]\nsso_start_url = https://a/start\nsso_region = eu-west-1\n", "corp", "https://a/start")]
    [InlineData("[profile p]\nsso_start_url = https://b/start\nsso_region = eu-west-1\nsso_account_id = 111111111111\nsso_role_name = Dev\n", null, "https://b/start")]
    public void A_sign_in_is_named_by_its_session_or_in_the_legacy_form_by_its_start_url(string config, string? session, string startUrl)
    {
        _home.Config(config);
        var source = Assert.IsType<Source.SsoRole>(_home.SourceOf("p"));
        Assert.Equal(new Source.SsoRole(new SsoSignIn(session, startUrl, "eu-west-1"), "111111111111", "Dev"), source);
    }

    [Theory]
    [InlineData("sso_session = corp\nsso_account_id = 111111111111\nsso_role_name = Dev\n", ErrorCodes.SsoSessionNotFound)]
    [InlineData("sso_session = ok\nsso_region = us-east-1\nsso_account_id = 111111111111\nsso_role_name = Dev\n", ErrorCodes.ProfileInvalid)]
    [InlineData("sso_session = ok\nsso_start_url = https://other/start\nsso_account_id = 111111111111\nsso_role_name = Dev\n", ErrorCodes.ProfileInvalid)]
    [InlineData("sso_session = noregion\nsso_account_id = 111111111111\nsso_role_name = Dev\n", ErrorCodes.ProfileInvalid)]
    [InlineData("sso_session = ok\nsso_account_id = 111111111111\n", ErrorCodes.ProfileInvalid)]
    [InlineData("sso_session = ok\nsso_role_name = Dev\n", ErrorCodes.ProfileInvalid)]
    [InlineData("sso_start_url = https://a/start\nsso_account_id = 111111111111\nsso_role_name = Dev\n", ErrorCodes.ProfileInvalid)]
    [InlineData("sso_account_id = 111111111111\nsso_role_name = Dev\n", ErrorCodes.ProfileInvalid)]
    public void Sign_in_settings_that_lack_or_contradict_something_stop(string profile, string code)
    {
        _home.Config($"[default]\n{profile}[sso-session ok]\nsso_start_url = https://a/start\nsso_region = eu-west-1\n[sso-session noregion]\nsso_start_url = https://a/start\n");
        Assert.Contains(".aws/config", Refused(code).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_session_without_account_and_role_is_no_source_of_credentials()
    {
        _home.Config("[default]\nsso_session = ok\n[sso-session ok]\nsso_start_url = https://a/start\nsso_region = eu-west-1\n");
        Assert.Equal("instanceMetadata", _home.SourceOf().Kind);
    }

    [Fact]
    public void The_scopes_of_a_session_are_split_at_commas_and_blanks()
    {
        _home.Config("[default]\nsso_session = s\nsso_account_id = 111111111111\nsso_role_name = Dev\n[sso-session s]\nsso_start_url = https://a/start\nsso_region = eu-west-1\nsso_registration_scopes = sso:account:access, codewhisperer:completions\n");
        Assert.Equal("sso:account:access codewhisperer:completions", ((Source.SsoRole)_home.SourceOf()).SignIn.Scopes);
    }

    private CredentialsException Refused(string code)
    {
        var e = Assert.Throws<CredentialsException>(() => _home.Plan());
        Assert.Equal(code, e.Code);
        Assert.NotNull(e.Fix);
        return e;
    }
}
