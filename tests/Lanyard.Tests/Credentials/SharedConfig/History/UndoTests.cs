using System.Text;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.SharedConfig.Editing;
using Lanyard.Credentials.SharedConfig.History;

namespace Lanyard.Tests.Credentials.SharedConfig.History;

public sealed class UndoTests : IDisposable
{
    private const string Secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    private const string Keys = "aws_access_key_id = AKIA1\naws_secret_access_key = " + Secret + "\n";
    private static readonly SectionName A = new(SharedConfigSectionKind.Profile, "a");
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTime _time = new();

    private string Backups => _folder["backups"];

    private SharedConfigLocations Locations => new(_folder["config"], _folder["credentials"]);

    private SharedConfigHistory History => new(Backups, _time);

    private SharedConfigStore Store => new(Locations, _folder["locks"], History);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_last_change_goes_and_comes_back()
    {
        Write("# c\r\n[profile a]\r\nregion = x", "[a]\n" + Keys);
        Store.Apply("one", f => SectionEdits.Set(f, A, [KeyValuePair.Create(SettingKey.Parse("region"), "y")]));
        string changed = Config;
        Assert.False(Undo().LosesSecrets);
        Assert.Equal("# c\r\n[profile a]\r\nregion = x", Config);
        Undo();
        Assert.Equal(changed, Config);
    }

    [Fact]
    public void No_backup_holds_a_secret_and_nobody_else_may_read_one()
    {
        Write($"[profile a]\ncredential_process = p --secret {Secret}\n# aws_session_token = TOKEN\n", "[a]\n" + Keys);
        Store.Apply("one", f => SectionEdits.Rename(f, A, "b"));
        Store.Apply("two", f => SectionEdits.Remove(f, A with { Name = "b" }));
        Assert.Equal(2, Directory.GetFiles(Backups).Length);
        foreach (string file in Directory.GetFiles(Backups))
        {
            string text = File.ReadAllText(file) + string.Join('\n', System.Text.RegularExpressions.Regex.Matches(File.ReadAllText(file), "\"before\":\"([^\"]*)\"")
                .Select(m => Encoding.UTF8.GetString(Convert.FromBase64String(m.Groups[1].Value))));
            Assert.Contains("[profile ", text, StringComparison.Ordinal);
            Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
            Assert.DoesNotContain("TOKEN", text, StringComparison.Ordinal);
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal("600", Convert.ToString((int)File.GetUnixFileMode(file), 8));
                Assert.Equal("700", Convert.ToString((int)File.GetUnixFileMode(Backups), 8));
            }
        }
    }

    [Fact]
    public void A_renamed_profile_gets_its_secrets_back()
    {
        Write($"[profile a]\npassword = hunter2\nregion = x\n", "[other]\nx = y\n[a]\n" + Keys);
        string credentials = Credentials;
        Store.Apply("one", f => SectionEdits.Rename(f, A, "b"));
        Assert.False(Undo().LosesSecrets);
        Assert.Equal(credentials, Credentials);
        Assert.Contains("password = hunter2\n", Config, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_gone_for_good_is_said()
    {
        Write("", "[a]\n" + Keys + "[b]\nx = y\n");
        Store.Apply("one", f => SectionEdits.Remove(f, A));
        var plan = Undo();
        Assert.True(plan.LosesSecrets);
        Assert.Equal([$"line 3 of {Locations.CredentialsFile} had a secret (aws_secret_access_key) that is gone, and stays away: no backup holds it"], plan.Edit.Notes);
        Assert.Equal("[a]\naws_access_key_id = AKIA1\n[b]\nx = y\n", Credentials);
    }

    [Fact]
    public void A_secret_never_comes_back_to_another_access_key()
    {
        Write("", "[a]\n" + Keys);
        Store.Apply("one", f => SectionEdits.Set(f, A, [KeyValuePair.Create(SettingKey.Parse("aws_access_key_id"), "AKIA2"), KeyValuePair.Create(SettingKey.Parse("aws_secret_access_key"), "SECRET2")]));
        var plan = Undo();
        Assert.Equal(2, plan.Edit.Notes.Count);
        Assert.DoesNotContain("SECRET2", Credentials + string.Concat(plan.Edit.Notes), StringComparison.Ordinal);
        Assert.Equal("[a]\naws_access_key_id = AKIA1\n", Credentials);
    }

    [Fact]
    public void A_change_of_somebody_else_is_noticed_and_one_of_a_secret_is_kept()
    {
        Write("[profile a]\nregion = x\n", "[a]\n" + Keys);
        Store.Apply("one", f => SectionEdits.Rename(f, A, "b"));
        File.AppendAllText(Locations.ConfigFile, "[profile new]\n");
        Assert.Equal([Locations.ConfigFile], Plan().ChangedFiles);

        File.WriteAllText(Locations.ConfigFile, "[profile b]\nregion = x\n");
        File.WriteAllText(Locations.CredentialsFile, Credentials.Replace(Secret, "rotated", StringComparison.Ordinal));
        Assert.Empty(Plan().ChangedFiles);
        Undo();
        Assert.Equal("[a]\naws_access_key_id = AKIA1\naws_secret_access_key = rotated\n", Credentials);
    }

    [Fact]
    public void Several_changes_are_undone_at_once()
    {
        Write("[profile a]\nregion = x\n", "");
        foreach (string region in new[] { "y", "z" })
        {
            Store.Apply(region, f => SectionEdits.Set(f, A, [KeyValuePair.Create(SettingKey.Parse("region"), region)]));
        }

        Assert.Equal(["z", "y"], History.Versions(Locations).Select(v => v.Command));
        var plan = SharedConfigUndo.Plan(SharedConfigSnapshot.Load(Locations), History.Versions(Locations));
        Assert.Empty(plan.ChangedFiles);
        Assert.Equal("[profile a]\nregion = x\n", plan.Edit.Config.String());
    }

    [Fact]
    public void A_change_that_the_power_cut_off_is_passed_over()
    {
        Write("[profile a]\nregion = x\n", "");
        Store.Apply("one", f => SectionEdits.Set(f, A, [KeyValuePair.Create(SettingKey.Parse("region"), "y")]));
        string before = Config;
        Store.Apply("cut off", f => SectionEdits.Set(f, A, [KeyValuePair.Create(SettingKey.Parse("region"), "z")]));
        Write(before, "");
        Assert.Equal(["one"], SharedConfigUndo.Done(SharedConfigSnapshot.Load(Locations), History.Versions(Locations)).Select(v => v.Command));
    }

    [Fact]
    public void The_last_twenty_are_kept_even_if_the_clock_stands_still()
    {
        Write("", "");
        for (int i = 0; i < 25; i++)
        {
            _time.Advance(TimeSpan.FromMinutes(i % 2));
            Store.Apply($"{i}", f => SectionEdits.Set(f, A, [KeyValuePair.Create(SettingKey.Parse("region"), $"r{i}")]));
        }

        Assert.Equal(Enumerable.Range(5, 20).Reverse().Select(i => $"{i}"), History.Versions(Locations).Select(v => v.Command));
        Assert.Empty(History.Versions(Locations with { ConfigFile = _folder["another"] }));
    }

    [Fact]
    public void Undo_of_any_edit_of_random_files_brings_back_every_byte()
    {
        var random = new Random(10);
        int edits = 0;
        for (int round = 0; round < 1500; round++)
        {
            if (SharedConfigSamples.File(random) is not { } config || SharedConfigSamples.File(random, SharedConfigFileKind.Credentials) is not { } credentials)
            {
                continue;
            }

            Write(config.Text.String(), credentials.Text.String());
            try
            {
                if (!Store.Apply("edit", f => random.Next(2) == 0
                    ? SectionEdits.Rename(f, A, "new")
                    : SectionEdits.Set(f, A, [KeyValuePair.Create(SettingKey.Parse("output"), "json")])).Files.Any())
                {
                    continue;
                }
            }
            catch (SharedConfigException)
            {
                continue;
            }

            var plan = Undo();
            Assert.Empty(plan.Edit.Notes);
            Assert.Equal((config.Text.String(), credentials.Text.String()), (Config, Credentials));
            edits++;
        }

        Assert.True(edits > 40, $"{edits}");
    }

    [Fact]
    public void Both_files_change_or_none()
    {
        Write("[profile a]\n", "[a]\nx = y\n");
        var change = Store.Plan(f => SectionEdits.Rename(f, A, "b"));
        File.AppendAllText(Locations.CredentialsFile, "# later\n");
        Assert.Throws<SharedConfigChangedException>(() => Store.Write("one", change));
        Assert.Equal(("[profile a]\n", "[a]\nx = y\n# later\n"), (Config, Credentials));
        Assert.Empty(Directory.GetFiles(Backups));
    }

    private string Config => Encoding.UTF8.GetString(File.ReadAllBytes(Locations.ConfigFile));

    private string Credentials => Encoding.UTF8.GetString(File.ReadAllBytes(Locations.CredentialsFile));

    private void Write(string config, string credentials)
    {
        // Not WriteAllText with its own idea of a byte order mark: the content says whether there is one.
        File.WriteAllBytes(Locations.ConfigFile, Encoding.UTF8.GetBytes(config));
        File.WriteAllBytes(Locations.CredentialsFile, Encoding.UTF8.GetBytes(credentials));
    }

    private UndoPlan Plan() => SharedConfigUndo.Plan(SharedConfigSnapshot.Load(Locations), [History.Versions(Locations)[0]]);

    private UndoPlan Undo()
    {
        var plan = Plan();
        Store.Write("undo", new(SharedConfigSnapshot.Load(Locations), plan.Edit));
        return plan;
    }
}
