using System.Text;
using Lanyard.Credentials;
using Lanyard.Credentials.Sources;
using Lanyard.Credentials.Sources.Dialects;

namespace Lanyard.Tests.Credentials.Sources.Dialects;

/// <summary>Each answer is what botocore 1.43 gave in the same state.</summary>
public sealed class BotocoreDialectTests : IDisposable
{
    private const string Keys = "aws_access_key_id = AKIA1\naws_secret_access_key = Hush\n";
    private const string Role = "role_arn = arn:aws:iam::111111111111:role/Top\n";
    private const string Legacy = "sso_start_url = https://d-1.awsapps.com/start\nsso_region = eu-west-1\nsso_account_id = 111111111111\nsso_role_name = Dev\n";
    private const string Session = "[sso-session corp]\nsso_start_url = https://d-1.awsapps.com/start\nsso_region = eu-west-1\n";
    private const string LegacyToken = ".aws/sso/cache/0c54b6c27e90660baa89eaad85ac1d5dae26cb7d.json";
    private const string SessionToken = ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json";
    private static readonly DateTimeOffset Now = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void Sources_are_asked_in_botocores_order()
    {
        // Every source at once; the winner is taken away each time.
        var order = new List<string>();
        _home.Write("token", "a web token");
        _home.Write(LegacyToken, """{"accessToken":"t","expiresAt":"2026-07-02T00:00:00Z"}""");
        _home.Credentials("[base]\n" + Keys);
        _home.Set(
            ("AWS_ACCESS_KEY_ID", "AKIAENV"), ("AWS_SECRET_ACCESS_KEY", "s"), ("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://localhost/c"),
            ("AWS_CREDENTIAL_FILE", _home.Write("ec2", "AWSAccessKeyId=AKIAEC2\nAWSSecretKey=s\n")),
            ("BOTO_CONFIG", _home.Write("boto", "[Credentials]\naws_access_key_id = AKIABOTO\naws_secret_access_key = s\n")));
        var settings = new List<string> { Role + "source_profile = base\n", "", Legacy, "", "credential_process = /bin/p\n", "aws_access_key_id = AKIACONFIG\naws_secret_access_key = s\n" };
        while (true)
        {
            _home.Config("[default]\n" + string.Concat(settings));
            var candidate = Assert.Single(Plan().Candidates);
            order.Add($"{candidate.Source.Kind} {candidate.OnFailure}");
            switch (order.Count)
            {
                case 1: _home.Environment.Remove("AWS_ACCESS_KEY_ID"); break;
                case 2: (settings[0], settings[1]) = ("", Role + $"web_identity_token_file = {_home["token"]}\n"); break;
                case 3: settings[1] = ""; break;
                case 4: settings[2] = ""; _home.Credentials("[default]\n" + Keys); break;
                case 5: _home.Credentials(""); break;
                case 6: settings[4] = ""; break;
                case 7: settings[5] = ""; break;
                case 8: _home.Environment.Remove("AWS_CREDENTIAL_FILE"); break;
                case 9: _home.Environment.Remove("BOTO_CONFIG"); break;
                case 10: _home.Environment.Remove("AWS_CONTAINER_CREDENTIALS_FULL_URI"); break;
                default:
                    Assert.Equal(
                        ["environment Stop", "assumeRole Stop", "webIdentity Stop", "sso Stop", "static Stop", "process Stop", "static Stop", "static Stop", "static Stop", "container Stop", "instanceMetadata Next"],
                        order);
                    return;
            }
        }
    }

    [Fact]
    public void Every_source_passed_over_says_what_was_looked_at()
    {
        _home.Config("\n[profile p]\nregion = eu-west-1\n").Set(("AWS_EC2_METADATA_DISABLED", "TRUE"), ("BOTO_CONFIG", "/nowhere"), ("AWS_WEB_IDENTITY_TOKEN_FILE", ""), ("AWS_ACCESS_KEY_ID", ""), ("AWS_PROFILE", "p"));
        var plan = Plan();
        Assert.Empty(plan.Candidates);
        Assert.Null(plan.Error);
        var p = $"`p` ({_home.ConfigFile}:2) has no";
        Assert.Equal(
            [
                "environment: AWS_ACCESS_KEY_ID is empty", $"assumeRole: {p} role_arn", "webIdentity: AWS_WEB_IDENTITY_TOKEN_FILE is empty",
                $"sso: {p} sso_account_id and sso_role_name", $"static: there is no profile `p` in {_home.CredentialsFile}", $"loginSession: {p} login_session",
                $"process: {p} credential_process", $"static: {p} aws_access_key_id there", "static: AWS_CREDENTIAL_FILE is not set",
                "static: /nowhere has no aws_access_key_id below [Credentials]",
                "container: neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor AWS_CONTAINER_CREDENTIALS_FULL_URI is set",
                "instanceMetadata: AWS_EC2_METADATA_DISABLED is TRUE",
            ],
            plan.PassedOver.Select(o => $"{o.Source}: {o.Reason}"));
        Assert.Equal(("p", "eu-west-1"), (plan.Profile, plan.Region));
    }

    [Fact]
    public void The_default_variable_goes_before_the_other_and_a_profile_in_code_before_both()
    {
        _home.Config("[profile a]\n[profile b]\n[profile c]\n").Set(("AWS_PROFILE", "a"), ("AWS_DEFAULT_PROFILE", "b"));
        Assert.Equal("b", Plan().Profile);
        Assert.Equal("c", Plan("c").Profile);
        _home.Environment.Remove("AWS_DEFAULT_PROFILE");
        Assert.Equal("a", Plan().Profile);
    }

    [Theory]
    [InlineData("nope")]
    [InlineData("")]
    [InlineData(" default ")]
    public void A_named_profile_must_exist_even_where_keys_are_in_the_environment(string name)
    {
        _home.Credentials("[default]\n" + Keys).Set(("AWS_PROFILE", name), ("AWS_ACCESS_KEY_ID", "A"), ("AWS_SECRET_ACCESS_KEY", "s"));
        Assert.Equal($"ProfileNotFound: The config profile ({name}) could not be found", Plan().Error!.Message);
        Assert.Equal("AWS_PROFILE", Plan().Error!.At!.Variable);
    }

    [Fact]
    public void A_profile_in_code_switches_the_environment_off_and_one_in_a_variable_does_not()
    {
        _home.Credentials("[p]\n" + Keys).Set(("AWS_ACCESS_KEY_ID", "ENV"), ("AWS_SECRET_ACCESS_KEY", "s"), ("AWS_PROFILE", "p"), ("AWS_WEB_IDENTITY_TOKEN_FILE", "/t"));
        Assert.Equal("ENV", Assert.IsType<Source.Environment>(Winner()).AccessKeyId);
        var keys = Assert.IsType<Source.StaticKeys>(Winner("p"));
        Assert.Equal(("AKIA1", new Origin("p", _home.CredentialsFile, 2)), (keys.AccessKeyId, keys.Origin));
        Assert.StartsWith("AWS_ACCESS_KEY_ID is set, but the profile `p` given in code", Plan("p").PassedOver[0].Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AWS_SECRET_ACCESS_KEY", "", "PartialCredentialsError: Partial credentials found in env, missing: AWS_SECRET_ACCESS_KEY")]
    [InlineData("AWS_CREDENTIAL_EXPIRATION", "2026-07-01T12:00:00Z", "RuntimeError: Credentials were refreshed, but the refreshed credentials are still expired.")]
    [InlineData("AWS_CREDENTIAL_EXPIRATION", "2030-01-01T00:00:00", "TypeError: can't subtract offset-naive and offset-aware datetimes")]
    [InlineData("AWS_CREDENTIAL_EXPIRATION", "soon", "ParserError: Unknown string format: soon")]
    public void Keys_in_the_environment_that_cannot_be_used_end_the_search(string variable, string value, string error)
    {
        _home.Credentials("[default]\n" + Keys).Set(("AWS_ACCESS_KEY_ID", "ENV"), ("AWS_SECRET_ACCESS_KEY", "Hush"), (variable, value));
        Assert.Equal(error, Plan().Error!.Message);
    }

    [Fact]
    public void Of_two_files_the_credentials_file_wins_setting_by_setting_but_a_key_is_of_one_file()
    {
        _home.Config("[default]\nregion = a\nsource_profile = base\naws_session_token = Stale\n[profile base]\naws_access_key_id = OTHER\naws_secret_access_key = Other\naws_session_token = Stale\n")
            .Credentials("[default]\nregion = b\n[base]\n" + Keys + "aws_security_token = Fresh\n");
        Assert.Equal("b", Plan().Region);
        _home.Set(("AWS_PROFILE", "base"));
        var plan = Plan();
        var keys = plan.ReadKeys!((Source.StaticKeys)plan.Candidates[0].Source);
        Assert.Equal(("AKIA1", "Hush", "Fresh"), (keys.AccessKeyId, keys.SecretAccessKey.Reveal(), keys.SessionToken!.Reveal()));
    }

    [Fact]
    public void Empty_keys_are_picked_as_they_are()
    {
        _home.Credentials("[default]\naws_access_key_id =\naws_secret_access_key =\naws_session_token =\n");
        var plan = Plan();
        var keys = plan.ReadKeys!((Source.StaticKeys)plan.Candidates[0].Source);
        Assert.Equal(("", "", null), (keys.AccessKeyId, keys.SecretAccessKey.Reveal(), keys.SessionToken));
    }

    [Theory]
    [InlineData("[profile \"p\"]")]
    [InlineData("[profile 'p']")]
    [InlineData("[profile\tp]")]
    [InlineData("[profile   p ]")]
    [InlineData("[profilefoo p]")]
    [InlineData("[profile \\p] ; c")]
    public void A_header_is_split_as_a_shell_would(string header) => Assert.Equal("p", Plan(_home.Config($"{header}\n{Keys}"), "p").Profile);

    [Theory]
    [InlineData("[p]")]
    [InlineData("[ profile p]")]
    [InlineData("[profile.p]")]
    [InlineData("[profile p q]")]
    [InlineData("[profile \"p]")]
    [InlineData("[profile P]")]
    public void A_header_of_another_form_is_no_profile(string header) =>
        Assert.StartsWith("ProfileNotFound", Plan(_home.Config($"{header}\n{Keys}"), "p").Error!.Message, StringComparison.Ordinal);

    [Fact]
    public void The_last_of_the_two_default_sections_counts()
    {
        _home.Config("[default]\nregion = a\n[profile default]\nregion = b\n");
        Assert.Equal("b", Plan().Region);
        _home.Config("[profile default]\nregion = b\n[default]\nregion = a\n");
        Assert.Equal("a", Plan().Region);
    }

    [Fact]
    public void A_file_that_is_refused_ends_everything_and_names_file_and_line()
    {
        _home.Config("[default]\n" + Keys).Credentials("[a]\n[a]\n").Set(("AWS_ACCESS_KEY_ID", "A"), ("AWS_SECRET_ACCESS_KEY", "s"));
        var error = Plan().Error!;
        Assert.Equal($"ConfigParseError: Unable to parse config file: {_home.CredentialsFile}", error.Message);
        Assert.Equal(new Origin(null, _home.CredentialsFile, 2), error.At);
    }

    [Theory]
    [InlineData("~/x")]
    [InlineData("$HOME/x")]
    [InlineData("${HOME}/x")]
    public void Paths_are_expanded(string path)
    {
        _home.Credentials("[default]\n" + Keys).Set(("AWS_SHARED_CREDENTIALS_FILE", path));
        _home.Write("x", "[default]\naws_access_key_id = X\naws_secret_access_key = s\n");
        Assert.Equal("X", Assert.IsType<Source.StaticKeys>(Winner()).AccessKeyId);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/nowhere")]
    [InlineData("$NOPE/.aws/credentials")]
    public void A_path_that_leads_nowhere_is_an_empty_file(string path) =>
        Assert.IsType<Source.InstanceMetadata>(Winner(_home.Credentials("[default]\n" + Keys).Set(("AWS_SHARED_CREDENTIALS_FILE", path))));

    [Fact]
    public void A_chain_of_roles_has_the_origin_of_every_hop()
    {
        _home.Config($"[profile a]\n{Role}source_profile = b\nexternal_id = ext\nduration_seconds = 7_200\n[profile b]\nrole_arn = arn:aws:iam::111111111111:role/Mid\nsource_profile = c\n").Credentials("[c]\n" + Keys);
        var top = Assert.IsType<Source.AssumeRole>(Winner("a"));
        Assert.Equal((new Origin("a", _home.ConfigFile, 2), "ext", 7200), (top.Origin, top.ExternalId, top.DurationSeconds));
        var middle = Assert.IsType<Source.AssumeRole>(top.From);
        Assert.Equal(new Origin("b", _home.ConfigFile, 7), middle.Origin);
        Assert.Equal(new Origin("c", _home.CredentialsFile, 2), Assert.IsType<Source.StaticKeys>(middle.From).Origin);
    }

    [Theory]
    [InlineData("", "PartialCredentialsError: Partial credentials found in assume-role, missing: source_profile or credential_source")]
    [InlineData("source_profile = b\ncredential_source = Environment\n", "InvalidConfigError: The profile \"p\" contains both source_profile and credential_source.")]
    [InlineData("source_profile = nope\n", "InvalidConfigError: The source_profile \"nope\" referenced in the profile \"p\" does not exist.")]
    [InlineData("source_profile = empty\n", "InvalidConfigError: The source profile \"empty\" must have credentials.")]
    [InlineData("source_profile = p\n", "InfiniteLoopConfigError: Infinite loop in credential configuration detected. Attempting to load from profile p which has already been visited. Visited profiles: ['p']")]
    [InlineData("source_profile = round\n", "InfiniteLoopConfigError: Infinite loop in credential configuration detected. Attempting to load from profile p which has already been visited. Visited profiles: ['p', 'round']")]
    [InlineData("credential_source = environment\n", "InvalidConfigError: The credential source \"environment\" referenced in profile \"p\" is not valid.")]
    [InlineData("credential_source = Environment\n", "CredentialRetrievalError: Error when retrieving credentials from Environment: No credentials found in credential_source referenced in profile p")]
    [InlineData("credential_source = EcsContainer\n", "CredentialRetrievalError: Error when retrieving credentials from EcsContainer: No credentials found in credential_source referenced in profile p")]
    [InlineData("credential_source = Ec2InstanceMetadata\n", "CredentialRetrievalError: Error when retrieving credentials from Ec2InstanceMetadata: No credentials found in credential_source referenced in profile p")]
    [InlineData("source_profile = half\n", "PartialCredentialsError: Partial credentials found in config-file, missing: aws_secret_access_key")]
    [InlineData("source_profile = b\nduration_seconds = 100\nexternal_id = e\n", "ParamValidationError: Parameter validation failed:\nInvalid length for parameter ExternalId, value: 1, valid min length: 2\nInvalid value for parameter DurationSeconds, value: 100, valid min value: 900")]
    public void A_role_that_cannot_be_assumed_ends_the_search(string settings, string error)
    {
        _home.Set(("AWS_EC2_METADATA_DISABLED", "true"));
        _home.Config($"[profile p]\n{Role}{settings}[profile b]\n{Keys}[profile empty]\n[profile half]\naws_access_key_id = A\n[profile round]\n{Role}source_profile = p\n");
        Assert.Equal(error, Plan("p").Error!.Message);
    }

    [Fact]
    public void A_profile_with_keys_may_name_itself_and_keys_go_before_its_own_role_in_a_source_profile()
    {
        _home.Config($"[profile p]\n{Role}source_profile = p\n{Keys}[profile q]\n{Role}source_profile = p\n");
        Assert.IsType<Source.StaticKeys>(Assert.IsType<Source.AssumeRole>(Winner("p")).From);
        Assert.IsType<Source.StaticKeys>(Assert.IsType<Source.AssumeRole>(Winner("q")).From);
    }

    [Fact]
    public void A_chain_without_end_is_cut_as_python_cuts_it()
    {
        var config = new StringBuilder();
        for (var i = 0; i < 50_000; i++)
        {
            config.Append($"[profile p{i}]\n{Role}source_profile = p{i + 1}\n");
        }

        Assert.Equal("RecursionError: maximum recursion depth exceeded", Plan(_home.Config(config.ToString()), "p0").Error!.Message);
    }

    [Fact]
    public void Settings_of_a_web_identity_are_taken_from_the_environment_one_by_one()
    {
        var token = _home.Write("token", "a web token");
        _home.Config($"[default]\n{Role}web_identity_token_file = {token}\nrole_session_name = ours\n").Set(("AWS_ROLE_ARN", "arn:aws:iam::111111111111:role/Other"));
        var web = Assert.IsType<Source.WebIdentity>(Winner());
        Assert.Equal(("arn:aws:iam::111111111111:role/Other", token, "ours"), (web.RoleArn, ((IdentityToken.InFile)web.Token).Path, web.RoleSessionName));
        Assert.EndsWith("role/Top", Assert.IsType<Source.WebIdentity>(Winner("default")).RoleArn, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("missing", "FileNotFoundError: [Errno 2] No such file or directory: '~/missing'")]
    [InlineData("folder", "IsADirectoryError: [Errno 21] Is a directory: '~/folder'")]
    [InlineData("short", "ParamValidationError: Parameter validation failed:\nInvalid length for parameter WebIdentityToken, value: 3, valid min length: 4")]
    public void A_token_file_is_looked_at_while_planning(string name, string error)
    {
        _home.Write("folder/x", "");
        _home.Write("short", "abc");
        _home.Config($"[default]\n{Role}web_identity_token_file = {_home[name]}\n");
        Assert.Equal(error, Plan().Error!.Message.Replace(_home.Path, "~", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("sso_account_id = 1\n", "InvalidConfigError: The profile \"default\" is configured to use SSO but is missing required configuration: sso_role_name, sso_start_url, sso_region")]
    [InlineData("sso_account_id = 1\nsso_session = nope\n", "InvalidConfigError: The specified sso-session does not exist: \"nope\"")]
    [InlineData(Legacy + "sso_session = corp\nsso_region = x\n", null)]
    [InlineData("sso_session = corp\nsso_account_id = 1\nsso_role_name = Dev\nsso_region = x\n", "InvalidConfigError: The value for sso_region is inconsistent between profile (x) and sso-session (eu-west-1).")]
    [InlineData("sso_session = corp\nsso_account_id = 1\nsso_role_name = Dev\n", "SSOTokenLoadError: Error loading SSO Token: Token for corp does not exist")]
    [InlineData(Legacy, "SSOTokenLoadError: Error loading SSO Token: Token for https://d-1.awsapps.com/start does not exist")]
    public void Identity_center_settings_that_lead_nowhere_end_the_search(string settings, string? error)
    {
        _home.Config($"[default]\n{settings}{Session}");
        var said = Plan().Error!.Message;
        Assert.Equal(error ?? $"ConfigParseError: Unable to parse config file: {_home.ConfigFile}", said);
    }

    [Theory]
    [InlineData("\"expiresAt\":\"2026-07-01T12:30:00Z\"", null)]
    [InlineData("\"expiresAt\":\"2026-07-01T12:30:00UTC\"", null)]
    [InlineData("\"expiresAt\":\"2026-07-01T12:05:00Z\"", null)]
    [InlineData("\"expiresAt\":\"2026-07-01T11:59:00Z\"", "TokenRetrievalError: Error when retrieving token from sso: Token has expired and refresh failed")]
    [InlineData("\"expiresAt\":\"2026-07-01T11:59:00Z\",\"refreshToken\":\"r\",\"clientId\":\"c\",\"clientSecret\":\"s\",\"registrationExpiresAt\":\"2027-01-01T00:00:00Z\"", null)]
    [InlineData("\"expiresAt\":\"2026-07-01T11:59:00Z\",\"refreshToken\":\"r\",\"clientId\":\"c\",\"clientSecret\":\"s\",\"registrationExpiresAt\":\"2026-01-01T00:00:00Z\"", "TokenRetrievalError: Error when retrieving token from sso: Token has expired and refresh failed")]
    [InlineData("\"expiresAt\":\"2027-01-01T00:00:00\"", "TypeError: can't subtract offset-naive and offset-aware datetimes")]
    [InlineData("\"region\":\"x\"", "SSOTokenLoadError: Error loading SSO Token: Token for https://d-1.awsapps.com/start is invalid")]
    public void A_sessions_token_is_judged_while_planning(string fields, string? error)
    {
        _home.Config($"[default]\nsso_session = corp\nsso_account_id = 111111111111\nsso_role_name = Dev\n{Session}");
        _home.Write(SessionToken, $$"""{"accessToken":"Hush",{{fields}}}""");
        var plan = Plan();
        Assert.Equal(error, plan.Error?.Message);
        if (error is null)
        {
            Assert.Equal(new SsoSignIn("corp", "https://d-1.awsapps.com/start", "eu-west-1"), Assert.IsType<Source.SsoRole>(plan.Candidates[0].Source).SignIn);
        }
    }

    [Theory]
    [InlineData("{\"accessToken\":\"t\",\"expiresAt\":\"2026-07-01T12:00:01Z\"}", null)]
    [InlineData("{\"accessToken\":\"t\",\"expiresAt\":\"2026-07-01T12:00:00Z\"}", "UnauthorizedSSOTokenError: The SSO session associated with this profile has expired or is otherwise invalid. To refresh this SSO session run aws sso login with the corresponding profile.")]
    [InlineData("{", "KeyError: '0c54b6c27e90660baa89eaad85ac1d5dae26cb7d'")]
    [InlineData("{} x", "KeyError: '0c54b6c27e90660baa89eaad85ac1d5dae26cb7d'")]
    public void A_legacy_token_is_judged_while_planning(string token, string? error)
    {
        _home.Config("[default]\n" + Legacy);
        _home.Write(LegacyToken, token);
        Assert.Equal(error, Plan().Error?.Message);
    }

    [Fact]
    public void A_selected_profile_whose_session_leads_nowhere_lets_no_client_be_made()
    {
        _home.Config($"[default]\nsso_session = nope\n{Role}source_profile = b\n[profile b]\n{Keys}");
        Assert.Equal(
            "InvalidConfigError: The profile \"default\" is configured to use the SSO token provider but the \"nope\" sso_session configuration does not exist.",
            Plan().Error!.Message);
        Assert.IsType<Source.StaticKeys>(Winner("b"));
    }

    [Fact]
    public void A_contradiction_that_defaults_bring_in_shows_no_secret()
    {
        _home.Config("[DEFAULT]\naws_secret_access_key = Hush\n[default]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = Dev\n" + Session)
            .Credentials("[default]\naws_secret_access_key = HushToo\n");
        Assert.Equal(
            "InvalidConfigError: The value for aws_secret_access_key is inconsistent between profile (***) and sso-session (***).", Plan().Error!.Message);
    }

    [Theory]
    [InlineData("\"unclosed", "ValueError: No closing quotation")]
    [InlineData("x \\", "ValueError: No escaped character")]
    [InlineData("", "IndexError: list index out of range")]
    public void A_command_line_that_is_none_ends_the_search(string line, string error) =>
        Assert.Equal(error, Plan(_home.Config($"[default]\ncredential_process = {line}\n")).Error!.Message);

    [Fact]
    public void A_process_is_started_without_a_shell_and_again_when_its_keys_end_soon()
    {
        var process = Assert.IsType<Source.Process>(Winner(_home.Config("[default]\ncredential_process = /bin/p \"a b\"\n")));
        Assert.Equal(("/bin/p \"a b\"", false, TimeSpan.FromMinutes(15)), (process.CommandLine, process.ByShell, process.RunsAgainWithin));
    }

    [Fact]
    public void Console_sign_in_needs_a_library()
    {
        _home.Config("[default]\nlogin_session = arn:aws:iam::1:user/u\n" + Keys);
        Assert.StartsWith("MissingDependencyException: Missing Dependency: Using the login credential provider", Plan().Error!.Message, StringComparison.Ordinal);
        Assert.IsType<Source.StaticKeys>(Winner(_home.Credentials("[default]\n" + Keys)));
    }

    [Theory]
    [InlineData("http://10.255.255.1/c", "10.255.255.1")]
    [InlineData("http://127.1/c", "127.1")]
    [InlineData("http://localhost@evil.example/c", "evil.example")]
    [InlineData("", "None")]
    [InlineData("c", "None")]
    public void A_container_elsewhere_is_not_asked(string url, string host)
    {
        _home.Set(("AWS_CONTAINER_CREDENTIALS_FULL_URI", url));
        Assert.Equal(
            $"ValueError: Unsupported host '{host}'.  Can only retrieve metadata from a loopback address or one of these hosts: 169.254.170.2, 169.254.170.23, fd00:ec2::23, localhost",
            Plan().Error!.Message);
    }

    [Theory]
    [InlineData("http://LOCALHOST:80/c")]
    [InlineData("http://127.9.9.9/c")]
    [InlineData("http://[::1]/c")]
    [InlineData("https://example.com/c")]
    public void A_container_here_or_over_tls_is_asked(string url)
    {
        _home.Set(("AWS_CONTAINER_CREDENTIALS_FULL_URI", url), ("AWS_CONTAINER_AUTHORIZATION_TOKEN", "Hush"));
        Assert.Equal("AWS_CONTAINER_AUTHORIZATION_TOKEN", Assert.IsType<Source.Container>(Winner()).TokenVariable);
    }

    [Fact]
    public void The_relative_address_and_the_token_file_go_first_and_a_token_has_one_line()
    {
        _home.Set(("AWS_CONTAINER_CREDENTIALS_FULL_URI", ""), ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/c?x"), ("AWS_CONTAINER_AUTHORIZATION_TOKEN", "a\nb"));
        Assert.Equal("ValueError: Auth token value is not a legal header value", Plan().Error!.Message);
        _home.Set(("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", _home.Write("t", "Hush")));
        var container = Assert.IsType<Source.Container>(Winner());
        Assert.Equal((new Uri("http://169.254.170.2/c?x"), "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"), (container.Url, container.TokenVariable));
        _home.Set(("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "/nowhere"));
        Assert.Equal("FileNotFoundError: [Errno 2] No such file or directory: '/nowhere'", Plan().Error!.Message);
    }

    [Theory]
    [InlineData("", "", "http://169.254.169.254/", true)]
    [InlineData("ec2_metadata_service_endpoint_mode = IPv6\n", "", "http://[fd00:ec2::254]/", true)]
    [InlineData("imds_use_ipv6 = true\n", "", "http://[fd00:ec2::254]/", true)]
    [InlineData("ec2_metadata_service_endpoint = http://a:1\nec2_metadata_v1_disabled = True\n", "", "http://a:1/", false)]
    [InlineData("ec2_metadata_service_endpoint = http://a:1\n", "AWS_EC2_METADATA_SERVICE_ENDPOINT=", "http://169.254.169.254/", true)]
    [InlineData("ec2_metadata_v1_disabled = True\n", "AWS_EC2_METADATA_V1_DISABLED=0", "http://169.254.169.254/", true)]
    [InlineData("", "AWS_EC2_METADATA_DISABLED=1", "http://169.254.169.254/", true)]
    public void Metadata_settings_are_of_the_variable_or_of_the_profile(string settings, string variable, string endpoint, bool allowsV1)
    {
        _home.Config("[default]\n" + settings);
        if (variable.Length > 0)
        {
            _home.Set((variable.Split('=')[0], variable.Split('=')[1]));
        }

        var metadata = Assert.IsType<Source.InstanceMetadata>(Winner());
        Assert.Equal((endpoint, allowsV1), (metadata.Endpoint.AbsoluteUri, metadata.AllowsV1));
    }

    [Theory]
    [InlineData("ec2_metadata_service_endpoint_mode = x\n", "InvalidIMDSEndpointModeError: Invalid EC2 Instance Metadata endpoint mode: x Valid endpoint modes (case-insensitive): ('ipv4', 'ipv6').")]
    [InlineData("ec2_metadata_service_endpoint = a_b\n", "InvalidIMDSEndpointError: Invalid endpoint EC2 Instance Metadata endpoint: a_b")]
    [InlineData("metadata_service_timeout = 1.5\n", "ValueError: invalid literal for int() with base 10: '1.5'")]
    public void A_wrong_metadata_setting_ends_everything(string settings, string error) =>
        Assert.Equal(error, Plan(_home.Config("[default]\n" + settings + Keys)).Error!.Message);

    [Theory]
    [InlineData("AWS_CREDENTIAL_FILE", "/nowhere", "ConfigNotFound: The specified config file (/nowhere) could not be found.")]
    [InlineData("AWS_CREDENTIAL_FILE", "~/half", "KeyError: 'AWSSecretKey'")]
    [InlineData("BOTO_CONFIG", "~/halfboto", "PartialCredentialsError: Partial credentials found in boto-config, missing: aws_secret_access_key")]
    public void Old_files_that_cannot_be_used_end_the_search(string variable, string path, string error)
    {
        _home.Write("half", "AWSAccessKeyId = A\n");
        _home.Write("halfboto", "[Credentials]\naws_access_key_id = A\n");
        Assert.Equal(error, Plan(_home.Set((variable, path))).Error!.Message);
    }

    [Fact]
    public void Keys_of_old_files_are_read_with_their_lines()
    {
        var boto = _home.Write(".boto", "[Credentials]\naws_access_key_id = BOTO\naws_secret_access_key = Hush\naws_session_token = No\n");
        var plan = Plan();
        var keys = Assert.IsType<Source.StaticKeys>(plan.Candidates[0].Source);
        Assert.Equal((boto, 2), (keys.Origin!.File, keys.Origin.Line));
        Assert.Null(plan.ReadKeys!(keys).SessionToken);
        var ec2 = _home.Write("ec2", "# c\nAWSSecretKey = Hu=sh\nAWSAccessKeyId=EC2\n");
        plan = Plan(_home.Set(("AWS_CREDENTIAL_FILE", ec2)));
        keys = Assert.IsType<Source.StaticKeys>(plan.Candidates[0].Source);
        Assert.Equal(("EC2", 3, "Hu=sh"), (keys.AccessKeyId, keys.Origin!.Line, plan.ReadKeys!(keys).SecretAccessKey.Reveal()));
        Assert.Throws<CredentialsException>(() => plan.ReadKeys!(keys with { File = "/other" }));
    }

    [Fact]
    public void Any_files_and_variables_end_in_a_plan()
    {
        var random = new Random(11);
        string[] pieces = ["[default]\n", "[profile a]\n", "[a]\n", "[DEFAULT]\n", Role, Keys, Legacy, Session, "source_profile = a\n", "source_profile = default\n", "credential_process = \"\n", "web_identity_token_file = ~\n", "sso_session = corp\n", "login_session = u\n", "s3 =\n  a = 1\n", "\r", "\ufeff", "]", "\0", " x\n"];
        string[] variables = ["AWS_PROFILE", "AWS_CONFIG_FILE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_CREDENTIAL_EXPIRATION", "AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_EC2_METADATA_SERVICE_ENDPOINT", "AWS_WEB_IDENTITY_TOKEN_FILE", "BOTO_CONFIG", "AWS_CREDENTIAL_FILE", "HOME"];
        string[] values = ["", "a", "default", "~", "$HOME", "${", "%", "http://[", "//x", "\n", "é", "\0"];
        for (var round = 0; round < 500; round++)
        {
            var files = Enumerable.Range(0, 2).Select(_ => new MachineFile(MachineFileState.Read, Lanyard.Credentials.SharedConfig.SharedConfigText.FromBytes(
                Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, random.Next(9)).Select(_ => pieces[random.Next(pieces.Length)])))))).ToArray();
            var environment = Enumerable.Range(0, random.Next(5)).Select(_ => variables[random.Next(variables.Length)]).Distinct().ToDictionary(v => v, _ => values[random.Next(values.Length)]);
            foreach (var name in new[] { "botocore", "awscli-v2" })
            {
                var plan = Dialect.Find(name)!.Plan(new DialectMachine(environment, path => files[path.Length % 2], round % 5 == 0 ? "a" : null, round % 7 == 0, Now));
                Assert.DoesNotContain("Hush", string.Join('\n', plan.PassedOver.Select(o => o.Reason)) + plan.Error?.Message, StringComparison.Ordinal);
            }
        }
    }

    private DialectPlan Plan(string? profile = null) =>
        Dialect.Find("botocore")!.Plan(new DialectMachine(_home.Environment, DialectMachine.OpenOnce(), profile, IsWindows: false, Now));

    private DialectPlan Plan(TestHome _, string? profile = null) => Plan(profile);

    private Source Winner(string? profile = null)
    {
        var plan = Plan(profile);
        Assert.True(plan.Error is null, plan.Error?.Message);
        return plan.Candidates[0].Source;
    }

    private Source Winner(TestHome _) => Winner();
}
