using Lanyard.Credentials.SharedConfig;

namespace Lanyard.Tests.Credentials.SharedConfig;

public sealed class SharedConfigWriterTests : IDisposable
{
    private const SharedConfigFileKind Config = SharedConfigFileKind.Config;
    private readonly TemporaryFolder _folder = new();

    private string Locks => _folder["state/locks"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_new_file_is_made_for_the_owner_alone_in_a_folder_for_the_owner_alone()
    {
        string path = _folder["home/.aws/config"];
        var written = SharedConfigWriter.Edit(path, Config, Locks, Add("a"));
        Assert.Equal("[profile a]\n", File.ReadAllText(path));
        Assert.Equal(["a"], written.Profiles.Keys);
        Assert.Equal([path], Directory.GetFiles(_folder["home/.aws"]));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal("600", Mode(path));
            Assert.Equal("700", Mode(_folder["home/.aws"]));
            Assert.Equal("700", Mode(_folder["home"]));
            Assert.Equal("700", Mode(Locks));
            Assert.Equal("600", Mode(Directory.GetFiles(Locks).Single()));
        }
    }

    [Fact]
    public void A_link_stays_a_link_and_the_mode_stays()
    {
        string real = _folder.Write("dotfiles/aws-config", "# mine\r\n[default]\r\n");
        Directory.CreateDirectory(_folder[".aws"]);
        string link = _folder[".aws/config"];
        File.CreateSymbolicLink(_folder["between"], "dotfiles/aws-config");
        File.CreateSymbolicLink(link, "../between");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(real, (UnixFileMode)0b110_110_100); // 664: more than the usual umask lets through
        }

        SharedConfigWriter.Edit(link, Config, Locks, Add("a"));

        Assert.Equal("../between", new FileInfo(link).LinkTarget);
        Assert.Equal("dotfiles/aws-config", new FileInfo(_folder["between"]).LinkTarget);
        Assert.Equal("# mine\r\n[default]\r\n\r\n[profile a]\r\n", File.ReadAllText(real));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal("664", Mode(real));
        }
    }

    [Fact]
    public void A_link_to_a_file_that_is_not_there_leads_to_a_new_one()
    {
        File.CreateSymbolicLink(_folder["config"], _folder["elsewhere/config"]);
        SharedConfigWriter.Edit(_folder["config"], Config, Locks, Add("a"));
        Assert.NotNull(new FileInfo(_folder["config"]).LinkTarget);
        Assert.Equal("[profile a]\n", File.ReadAllText(_folder["elsewhere/config"]));
    }

    [Fact]
    public void A_file_that_was_changed_meanwhile_is_left_alone()
    {
        string path = _folder.Write("config", "[default]\n");
        var read = SharedConfigSnapshot.Load(new(path, "")).Config;
        File.WriteAllText(path, "[profile other]\n");
        Assert.Throws<SharedConfigChangedException>(() => SharedConfigWriter.Write(read, Add("a")(read), Locks));
        Assert.Equal("[profile other]\n", File.ReadAllText(path));

        File.WriteAllText(path, "[default]\n");
        SharedConfigWriter.Write(read, Add("a")(read), Locks);
        Assert.Equal("[default]\n\n[profile a]\n", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void An_edit_starts_afresh_when_another_program_writes_in_between()
    {
        string path = _folder.Write("config", "[default]\n");
        int calls = 0;
        SharedConfigWriter.Edit(path, Config, Locks, file =>
        {
            if (calls++ == 0)
            {
                File.AppendAllText(path, "[profile cli]\n");
            }

            return Add("a")(file);
        });
        Assert.Equal(2, calls);
        Assert.Equal("[default]\n[profile cli]\n\n[profile a]\n", File.ReadAllText(path));
    }

    [Fact]
    public void An_edit_gives_up_when_another_program_never_stops_writing()
    {
        string path = _folder.Write("config", "");
        Assert.Throws<SharedConfigChangedException>(() => SharedConfigWriter.Edit(path, Config, Locks, file =>
        {
            File.AppendAllText(path, "# again\n");
            return Add("a")(file);
        }));
        Assert.DoesNotContain("profile", File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_that_nobody_could_read_is_never_written()
    {
        string path = _folder.Write("config", "[default]\n");
        Assert.Throws<SharedConfigSyntaxException>(() => SharedConfigWriter.Edit(path, Config, Locks, _ => Text.Of("garbage")));
        Assert.Equal("[default]\n", File.ReadAllText(path));
    }

    [Fact]
    public void An_edit_that_changes_nothing_writes_nothing()
    {
        string path = _folder.Write("config", "[default]\n");
        var stamp = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(path, stamp);
        SharedConfigWriter.Edit(path, Config, Locks, file => file.Text);
        Assert.Equal(stamp, File.GetLastWriteTimeUtc(path));
    }

    [Fact]
    public void A_read_only_file_is_left_alone()
    {
        string path = _folder.Write("config", "[default]\n");
        File.SetAttributes(path, FileAttributes.ReadOnly);
        var error = Assert.Throws<SharedConfigException>(() => SharedConfigWriter.Edit(path, Config, Locks, Add("a")));
        Assert.Contains("read-only", error.Message, StringComparison.Ordinal);
        Assert.Equal("[default]\n", File.ReadAllText(path));
        File.SetAttributes(path, FileAttributes.Normal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/dev/null")]
    [InlineData("a\0b")]
    public void What_is_no_regular_file_is_refused(string path) =>
        Assert.Throws<SharedConfigException>(() => SharedConfigWriter.Edit(path, Config, Locks, Add("a")));

    [Fact]
    public async Task Twenty_writers_at_once_lose_no_section()
    {
        string path = _folder.Write("config", "# keep\n");
        File.CreateSymbolicLink(_folder["link"], path);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Factory.StartNew(() =>
        {
            for (int j = 0; j < 3; j++)
            {
                SharedConfigWriter.Edit(i % 2 == 0 ? path : _folder["link"], Config, Locks, Add($"p{i}-{j}"));
            }
        }, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        var config = SharedConfigSnapshot.Load(new(path, "")).Config;
        Assert.Equal(60, config.Profiles.Count);
        Assert.StartsWith("# keep\n", config.Text.String(), StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(Locks));
    }

    private static string Mode(string path) =>
        OperatingSystem.IsWindows() ? "" : Convert.ToString((int)File.GetUnixFileMode(path), 8);

    private static Func<SharedConfigFile, SharedConfigText> Add(string name) =>
        file => SharedConfigEditor.Append(file, SharedConfigSectionKind.Profile, name, []);
}
