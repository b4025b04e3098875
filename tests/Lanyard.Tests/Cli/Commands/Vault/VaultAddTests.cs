using Lanyard.Aws.Signing;
using Lanyard.Cli;
using Lanyard.Cli.Commands.Configure;
using Lanyard.Cli.Commands.Vault;
using Lanyard.Cli.Identity;
using Lanyard.Credentials;
using Lanyard.Tests.Credentials;

namespace Lanyard.Tests.Cli.Commands.Vault;

public sealed class VaultAddTests : IAsyncLifetime
{
    private TestCli _cli = null!;

    private AwsCredentials Ci => _cli.Server.AccessKeyOf(TestAws.Dev, "ci")!;

    private string TwoLines => $"{Ci.AccessKeyId}\n{Ci.SecretAccessKey.Reveal()}\n";

    public async ValueTask InitializeAsync() => _cli = await TestCli.StartAsync();

    public ValueTask DisposeAsync() => _cli.DisposeAsync();

    [Fact]
    public async Task A_key_from_stdin_is_tried_stored_and_has_a_profile_that_works()
    {
        _cli.Input = TwoLines;
        var run = (await _cli.RunAsync("vault", "add", "ci", "--region", "eu-west-1")).Done();
        Assert.Equal("", run.Out);
        Assert.Contains("arn:aws:iam::111111111111:user/ci", run.Error, StringComparison.Ordinal);
        Assert.Contains("+lanyard_vault = ci\n", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Ci.SecretAccessKey.Reveal(), run.Error, StringComparison.Ordinal);
        Assert.Equal("[profile ci]\nlanyard_vault = ci\ncredential_process = lanyard credential-process --profile ci\nregion = eu-west-1\n", await File.ReadAllTextAsync(_cli.Home.ConfigFile, TestContext.Current.CancellationToken));

        _cli.Input = null;
        var who = (await _cli.RunAsync("whoami", "--profile", "ci", "--json")).Done().Json;
        Assert.Equal(("vault", "arn:aws:iam::111111111111:user/ci"), (who.GetProperty("Source").GetString(), who.GetProperty("Arn").GetString()));
        var handed = (await _cli.RunAsync("credential-process", "--profile", "ci")).Done().Json;
        Assert.Equal((Ci.AccessKeyId, false, false), (handed.GetProperty("AccessKeyId").GetString(), handed.TryGetProperty("Expiration", out _), handed.TryGetProperty("SessionToken", out _)));
        Assert.Equal("vault, ci", (await _cli.RunAsync("profile", "list")).Done().Out.Split('\n')[1].Split("  ", StringSplitOptions.RemoveEmptyEntries)[1].Trim());
    }

    [Theory]
    [InlineData("{\"AccessKeyId\":\"<id>\",\"SecretAccessKey\":\"<secret>\"}")]
    [InlineData("{\"AccessKey\":{\"UserName\":\"ci\",\"AccessKeyId\":\"<id>\",\"Status\":\"Active\",\"SecretAccessKey\":\"<secret>\",\"CreateDate\":\"2026-01-01T00:00:00Z\"}}")]
    [InlineData("\uFEFFAccess key ID,Secret access key\r\n<id>,<secret>\r\n")]
    [InlineData("  <id>  \r\n  <secret>  ")]
    public async Task A_key_may_come_as_the_CLI_the_console_or_a_person_writes_it(string input)
    {
        _cli.Input = input.Replace("<id>", Ci.AccessKeyId, StringComparison.Ordinal).Replace("<secret>", Ci.SecretAccessKey.Reveal(), StringComparison.Ordinal);
        (await _cli.RunAsync("vault", "add", "ci", "--no-profile")).Done();
        Assert.Equal(["keys/ci"], _cli.Vault.Names);
        Assert.False(File.Exists(_cli.Home.ConfigFile));
    }

    [Fact]
    public async Task A_key_that_does_not_work_is_not_stored()
    {
        _cli.Input = $"{Ci.AccessKeyId}\nwJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n";
        (await _cli.RunAsync("vault", "add", "ci")).Failed(5, ErrorCodes.CredentialsRejected);
        Assert.Empty(_cli.Vault.Names);
        Assert.False(File.Exists(_cli.Home.ConfigFile));
        (await _cli.RunAsync("vault", "add", "ci", "--no-verify")).Done();
        Assert.Equal(["keys/ci"], _cli.Vault.Names);
    }

    [Theory]
    [InlineData("ASIAIOSFODNN7EXAMPLE\nwJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")]
    [InlineData("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\nAKIAIOSFODNN7EXAMPLE")]
    [InlineData("AKIAIOSFODNN7EXAMPLE")]
    [InlineData("AKIAIOSFODNN7EXAMPLE\nwJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\nmore")]
    [InlineData("AKIAIOSFODNN7EXAMPLE\nwJalr XUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")]
    [InlineData("{\"AccessKeyId\":\"AKIAIOSFODNN7EXAMPLE\",\"SecretAccessKey\":\"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\",\"SessionToken\":\"x\"}")]
    [InlineData("{\"AccessKeyId\":\"AKIAIOSFODNN7EXAMPLE\",\"SecretAccessKey\":\"wJalrXUtnFEMI")]
    [InlineData("{}")]
    public async Task What_is_no_long_lived_key_is_refused_and_not_repeated(string input)
    {
        _cli.Input = input;
        var run = (await _cli.RunAsync("vault", "add", "ci")).Failed(1, CliErrorCodes.KeyInvalid);
        Assert.DoesNotContain("wJalr", run.Error, StringComparison.Ordinal);
        Assert.Empty(_cli.Vault.Names);
    }

    [Theory]
    [InlineData("vault", "add", "dev", "--secret-access-key", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")]
    [InlineData("vault", "add", "dev", "--secret-key=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "x")]
    [InlineData("vault", "add", "dev", "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")]
    [InlineData("vault", "add", "wJalrXUtnFEMIxK7MDENGxbPxRfiCYEXAMPLEKEY", "--no-verify", "--yes")]
    [InlineData("configure", "keys", "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "--yes")]
    public async Task A_secret_in_the_arguments_is_refused_with_the_reason_and_not_repeated(params string[] arguments)
    {
        var run = (await _cli.RunAsync(arguments)).Failed(2, CliErrorCodes.Usage);
        Assert.Contains("everybody on this machine", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("wJalr", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_to_ask_and_nothing_on_stdin_says_what_is_needed() =>
        Assert.Contains("stdin", (await _cli.RunAsync("vault", "add", "ci")).Failed(4, CliErrorCodes.InputNeeded).Error, StringComparison.Ordinal);

    [Fact]
    public async Task Another_key_is_not_replaced_unasked_and_the_same_one_is_no_change()
    {
        _cli.Input = TwoLines;
        (await _cli.RunAsync("vault", "add", "ci")).Done();
        (await _cli.RunAsync("vault", "add", "ci")).Done();
        _cli.Input = "AKIAIOSFODNN7EXAMPLE\nwJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
        (await _cli.RunAsync("vault", "add", "ci", "--no-verify")).Failed(4, ErrorCodes.VaultEntryExists);
        (await _cli.RunAsync("vault", "add", "ci", "--no-verify", "--yes")).Done();
        Assert.Equal("AKIAIOSFODNN7EXAMPLE", (await _cli.RunAsync("vault", "list", "--json")).Done().Json.GetProperty("entries")[0].GetProperty("accessKeyId").GetString());
    }

    [Theory]
    [InlineData("[profile ci]\nrole_arn = arn:aws:iam::111111111111:role/x\nsource_profile = a\n", "", "role_arn")]
    [InlineData("[profile ci]\ncredential_process = /opt/other\n", "", "credential_process")]
    [InlineData("[profile ci]\nlanyard_vault = other\n", "", "another entry")]
    [InlineData("", "[ci]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = x\n", "lanyard vault migrate ci")]
    public async Task A_profile_of_another_kind_is_left_alone_before_a_key_is_asked_for(string config, string credentials, string said)
    {
        _cli.Home.Config(config).Credentials(credentials);
        var run = (await _cli.RunAsync("vault", "add", "ci")).Failed(1, CliErrorCodes.ProfileExists);
        Assert.Contains(said, run.Error, StringComparison.Ordinal);
        Assert.Equal(config, await File.ReadAllTextAsync(_cli.Home.ConfigFile, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_line_of_a_Lanyard_that_lay_elsewhere_is_brought_up_to_date()
    {
        _cli.Home.Config("[profile ci]\n# mine\nregion = eu-north-1\ncredential_process = /old/lanyard credential-process --profile ci\n");
        _cli.Input = TwoLines;
        (await _cli.RunAsync("vault", "add", "ci")).Done();
        Assert.Equal(
            "[profile ci]\n# mine\nregion = eu-north-1\ncredential_process = lanyard credential-process --profile ci\nlanyard_vault = ci\n",
            await File.ReadAllTextAsync(_cli.Home.ConfigFile, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_person_is_asked_for_the_profile_the_region_the_id_and_hidden_the_secret()
    {
        using var output = new MemoryStream();
        using var error = new StringWriter();
        var (asked, answers) = (new List<string>(), new Queue<string>(["ci keys", "ci", "eu-north-1", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", Ci.AccessKeyId]));
        var hidden = new List<string>();
        var exitCode = await ConfigureKeysCommand.RunAsync(
            new VaultAddInput(new GlobalOptions(), ""), _cli.Surroundings(output, error),
            new Questions(q =>
            {
                asked.Add(q);
                return answers.Dequeue();
            }),
            q =>
            {
                hidden.Add(q);
                return Ci.SecretAccessKey.Reveal();
            },
            TestContext.Current.CancellationToken);
        Assert.Equal((0, 5, 1), (exitCode, asked.Count, hidden.Count));
        Assert.Contains("that looks like the secret", asked[4], StringComparison.Ordinal);
        Assert.DoesNotContain("wJalr", string.Concat(asked) + error, StringComparison.Ordinal);
        Assert.Equal(("ci", "eu-north-1"), (_cli.Home.Files.Profiles["ci"].Get("lanyard_vault"), _cli.Home.Files.Profiles["ci"].Get("region")));
    }

    [Fact]
    public async Task A_profile_that_asks_Lanyard_for_itself_without_the_vault_is_an_error_and_no_circle()
    {
        _cli.Home.Config("[profile ci]\ncredential_process = lanyard credential-process --profile ci\n").Set(("_LANYARD_PROCESS_DEPTH", "4"));
        Assert.Contains("leads back to itself", (await _cli.RunAsync("credential-process", "--profile", "ci")).Failed(1, ErrorCodes.ProcessFailed).Error, StringComparison.Ordinal);
    }
}
