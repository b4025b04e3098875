using System.IO.Pipes;
using System.Text;
using System.Text.Json.Nodes;
using Lanyard.Cli;
using Lanyard.Credentials;
using Lanyard.Credentials.SignIn;
using Lanyard.Tests.Credentials;

namespace Lanyard.Tests.Cli.Commands;

public sealed class ConsoleLoginTests : IAsyncLifetime
{
    private const string Region = "eu-west-1";
    private TestCli _cli = null!;

    private ConsoleTokenCache Cache => ConsoleTokenCache.Of(_cli.Home.Machine());

    private string Session => _cli.Home.Files.Profiles["me"].Get("login_session")!;

    public async ValueTask InitializeAsync() => _cli = await TestCli.StartAsync();

    public ValueTask DisposeAsync() => _cli.DisposeAsync();

    [Fact]
    public async Task Signing_in_writes_the_profile_beside_what_is_there_and_is_used_at_once()
    {
        const string Before = "# mine\n[profile other]\nregion = us-east-1\n";
        _cli.Home.Config(Before);
        var run = await LoginAsync("login", "--console", "--profile", "me", "--region", Region);
        Assert.Contains("Signed in as arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_Developer_", run.Done().Error, StringComparison.Ordinal);
        Assert.Equal("", run.Out);
        Assert.Equal($"{Before}\n[profile me]\nlogin_session = {Session}\nregion = {Region}\n", File.ReadAllText(_cli.Home.ConfigFile));
        Assert.Equal(Session, (await _cli.RunAsync("whoami", "--profile", "me", "--json")).Done().Json.GetProperty("Arn").GetString());
        Assert.Equal("loginSession", (await _cli.RunAsync("explain", "--profile", "me", "--json")).Done().Json.GetProperty("winner").GetProperty("source").GetString());

        // An edit like any other.
        (await _cli.RunAsync("profile", "undo", "--yes")).Done();
        Assert.Equal(Before, File.ReadAllText(_cli.Home.ConfigFile));
    }

    [Fact]
    public async Task A_profile_that_is_there_gets_the_sign_in_and_keeps_its_own_region()
    {
        _cli.Home.Config("[profile me]\noutput = json\nregion = us-west-2\n");
        (await LoginAsync("login", "--console", "--profile", "me")).Done();
        Assert.Equal($"[profile me]\noutput = json\nregion = us-west-2\nlogin_session = {Session}\n", File.ReadAllText(_cli.Home.ConfigFile));
        Assert.Equal("us-west-2", Cache.Find(Session)!.Region);

        var bytes = File.ReadAllBytes(_cli.Home.ConfigFile);
        var json = (await LoginAsync("login", "--profile", "me", "--json")).Done().Json;
        Assert.Equal(["profile", "loginSession", "expiresAt"], json.EnumerateObject().Select(p => p.Name));
        Assert.Equal(("me", Session, "2026-07-01T12:15:00Z"), (json.GetProperty("profile").GetString(), json.GetProperty("loginSession").GetString(), json.GetProperty("expiresAt").GetString()));
        Assert.Equal(bytes, File.ReadAllBytes(_cli.Home.ConfigFile));
    }

    [Fact]
    public async Task Without_a_region_one_is_asked_for_and_none_made_up()
    {
        _cli.Home.Config("");
        var run = (await LoginAsync("login", "--console", "--profile", "me")).Done();
        Assert.Contains("lanyard profile set me region", run.Error, StringComparison.Ordinal);
        Assert.Null(_cli.Home.Files.Profiles["me"].Get("region"));
    }

    [Theory]
    [InlineData("role_arn = arn:aws:iam::111111111111:role/x\nsource_profile = y\n")]
    [InlineData("aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = s\n")]
    [InlineData("credential_process = x\n")]
    [InlineData("web_identity_token_file = /x\n")]
    [InlineData("sso_session = x\nsso_account_id = 111111111111\nsso_role_name = x\n[sso-session x]\nsso_start_url = https://x/start\nsso_region = us-east-1\n")]
    [InlineData("credential_process = x\nlogin_session = arn:aws:iam::111111111111:user/me\n")]
    public async Task A_profile_with_credentials_from_elsewhere_is_refused_before_anybody_signs_in(string settings)
    {
        _cli.Home.Config("[profile me]\n" + settings);
        var run = (await _cli.RunAsync("login", "--console", "--profile", "me", "--no-browser")).Failed(1, CliErrorCodes.ProfileExists);
        Assert.Contains($"{_cli.Home.ConfigFile}:", run.Error, StringComparison.Ordinal);
        Assert.Contains("lanyard login --console --profile NAME", run.Error, StringComparison.Ordinal);
        Assert.Empty(_cli.Calls);
    }

    [Theory]
    [InlineData("--session", "corp")]
    [InlineData("--stage", "dev")]
    public async Task The_console_is_signed_in_to_by_profile(string option, string value) =>
        (await _cli.RunAsync("login", "--console", option, value)).Failed(2, CliErrorCodes.Usage);

    [Fact]
    public async Task Signing_in_needs_a_person()
    {
        _cli.Home.Config("");
        (await _cli.RunAsync("login", "--console", "--no-input")).Failed(4, CliErrorCodes.InputNeeded);
        (await _cli.RunAsync("login", "--console", "--remote")).Failed(4, CliErrorCodes.InputNeeded);
    }

    [Fact]
    public async Task Who_signs_in_as_somebody_else_than_the_profile_is_for_changes_nothing_unasked()
    {
        const string Config = "[profile me]\nlogin_session = arn:aws:iam::222222222222:user/other\nregion = eu-west-1\n";
        _cli.Home.Config(Config);
        var run = (await LoginAsync("login", "--profile", "me")).Failed(4, CliErrorCodes.NotConfirmed);
        Assert.Contains("is for arn:aws:iam::222222222222:user/other", run.Error, StringComparison.Ordinal);
        Assert.Equal(Config, File.ReadAllText(_cli.Home.ConfigFile));
        Assert.Empty(Directory.EnumerateFiles(_cli.Home[".aws/login/cache"], "*.json"));
    }

    [Theory]
    [InlineData("--device-code")]
    [InlineData("--remote")]
    public async Task A_code_from_another_device_may_come_from_stdin(string option)
    {
        _cli.Home.Config("");
        using var ours = new AnonymousPipeServerStream(PipeDirection.Out);
        await using var theirs = new AnonymousPipeClientStream(PipeDirection.In, ours.ClientSafePipeHandle);
        var run = await LoginAsync(["login", "--console", "--profile", "me", "--region", Region, option], theirs, async page =>
        {
            Assert.Contains("devtools%2Fcross-device", page.Query, StringComparison.Ordinal);
            var code = (await _cli.ApproveAsync(page)).CarriedCode!.Reveal();
            await ours.WriteAsync(Encoding.UTF8.GetBytes("wrong\n" + code + "\n"), TestContext.Current.CancellationToken);
        });
        Assert.Contains("That is not the code of this sign-in", run.Done().Error, StringComparison.Ordinal);
        (await _cli.RunAsync("whoami", "--profile", "me")).Done();
    }

    [Fact]
    public async Task A_role_is_signed_in_to_through_the_profile_below_it()
    {
        await SignInAsync();
        _cli.Home.Config(File.ReadAllText(_cli.Home.ConfigFile) + $"[profile top]\nrole_arn = {TestAws.Deploy}\nsource_profile = me\n");
        (await _cli.RunAsync("logout", "--profile", "top")).Done();
        (await _cli.RunAsync("whoami", "--profile", "top")).Failed(4, ErrorCodes.LoginSessionMissing);
        (await LoginAsync("login", "--profile", "top")).Done();
        Assert.Contains(":assumed-role/deploy/", (await _cli.RunAsync("whoami", "--profile", "top")).Done().Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credential_process_answers_warm_and_renews_for_twelve_hours()
    {
        await SignInAsync();
        _cli.Calls.Clear();
        var first = (await _cli.RunAsync("credential-process", "--profile", "me")).Done().Json;
        Assert.Equal(("ASIA", "2026-07-01T12:15:00Z"), (first.GetProperty("AccessKeyId").GetString()![..4], first.GetProperty("Expiration").GetString()));
        Assert.Empty(_cli.Calls);

        _cli.Time.Advance(TimeSpan.FromHours(11));
        Assert.NotEqual(first.GetProperty("AccessKeyId").GetString(), (await _cli.RunAsync("credential-process", "--profile", "me")).Done().Json.GetProperty("AccessKeyId").GetString());
        _cli.Time.Advance(TimeSpan.FromHours(2));
        Assert.Contains("lanyard login --profile me", (await _cli.RunAsync("credential-process", "--profile", "me")).Failed(4, ErrorCodes.LoginSessionExpired).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signing_out_removes_the_named_sign_in_and_what_stands_on_it_alone()
    {
        await SignInAsync();
        var others = _cli.Home.Write(".aws/login/cache/another.json", "{}");
        _cli.Home.Config(File.ReadAllText(_cli.Home.ConfigFile) + $"[profile top]\nrole_arn = {TestAws.Deploy}\nsource_profile = me\n");
        (await _cli.RunAsync("whoami", "--profile", "top")).Done();
        _cli.Calls.Clear();

        var run = (await _cli.RunAsync("logout", "--profile", "me")).Done();
        Assert.Contains("Signed out.", run.Error, StringComparison.Ordinal);
        Assert.Contains("stay valid until 2026-07-01 13:00 UTC", run.Error, StringComparison.Ordinal);
        Assert.Empty(_cli.Calls);
        Assert.Null(Cache.Find(Session));
        Assert.True(File.Exists(others));
        Assert.Empty(Directory.EnumerateFiles(_cli.Home["lanyard/cache/sessions"], "*.json"));
        Assert.Contains("Nobody was signed in.", (await _cli.RunAsync("logout", "--profile", "me")).Done().Error, StringComparison.Ordinal);

        (await LoginAsync("login", "--profile", "me")).Done();
        Assert.Equal(1, (await _cli.RunAsync("logout", "--all", "--json")).Done().Json.GetProperty("ended").GetInt32());
    }

    [Fact]
    public async Task Two_at_once_are_shown_one_page_and_get_one_sign_in()
    {
        await SignInAsync();
        (await _cli.RunAsync("logout", "--profile", "me")).Done();
        _cli.Calls.Clear();
        var second = Task.FromResult<CliRun>(null!);
        var first = await LoginAsync(["login", "--profile", "me", "--no-browser"], null, async page =>
        {
            second = Task.Run(() => _cli.RunAsync("login", "--profile", "me", "--no-browser"));
            await Task.Delay(100, TestContext.Current.CancellationToken);
            await _cli.ApproveAsync(page);
        });
        first.Done();
        Assert.DoesNotContain("/v1/authorize", (await second).Done().Error, StringComparison.Ordinal);
        Assert.Single(_cli.Calls, c => c.Operation == "CreateOAuth2Token");
    }

    [Fact]
    public async Task Where_no_browser_can_come_back_a_code_is_used_and_that_is_said()
    {
        _cli.Home.Config("");
        _cli.Home.Set(("SSH_TTY", "/dev/pts/1"));
        using var ours = new AnonymousPipeServerStream(PipeDirection.Out);
        await using var theirs = new AnonymousPipeClientStream(PipeDirection.In, ours.ClientSafePipeHandle);
        var run = await LoginAsync(["login", "--console", "--profile", "me", "--region", Region], theirs, async page =>
            await ours.WriteAsync(Encoding.UTF8.GetBytes((await _cli.ApproveAsync(page)).CarriedCode!.Reveal() + "\n"), TestContext.Current.CancellationToken));
        Assert.StartsWith("This is an SSH session, where a browser may not find the way back", run.Done().Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_shows_console_sign_ins_with_the_profiles_that_use_them()
    {
        await SignInAsync();
        _cli.Home.Config(File.ReadAllText(_cli.Home.ConfigFile) + $"[profile too]\nlogin_session = {Session}\n[profile out]\nlogin_session = arn:aws:iam::222222222222:user/out\n");
        _cli.Calls.Clear();
        var text = (await _cli.RunAsync("status")).Done().Out;
        Assert.Contains($"me, too   {Session}", text, StringComparison.Ordinal);
        Assert.Contains("15 min left, then renews itself", text, StringComparison.Ordinal);
        Assert.Contains("signed out; lanyard login --profile out", text, StringComparison.Ordinal);

        _cli.Time.Advance(TimeSpan.FromMinutes(20));
        var signIns = (await _cli.RunAsync("status", "--json")).Done().Json.GetProperty("consoleSignIns");
        Assert.Equal(["loginSession", "profiles", "state", "expiresAt", "minutesLeft", "renewsItself"], signIns[0].EnumerateObject().Select(p => p.Name));
        Assert.Equal(["renewable", "signedOut"], signIns.EnumerateArray().Select(s => s.GetProperty("state").GetString()));
        Assert.Empty(_cli.Calls);

        File.WriteAllText(Cache.PathOf(Session), "{");
        Assert.Equal("unreadable", JsonNode.Parse((await _cli.RunAsync("status", "--json")).Done().Out)!["consoleSignIns"]![0]!["state"]!.ToString());
    }

    private async Task SignInAsync()
    {
        _cli.Home.Config("");
        (await LoginAsync("login", "--console", "--profile", "me", "--region", Region)).Done();
    }

    private Task<CliRun> LoginAsync(params string[] arguments) => LoginAsync([.. arguments, "--no-browser"], null, async page => await _cli.ApproveAsync(page));

    // Runs a command and does what its person would, once it says which page to open.
    private async Task<CliRun> LoginAsync(string[] arguments, Stream? input, Func<Uri, Task> approve)
    {
        using var output = new MemoryStream();
        await using var text = new StringWriter();
        await using var error = TextWriter.Synchronized(text);
        var running = Task.Run(() => Application.RunAsync(arguments, _cli.Surroundings(output, error) with { In = input }));
        while (!running.IsCompleted && !Said().Contains("/v1/authorize", StringComparison.Ordinal))
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        if (!running.IsCompleted)
        {
            await approve(new Uri(Said().Split('\n').Select(l => l.Trim()).First(l => l.Contains("/v1/authorize", StringComparison.Ordinal))));
        }

        return new CliRun(await running, Encoding.UTF8.GetString(output.ToArray()), Said());

        // What synchronises the writer is itself.
        string Said()
        {
            lock (error)
            {
                return text.ToString();
            }
        }
    }
}
