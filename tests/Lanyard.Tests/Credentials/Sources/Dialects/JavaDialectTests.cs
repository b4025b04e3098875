using Lanyard.Credentials.Sources;
using Lanyard.Credentials.Sources.Dialects;

namespace Lanyard.Tests.Credentials.Sources.Dialects;

/// <summary>The AWS SDK for Java v2: its order, and that every failure passes on.</summary>
public class JavaDialectTests
{
    private const string Path = MemoryMachine.CredentialsFile;
    private const string Keys = "aws_access_key_id = AK\naws_secret_access_key = SK\n";
    private const string Sso = "sso_start_url = https://x\nsso_region = us-east-1\nsso_account_id = 1\nsso_role_name = Dev\n";

    [Fact]
    public void Its_rules_were_read_and_not_run() => Assert.Equal(DialectProof.Read, Dialect.Find("java-v2")!.Proof);

    [Fact]
    public void Keys_of_the_environment_go_before_a_profile_given_in_code()
    {
        var plan = Java().Credentials($"[p]\n{Keys}").Set("AWS_ACCESS_KEY_ID", "ENV").Set("AWS_SECRET_ACCESS_KEY", "s").Plan("p");
        Assert.Equal("ENV", Assert.IsType<Source.Environment>(Assert.Single(plan.Candidates).Source).AccessKeyId);
    }

    [Fact]
    public void A_blank_key_in_the_environment_is_none()
    {
        var machine = Java().Credentials($"[default]\n{Keys}").Set("AWS_ACCESS_KEY_ID", "  ").Set("AWS_SECRET_ACCESS_KEY", "s");
        Assert.Equal("AK", machine.Keys().AccessKeyId);
        Assert.Equal("AWS_ACCESS_KEY_ID is not set", machine.Reason("environment"));
    }

    [Fact]
    public void A_web_identity_that_fails_passes_on_to_the_profile()
    {
        var machine = Java().Credentials($"[default]\n{Keys}").File("/jwt", "t").Set("AWS_WEB_IDENTITY_TOKEN_FILE", "/jwt").Set("AWS_ROLE_ARN", "arn:r");
        var plan = machine.Plan();
        Assert.Equal([OnFailure.Next, OnFailure.Stop], plan.Candidates.Select(c => c.OnFailure));
        Assert.IsType<Source.WebIdentity>(plan.Candidates[0].Source);
        machine.Set("AWS_WEB_IDENTITY_TOKEN_FILE", "/none");
        Assert.Equal("AWS_WEB_IDENTITY_TOKEN_FILE names a token file that can't be read", machine.Reason("webIdentity"));
    }

    [Fact]
    public void A_missing_profile_passes_on_to_container_and_metadata_service()
    {
        var plan = Java().Set("AWS_PROFILE", " nope ").Set("AWS_CONTAINER_CREDENTIALS_FULL_URI", "https://x/").Plan();
        Assert.Equal(["container", "instanceMetadata"], plan.Candidates.Select(c => c.Source.Kind));
        Assert.All(plan.Candidates, c => Assert.Equal(OnFailure.Next, c.OnFailure));
        Assert.Equal($"there is no profile `nope` in {Path} or {MemoryMachine.ConfigFile}", Assert.Single(plan.PassedOver, p => p.Source == "static").Reason);
        Assert.Contains("Profile file contained no credentials for profile 'nope'", plan.Error!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("true", "AWS_EC2_METADATA_DISABLED is true")]
    [InlineData("1", "AWS_EC2_METADATA_DISABLED is neither true nor false")]
    [InlineData("", "AWS_EC2_METADATA_DISABLED is neither true nor false")]
    public void The_metadata_service_is_asked_only_where_the_switch_is_understood(string value, string reason)
    {
        var machine = Java().Set("AWS_EC2_METADATA_DISABLED", value);
        Assert.Empty(machine.Plan().Candidates);
        Assert.Equal(reason, machine.Reason("instanceMetadata"));
        Assert.Single(Java().Set("AWS_EC2_METADATA_DISABLED", " False ").Plan().Candidates);
    }

    [Theory]
    [InlineData("web_identity_token_file = /jwt\nrole_arn = r\n" + Sso + Keys, "webIdentity")]
    [InlineData(Sso + "role_arn = r\nsource_profile = b\n" + Keys, "sso")]
    [InlineData("role_arn = r\nsource_profile = b\ncredential_process = p\n" + Keys, "assumeRole")]
    [InlineData("login_session = l\ncredential_process = p\n" + Keys, "loginSession")]
    [InlineData("role_arn = r\ncredential_process = p\n" + Keys, "process")]
    [InlineData("role_arn = r\n" + Keys, "static")]
    public void The_first_setting_that_is_there_says_what_a_profile_is(string settings, string kind)
    {
        var plan = Java().File("/jwt", "t").Token("https://x", """{"accessToken":"t","expiresAt":"2026-11-27T13:00:00Z"}""").Credentials($"[default]\n{settings}[b]\n{Keys}").Plan();
        Assert.Equal(kind, plan.Candidates[0].Source.Kind);
        Assert.NotNull(plan.Candidates[0].Source.Origin!.Line);
    }

    [Fact]
    public void A_process_is_read_by_a_shell_and_may_hand_out_what_has_ended()
    {
        var process = Assert.IsType<Source.Process>(Java().Credentials("[default]\ncredential_process = p $X\n").Plan().Candidates[0].Source);
        Assert.Equal(("p $X", true, true), (process.CommandLine, process.ByShell, process.AcceptsExpired));
    }

    [Fact]
    public void Settings_are_merged_one_by_one_and_the_credentials_file_wins()
    {
        var keys = Java().Credentials($"[default]\n{Keys}").Config("[default]\naws_access_key_id = C\naws_session_token = T\n").Keys();
        Assert.Equal(("AK", "SK", "T"), (keys.AccessKeyId, keys.SecretAccessKey.Reveal(), keys.SessionToken?.Reveal()));
    }

    [Fact]
    public void A_role_sends_neither_duration_nor_device()
    {
        var role = Assert.IsType<Source.AssumeRole>(Java().Credentials($"[default]\nrole_arn = r\nsource_profile = b\nexternal_id = e\nduration_seconds = 900\nmfa_serial = m\n[b]\n{Keys}").Plan().Candidates[0].Source);
        Assert.Equal(("r", "e", null, null, new Origin("default", Path, 2)), (role.RoleArn, role.ExternalId, role.DurationSeconds, role.MfaSerial, role.Origin));
        Assert.Equal(new Origin("b", Path, 8), role.From.Origin);
    }

    [Theory]
    [InlineData("source_profile = default", ":3 closes a circle of source profiles, or a far too long chain")]
    [InlineData("source_profile = nope", ":3 names the profile `nope`, which /home/me/.aws/credentials or /home/me/.aws/config don't have, or which has no credentials")]
    [InlineData("credential_source = Nowhere", ":3 names no place that this SDK knows")]
    [InlineData("credential_source = environment", "AWS_ACCESS_KEY_ID is not set")]
    public void A_role_without_a_base_is_passed_over(string setting, string reason) =>
        Assert.EndsWith(reason, Java().Credentials($"[default]\nrole_arn = r\n{setting}\n").Reason("assumeRole"), StringComparison.Ordinal);

    [Fact]
    public void A_sign_in_that_is_missing_or_over_is_passed_over()
    {
        var machine = Java().Credentials($"[default]\n{Sso}");
        Assert.StartsWith($"nobody is signed in for `default` ({Path}:4)", machine.Reason("sso"), StringComparison.Ordinal);
        machine.Token("https://x", """{"accessToken":"t","expiresAt":"2026-11-27T11:00:00Z","refreshToken":"r","clientId":"c","clientSecret":"s"}""");
        Assert.StartsWith($"the sign-in of `default` ({Path}:4) has ended", machine.Reason("sso"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_session_is_renewed_and_must_agree_with_the_profile()
    {
        var machine = Java().Credentials("[default]\nsso_session = s\nsso_account_id = 1\nsso_role_name = Dev\n").Config("[sso-session s]\nsso_region = eu-west-1\nsso_start_url = https://y\n")
            .Token("s", """{"accessToken":"t","expiresAt":"2026-11-27T11:00:00Z","refreshToken":"r","clientId":"c","clientSecret":"s"}""");
        Assert.Equal(new SsoSignIn("s", "https://y", "eu-west-1"), Assert.IsType<Source.SsoRole>(machine.Plan().Candidates[0].Source).SignIn);
        machine.Credentials("[default]\nsso_session = s\nsso_account_id = 1\nsso_role_name = Dev\nsso_region = us-east-1\n");
        Assert.Equal($"{Path}:5 and {MemoryMachine.ConfigFile}:2 have different values of sso_region", machine.Reason("sso"));
    }

    [Theory]
    [InlineData("[default]\ngarbage\n", 2)]
    [InlineData("aws_access_key_id = AK\n", 1)]
    [InlineData("\ufeff[default]\n", 1)]
    public void A_line_that_breaks_the_grammar_passes_on_to_the_metadata_service(string text, int line)
    {
        var machine = Java().Credentials(text);
        Assert.StartsWith($"{Path}:{line}", machine.Reason("static"), StringComparison.Ordinal);
        Assert.Equal("instanceMetadata", Assert.Single(machine.Plan().Candidates).Source.Kind);
    }

    [Fact]
    public void Whatever_bytes_a_file_holds_a_plan_comes_out_of_it()
    {
        var random = new Random(3);
        for (var round = 0; round < 1000; round++)
        {
            var bytes = new byte[random.Next(60)];
            random.NextBytes(bytes);
            Assert.NotNull(Java().File(Path, [.. "[default]\n"u8, .. bytes]).File(MemoryMachine.ConfigFile, bytes).Plan());
        }
    }

    [Fact]
    public void No_secret_shows_in_a_plan()
    {
        var plan = Java().Credentials("[default]\naws_access_key_id =\naws_secret_access_key = S3CRET\naws_session_token = T0KEN\n").Plan();
        Assert.DoesNotMatch("S3CRET|T0KEN", string.Concat(plan.PassedOver) + string.Concat(plan.Candidates) + plan.Error);
    }

    private static MemoryMachine Java() => new("java-v2");
}
