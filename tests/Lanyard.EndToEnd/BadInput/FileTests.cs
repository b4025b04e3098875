using Lanyard.EndToEnd.Running;

namespace Lanyard.EndToEnd.BadInput;

/// <summary>Wrong calls and broken files. No network is needed to say so.</summary>
public sealed class FileTests
{
    private const string Config = "[profile dev]\nregion = eu-west-1\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = " + Failing.SecretKey + "\n";

    [Fact]
    public async Task A_profile_that_is_not_there_names_the_nearest_one()
    {
        using var home = new UserHome();
        home.WriteAwsFiles(Config);

        var (message, fix) = await Failing.AssertAsync(home, "PROFILE_NOT_FOUND", 1, "whoami", "--profile", "dve");

        Assert.Contains("did you mean `dev`", message, StringComparison.Ordinal);
        Assert.Contains(home.PathOf(".aws/config"), message, StringComparison.Ordinal);
        Assert.Equal("lanyard profile list", fix);
    }

    [Fact]
    public async Task Without_any_configuration_it_tells_where_it_looked()
    {
        using var home = new UserHome();

        var (message, _) = await Failing.AssertAsync(home, "NO_CREDENTIALS", 1, "whoami");

        Assert.Contains("AWS_ACCESS_KEY_ID is not set", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[profile dev]\nregion eu-west-1\n", 2)]
    [InlineData("[profile dev\nregion = eu-west-1\n", 1)]
    [InlineData("region = eu-west-1\n[profile dev]\n", 1)]
    public async Task A_config_file_that_breaks_the_grammar_is_named_with_its_line(string config, int line)
    {
        using var home = new UserHome();
        home.WriteAwsFiles(config + "aws_secret_access_key = " + Failing.SecretKey + "\n");

        var (message, _) = await Failing.AssertAsync(home, "CONFIG_INVALID", 1, "whoami", "--profile", "dev");

        Assert.Contains($"{home.PathOf(".aws/config")}:{line}", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_config_file_that_is_a_folder_or_no_text_is_an_error_of_ours()
    {
        using var home = new UserHome();
        home.WriteAwsFiles("");
        home.Environment["AWS_CONFIG_FILE"] = home.Folder;
        await Failing.AssertAsync(home, "CONFIG_INVALID", 1, "whoami", "--profile", "dev");

        home.Environment["AWS_CONFIG_FILE"] = home.PathOf("binary");
        await File.WriteAllBytesAsync(home.PathOf("binary"), [0xff, 0xfe, 0x00, 0x5b, 0x0a, 0x3d, 0x00], TestContext.Current.CancellationToken);
        await Failing.AssertAsync(home, "CONFIG_INVALID", 1, "whoami", "--profile", "dev");
    }

    [Theory]
    [InlineData("role_arn = arn:aws:iam::111111111111:role/r\nsource_profile = gone\n", "SOURCE_PROFILE_NOT_FOUND")]
    [InlineData("role_arn = arn:aws:iam::111111111111:role/r\nsource_profile = loop\n[profile loop]\nrole_arn = arn:aws:iam::111111111111:role/r\nsource_profile = broken\n", "SOURCE_PROFILE_LOOP")]
    [InlineData("sso_session = gone\nsso_account_id = 111111111111\nsso_role_name = Developer\n", "SSO_SESSION_NOT_FOUND")]
    [InlineData("role_arn = arn:aws:iam::111111111111:role/r\n", "PROFILE_INVALID")]
    [InlineData("aws_access_key_id = AKIAIOSFODNN7EXAMPLE\n", "KEYS_INCOMPLETE")]
    public async Task A_profile_that_leads_nowhere_says_why(string settings, string code)
    {
        using var home = new UserHome();
        home.WriteAwsFiles("[profile broken]\n" + settings);

        var (message, _) = await Failing.AssertAsync(home, code, 1, "credential-process", "--profile", "broken");

        Assert.Contains("broken", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stage_files_unknown_key_is_named_with_its_place_and_the_nearest_key()
    {
        using var home = new UserHome();
        var file = home.Write("lanyard.yaml", "version: 1\nsessions:\n  org: { startUrl: https://x.awsapps.com/start, region: eu-west-1 }\nstages:\n  dev:\n    acount: \"111111111111\"\n");

        var (message, fix) = await Failing.AssertAsync(home, "STAGE_FILE_INVALID", 1, "whoami", "--stage", "dev");

        Assert.Contains($"{file}:6:5", message, StringComparison.Ordinal);
        Assert.Contains("did you mean account?", message, StringComparison.Ordinal);
        Assert.Contains("known keys:", fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_in_a_stage_file_is_refused_and_not_repeated()
    {
        using var home = new UserHome();
        home.Write("lanyard.yaml", $"version: 1\nproject: x\nstages:\n  dev:\n    account: \"111111111111\"\n    region: eu-west-1\n    secretAccessKey: \"{Failing.SecretKey}\"\n");

        await Failing.AssertAsync(home, "STAGE_FILE_SECRET", 1, "exec", "--stage", "dev", "--", "true");
    }

    [Fact]
    public async Task An_unknown_stage_names_the_nearest_one()
    {
        using var home = new UserHome();
        home.Write("lanyard.yaml", "version: 1\nsessions:\n  org: { startUrl: https://x.awsapps.com/start, region: eu-west-1 }\nstages:\n  prod:\n    account: \"111111111111\"\n    region: eu-west-1\n    access: { session: org, permissionSet: ReadOnly }\n");

        var (message, _) = await Failing.AssertAsync(home, "STAGE_UNKNOWN", 1, "whoami", "--stage", "prdo");

        Assert.Contains("did you mean", message, StringComparison.Ordinal);
        Assert.Contains("prod", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stage_without_a_stage_file_says_so()
    {
        using var home = new UserHome();

        await Failing.AssertAsync(home, "STAGE_FILE_NOT_FOUND", 1, "whoami", "--stage", "dev");
    }

    [Fact]
    public async Task A_protected_stage_needs_a_person()
    {
        using var home = new UserHome();
        home.Write("lanyard.yaml", "version: 1\nsessions:\n  org: { startUrl: https://x.awsapps.com/start, region: eu-west-1 }\nstages:\n  prod:\n    account: \"111111111111\"\n    region: eu-west-1\n    access: { session: org, permissionSet: ReadOnly }\n    protected: true\n");

        await Failing.AssertAsync(home, "CONFIRMATION_MISSING", 4, "exec", "--stage", "prod", "--no-input", "--", "true");
        await Failing.AssertAsync(home, "CONFIRMATION_MISSING", 4, "credential-process", "--stage", "prod");
    }

    [Theory]
    [InlineData("USAGE", "whoami", "--profile", "a", "--stage", "b")]
    [InlineData("USAGE", "whoamy")]
    [InlineData("USAGE", "whoami", "--no-such-option")]
    [InlineData("USAGE", "whoami", "surplus")]
    [InlineData("USAGE", "whoami", "--profile")]
    [InlineData("USAGE", "profile")]
    [InlineData("USAGE", "profile", "show")]
    [InlineData("USAGE", "sandbox")]
    [InlineData("USAGE", "env", "--format", "csh")]
    [InlineData("USAGE", "exec", "--via", "pigeon", "--", "true")]
    [InlineData("USAGE", "exec", "--server", "--via", "env", "--", "true")]
    [InlineData("USAGE", "exec")]
    [InlineData("USAGE", "whoami", "--", "true")]
    [InlineData("USAGE", "login", "--session", "a", "--profile", "b")]
    [InlineData("USAGE", "logout", "--all", "--session", "a")]
    [InlineData("USAGE", "credential-process")]
    [InlineData("USAGE", "credential-process", "--plan", "x", "--profile", "y")]
    [InlineData("USAGE", "sandbox", "start", "--port", "99999")]
    [InlineData("USAGE", "@file")]
    [InlineData("USAGE", "console", "--service", "s4")]
    [InlineData("USAGE", "console", "--destination", "https://example.com/")]
    [InlineData("USAGE", "console", "--duration", "13h")]
    [InlineData("USAGE", "serve")]
    [InlineData("USAGE", "serve", "container", "--port", "99999")]
    [InlineData("USAGE", "serve", "container", "--allow-role", "deploy")]
    [InlineData("USAGE", "shell-init", "tcsh")]
    [InlineData("USAGE", "policy", "check")]
    [InlineData("USAGE", "policy", "check", "p.json", "--type", "role")]
    [InlineData("USAGE", "policy", "check", "-", "-")]
    [InlineData("NOT_BUILT", "policy", "record", "--", "x")]
    public async Task A_wrong_call_ends_with_2(string code, params string[] arguments)
    {
        using var home = new UserHome();
        home.WriteAwsFiles(Config);

        await Failing.AssertAsync(home, code, 2, arguments);
    }

    [Fact]
    public async Task A_mistyped_command_names_the_nearest_one()
    {
        using var home = new UserHome();

        var (message, _) = await Failing.AssertAsync(home, "USAGE", 2, "whoamy");

        Assert.Contains("did you mean `whoami`?", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_that_is_gone_or_no_id_at_all_is_an_error()
    {
        using var home = new UserHome();

        await Failing.AssertAsync(home, "PLAN_NOT_FOUND", 1, "credential-process", "--plan", "0123456789abcdef0123456789abcdef");
        await Failing.AssertAsync(home, "PLAN_NOT_FOUND", 1, "credential-process", "--plan", "../../etc/passwd");
    }

    [Fact]
    public async Task A_home_that_cannot_be_written_to_is_said()
    {
        using var home = new UserHome();
        home.Environment["LANYARD_HOME"] = home.Write("a-file", "not a folder");
        home.WriteAwsFiles("[profile p]\ncredential_process = /bin/true\n" + Config);

        await Failing.AssertAsync(home, "FILE_NOT_WRITABLE", 1, "exec", "--profile", "dev", "--via", "process", "--", "true");
    }

    [Fact]
    public async Task A_seed_that_cannot_be_read_and_a_port_that_is_taken_are_said()
    {
        using var home = new UserHome();
        await Failing.AssertAsync(home, "SEED_INVALID", 1, "sandbox", "start", "--seed", "gone.yaml");
        var seed = home.Write("seed.yaml", "acounts: []\n");
        await Failing.AssertAsync(home, "SEED_INVALID", 1, "sandbox", "start", "--seed", seed);
        await Failing.AssertAsync(home, "SANDBOX_USER_UNKNOWN", 1, "sandbox", "exec", "--as", "bob", "--", "true");

        await using var taken = LoopbackServer.Start(_ => null);
        var port = taken.Url.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        await Failing.AssertAsync(home, "PORT_TAKEN", 1, "sandbox", "start", "--port", port);
    }
}
