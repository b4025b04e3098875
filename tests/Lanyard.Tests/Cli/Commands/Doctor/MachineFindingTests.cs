using Lanyard.Aws.Endpoints;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Services;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;
using Lanyard.Cli.Commands.Doctor;
using Lanyard.Credentials;
using Lanyard.Credentials.SignIn;
using Lanyard.Credentials.Sources;
using Lanyard.Credentials.Vault.Rotation;
using Lanyard.Tests.Credentials;

namespace Lanyard.Tests.Cli.Commands.Doctor;

/// <summary>What doctor finds beside the text of the files: the environment, permissions, sign-ins, the network, other programs, the vault.</summary>
public sealed class MachineFindingTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly DateTimeOffset Now = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly SsoSignIn Corp = new("corp", "https://corp.awsapps.com/start", "eu-west-1");
    private readonly TestHome _home = new();

    [Theory]
    [InlineData("KEYS_IN_ENVIRONMENT", "AWS_ACCESS_KEY_ID=AKIAX")]
    [InlineData("", "AWS_ACCESS_KEY_ID=ASIAX AWS_SESSION_TOKEN=t")]
    [InlineData("OLD_TOKEN_VARIABLE", "AWS_ACCESS_KEY_ID=ASIAX AWS_SECURITY_TOKEN=t")]
    [InlineData("OLD_TOKEN_VARIABLE", "AWS_ACCESS_KEY_ID=ASIAX AWS_SECURITY_TOKEN=t AWS_SESSION_TOKEN=u")]
    [InlineData("", "AWS_ACCESS_KEY_ID=ASIAX AWS_SECURITY_TOKEN=t AWS_SESSION_TOKEN=t")]
    [InlineData("", "AWS_SECURITY_TOKEN=t")]
    [InlineData("EXPIRED_KEYS_IN_ENVIRONMENT", "AWS_ACCESS_KEY_ID=ASIAX AWS_SESSION_TOKEN=t AWS_CREDENTIAL_EXPIRATION=2026-07-01T11:59:00Z")]
    [InlineData("", "AWS_ACCESS_KEY_ID=ASIAX AWS_SESSION_TOKEN=t AWS_CREDENTIAL_EXPIRATION=2026-07-01T12:01:00Z")]
    [InlineData("", "AWS_CREDENTIAL_EXPIRATION=2026-07-01T11:59:00Z")]
    [InlineData("", "AWS_ACCESS_KEY_ID=ASIAX AWS_SESSION_TOKEN=t AWS_CREDENTIAL_EXPIRATION=soon")]
    public void Variables_are_found_that_surprise(string id, string variables) =>
        Assert.Equal(id, string.Join(" ", EnvironmentCheck.Find(Variables(variables), Now).Select(f => f.Id)));

    [Theory]
    [InlineData(PathRole.Secrets, "600", "")]
    [InlineData(PathRole.Secrets, "400", "")]
    [InlineData(PathRole.Secrets, "640", "FILE_OPEN_TO_OTHERS Warning")]
    [InlineData(PathRole.Secrets, "604", "FILE_OPEN_TO_OTHERS Error")]
    [InlineData(PathRole.Settings, "644", "")]
    [InlineData(PathRole.Settings, "664", "CONFIG_WRITABLE_BY_OTHERS Warning")]
    [InlineData(PathRole.Settings, "666", "CONFIG_WRITABLE_BY_OTHERS Error")]
    [InlineData(PathRole.Folder, "700", "")]
    [InlineData(PathRole.Folder, "755", "FOLDER_OPEN_TO_OTHERS Note")]
    [InlineData(PathRole.Folder, "775", "FOLDER_OPEN_TO_OTHERS Warning")]
    [InlineData(PathRole.Folder, "777", "FOLDER_OPEN_TO_OTHERS Error")]
    internal void Permissions_are_found_that_let_others_in(PathRole role, string mode, string expected)
    {
        var (path, before) = ("/home/anna/.aws/x", (UnixFileMode)Convert.ToInt32(mode, 8));
        var changed = new Dictionary<string, UnixFileMode>();

        var found = FileModeCheck.Find([new PathFacts(path, role, before, 7)], me: 7, changed.Add).ToArray();

        Assert.Equal(expected, string.Join(" ", found.Select(f => $"{f.Id} {f.Severity}")));
        Array.ForEach(found, f => f.Repair!.Make());
        Assert.All(changed, c => Assert.Equal((path, before & (role == PathRole.Settings ? ~(UnixFileMode.GroupWrite | UnixFileMode.OtherWrite) : Private | UnixFileMode.UserExecute)), (c.Key, c.Value)));
        Assert.Equal(found.Length, changed.Count);
    }

    [Fact]
    public void Files_that_lie_together_are_one_finding_that_mends_all()
    {
        var files = Enumerable.Range(0, 9).Select(i => new PathFacts($"/home/anna/.aws/sso/cache/{i}.json", PathRole.Secrets, (UnixFileMode)Convert.ToInt32("644", 8), 7)).ToArray();
        var changed = new List<string>();

        var found = Assert.Single(FileModeCheck.Find(files, 7, (path, mode) => changed.Add($"{path} {mode == Private}")));
        found.Repair!.Make();

        Assert.Equal("/home/anna/.aws/sso/cache", found.Where);
        Assert.Contains("0.json, 1.json, 2.json and 6 more", found.What, StringComparison.Ordinal);
        Assert.Equal(files.Select(f => $"{f.Path} True"), changed);
    }

    [Fact]
    public void A_file_of_another_user_is_found_where_users_are_known()
    {
        PathFacts[] files = [new("/home/anna/.aws/config", PathRole.Settings, Private, 0)];

        Assert.Equal("FILE_OF_ANOTHER_USER", Assert.Single(FileModeCheck.Find(files, 7, (_, _) => { })).Id);
        Assert.Empty(FileModeCheck.Find(files, 0, (_, _) => { }));
        Assert.Empty(FileModeCheck.Find(files, null, (_, _) => { }));
        Assert.Empty(FileModeCheck.Find([files[0] with { Owner = null }], 7, (_, _) => { }));
    }

    [Fact]
    public void What_killed_commands_left_is_found_and_removed_by_a_repair()
    {
        var removed = new List<string>();

        var found = LeftoverCheck.Find([new("/a", ["/a/.lanyard-x.tmp"])], ["/run/1", "/run/2"], removed.Add, () => removed.Add("swept")).ToArray();
        Array.ForEach(found, f => f.Repair!.Make());

        Assert.Equal(["LEFTOVER_FILES", "LEFTOVER_RUN_FOLDER"], found.Select(f => f.Id));
        Assert.Equal(["/a", "swept"], removed);
        Assert.Empty(LeftoverCheck.Find([], [], removed.Add, () => { }));
    }

    [Theory]
    [InlineData("SIGN_IN_ENDED", -1, null)]
    [InlineData("", -1, 100)]
    [InlineData("SIGN_IN_ENDED", -1, -1)]
    [InlineData("SIGN_IN_ENDS_SOON", 30, null)]
    [InlineData("", 30, 100)]
    [InlineData("", 90, null)]
    [InlineData("SIGN_IN_NOT_RENEWABLE", 90, -1)]
    public void A_sign_in_is_found_that_has_ended_or_will(string id, int minutesLeft, int? registrationMinutes)
    {
        var client = registrationMinutes is { } left ? new OidcClientRegistration("c", new Secret("client-secret"), Now.AddMinutes(left)) : null;
        var token = Token(Corp.StartUrl) with { ExpiresAt = Now.AddMinutes(minutesLeft), RefreshToken = client is null ? null : new Secret("refresh"), Registration = client };

        var found = SignInCheck.Find([Corp], _ => "/f", _ => token, Now).ToArray();

        Assert.Equal(id, string.Join(" ", found.Select(f => f.Id)));
        Assert.All(found, f => Assert.Equal("lanyard login --session corp", f.Fix));
    }

    [Fact]
    public void A_sign_in_that_can_not_be_read_or_is_of_another_portal_is_found_and_none_is_not()
    {
        Assert.Equal("SIGN_IN_UNREADABLE", Assert.Single(SignInCheck.Find([Corp], _ => "/f", _ => throw new CredentialsException(ErrorCodes.SsoTokenInvalid, "it is not JSON"), Now)).Id);
        Assert.Equal("SIGN_IN_OF_ANOTHER_PORTAL", Assert.Single(SignInCheck.Find([Corp], _ => "/f", _ => Token("https://other.awsapps.com/start"), Now)).Id);
        Assert.Empty(SignInCheck.Find([Corp], _ => "/f", _ => null, Now));
    }

    [Theory]
    [InlineData(-1, false, "SIGN_IN_ENDED")]
    [InlineData(-1, true, "")]
    [InlineData(-719, true, "")]
    [InlineData(-721, true, "SIGN_IN_ENDED")]
    [InlineData(10, false, "")]
    public void A_console_sign_in_is_found_that_does_not_renew_itself_any_more(int minutesLeft, bool canRefresh, string expected)
    {
        var signIns = ConsoleSignInCheck.SignInsOf(_home.Config("[profile me]\nlogin_session = arn:aws:iam::111111111111:user/me\n[profile two]\nlogin_session = arn:aws:iam::111111111111:user/me\n").Files);
        var secret = canRefresh ? new Secret("s") : null;
        var token = new ConsoleToken(new AwsCredentials("ASIAX", new Secret("s"), new Secret("t"), Now.AddMinutes(minutesLeft)), "c", secret, secret);

        var found = ConsoleSignInCheck.Find(signIns, _ => "/f", _ => token, Now).ToArray();

        Assert.Equal(expected, string.Join(" ", found.Select(f => f.Id)));
        Assert.All(found, f => Assert.Equal("lanyard login --profile me", f.Fix));
        Assert.Empty(ConsoleSignInCheck.Find(signIns, _ => "/f", _ => null, Now));
        Assert.Equal("SIGN_IN_UNREADABLE", Assert.Single(ConsoleSignInCheck.Find(signIns, _ => "/f", _ => throw new InvalidDataException("no"), Now)).Id);
    }

    [Theory]
    [InlineData("", 30)]
    [InlineData("CLOCK_SKEW Warning", 120)]
    [InlineData("CLOCK_SKEW Warning", -120)]
    [InlineData("CLOCK_SKEW Error", 300)]
    [InlineData("CLOCK_SKEW Error", -3600)]
    public void A_clock_is_found_that_is_off(string expected, int seconds) => Assert.Equal(
        expected,
        string.Join(" ", EndpointCheck.Find([Answer(TimeSpan.FromSeconds(seconds)), Answer(TimeSpan.Zero), Answer(null)]).Select(f => $"{f.Id} {f.Severity}")));

    [Fact]
    public void An_endpoint_that_does_not_answer_is_found_without_what_is_secret_in_its_address()
    {
        var target = new EndpointTarget("STS", new Uri("https://user:password@sts.example/"));
        var found = Assert.Single(EndpointCheck.Find([new(target, new CredentialsException(ErrorCodes.EndpointTimeout, "no answer", "check the network"), null)]));

        Assert.Equal(("ENDPOINT_UNREACHABLE", "https://sts.example", "check the network"), (found.Id, found.Where, found.Fix));
        Assert.DoesNotContain("password", found.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_does_not_answer_is_named_after_a_second_and_given_up_in_the_end()
    {
        var (time, said) = (new FakeTime(), new List<string>());
        using var http = new HttpMessageInvoker(new WireMessageHandler(async (_, stop) =>
        {
            await Task.Delay(Timeout.Infinite, stop);
            throw new InvalidOperationException("never answers");
        }));
        var look = new NetworkLook(http, time, line =>
        {
            said.Add(line);
            time.Advance(TimeSpan.FromSeconds(5));
        });

        var (answers, ages) = await look.AskAsync([new EndpointTarget("STS", new Uri("https://sts.example/"))], [], TestContext.Current.CancellationToken);

        Assert.Equal(["waiting for sts.example, 5 seconds at most"], said);
        Assert.Equal(ErrorCodes.EndpointTimeout, Assert.Single(answers).Failure!.Code);
        Assert.Empty(ages);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("PROXY_IN_USE", "HTTPS_PROXY=http://user:hunter2@proxy:3128")]
    [InlineData("PROXY_IN_USE", "https_proxy=proxy:3128 HTTPS_PROXY=http://proxy:3128")]
    [InlineData("PROXY_INVALID", "HTTPS_PROXY=http://")]
    [InlineData("", "HTTPS_PROXY=")]
    [InlineData("CUSTOM_ENDPOINT", "AWS_ENDPOINT_URL=http://user:hunter2@localhost:4566")]
    public void A_proxy_or_an_endpoint_that_is_not_AWS_is_found(string id, string variables)
    {
        var environment = Variables(variables);
        var endpoints = new EndpointSettings { ForAll = environment.GetValueOrDefault("AWS_ENDPOINT_URL") };

        var found = NetworkSettingsCheck.Find(environment, endpoints, [], _ => { }).ToArray();

        Assert.Equal(id, string.Join(" ", found.Select(f => f.Id)));
        Assert.DoesNotContain(found, f => f.ToString().Contains("hunter2", StringComparison.Ordinal));
    }

    [Fact]
    public void A_CA_bundle_that_can_not_be_read_is_found_where_it_is_named()
    {
        var found = Assert.Single(NetworkSettingsCheck.Find(
            Variables(""), new EndpointSettings(), [("/no.pem", "AWS_CA_BUNDLE"), ("/yes.pem", "/c:3")],
            path => _ = path == "/no.pem" ? throw new CaBundleException(path, "no such file") : 0));

        Assert.Equal(("CA_BUNDLE_UNUSABLE", "AWS_CA_BUNDLE", Severity.Error), (found.Id, found.Where, found.Severity));
    }

    [Theory]
    [InlineData("aws-cli/2.9.19 Python/3.11.2 Linux/6.1 source/x86_64", "2.9.19")]
    [InlineData("aws-cli/1.45.11 Python/3.11.7 Linux/6.18 botocore/1.43.11", "1.45.11")]
    [InlineData("aws: error", null)]
    [InlineData("", null)]
    public void The_version_is_read_out_of_what_the_AWS_CLI_prints(string printed, string? version) =>
        Assert.Equal(version, AwsCliCheck.Parse(printed)?.ToString());

    // AWS's Developer Tools Blog, "Improved flexibility when configuring endpoint URLs": it takes 1.29.0 or 2.13.0; and 2.9.19, when
    // run, knew no AWS_ENDPOINT_URL. AWS CLI User Guide: from 2.22.0 on PKCE is the default of `aws sso login`, and `aws login` takes
    // 2.32.0. That `sso-session` came with 2.9.0 is what tools built on it ask for. Version 1.45.11 was looked into: it has neither command.
    [Theory]
    [InlineData("2.8.13", "[sso-session corp]\n", "Warning")]
    [InlineData("2.9.0", "[sso-session corp]\n", "Note")]
    [InlineData("2.21.3", "[sso-session corp]\n", "Note")]
    [InlineData("2.22.0", "[sso-session corp]\n", "")]
    [InlineData("2.31.9", "[profile a]\nlogin_session = arn\n", "Warning")]
    [InlineData("2.32.0", "[profile a]\nlogin_session = arn\n", "")]
    [InlineData("2.12.7", "[profile a]\nendpoint_url = http://x\n", "Warning")]
    [InlineData("2.13.0", "[profile a]\nendpoint_url = http://x\n", "")]
    [InlineData("1.28.9", "[profile a]\nendpoint_url = http://x\n", "Warning")]
    [InlineData("1.29.0", "[profile a]\nendpoint_url = http://x\n", "")]
    [InlineData("2.0.1", "[profile a]\nregion = eu-west-1\n", "")]
    [InlineData("1.45.11", "[sso-session corp]\n", "Note")]
    [InlineData("1.45.11", "[profile a]\nregion = eu-west-1\n", "")]
    public void An_AWS_CLI_is_found_that_is_older_than_what_is_in_use(string version, string config, string severity)
    {
        var found = AwsCliCheck.Find(Version.Parse(version), "/usr/bin/aws", _home.Config(config).Files, Variables("")).ToArray();

        Assert.Equal(severity, string.Join(" ", found.Select(f => f.Severity)));
        Assert.All(found, f => Assert.Equal(("AWS_CLI_OLD", "/usr/bin/aws"), (f.Id, f.Where)));
    }

    [Theory]
    [InlineData(true, null, "dev", "")]
    [InlineData(true, null, "other", "VAULT_ENTRY_MISSING")]
    [InlineData(false, null, "", "VAULT_ENTRY_MISSING")]
    [InlineData(true, ErrorCodes.VaultLocked, "", "VAULT_LOCKED")]
    [InlineData(true, ErrorCodes.VaultFailed, "", "VAULT_OUT_OF_REACH")]
    public void A_vault_is_found_that_does_not_answer_or_lacks_an_entry(bool inUse, string? problem, string has, string expected)
    {
        _home.Config("[profile dev]\nlanyard_vault = dev\n");
        var vault = new VaultLook(inUse, problem is null ? null : new CredentialsException(problem, "why"), [has]);

        var found = VaultCheck.Find(_home.Files, vault, [new VaultEntry("dev", "AKIAX", Now)], [], Now);

        Assert.Equal(expected, string.Join(" ", found.Select(f => f.Id)));
    }

    [Theory]
    [InlineData(89, "")]
    [InlineData(91, "VAULT_KEY_OLD")]
    public void A_key_is_found_that_is_old(int days, string expected)
    {
        var found = VaultCheck.Find(_home.Files, new VaultLook(true, null, []), [new VaultEntry("ci", "AKIAX", Now.AddDays(-days))], [], Now).ToArray();

        Assert.Equal(expected, string.Join(" ", found.Select(f => f.Id)));
        Assert.All(found, f => Assert.Equal("lanyard vault rotate ci", f.Fix));
    }

    [Theory]
    [InlineData(RotationStep.Inactive, 25, "lanyard vault rotate ci --finish")]
    [InlineData(RotationStep.Inactive, 23, null)]
    [InlineData(RotationStep.Stored, 2, "lanyard vault rotate ci, or with --undo")]
    [InlineData(RotationStep.Stored, 0, null)]
    public void A_rotation_is_found_that_nobody_ended(RotationStep step, int hours, string? fix)
    {
        var record = new RotationRecord("ci", step, "AKIAOLD", "AKIANEW", Now.AddHours(-hours), Now.AddHours(-hours));

        Assert.Equal(fix, VaultCheck.Find(_home.Files, new VaultLook(true, null, []), [], [record], Now).SingleOrDefault()?.Fix);
    }

    [Fact]
    public void Only_what_a_shell_would_read_otherwise_is_quoted()
    {
        Assert.Equal("/home/a/.aws/config", Words.Shell("/home/a/.aws/config"));
        Assert.Equal("'a b'", Words.Shell("a b"));
        Assert.Equal("'it'\\''s'", Words.Shell("it's"));
        Assert.Equal("''", Words.Shell(""));
    }

    public void Dispose() => _home.Dispose();

    private static Dictionary<string, string> Variables(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(v => v.Split('=', 2)).ToDictionary(v => v[0], v => v[1]);

    private static SsoToken Token(string startUrl) => new(startUrl, "eu-west-1", new Secret("access"), Now.AddHours(8), null, null);

    private static EndpointAnswer Answer(TimeSpan? skew) => new(new EndpointTarget("STS", new Uri("https://sts.example/")), null, skew);
}
