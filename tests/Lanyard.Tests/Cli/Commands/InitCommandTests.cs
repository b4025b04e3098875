using Lanyard.Cli;
using Lanyard.Cli.Commands;
using Lanyard.Cli.Commands.Configure;
using Lanyard.Cli.Identity;
using Lanyard.Credentials;
using Lanyard.Projects;
using Lanyard.Tests.Credentials;

namespace Lanyard.Tests.Cli.Commands;

public sealed class InitCommandTests : IAsyncLifetime
{
    private const string Serverless = """
        service: orders
        custom:
          profiles: { dev: dev, prod: deploy }
        provider:
          region: eu-west-1
          profile: ${self:custom.profiles.${sls:stage}}
        """;

    private const string Config = TestAws.SsoProfile + $"""
        [profile deploy]
        role_arn = {TestAws.Deploy}
        source_profile = dev
        external_id = x-1

        """;

    private TestCli _cli = null!;

    private string Yaml => _cli.Home["project/lanyard.yaml"];

    public async ValueTask InitializeAsync()
    {
        _cli = await TestCli.StartAsync();
        _cli.Home.Config(Config);
        _cli.Home.Write("project/serverless.yml", Serverless);
    }

    public ValueTask DisposeAsync() => _cli.DisposeAsync();

    [Fact]
    public async Task What_it_writes_works()
    {
        var run = (await _cli.RunAsync("init", "--yes")).Done();
        Assert.Equal("", run.Out);
        Assert.Contains("found Serverless Framework: serverless.yml:1", run.Error, StringComparison.Ordinal);
        Assert.Contains("serverless.yml:3", run.Error, StringComparison.Ordinal);
        Assert.Empty(_cli.Calls);
        Assert.Equal("version: 1\nstages:\n  prod: { profile: \"deploy\" }\n", File.ReadAllText(_cli.Home["project/lanyard.local.yaml"]).Split('\n', 2)[1]);
        Assert.Contains("echo lanyard.local.yaml >> .gitignore", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_cli.Home["project/.gitignore"]));
        Assert.Equal(3, Directory.GetFiles(_cli.Home["project"]).Length);

        await _cli.SignInAsync();
        Assert.Contains(TestAws.Dev, (await _cli.RunAsync("whoami", "--stage", "dev")).Done().Out, StringComparison.Ordinal);
        Assert.True(ProjectFile.Load(Yaml).FindStage("prod", null).Protected);
    }

    [Fact]
    public async Task A_file_that_is_there_is_never_changed()
    {
        _cli.Home.Write("project/lanyard.yaml", "mine");
        var run = (await _cli.RunAsync("init", "--yes")).Failed(1, CliErrorCodes.StageFileExists);
        Assert.Contains("diff lanyard.yaml -", run.Error, StringComparison.Ordinal);
        (await _cli.RunAsync("init", "--dry-run")).Failed(1, CliErrorCodes.StageFileExists);
        Assert.StartsWith("# Stages", (await _cli.RunAsync("init", "--print")).Done().Out, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(Yaml));
    }

    [Fact]
    public async Task A_link_that_leads_nowhere_is_somebodys_file_too()
    {
        File.CreateSymbolicLink(Yaml, _cli.Home["elsewhere"]);
        (await _cli.RunAsync("init", "--yes")).Failed(1, CliErrorCodes.StageFileExists);
        Assert.False(File.Exists(_cli.Home["elsewhere"]));
    }

    [Fact]
    public async Task The_file_that_LANYARD_FILE_names_is_the_one_that_is_written()
    {
        _cli.Home.Write("other/cdk.json", "{}");
        _cli.Home.Set((ProjectFileLocator.Variable, "../other/stages.yaml"));
        (await _cli.RunAsync("init", "--yes")).Done();
        Assert.False(File.Exists(Yaml));
        Assert.Equal("dev", ProjectFile.Load(_cli.Home["other/stages.yaml"]).Stages[0].Name);
    }

    [Theory]
    [InlineData("--dry-run")]
    [InlineData("--print")]
    public async Task Showing_writes_nothing(string option)
    {
        var run = (await _cli.RunAsync("init", option)).Done();
        Assert.Equal(2, ProjectFile.Parse(run.Out, "/x/lanyard.yaml").Stages.Count);
        Assert.Equal(option == "--print", run.Error.Length == 0);
        Assert.False(File.Exists(Yaml));
    }

    [Fact]
    public async Task Where_nobody_can_be_asked_nothing_is_written()
    {
        (await _cli.RunAsync("init")).Failed(4, CliErrorCodes.ConfirmationMissing);
        Assert.False(File.Exists(Yaml));
    }

    [Theory]
    [InlineData("y", "y", true, "lanyard.local.yaml\n")]
    [InlineData("y", "", true, null)]
    [InlineData("", "", false, null)]
    public void A_person_is_asked_for_each_file(string write, string ignore, bool isWritten, string? ignored)
    {
        var answers = new Queue<string>([write, ignore]);
        using var output = new MemoryStream();
        using var error = new StringWriter();
        var run = () => InitCommand.Run(
            new InitInput(new GlobalOptions(), Yes: false, DryRun: false, Print: false, GitIgnore: false), _cli.Surroundings(output, error), new Questions(_ => answers.Dequeue()));
        if (isWritten)
        {
            Assert.Equal(0, run());
        }
        else
        {
            Assert.Equal(CliErrorCodes.NotConfirmed, Assert.Throws<CredentialsException>(() => { run(); }).Code);
        }

        Assert.Equal(isWritten, File.Exists(Yaml));
        Assert.Equal(ignored, File.Exists(_cli.Home["project/.gitignore"]) ? File.ReadAllText(_cli.Home["project/.gitignore"]) : null);
    }

    [Theory]
    [InlineData("node_modules", "node_modules\nlanyard.local.yaml\n")]
    [InlineData("lanyard.local.yaml\n", "lanyard.local.yaml\n")]
    [InlineData("", "lanyard.local.yaml\n")]
    public async Task With_consent_the_local_file_is_kept_out_of_git_once(string before, string after)
    {
        _cli.Home.Write("project/.gitignore", before);
        (await _cli.RunAsync("init", "--yes", "--gitignore")).Done();
        Assert.Equal(after, File.ReadAllText(_cli.Home["project/.gitignore"]));
    }

    [Fact]
    public async Task A_local_file_that_is_there_is_not_changed()
    {
        _cli.Home.Write("project/lanyard.local.yaml", "mine");
        Assert.Contains("it should have", (await _cli.RunAsync("init", "--yes")).Done().Error, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(_cli.Home["project/lanyard.local.yaml"]));
    }

    [Fact]
    public async Task Scripts_get_what_is_proposed_and_why()
    {
        var json = (await _cli.RunAsync("init", "--dry-run", "--json")).Done().Json;
        Assert.Equal((Yaml, false), (json.GetProperty("file").GetString(), json.GetProperty("written").GetBoolean()));
        Assert.Equal("serverless", json.GetProperty("tools")[0].GetProperty("id").GetString());
        var prod = json.GetProperty("stages")[1];
        Assert.Equal(("prod", TestAws.Deploy, "dev"), (prod.GetProperty("name").GetString(), prod.GetProperty("access").GetProperty("role").GetString(), prod.GetProperty("access").GetProperty("from").GetString()));
        Assert.Equal("deploy", prod.GetProperty("localProfile").GetString());
        Assert.NotEqual(0, prod.GetProperty("reasons").GetArrayLength());
        Assert.True((await _cli.RunAsync("init", "--yes", "--json")).Done().Json.GetProperty("written").GetBoolean());
    }

    [Fact]
    public async Task Where_no_stage_can_be_completed_nothing_is_written_and_the_draft_can_be_printed()
    {
        _cli.Home.Config("");
        (await _cli.RunAsync("init", "--yes")).Failed(1, CliErrorCodes.StagesIncomplete);
        Assert.False(File.Exists(Yaml));
        Assert.Contains("# dev:", (await _cli.RunAsync("init", "--print")).Done().Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_with_nothing_in_it_and_no_profile_proposes_nothing()
    {
        _cli.Home.Config("");
        _cli.Folder = "project/src";
        Assert.Contains("found no deploy tool", (await _cli.RunAsync("init", "--yes")).Failed(1, CliErrorCodes.StagesIncomplete).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_secret_of_a_profile_comes_out()
    {
        _cli.WriteCiKeys();
        var key = _cli.Server.AccessKeyOf(TestAws.Dev, "ci")!;
        File.AppendAllText(_cli.Home.CredentialsFile, $"[test]\naws_access_key_id = {key.AccessKeyId}\naws_secret_access_key = {key.SecretAccessKey.Reveal()}\n");
        _cli.Home.Write("project/serverless.yml", Serverless.Replace("dev: dev", "test: test", StringComparison.Ordinal));
        var run = (await _cli.RunAsync("init", "--yes", "--json")).Done();
        Assert.DoesNotContain(key.AccessKeyId, run.Out + run.Error + File.ReadAllText(Yaml), StringComparison.Ordinal);
        Assert.DoesNotContain(key.SecretAccessKey.Reveal(), run.Out + run.Error + File.ReadAllText(Yaml), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--stage", "dev")]
    [InlineData("--profile", "dev")]
    [InlineData("--print", "--yes")]
    [InlineData("--dry-run", "--yes")]
    [InlineData("--region", "Mars")]
    public async Task Options_that_say_nothing_together_are_refused(params string[] options) => (await _cli.RunAsync(["init", .. options])).Failed(2, CliErrorCodes.Usage);

    [Fact]
    public async Task A_printed_file_is_no_JSON() => Assert.Equal(2, (await _cli.RunAsync("init", "--print", "--json")).ExitCode);
}
