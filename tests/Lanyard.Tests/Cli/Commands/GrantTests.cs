using Lanyard.Cli;
using Lanyard.Credentials;
using Lanyard.Credentials.Sources;
using Lanyard.Tests.Credentials;

namespace Lanyard.Tests.Cli.Commands;

/// <summary>What a protected stage needs: a person who types its name, a grant, or the CI job that it names.</summary>
public sealed class GrantTests : IAsyncLifetime
{
    private TestCli _cli = null!;

    private const string Stages = $$"""
          dev:
            match: ["dev-*"]
            account: "{{TestAws.Dev}}"
            region: eu-west-1
            access: { session: my-org, permissionSet: Developer }
            protected: true
            ENDPOINT
          open:
            account: "{{TestAws.Dev}}"
            region: eu-west-1
            access: { session: my-org, permissionSet: Developer }
            ENDPOINT
          prod:
            account: "{{TestAws.Prod}}"
            region: eu-west-1
            access: { role: "{{TestAws.Deploy}}", from: dev }
            protected: true
            maxSession: 20m
            ci: { role: "{{TestAws.Web}}", oidc: gitlab }
            ENDPOINT

        """;

    public async ValueTask InitializeAsync()
    {
        _cli = await TestCli.StartAsync();
        _cli.UseStages(Stages);
        await _cli.SignInAsync(TestAws.Corp with { SessionName = null });
    }

    public ValueTask DisposeAsync() => _cli.DisposeAsync();

    [Fact]
    public async Task The_name_typed_on_a_terminal_lets_one_command_use_the_stage()
    {
        _cli.Person = question => question.Contains("dev is protected (account 111111111111)", StringComparison.Ordinal) ? "dev" : null;
        (await _cli.RunAsync("env", "--stage", "dev")).Done();
        _cli.Person = _ => "yes";
        (await _cli.RunAsync("env", "--stage", "dev")).Failed(3, CliErrorCodes.NotConfirmed);
        _cli.Person = _ => null;
        Assert.Contains("lanyard grant dev --for 1h", (await _cli.RunAsync("env", "--stage", "dev")).Failed(4, CliErrorCodes.ConfirmationMissing).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_grant_lets_scripts_use_the_stage_until_it_ends()
    {
        await GiveAsync("dev", "--for", "90m");
        (await _cli.RunAsync("env", "--stage", "dev", "--no-input")).Done();
        (await _cli.RunAsync("credential-process", "--stage", "dev")).Done();
        _cli.Time.Advance(TimeSpan.FromMinutes(89));
        (await _cli.RunAsync("env", "--stage", "dev")).Done();
        _cli.Time.Advance(TimeSpan.FromMinutes(1));
        (await _cli.RunAsync("env", "--stage", "dev")).Failed(4, CliErrorCodes.ConfirmationMissing);
    }

    [Fact]
    public async Task A_grant_is_for_the_stage_that_was_typed_alone()
    {
        await GiveAsync("dev");
        (await _cli.RunAsync("env", "--stage", "dev-anna")).Failed(4, CliErrorCodes.ConfirmationMissing);
        (await _cli.RunAsync("env", "--stage", "prod")).Failed(4, CliErrorCodes.ConfirmationMissing);
        _cli.Home.Write("other/lanyard.yaml", _cli.Project(Stages));
        _cli.Folder = "other";
        (await _cli.RunAsync("env", "--stage", "dev")).Failed(4, CliErrorCodes.ConfirmationMissing);
    }

    [Fact]
    public async Task A_grant_is_void_once_the_stage_leads_elsewhere()
    {
        await GiveAsync("dev");
        _cli.UseStages(Stages.Replace("permissionSet: Developer", "permissionSet: Admin", StringComparison.Ordinal));
        (await _cli.RunAsync("env", "--stage", "dev")).Failed(4, CliErrorCodes.ConfirmationMissing);
    }

    [Theory]
    [InlineData(0x1B4)] // 0664
    [InlineData(0x190)] // 0620
    public async Task A_grant_that_somebody_else_may_write_is_none(int mode)
    {
        await GiveAsync("dev");
        var file = Assert.Single(Directory.GetFiles(_cli.Home["lanyard/state/grants"]));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal((UnixFileMode)0x180, File.GetUnixFileMode(file));
            File.SetUnixFileMode(file, (UnixFileMode)mode);
        }

        (await _cli.RunAsync("env", "--stage", "dev")).Failed(4, CliErrorCodes.ConfirmationMissing);
    }

    [Theory]
    [InlineData("\"until\":\"2026-07-01T13:00:00", "\"until\":\"2027-07-01T13:00:00")]
    [InlineData("\"from\":\"2026-07-01T12:00:00", "\"from\":\"2026-07-01T12:30:00")]
    [InlineData("{", "[")]
    public async Task A_grant_that_nobody_could_have_been_given_is_none(string old, string edited)
    {
        await GiveAsync("dev");
        var file = Assert.Single(Directory.GetFiles(_cli.Home["lanyard/state/grants"]));
        var text = File.ReadAllText(file);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(file, text.Replace(old, edited, StringComparison.Ordinal));
        (await _cli.RunAsync("env", "--stage", "dev")).Failed(4, CliErrorCodes.ConfirmationMissing);
    }

    [Fact]
    public async Task Nobody_gives_a_grant_but_a_person_who_types_the_name()
    {
        (await _cli.RunAsync("grant", "dev", "--for", "1h")).Failed(4, CliErrorCodes.ConfirmationMissing);
        _cli.Person = _ => "dev";
        (await _cli.RunAsync("grant", "dev", "--no-input")).Failed(4, CliErrorCodes.ConfirmationMissing);
        _cli.Person = _ => "yes";
        (await _cli.RunAsync("grant", "dev")).Failed(3, CliErrorCodes.NotConfirmed);
        Assert.Equal("", (await _cli.RunAsync("grant", "--list")).Done().Out);
    }

    [Fact]
    public async Task Grants_are_listed_and_revoked()
    {
        await GiveAsync("dev", "--for", "12h");
        Assert.Equal($"dev  account {TestAws.Dev}  720 min left  {_cli.Home["project/lanyard.yaml"]}\n", (await _cli.RunAsync("grant", "--list")).Done().Out);
        var grant = (await _cli.RunAsync("grant", "--list", "--json")).Done().Json.GetProperty("grants")[0];
        Assert.Equal(("dev", "Developer", "2026-07-02T00:00:00Z"), (grant.GetProperty("stage").GetString(), grant.GetProperty("role").GetString(), grant.GetProperty("until").GetString()));
        (await _cli.RunAsync("grant", "dev", "--revoke")).Done();
        Assert.Equal("", (await _cli.RunAsync("grant", "--list")).Done().Out);
        Assert.Contains("No grant for dev runs", (await _cli.RunAsync("grant", "dev", "--revoke")).Done().Error, StringComparison.Ordinal);
        (await _cli.RunAsync("env", "--stage", "dev")).Failed(4, CliErrorCodes.ConfirmationMissing);
    }

    [Theory]
    [InlineData("dev", "--for", "13h")]
    [InlineData("dev", "--for", "59s")]
    [InlineData("dev", "--for", "soon")]
    [InlineData("dev", "--for", "1h", "--revoke")]
    [InlineData("dev", "--list")]
    [InlineData]
    public async Task A_grant_that_makes_no_sense_is_wrong_usage(params string[] words) =>
        (await _cli.RunAsync(["grant", .. words])).Failed(2, CliErrorCodes.Usage);

    [Fact]
    public async Task A_stage_without_protection_needs_no_grant()
    {
        Assert.Contains("isn't protected", (await _cli.RunAsync("grant", "open")).Done().Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_cli.Home["lanyard/state/grants"]));
    }

    [Fact]
    public async Task The_ci_job_that_the_stage_names_is_its_role_and_nobody_is_asked()
    {
        _cli.Home.Set(("GITLAB_CI", "true"), ("GITLAB_OIDC_TOKEN", _cli.Server.IssueWebIdentityToken("repo:me/app", "sts.amazonaws.com").Reveal()));
        File.Delete(_cli.Home["lanyard/state/met"]);
        foreach (var command in new[] { "env", "credential-process" })
        {
            (await _cli.RunAsync(command, "--stage", "prod", "--no-input")).Done();
        }

        var json = (await _cli.RunAsync("whoami", "--stage", "prod", "--json")).Done().Json;
        Assert.Equal(
            ($"arn:aws:sts::{TestAws.Prod}:assumed-role/web/lanyard-orders-prod", "webIdentity", "2026-07-01T12:20:00Z"),
            (json.GetProperty("Arn").GetString(), json.GetProperty("Source").GetString(), json.GetProperty("Expiration").GetString()));
    }

    [Fact]
    public async Task A_token_that_the_role_does_not_trust_opens_nothing()
    {
        _cli.Home.Set(("GITLAB_CI", "true"), ("GITLAB_OIDC_TOKEN", _cli.Server.IssueWebIdentityToken("repo:somebody/else", "sts.amazonaws.com").Reveal()));
        (await _cli.RunAsync("env", "--stage", "prod")).Failed(5, ErrorCodes.RoleAccessDenied);
    }

    [Theory]
    [InlineData("GITLAB_CI", "true", "`id_tokens`")]
    [InlineData("BITBUCKET_STEP_OIDC_TOKEN", "token", "lanyard grant")]
    public async Task A_job_without_the_named_systems_token_is_nobody(string variable, string value, string fix)
    {
        _cli.Home.Set((variable, value));
        Assert.Contains(fix, (await _cli.RunAsync("env", "--stage", "prod")).Failed(4, CliErrorCodes.ConfirmationMissing).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("github", "ACTIONS_ID_TOKEN_REQUEST_URL=https://ci.test/,ACTIONS_ID_TOKEN_REQUEST_TOKEN=t", true)]
    [InlineData("github", "GITLAB_CI=true,GITLAB_OIDC_TOKEN=t", false)]
    [InlineData("github", "ACTIONS_ID_TOKEN_REQUEST_URL=https://ci.test/", false)]
    [InlineData("gitlab", "GITLAB_CI=true,GITLAB_OIDC_TOKEN=t", true)]
    [InlineData("gitlab", "GITLAB_OIDC_TOKEN=t", false)]
    [InlineData("gitlab", "GITLAB_CI=true,LANYARD_OIDC_TOKEN_VARIABLE=MINE,MINE=t", true)]
    [InlineData("gitlab", "GITLAB_CI=true,LANYARD_OIDC_TOKEN_VARIABLE=MINE", false)]
    [InlineData("bitbucket", "BITBUCKET_STEP_OIDC_TOKEN=t", true)]
    [InlineData("bitbucket", "GITLAB_CI=true,GITLAB_OIDC_TOKEN=t", false)]
    [InlineData("circleci", "CIRCLE_OIDC_TOKEN_V2=t", true)]
    [InlineData("circleci", "CIRCLE_OIDC_TOKEN=t", false)]
    public void A_ci_systems_own_token_is_found_and_no_other(string system, string variables, bool found)
    {
        using var home = new TestHome();
        home.Set([.. variables.Split(',').Select(v => v.Split('=', 2)).Select(v => (v[0], v[1]))]);
        var token = system switch
        {
            "github" => CiToken.OfGitHub(home.Machine()),
            "gitlab" => CiToken.OfGitLab(home.Machine()),
            "circleci" => CiToken.OfCircleCi(home.Machine()),
            _ => CiToken.OfBitbucket(home.Machine()),
        };
        Assert.Equal(found, token is not null);
    }

    private async Task GiveAsync(string stage, params string[] options)
    {
        _cli.Person = _ => stage;
        (await _cli.RunAsync(["grant", stage, .. options])).Done();
        _cli.Person = _ => null;
    }
}
