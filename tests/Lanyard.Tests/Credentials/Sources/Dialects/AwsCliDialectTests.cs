using Lanyard.Credentials.Sources;
using Lanyard.Credentials.Sources.Dialects;

namespace Lanyard.Tests.Credentials.Sources.Dialects;

/// <summary>Where the AWS CLI version 2 differs from botocore; the names of cached files are those that the CLI gave.</summary>
public sealed class AwsCliDialectTests : IDisposable
{
    private const string Keys = "aws_access_key_id = AKIA1\naws_secret_access_key = Hush\n";
    private const string Role = "role_arn = arn:aws:iam::111111111111:role/Top\nsource_profile = b\n";
    private const string RoleSession = ".aws/cli/cache/8151e5891ab959d032989c4b7936545e03ab41bd.json";
    private const string Good = """{"Credentials":{"AccessKeyId":"KEPT","SecretAccessKey":"Hush","SessionToken":"t","Expiration":"2026-07-01T12:15:00+00:00"}}""";
    private static readonly DateTimeOffset Now = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void The_profile_and_region_variables_have_another_order()
    {
        _home.Config("[profile a]\n[profile b]\n").Set(("AWS_PROFILE", "a"), ("AWS_DEFAULT_PROFILE", "b"), ("AWS_REGION", "r"), ("AWS_DEFAULT_REGION", "d"));
        Assert.Equal(("a", "r"), (Plan().Profile, Plan().Region));
        _home.Environment.Remove("AWS_PROFILE");
        _home.Environment.Remove("AWS_REGION");
        Assert.Equal(("b", "d"), (Plan().Profile, Plan().Region));
    }

    [Fact]
    public void Errors_are_worded_by_when_they_come_up()
    {
        Assert.Equal("aws: [ERROR]: Unable to retrieve credentials: The config profile (x) could not be found", Plan("x").Error!.Message);
        _home.Set(("AWS_ACCESS_KEY_ID", "A"));
        Assert.Equal(
            "aws: [ERROR]: An error occurred (Configuration): Unable to retrieve credentials: Partial credentials found in env, missing: AWS_SECRET_ACCESS_KEY",
            Plan().Error!.Message);
        _home.Set(("AWS_SECRET_ACCESS_KEY", "s"), ("AWS_CREDENTIAL_EXPIRATION", "2020-01-01T00:00:00Z"));
        Assert.Equal("aws: [ERROR]: Credentials were refreshed, but the refreshed credentials are still expired.", Plan().Error!.Message);
        _home.Config("garbage\n");
        Assert.Equal($"aws: [ERROR]: Unable to parse config file: {_home.ConfigFile}", Plan().Error!.Message);
    }

    [Fact]
    public void A_kept_session_of_a_role_answers_and_nothing_is_asked()
    {
        _home.Config($"[default]\n{Role}[profile b]\n{Keys}");
        var path = _home.Write(RoleSession, Good);
        var plan = Plan();
        var role = Assert.IsType<Source.AssumeRole>(plan.Candidates[0].Source);
        Assert.Equal(("KEPT", path), (role.Cached!.AccessKeyId, role.Cached.Origin!.File));
        Assert.Equal(("Hush", "t"), (plan.ReadKeys!(role.Cached).SecretAccessKey.Reveal(), plan.ReadKeys!(role.Cached).SessionToken!.Reveal()));
        Assert.Contains(plan.PassedOver, o => o.Reason == $"STS isn't asked for it: the session in {path} is good until 2026-07-01 12:15:00 UTC");
        Assert.Equal("KEPT", SourceFacts.AccessKeyId(role));
        Assert.Null(Assert.IsType<Source.AssumeRole>(Plan(dialect: "botocore").Candidates[0].Source).Cached);
    }

    [Theory]
    [InlineData("2026-07-01T12:14:59Z")]
    [InlineData("2020-01-01T00:00:00UTC")]
    public void A_kept_session_with_less_than_a_quarter_of_an_hour_left_does_not_count(string end)
    {
        _home.Config($"[default]\n{Role}[profile b]\n{Keys}");
        _home.Write(RoleSession, Good.Replace("2026-07-01T12:15:00+00:00", end, StringComparison.Ordinal));
        Assert.Null(Assert.IsType<Source.AssumeRole>(Plan().Candidates[0].Source).Cached);
    }

    [Theory]
    [InlineData("{", "'8151e5891ab959d032989c4b7936545e03ab41bd'")]
    [InlineData("{}", "'Credentials'")]
    [InlineData("""{"Credentials":{"Expiration":"2030-01-01T00:00:00Z"}}""", "'AccessKeyId'")]
    public void A_kept_session_that_is_none_is_an_error(string json, string error)
    {
        _home.Config($"[default]\n{Role}[profile b]\n{Keys}");
        _home.Write(RoleSession, json);
        Assert.Equal($"aws: [ERROR]: {error}", Plan().Error!.Message);
    }

    [Fact]
    public void The_kept_session_is_named_after_every_parameter_but_a_name_that_was_made_up()
    {
        _home.Config($"[default]\n{Role}external_id = exténd \"x\"\nduration_seconds = 900\nrole_session_name = sess\nmfa_serial = arn:aws:iam::1:mfa/u\n[profile b]\n{Keys}");
        _home.Write(RoleSession, Good);
        Assert.Null(Plan().Candidates[0].Source.Cached);
        _home.Write(".aws/cli/cache/9eede357170d07da2f2587e28dd57c6d2c30ee4c.json", Good);
        Assert.Equal("KEPT", Plan().Candidates[0].Source.Cached!.AccessKeyId);
    }

    [Fact]
    public void A_hop_below_may_be_kept_and_an_error_in_the_source_comes_first()
    {
        _home.Config($"[default]\nrole_arn = arn:aws:iam::111111111111:role/Above\nsource_profile = a\n[profile a]\n{Role}[profile b]\n{Keys}");
        _home.Write(RoleSession, Good);
        var role = Assert.IsType<Source.AssumeRole>(Plan().Candidates[0].Source);
        Assert.Null(role.Cached);
        Assert.Equal("KEPT", role.From.Cached!.AccessKeyId);
        _home.Config($"[default]\n{Role}[profile b]\naws_access_key_id = A\n");
        Assert.EndsWith("missing: aws_secret_access_key", Plan().Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_web_identity_and_a_permission_set_are_kept_too_but_not_those_of_a_source_profile()
    {
        const string web = "role_arn = arn:aws:iam::111111111111:role/Wi\nweb_identity_token_file = /nowhere\n";
        const string sso = "sso_start_url = https://d-1.awsapps.com/start\nsso_region = eu-west-1\nsso_account_id = 111111111111\nsso_role_name = Dev\n";
        _home.Write(".aws/cli/cache/18e50ffa39d2439bbfaf9937855803096e9ed3ad.json", Good);
        _home.Write(".aws/cli/cache/53607921f7223ec4f595f88bf7890a3ac6923ecb.json", Good);
        _home.Config($"[profile w]\n{web}[profile s]\n{sso}[profile over]\nrole_arn = arn:aws:iam::111111111111:role/Above\nsource_profile = w\n");
        Assert.Equal("KEPT", Plan("w").Candidates[0].Source.Cached!.AccessKeyId);
        Assert.Equal("KEPT", Plan("s").Candidates[0].Source.Cached!.AccessKeyId);
        Assert.EndsWith("No such file or directory: '/nowhere'", Plan("over").Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_permission_set_over_a_session_is_kept_under_the_sessions_name()
    {
        _home.Config("[default]\nsso_session = corp\nsso_account_id = 111111111111\nsso_role_name = Dev\n[sso-session corp]\nsso_start_url = https://d-1.awsapps.com/start\nsso_region = eu-west-1\n");
        _home.Write(".aws/cli/cache/76ab0834cb4f7247957f2360b5320827b0585836.json", Good);
        Assert.Equal("KEPT", Plan().Candidates[0].Source.Cached!.AccessKeyId);
    }

    [Fact]
    public void Console_sign_in_is_read_from_its_own_cache()
    {
        const string token = "67fcf3f2fd37910c1381354667b2fb8dd4682d8b3c07f8b0cc637999d065e74d.json";
        const string told = "aws: [ERROR]: An error occurred (Configuration): Unable to retrieve credentials: Error loading login session token: ";
        _home.Config("[default]\nlogin_session = arn:aws:iam::1:user/u\n" + Keys);
        Assert.Equal(told + "Unable to load a existing login session for session arn:aws:iam::1:user/u, Please reauthenticate with 'aws login'.", Plan().Error!.Message);
        _home.Write(".aws/login/cache/" + token, """{"accessToken":{},"clientId":"c"}""");
        Assert.Equal(told + "Failed to load access token from token cache, missing required fields: refreshToken, dpopKey.", Plan().Error!.Message);
        _home.Write("elsewhere/" + token, """{"accessToken":{},"clientId":"c","refreshToken":"r","dpopKey":"k"}""");
        _home.Set(("AWS_LOGIN_CACHE_DIRECTORY", "$HOME/elsewhere"));
        var login = Assert.IsType<Source.LoginSession>(Plan().Candidates[0].Source);
        Assert.Equal(("arn:aws:iam::1:user/u", new Origin("default", _home.ConfigFile, 2)), (login.Session, login.Origin));
    }

    private DialectPlan Plan(string? profile = null, string dialect = "awscli-v2") =>
        Dialect.Find(dialect)!.Plan(new DialectMachine(_home.Environment, DialectMachine.OpenOnce(), profile, IsWindows: false, Now));
}
