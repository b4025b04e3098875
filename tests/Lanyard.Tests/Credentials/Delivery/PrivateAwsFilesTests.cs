using Lanyard.Aws.Secrets;
using Lanyard.Aws.Signing;
using Lanyard.Credentials;
using Lanyard.Credentials.Delivery;

namespace Lanyard.Tests.Credentials.Delivery;

public sealed class PrivateAwsFilesTests : IDisposable
{
    private const string Config = """
        [profile dev]
        region = eu-west-1
        output = json
        role_arn = arn:aws:iam::111111111111:role/A
        source_profile = base
        services = mine
        max_attempts = 7
        s3 =
          addressing_style = path
          max_concurrent_requests = 20

        [profile base]
        aws_access_key_id = AKIABASE
        aws_secret_access_key = wJalrXUtnFEMI

        [services mine]
        # ours
        sts =
          endpoint_url = http://127.0.0.1:1/

        [services other]
        sts =
          endpoint_url = http://127.0.0.1:2/
        """;

    private readonly TestHome _home = new();

    private string Run => _home["run"];

    public void Dispose() => _home.Dispose();

    [Fact]
    public void The_childs_profile_leads_to_the_plan_and_keeps_what_is_no_identity()
    {
        using var files = Make("dev", null);
        var settings = $"""
            region = eu-west-1
            output = json
            services = mine
            max_attempts = 7
            s3 =
              addressing_style = path
              max_concurrent_requests = 20
            credential_process = /opt/lanyard credential-process --plan {files.PlanId}

            """;
        Assert.Equal(
            $"[default]\n{settings}\n[profile dev]\n{settings}\n[profile base]\ncredential_process = /opt/lanyard credential-process --plan {files.PlanId} --asked base\n\n[services mine]\n# ours\nsts =\n  endpoint_url = http://127.0.0.1:1/\n\n",
            File.ReadAllText(files.ConfigFile));
        Assert.Empty(File.ReadAllText(files.CredentialsFile));
        Assert.Equal("PLAN", File.ReadAllText(Path.Combine(Run, files.PlanId, "plan.json")));
        Assert.Equal("dev", files.Profile);
    }

    [Fact]
    public void Every_sdk_reads_the_same_from_the_copy_as_from_the_original()
    {
        using var files = Make("dev", null);
        var original = _home.Files.Profiles["dev"];
        _home.Set(("AWS_CONFIG_FILE", files.ConfigFile), ("AWS_SHARED_CREDENTIALS_FILE", files.CredentialsFile));
        var copy = _home.Files.Profiles["dev"];
        Assert.Equal(["credential_process", "max_attempts", "output", "region", "s3", "services"], copy.Properties.Keys.Order(StringComparer.Ordinal));
        Assert.All(copy.Properties.Keys.Except(["credential_process"]), key => Assert.Equal(original.Get(key), copy.Get(key)));
        Assert.Equal("process", _home.SourceOf("dev").Kind);
        Assert.Equal("process", _home.SourceOf().Kind);
    }

    [Fact]
    public void A_region_that_was_chosen_replaces_the_profiles()
    {
        using var files = Make("dev", "us-east-1");
        Assert.Equal(["region = us-east-1", "region = us-east-1"], File.ReadAllLines(files.ConfigFile).Where(l => l.StartsWith("region", StringComparison.Ordinal)));
    }

    [Fact]
    public void Without_a_profile_the_default_leads_to_the_plan()
    {
        using var files = Make(null, null);
        Assert.StartsWith($"[default]\ncredential_process = /opt/lanyard credential-process --plan {files.PlanId}\n\n[profile ", File.ReadAllText(files.ConfigFile), StringComparison.Ordinal);
        Assert.Equal("default", files.Profile);
    }

    [Fact]
    public void No_secret_is_in_any_of_them_and_only_the_owner_can_enter()
    {
        using var files = Make("base", null);
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(files.ConfigFile)!))
        {
            Assert.DoesNotContain("wJalrXUtnFEMI", File.ReadAllText(file), StringComparison.Ordinal);
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            }
        }

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(files.ConfigFile)!));
        }
    }

    [Fact]
    public void They_go_when_the_child_is_done()
    {
        using (var files = Make("dev", null))
        {
            Assert.True(File.Exists(files.ConfigFile));
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(Run));
    }

    [Fact]
    public void Another_profile_asks_lanyard_and_leads_nowhere_else()
    {
        using var files = Make("base", null);
        var text = File.ReadAllText(files.ConfigFile);
        Assert.Contains($"\n[profile dev]\ncredential_process = /opt/lanyard credential-process --plan {files.PlanId} --asked dev\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("role_arn", text, StringComparison.Ordinal);
        Assert.DoesNotContain("endpoint_url", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kept_profile_asks_lanyard_too_and_keeps_what_is_no_identity()
    {
        using var files = Make("base", null, keepsOthers: true);
        var text = File.ReadAllText(files.ConfigFile);
        Assert.Contains("\n[profile dev]\nregion = eu-west-1\noutput = json\nservices = mine\n", text, StringComparison.Ordinal);
        Assert.Contains("\n[services mine]\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("[services other]", text, StringComparison.Ordinal);
        Assert.DoesNotContain("role_arn", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_the_project_asks_for_leads_where_the_profile_does_whatever_the_user_has_under_it()
    {
        using var files = Make("dev", null, asked: ["acme", "base", "dev", "default", "no[name"]);
        _home.Set(("AWS_CONFIG_FILE", files.ConfigFile), ("AWS_SHARED_CREDENTIALS_FILE", files.CredentialsFile));
        Assert.Equal(["acme", "base", "default", "dev"], _home.Files.Profiles.Keys.Order(StringComparer.Ordinal));
        Assert.All(_home.Files.Profiles.Values, p => Assert.Equal(
            ($"/opt/lanyard credential-process --plan {files.PlanId}", "eu-west-1", "mine"), (p.Get("credential_process"), p.Get("region"), p.Get("services"))));
    }

    [Fact]
    public void Keys_stand_in_the_credentials_file_alone_where_the_child_knows_no_process()
    {
        using var files = Make("dev", null, asked: ["acme"], keys: new AwsCredentials("ASIAX", new Secret("hidden"), new Secret("token"), null));
        Assert.DoesNotContain(
            File.ReadAllLines(files.ConfigFile), l => l.StartsWith("credential_process", StringComparison.Ordinal) && !l.Contains("--asked", StringComparison.Ordinal));
        Assert.DoesNotContain("hidden", File.ReadAllText(files.ConfigFile), StringComparison.Ordinal);
        _home.Set(("AWS_CONFIG_FILE", files.ConfigFile), ("AWS_SHARED_CREDENTIALS_FILE", files.CredentialsFile));
        foreach (var name in new[] { "default", "dev", "acme" })
        {
            var profile = _home.Files.Profiles[name];
            Assert.Equal(("ASIAX", "hidden", "token", "eu-west-1"), (profile.Get("aws_access_key_id"), profile.Get("aws_secret_access_key"), profile.Get("aws_session_token"), profile.Get("region")));
        }

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(files.CredentialsFile));
        }
    }

    [Fact]
    public void Beside_an_endpoint_the_default_profile_keeps_its_settings_and_gives_no_credentials()
    {
        using var files = Make("dev", null, PrivateProfiles.Named);
        _home.Set(("AWS_CONFIG_FILE", files.ConfigFile), ("AWS_SHARED_CREDENTIALS_FILE", files.CredentialsFile));
        var standard = _home.Files.Profiles["default"];
        Assert.Equal(("eu-west-1", "mine", null), (standard.Get("region"), standard.Get("services"), standard.Get("credential_process")));
        Assert.Equal(1, File.ReadAllText(files.ConfigFile).Split('\n').Count(l => l.EndsWith($"--plan {files.PlanId}", StringComparison.Ordinal)));
    }

    // osls 4 takes a default profile without credentials for an error, and asks an endpoint only where there is none (measured).
    [Fact]
    public void Beside_an_endpoint_there_is_no_default_profile_that_would_hold_the_region_alone()
    {
        using var files = Make(null, "eu-west-1", PrivateProfiles.Named);
        Assert.DoesNotContain("[default]", File.ReadAllText(files.ConfigFile), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_killed_command_left_is_swept_and_what_still_runs_is_not()
    {
        using var running = Make("dev", null);
        var left = Path.Combine(Run, new string('a', 32));
        _home.Write($"run/{new string('a', 32)}/plan.json", "PLAN");
        _home.Write($"run/{new string('a', 32)}.lock", "");
        _home.Write($"run/{new string('b', 32)}/plan.json", "PLAN");
        _home.Write($"run/{new string('c', 32)}.lock", "");
        _home.Write("run/something else/file", "");
        PrivateAwsFiles.Sweep(Run);
        Assert.False(Directory.Exists(left));
        Assert.True(File.Exists(running.ConfigFile));
        Assert.True(File.Exists(_home["run/something else/file"]));
        Assert.Equal(3, Directory.GetFileSystemEntries(Run).Length);
    }

    [Fact]
    public void What_a_killed_command_left_is_told_apart_without_touching_it()
    {
        using var running = Make("dev", null);
        _home.Write($"run/{new string('a', 32)}/plan.json", "PLAN");
        Assert.Equal([Path.Combine(Run, new string('a', 32))], PrivateAwsFiles.Dead(Run));
        Assert.True(File.Exists(_home[$"run/{new string('a', 32)}/plan.json"]));
        Assert.Empty(PrivateAwsFiles.Dead(_home["nowhere"]));
    }

    [Fact]
    public void Nothing_is_made_where_there_is_nothing_to_sweep()
    {
        PrivateAwsFiles.Sweep(Run);
        Assert.False(Directory.Exists(Run));
    }

    [Fact]
    public void Two_children_share_nothing()
    {
        using var one = Make("dev", null);
        using var two = Make("dev", null);
        Assert.NotEqual(one.PlanId, two.PlanId);
        Assert.NotEqual(one.ConfigFile, two.ConfigFile);
    }

    [Theory]
    [InlineData("/opt/my tools/lanyard", "\"/opt/my tools/lanyard\" credential-process")]
    [InlineData("/opt/lanyard", "/opt/lanyard credential-process")]
    public void A_path_with_blanks_is_quoted_for_those_who_use_a_shell_and_those_who_do_not(string program, string line)
    {
        using var files = PrivateAwsFiles.Create(Run, ("plan.json", []), null, new ChildProfiles(null, _home.Files), [program]);
        Assert.Contains($"credential_process = {line}", File.ReadAllText(files.ConfigFile), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/opt/$HOME/lanyard")]
    [InlineData("/opt/`id`/lanyard")]
    [InlineData("/opt/a\"b/lanyard")]
    [InlineData("/opt/a\nb/lanyard")]
    public void A_path_that_no_quoting_holds_for_both_is_refused(string program) => Assert.Equal(
        ErrorCodes.SettingInvalid,
        Assert.Throws<CredentialsException>(() => PrivateAwsFiles.Create(Run, ("plan.json", []), null, new ChildProfiles(null, _home.Files), [program])).Code);

    [Theory]
    [InlineData("eu-west-1\ncredential_process = /bin/evil")]
    [InlineData("eu-west-1 # x")]
    [InlineData("")]
    public void A_region_that_is_none_writes_no_setting_of_its_own(string region) => Assert.Equal(
        ErrorCodes.SettingInvalid, Assert.Throws<CredentialsException>(() => Make("dev", region)).Code);

    [Fact]
    public void A_folder_that_can_not_be_written_is_named()
    {
        _home.Write("run", "a file");
        var e = Assert.Throws<CredentialsException>(() => Make("dev", null));
        Assert.Equal(ErrorCodes.FileNotWritable, e.Code);
        Assert.Contains(Run, e.Message, StringComparison.Ordinal);
    }

    private PrivateAwsFiles Make(
        string? profile, string? region, PrivateProfiles way = PrivateProfiles.DefaultAndNamed, string[]? asked = null, AwsCredentials? keys = null, bool keepsOthers = false)
    {
        _home.Config(Config);
        var files = _home.Files;
        return PrivateAwsFiles.Create(
            Run, ("plan.json", "PLAN"u8.ToArray()), region,
            new ChildProfiles(profile is null ? null : files.Profiles[profile], files) { Asked = asked ?? [], Way = way, Keys = keys, KeepsOthers = keepsOthers }, ["/opt/lanyard"]);
    }
}
