using Lanyard.Credentials.Sources;

namespace Lanyard.Tests.Credentials.Sources.Dialects;

/// <summary>What the AWS SDK for .NET makes of a profile.</summary>
public class DotNetProfileTests
{
    private const string Path = MemoryMachine.CredentialsFile;
    private const string Keys = "aws_access_key_id = AK\naws_secret_access_key = SK\n";
    private const string Base = $"[b]\n{Keys}";
    private const string Sso = "sso_start_url = https://x\nsso_region = us-east-1\nsso_account_id = 1\nsso_role_name = Dev\n";

    [Fact]
    public void Keys_are_merged_setting_by_setting()
    {
        var keys = new MemoryMachine().Credentials($"[default]\n{Keys}").Config("[default]\naws_access_key_id = C\naws_session_token = T\naws_account_id = 5\n").Keys();
        Assert.Equal(("AK", "SK", "T", "5"), (keys.AccessKeyId, keys.SecretAccessKey.Reveal(), keys.SessionToken?.Reveal(), keys.AccountId));
    }

    [Fact]
    public void The_origin_of_keys_is_their_line() =>
        Assert.Equal(new Origin("default", Path, 2), new MemoryMachine().Credentials($"[default]\n{Keys}").Source().Origin);

    [Theory]
    [InlineData("role_arn = r\nsource_profile = b\n", "assumeRole")]
    [InlineData("credential_process = p\n", "process")]
    [InlineData("web_identity_token_file = /t\nrole_arn = r\n", "webIdentity")]
    public void Keys_beside_another_source_make_a_profile_invalid(string more, string kind)
    {
        var machine = new MemoryMachine().Credentials($"[default]\n{Keys}{more}{Base}");
        Assert.Contains(machine.Plan().PassedOver, p => p.Source == kind && p.Reason == machine.Reason("static"));
        Assert.IsType<Source.InstanceMetadata>(Assert.Single(machine.Plan().Candidates).Source);
        Assert.Contains($"aws_access_key_id ({Path}:2), aws_secret_access_key ({Path}:3)", machine.Reason("static"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("aws_access_key_id = AK\n")]
    [InlineData("aws_access_key_id = AK\naws_secret_access_key =\n")]
    [InlineData(Keys + "sso_region = us-east-1\n")]
    [InlineData("role_arn = r\n")]
    [InlineData("role_arn = r\nsource_profile = b\ncredential_source = Environment\n")]
    [InlineData("web_identity_token_file = /t\nrole_arn = r\naws_account_id = 1\n")]
    public void Any_set_of_settings_that_is_not_known_is_invalid(string settings)
    {
        var plan = new MemoryMachine().Credentials($"[default]\n{settings}\n[x]\n").Plan();
        Assert.IsType<Source.InstanceMetadata>(Assert.Single(plan.Candidates).Source);
        Assert.Contains("Credential profile [default] is not valid.  Please ensure the profile contains a valid combination of properties.", plan.Error!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("retry_mode = fast")]
    [InlineData("use_fips_endpoint = yes")]
    [InlineData("max_attempts = 0")]
    [InlineData("toolkit_artifact_guid = x")]
    [InlineData("ignore_configured_endpoint_urls = maybe")]
    [InlineData("request_min_compression_size_bytes = 10485761")]
    [InlineData("account_id_endpoint_mode = off")]
    public void A_setting_that_is_not_understood_makes_the_profile_missing(string setting) => new MemoryMachine().Credentials($"[default]\n{Keys}{setting}\n").AssertPassedOn(
        "static", $"{Path}:4 sets {setting.Split(' ')[0]} to a value that this SDK doesn't understand, and it then takes the whole section `default` for missing");

    [Theory]
    [InlineData("retry_mode = STANDARD")]
    [InlineData("retry_mode = 7")]
    [InlineData("account_id_endpoint_mode = preferred, required")]
    [InlineData("max_attempts = +3")]
    [InlineData("use_fips_endpoint = TRUE")]
    [InlineData("duration_seconds = soon")]
    public void Settings_are_understood_as_DotNet_reads_them(string setting) => Assert.Equal("AK", new MemoryMachine().Credentials($"[default]\n{Keys}{setting}\n").Keys().AccessKeyId);

    [Theory]
    [InlineData("region = no where", "names a region that can't be one")]
    [InlineData("ec2_metadata_service_endpoint = here", "names no address for the metadata service")]
    [InlineData("services = s", "names services, and there is no config file to find them in")]
    public void A_setting_that_is_an_error_takes_the_metadata_service_along(string setting, string why)
    {
        var machine = new MemoryMachine().Credentials($"[default]\n{Keys}{setting}\n");
        Assert.Empty(machine.Plan().Candidates);
        Assert.Equal($"{Path}:4 {why}", machine.Reason("static"));
        Assert.EndsWith($"{Path}:4 {why}", machine.Reason("instanceMetadata"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_role_is_assumed_with_its_source_profile_hop_by_hop()
    {
        var role = Assert.IsType<Source.AssumeRole>(new MemoryMachine()
            .Credentials($"[default]\nrole_arn = r1\nsource_profile = a\nexternal_id = e\nrole_session_name = s\nduration_seconds = 900\n[a]\nrole_arn = r2\nsource_profile = b\n{Base}").Source());
        Assert.Equal(("r1", "e", "s", null, new Origin("default", Path, 2)), (role.RoleArn, role.ExternalId, role.RoleSessionName, role.DurationSeconds, role.Origin));
        var inner = Assert.IsType<Source.AssumeRole>(role.From);
        Assert.Equal(("r2", new Origin("a", Path, 8)), (inner.RoleArn, inner.Origin));
        Assert.Equal(new Origin("b", Path, 11), Assert.IsType<Source.StaticKeys>(inner.From).Origin);
    }

    [Theory]
    [InlineData("default", "source_profile closes a circle")]
    [InlineData("nope", "names a profile that this SDK doesn't find: there is no profile `nope`")]
    [InlineData("odd", "are no set that this SDK knows")]
    public void A_source_profile_that_leads_nowhere_is_passed_over(string named, string why)
    {
        var machine = new MemoryMachine().Credentials($"[default]\nrole_arn = r1\nsource_profile = {named}\n[odd]\n{Keys}role_arn = x\n");
        Assert.Contains(why.Replace("source_profile closes", "closes", StringComparison.Ordinal), machine.Reason("assumeRole"), StringComparison.Ordinal);
        Assert.Contains(Path + ":", machine.Reason("assumeRole"), StringComparison.Ordinal);
        Assert.Contains($"Error reading source profile [{named}] for profile [default].", machine.Plan().Error!.Message, StringComparison.Ordinal);
        Assert.Single(machine.Plan().Candidates);
    }

    [Fact]
    public void A_role_that_asks_for_an_MFA_code_is_passed_over_and_is_the_end_with_a_session_name()
    {
        var machine = new MemoryMachine().Credentials($"[default]\nrole_arn = r\nsource_profile = b\nmfa_serial = m\n{Base}");
        machine.AssertPassedOn("assumeRole", $"{Path}:4 asks for an MFA code, and this SDK has nobody to ask");
        machine.Credentials($"[default]\nrole_arn = r\nsource_profile = b\nmfa_serial = m\nrole_session_name = s\n{Base}");
        Assert.Equal("Error calling AssumeRole for role r", machine.Plan().Error!.Message);
    }

    [Theory]
    [InlineData("Environment")]
    [InlineData("ENVIRONMENT")]
    [InlineData("1")]
    public void A_credential_source_is_named_in_any_case_or_by_number(string place)
    {
        var machine = new MemoryMachine().Credentials($"[p]\nrole_arn = r\ncredential_source = {place}\n").Set("AWS_ACCESS_KEY_ID", "ENV").Set("AWS_SECRET_ACCESS_KEY", "s");
        Assert.IsType<Source.Environment>(Assert.IsType<Source.AssumeRole>(machine.Source("p")).From);
    }

    [Theory]
    [InlineData("Nowhere", "names no place that this SDK knows")]
    [InlineData("EcsContainer", "neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor AWS_CONTAINER_CREDENTIALS_FULL_URI is set")]
    [InlineData("Environment", "AWS_ACCESS_KEY_ID is not set")]
    public void A_credential_source_that_has_nothing_is_passed_over(string place, string why) =>
        Assert.EndsWith(why, new MemoryMachine().Credentials($"[default]\nrole_arn = r\ncredential_source = {place}\n").Reason("assumeRole"), StringComparison.Ordinal);

    [Fact]
    public void The_instance_profile_as_credential_source_needs_the_metadata_service()
    {
        var machine = new MemoryMachine().Credentials("[default]\nrole_arn = r\ncredential_source = Ec2InstanceMetadata\n");
        Assert.IsType<Source.InstanceMetadata>(Assert.IsType<Source.AssumeRole>(machine.Source()).From);
        machine.Set("AWS_EC2_METADATA_DISABLED", "true");
        Assert.Equal("AWS_EC2_METADATA_DISABLED is true", machine.Reason("assumeRole"));
    }

    [Theory]
    [InlineData("/bin/p --x 'a b'", "/bin/p --x 'a b'")]
    [InlineData(@"p a\b \""c\"" d\", @"p a\\b \""c\"" d\")]
    public void A_process_is_read_by_a_shell_that_sees_single_backslashes_twice(string line, string shown)
    {
        var process = Assert.IsType<Source.Process>(new MemoryMachine().Credentials($"[default]\ncredential_process = {line}\n").Source());
        Assert.Equal((shown, true, false), (process.CommandLine, process.ByShell, process.AcceptsExpired));
    }

    [Fact]
    public void A_console_sign_in_is_passed_over_where_its_package_is_missing()
    {
        new MemoryMachine().Credentials("[default]\nlogin_session = arn\n").AssertPassedOn(
            "loginSession", $"{Path}:2 is a console sign-in, for which this SDK needs the package AWSSDK.Signin");
        Assert.Equal("AK", new MemoryMachine().Credentials($"[default]\nlogin_session = arn\n{Keys}").Keys().AccessKeyId);
    }

    [Fact]
    public void Identity_Center_wins_over_anything_beside_it()
    {
        var sso = Assert.IsType<Source.SsoRole>(new MemoryMachine().Credentials($"[default]\n{Keys}{Sso}").Token("https://x", Token("2026-11-27T13:00:00Z")).Source());
        Assert.Equal((new SsoSignIn(null, "https://x", "us-east-1"), "1", "Dev", SsoTokenUse.AsItIs), (sso.SignIn, sso.AccountId, sso.RoleName, sso.TokenUse));
        Assert.Equal(new Origin("default", Path, 6), sso.Origin);
    }

    [Fact]
    public void The_section_of_the_session_says_what_the_sign_in_is()
    {
        var sso = Assert.IsType<Source.SsoRole>(new MemoryMachine().Credentials($"[default]\n{Sso}sso_session = s\n[sso-session s]\nsso_start_url = https://y\nsso_region = eu-west-1\n")
            .Token("s", Token("2026-11-27T13:00:00Z")).Source());
        Assert.Equal(new SsoSignIn("s", "https://y", "eu-west-1"), sso.SignIn);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"accessToken":"t","expiresAt":"2026-11-27T13:00:00UTC"}""")]
    [InlineData("""{"accessToken":"t","expiresAt":"2026-11-27T13:00:00Z"} x""")]
    public void A_sign_in_that_is_missing_or_no_token_is_passed_over(string token)
    {
        var machine = new MemoryMachine().Credentials($"[default]\n{Sso}");
        if (token.Length > 0)
        {
            machine.Token("https://x", token);
        }

        Assert.StartsWith($"nobody is signed in for `default` ({Path}:4): /home/me/.aws/sso/cache/", machine.Reason("sso"), StringComparison.Ordinal);
        Assert.Single(machine.Plan().Candidates);
    }

    [Fact]
    public void A_sign_in_that_has_ended_is_the_end()
    {
        var plan = new MemoryMachine().Credentials($"[default]\n{Sso}").Token("https://x", Token("2026-11-27T11:59:59Z")).Plan();
        Assert.Equal(("SSO Token has expired and can not be refreshed", new Origin("default", Path, 4)), (plan.Error!.Message, plan.Error.At));
        Assert.Empty(plan.Candidates);
    }

    [Theory]
    [InlineData("2026-11-27T12:06:01Z", SsoTokenUse.AsItIs)]
    [InlineData("2026-11-27T12:06:00Z", SsoTokenUse.RenewedIfPossible)]
    [InlineData("2026-11-27T11:00:00Z", SsoTokenUse.Renewed)]
    public void A_token_is_renewed_six_minutes_before_its_end(string ends, SsoTokenUse use)
    {
        var machine = new MemoryMachine().Credentials($"[default]\n{Sso}").Token("https://x", Token(ends, ",\"refreshToken\":\"r\",\"clientId\":\"c\",\"clientSecret\":\"s\",\"registrationExpiresAt\":\"2026-12-01T00:00:00Z\""));
        Assert.Equal(use, Assert.IsType<Source.SsoRole>(machine.Source()).TokenUse);
    }

    [Fact]
    public void A_role_on_a_sign_in_that_has_ended_fails_as_the_role()
    {
        var plan = new MemoryMachine().Credentials($"[default]\nrole_arn = r\nsource_profile = s\n[s]\n{Sso}").Plan();
        Assert.Equal("Error calling AssumeRole for role r", plan.Error!.Message);
    }

    [Fact]
    public void A_session_without_a_section_is_an_error_that_takes_the_metadata_service_along()
    {
        var machine = new MemoryMachine().Credentials("[default]\nsso_session = s\n");
        Assert.Empty(machine.Plan().Candidates);
        Assert.Equal($"{Path}:2 names an sso-session that this SDK doesn't find: there is no sso-session `s` in {Path}", machine.Reason("static"));
    }

    [Fact]
    public void A_session_that_names_itself_crashes_the_SDK_and_not_us()
    {
        var plan = new MemoryMachine().Credentials("[default]\nsso_session = s\n[sso-session s]\nsso_session = s\n").Plan();
        Assert.Equal("Stack overflow.", plan.Error!.Message);
    }

    [Fact]
    public void No_secret_shows_in_a_plan()
    {
        foreach (var more in new[] { "", "role_arn = r\n", "region = a b\n", "retry_mode = x\n", "aws_secret_access_key = S3CRET2\n", "garbage\n" })
        {
            var plan = new MemoryMachine().Credentials($"[default]\naws_access_key_id = AK\naws_secret_access_key = S3CRET\naws_session_token = T0KEN\n{more}").Plan();
            Assert.DoesNotMatch("S3CRET|T0KEN", string.Concat(plan.PassedOver) + string.Concat(plan.Candidates) + plan.Error);
        }
    }

    private static string Token(string ends, string more = "") => $"{{\"accessToken\":\"t\",\"expiresAt\":\"{ends}\"{more}}}";
}
