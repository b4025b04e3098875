using Lanyard.Projects;

namespace Lanyard.Tests.Projects;

public class ProjectFileTests
{
    [Fact]
    public void A_rich_file_is_read_as_written()
    {
        var file = ProjectFile.Parse(Samples.Rich, Samples.Path);

        var org = new SsoSessionSetting("my-org", "https://my-org.awsapps.com/start", "eu-west-1");
        var lab = new SsoSessionSetting("lab", "http://127.0.0.1:8080/start", "us-gov-west-1");
        var developer = new StageAccess.PermissionSet(org, "Developer");
        var power = new StageAccess.PermissionSet(lab, "Power_User");
        var deploy = new StageAccess.Role("arn:aws:iam::333333333333:role/team/deploy", "dev");
        var expected = new ProjectFile
        {
            Path = Samples.Path,
            Project = "orders",
            Sessions = new Dictionary<string, SsoSessionSetting> { ["my-org"] = org, ["lab"] = lab },
            Stages =
            [
                new Stage
                {
                    Name = "dev", Match = ["dev", "dev-*", "$USER"], Account = "111111111111", Region = "eu-west-1",
                    Access = developer, PinnedAccess = developer, Line = 7, Column = 3,
                },
                new Stage
                {
                    Name = "staging", Account = "012345678901", Region = "eu-central-1",
                    Access = power, PinnedAccess = power, Endpoints = ["sts=https://sts.example.com", "sso_oidc=http://127.0.0.1:8080"], Line = 12, Column = 3,
                },
                new Stage
                {
                    Name = "prod", Account = "333333333333", Region = "eu-west-1", Access = deploy, PinnedAccess = deploy,
                    Protected = true, MaxSession = TimeSpan.FromHours(1), Branches = ["main", "release/*"],
                    Ci = new StageCi("arn:aws:iam::333333333333:role/ci-deploy", OidcIssuer.GitHub), Endpoints = ["https://aws.example.com"], Line = 17, Column = 3,
                },
            ],
        };
        Assert.Equal(expected, file);
        Assert.Equal(expected.GetHashCode(), file.GetHashCode());
        Assert.NotEqual(expected with { Project = "others" }, file);
        Assert.NotEqual(expected with { Stages = [file.Stages[0] with { Branches = ["x"] }, .. file.Stages.Skip(1)] }, file);
    }

    [Theory]
    [InlineData("version: 2\nstages: {}", 1, 10, "version 1 of the file only")]
    [InlineData("version: \"1\"\nstages: {}", 1, 10, "version 1 of the file only")]
    [InlineData("stages: {}", 1, 1, "does not say its version")]
    [InlineData("", 1, 1, "must be a mapping, but is empty")]
    [InlineData("- a", 1, 1, "must be a mapping, but is a list")]
    [InlineData("version: 1", 1, 1, "has no stages")]
    [InlineData("version: 1\nstages: {}", 2, 9, "has no stage")]
    [InlineData("version: 1\nstages: [dev]", 2, 9, "stages must be a mapping, but is a list")]
    [InlineData("version: 1\nstages: { dev: }", 2, 16, "stage \"dev\" must be a mapping, but is empty")]
    [InlineData("version: 1\nstages: { 'a b': {} }", 2, 11, "is not a stage name")]
    [InlineData("version: 1\nstages: { -a: {} }", 2, 11, "is not a stage name")]
    [InlineData("version: 1\nstaegs: {}", 2, 1, "unknown key \"staegs\"; did you mean stages?")]
    [InlineData("version: 1\nrun: make\nstages: {}", 2, 1, "unknown key \"run\"")]
    [InlineData("version: 1\nproject: a b\nstages: {}", 2, 10, "role session name")]
    [InlineData("version: 1\nproject:\nstages: {}", 2, 9, "project of the file must be text, but is empty")]
    [InlineData("version: 1\nsessions: { o: { region: eu-west-1 } }\nstages: {}", 2, 16, "session \"o\" has no startUrl")]
    [InlineData("version: 1\nsessions: { o: { start_url: x, region: eu-west-1 } }\nstages: {}", 2, 18, "did you mean startUrl?")]
    [InlineData("version: 1\nsessions: { o: { startUrl: https://o/start, region: Ireland } }\nstages: {}", 2, 53, "shape of a Region")]
    public void A_mistake_in_the_file_is_told_with_its_place(string text, int line, int column, string words)
    {
        var e = Samples.Refused(text);

        Assert.Contains(words, e.Message);
        Assert.StartsWith($"{Samples.Path}:{line}:{column}: ", e.Message);
        Assert.Equal((line, column, "STAGE_FILE_INVALID"), (e.Line, e.Column, e.Code));
        Assert.NotEmpty(e.Fix);
    }

    [Theory]
    [InlineData("http://portal.example.com/start")]
    [InlineData("http://localhost.example.com/start")]
    [InlineData("http://10.0.0.1/start")]
    [InlineData("https://user:pw@portal.example.com/start")]
    [InlineData("https:\\\\portal.example.com/start")]
    [InlineData("HTTPS://portal.example.com/start")]
    [InlineData("ftp://portal.example.com/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("portal.example.com/start")]
    [InlineData("https:///start")]
    [InlineData("https://portal.example.com/\u001b[2J")]
    [InlineData("https://pörtal.example.com/start")]
    public void A_start_url_is_https_or_loopback_and_is_not_echoed(string url)
    {
        var quoted = "'" + url + "'";
        var e = Samples.Refused($"version: 1\nsessions: {{ o: {{ startUrl: {quoted}, region: eu-west-1 }} }}\nstages: {{}}");
        Assert.DoesNotContain(url, e.Message + e.Fix);
        Assert.True(e.Code is "STAGE_FILE_INVALID" or "YAML_INVALID", e.Message);
    }

    [Theory]
    [InlineData("https://my-org.awsapps.com/start#/")]
    [InlineData("https://ssoins-1.portal.eu-west-1.app.aws")]
    [InlineData("http://localhost:8080/start")]
    [InlineData("http://[::1]:8080/start")]
    public void Start_urls_of_portals_and_of_the_sandbox_are_accepted(string url)
    {
        var text = Samples.WithStage(Keys()).Replace("https://org.awsapps.com/start", "\"" + url + "\"", StringComparison.Ordinal);
        Assert.Equal(url, ProjectFile.Parse(text, Samples.Path).Sessions["org"].StartUrl);
    }

    [Theory]
    [InlineData("account", "11111111111", "is not 12 digits; were leading zeros lost?")]
    [InlineData("account", "1111111111111", "is not 12 digits")]
    [InlineData("account", "\"11111111111a\"", "is not 12 digits")]
    [InlineData("account", "0x0111111111", "is not 12 digits")]
    [InlineData("account", "\"١١١١١١١١١١١١\"", "is not 12 digits")]
    [InlineData("account", "[1]", "account of stage \"s\" must be text, but is a list")]
    [InlineData("region", "eu-west", "shape of a Region")]
    [InlineData("region", "eu-west-1.example.com", "shape of a Region")]
    [InlineData("region", "EU-WEST-1", "shape of a Region")]
    [InlineData("match", "dev-*", "match of stage \"s\" must be a list, but is text")]
    [InlineData("match", "[\"$HOME\"]", "no variable but $USER")]
    [InlineData("match", "[\"a b\"]", "is not a pattern")]
    [InlineData("match", "[\"\"]", "is not a pattern")]
    [InlineData("match", "[a, ]", null)]
    [InlineData("match", "[{}]", "is not a pattern")]
    [InlineData("protected", "yes", "must be true or false")]
    [InlineData("protected", "\"true\"", "must be true or false")]
    [InlineData("protected", "", "must be true or false")]
    [InlineData("protected", "True", "must be true or false")]
    [InlineData("branches", "main", "must be a list")]
    [InlineData("branches", "[\"\"]", "is not a branch name")]
    [InlineData("maxSession", "14m", "from 15m to 12h")]
    [InlineData("maxSession", "13h", "from 15m to 12h")]
    [InlineData("maxSession", "3600", "from 15m to 12h")]
    [InlineData("maxSession", "1h1h", "from 15m to 12h")]
    [InlineData("maxSession", "30m1h", "from 15m to 12h")]
    [InlineData("maxSession", "99999999999999999999h", "from 15m to 12h")]
    [InlineData("maxSession", "1 h", "from 15m to 12h")]
    [InlineData("maxSession", "15m", "the permission set \"Dev\" lasts is set in IAM Identity Center")]
    [InlineData("maxSession", "12h", "GetRoleCredentials takes no duration")]
    [InlineData("endpoint", "\"https://aws.example.com\"", null)]
    [InlineData("endpoint", "\"http://127.0.0.1:4566\"", null)]
    [InlineData("endpoint", "\"http://aws.example.com\"", "endpoint of stage \"s\" is not an https URL")]
    [InlineData("endpoint", "", "endpoint of stage \"s\" must be text")]
    [InlineData("endpoints", "{ sts: \"https://sts.example.com\", sso_oidc: \"http://localhost:1\" }", null)]
    [InlineData("endpoints", "{ STS: \"https://sts.example.com\" }", "names the service \"STS\"")]
    [InlineData("endpoints", "{ sts: \"https://me@sts.example.com\" }", "endpoints of stage \"s\" is not an https URL")]
    [InlineData("endpoints", "{ sts: }", "endpoints of stage \"s\" is not an https URL")]
    [InlineData("endpoints", "[\"https://sts.example.com\"]", "must be a mapping")]
    [InlineData("access", "{}", "is empty")]
    [InlineData("access", "{ session: org }", "has no permissionSet")]
    [InlineData("access", "{ permissionSet: Dev }", "has no session")]
    [InlineData("access", "{ session: orgg, permissionSet: Dev }", "which the file does not define; did you mean \"org\"?")]
    [InlineData("access", "{ session: org, permissionSet: \"a/b\" }", "is not a name")]
    [InlineData("access", "{ session: org, permissionset: Dev }", "did you mean permissionSet?")]
    [InlineData("access", "{ session: org, permissionSet: Dev, from: base }", "mixes two ways in")]
    [InlineData("access", "{ from: base }", "has no role")]
    [InlineData("access", "{ role: \"arn:aws:iam::222222222222:role/x\" }", "has no from")]
    [InlineData("access", "{ role: \"arn:aws:iam::333333333333:role/x\", from: base }", "is in account 333333333333, but the stage pins account 222222222222")]
    [InlineData("access", "{ role: \"arn:aws:iam::222222222222:user/x\", from: base }", "is not a role's ARN")]
    [InlineData("access", "{ role: \"arn:aws:iam::222222222222:role/\", from: base }", "is not a role's ARN")]
    [InlineData("access", "{ role: \"arn:aws:iam:eu-west-1:222222222222:role/x\", from: base }", "is not a role's ARN")]
    [InlineData("access", "{ role: \"arn:aws:iam::222222222222:role//x\", from: base }", "is not a role's ARN")]
    [InlineData("access", "{ role: \"arn:aws-cn:iam::222222222222:role/x\", from: base }", null)]
    [InlineData("access", "{ role: \"arn:aws:iam::222222222222:role/x\", from: bass }", "did you mean \"base\"?")]
    [InlineData("access", "{ role: \"arn:aws:iam::222222222222:role/x\", from: s }", "in a circle: s -> s")]
    [InlineData("ci", "{ role: \"arn:aws:iam::222222222222:role/x\", oidc: jenkins }", "oidc \"jenkins\"")]
    [InlineData("ci", "{ role: \"arn:aws:iam::111111111111:role/x\", oidc: github }", "is in account 111111111111")]
    [InlineData("ci", "{ oidc: github }", "has no role")]
    [InlineData("ci", "{ role: \"arn:aws:iam::222222222222:role/x\", oidc: gitlab }", null)]
    [InlineData("ci", "{ role: \"arn:aws:iam::222222222222:role/x\", oidc: circleci }", null)]
    [InlineData("acount", "\"222222222222\"", "unknown key \"acount\"; did you mean account?")]
    public void A_stages_key_is_checked(string key, string value, string? words)
    {
        var text = Samples.WithStage(Keys((key, value)));
        if (words is null)
        {
            Assert.Equal("s", ProjectFile.Parse(text, Samples.Path).Stages[1].Name);
            return;
        }

        var e = Samples.Refused(text);
        Assert.Contains(words, e.Message);
        Assert.Equal("STAGE_FILE_INVALID", e.Code);
        Assert.InRange(e.Line, 7, 10);
    }

    [Theory]
    [InlineData("1h", false)]
    [InlineData("15m", false)]
    [InlineData("3600s", false)]
    [InlineData("45m30s", false)]
    [InlineData("61m", true)]
    [InlineData("12h", true)]
    public void A_role_assumed_from_another_stage_lasts_one_hour_at_most(string duration, bool refused)
    {
        var role = ("access", "{ role: \"arn:aws:iam::222222222222:role/x\", from: base }");
        var text = Samples.WithStage(Keys(role, ("maxSession", duration)));
        var e = Record.Exception(() => ProjectFile.Parse(text, Samples.Path));

        Assert.Equal(refused, e is ProjectFileException);
        if (refused)
        {
            Assert.Contains("limits such role chaining to 1h", e!.Message);
        }
    }

    [Fact]
    public void A_circle_of_stages_is_told_at_one_of_its_from_keys()
    {
        var e = Samples.Refused("""
            version: 1
            stages:
              a: { account: "111111111111", region: eu-west-1, access: { role: "arn:aws:iam::111111111111:role/a", from: b } }
              b: { account: "111111111111", region: eu-west-1, access: { role: "arn:aws:iam::111111111111:role/b", from: c } }
              c: { account: "111111111111", region: eu-west-1, access: { role: "arn:aws:iam::111111111111:role/c", from: b } }
            """);
        Assert.Contains("in a circle: b -> c -> b", e.Message);
        Assert.Equal((4, 110), (e.Line, e.Column));
    }

    [Fact]
    public void A_chain_of_stages_that_ends_is_accepted()
    {
        var text = Samples.WithStage(Keys(("access", "{ role: \"arn:aws:iam::222222222222:role/x\", from: t }")))
            + "\n  t: { account: \"333333333333\", region: eu-west-1, access: { role: \"arn:aws:iam::333333333333:role/t\", from: base } }";
        Assert.Equal(3, ProjectFile.Parse(text, Samples.Path).Stages.Count);
    }

    [Fact]
    public void What_could_rewrite_the_terminal_is_not_shown() =>
        Assert.DoesNotContain('\u001b', Samples.Refused("version: 1\n\"a\\e[2J\": 1\nstages: {}").Message);

    [Fact]
    public void Load_reads_both_files_and_gives_full_paths()
    {
        using var folder = new TempFolder();
        var path = folder.Write("lanyard.yaml", Samples.Rich);
        Assert.Null(ProjectFile.Load(path).LocalPath);

        var local = folder.Write("lanyard.local.yaml", Samples.RichLocal);
        var file = ProjectFile.Load(path);
        Assert.Equal((path, local), (file.Path, file.LocalPath));
        Assert.Equal(new StageAccess.Profile("my-dev"), file.Stages[0].Access);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_told_without_an_unplanned_exception()
    {
        using var folder = new TempFolder();
        Assert.Equal("STAGE_FILE_UNREADABLE", Code(folder.File("lanyard.yaml")));
        Assert.Equal("STAGE_FILE_UNREADABLE", Code(folder.File("no/such/lanyard.yaml")));
        Assert.Equal("STAGE_FILE_UNREADABLE", Code(folder.Path));
        Assert.Equal("STAGE_FILE_UNREADABLE", Code("a\0b"));
        Assert.Equal("STAGE_FILE_UNREADABLE", Code(""));
        Assert.Equal("STAGE_FILE_UNREADABLE", Code(folder.Write("lanyard.yaml", new string('#', (1024 * 1024) + 1))));

        File.WriteAllBytes(folder.File("lanyard.yaml"), [.. "version: 1\n# "u8, 0xC3, 0x28]);
        var e = Assert.Throws<ProjectFileException>(() => ProjectFile.Load(folder.File("lanyard.yaml")));
        Assert.Equal(("YAML_INVALID", 2), (e.Code, e.Line));

        static string Code(string path) => Assert.Throws<ProjectFileException>(() => ProjectFile.Load(path)).Code;
    }

    // The stage "s" in account 222222222222 with some of its keys given.
    private static string Keys(params (string Key, string Value)[] keys)
    {
        var all = new Dictionary<string, string>
        {
            ["account"] = "\"222222222222\"",
            ["region"] = "eu-west-1",
            ["access"] = "{ session: org, permissionSet: Dev }",
        };
        foreach (var (key, value) in keys)
        {
            all[key] = value;
        }

        return string.Join('\n', all.Select(pair => $"    {pair.Key}: {pair.Value}"));
    }
}
