using System.Text.Json.Nodes;
using Lanyard.EndToEnd.Running;
using Lanyard.EndToEnd.Sandboxes;

namespace Lanyard.EndToEnd.Policy;

/// <summary>What <c>policy role</c> prints is made in the sandbox's IAM by boto3, and those take the roles on whom they are for, and others in vain.</summary>
public sealed class RoleTests
{
    private const string A = "0a1b2c3d-1111-4222-8333-444455556666";
    private const string B = "9f8e7d6c-1111-4222-8333-444455556666";
    private const string ReadOnly = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    private const string GitHub = "https://token.actions.githubusercontent.com";
    private const string Sts = "sts.amazonaws.com";

    private static readonly string Client = Path.Combine(Repository.Clients, "made-role.py");

    // A token of each system, the options of the role that is for it, and those of roles that are not.
    public static TheoryData<string, string, string, string, string, string[]> Jobs => new()
    {
        {
            "ACTIONS", GitHub, "repo:acme/orders:ref:refs/heads/main", Sts, "--github acme/orders --branch main",
            ["--github acme/other --branch main", "--github acme/orders --branch dev", "--github acme/orders --tag main", "--github acme/orders --environment main", "--github acme/orders --pull-request", "--github acme@12/orders@34 --branch main"]
        },
        {
            "ACTIONS", GitHub, "repo:acme@12/orders@34:environment:production", Sts, "--github acme@12/orders@34 --environment production",
            ["--github acme@13/orders@34 --environment production", "--github acme/orders --environment production", "--github acme@12/orders@34 --branch main"]
        },
        {
            "GITLAB_OIDC_TOKEN", "https://gitlab.com", "project_path:acme/sub/orders:ref_type:branch:ref:main", Sts, "--gitlab acme/sub/orders --branch main",
            ["--gitlab acme/orders --branch main", "--gitlab acme/sub/orders --tag main"]
        },
        {
            "BITBUCKET_STEP_OIDC_TOKEN", "https://api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc", $"{{{A}}}:{{{B}}}:{{{A}}}", $"ari:cloud:bitbucket::workspace/{B}",
            $"--bitbucket acme/orders --workspace-id {B} --repository-id {A} --environment {B}",
            [$"--bitbucket acme/orders --workspace-id {B} --repository-id {B} --environment {B}", $"--bitbucket acme/orders --workspace-id {B} --repository-id {A} --environment {A}"]
        },
        {
            "CIRCLE_OIDC_TOKEN_V2", $"https://oidc.circleci.com/org/{A}", $"org/{A}/project/{B}/user/{A}/vcs-origin/github.com/acme/orders/vcs-ref/refs/heads/main", A,
            $"--circleci {A}/{B} --branch main --vcs-origin github.com/acme/orders",
            [$"--circleci {A}/{A} --branch main --vcs-origin github.com/acme/orders", $"--circleci {A}/{B} --branch dev --vcs-origin github.com/acme/orders"]
        },
    };

    [Theory]
    [MemberData(nameof(Jobs))]
    public async Task A_job_gets_the_role_that_is_for_it_with_any_client_and_no_other_role(string variable, string issuer, string subject, string audience, string right, string[] wrong)
    {
        await using var sandbox = new CiSandbox(issuer, subject);
        await sandbox.InitializeAsync();
        using var home = new UserHome(sandbox);
        var files = new List<string> { await PlanAsync(home, "right", $"{right} --policy {ReadOnly}") };
        foreach (var (options, at) in wrong.Select((options, at) => (options, at)))
        {
            files.Add(await PlanAsync(home, $"wrong{at}", $"{options} --policy {ReadOnly}"));
        }

        var said = await SayAsync(home, ["jobs", audience, .. files]);
        Assert.Equal(
            ["right: right", "other audience: AccessDenied", .. wrong.Select((_, at) => $"wrong{at}: AccessDenied")],
            said.AsObject().Select(s => $"{s.Key}: {s.Value}"));

        // The workflow's own way, by AWS_ROLE_ARN, and by the stage of lanyard.yaml.
        var plan = JsonNode.Parse(await File.ReadAllTextAsync(files[0], TestContext.Current.CancellationToken))!;
        home.Environment["LANYARD_FILE"] = home.Write("ci.yaml", $$"""
            version: 1
            project: orders
            sessions: { s: { startUrl: "https://sandbox.awsapps.com/start", region: eu-west-1 } }
            stages:
              prod:
                account: "111111111111"
                region: eu-west-1
                access: { session: s, permissionSet: Developer }
                protected: true
                endpoint: "{{sandbox.Url.OriginalString.TrimEnd('/')}}"
            {{((string)plan["settings"]![0]!["text"]!).Split('\n')[^1]}}
            """);
        Assert.StartsWith("arn:aws:sts::111111111111:assumed-role/right/lanyard-", await WhoAsync(home, variable, audience, "right", "whoami", "--json"), StringComparison.Ordinal);
        Assert.StartsWith("arn:aws:sts::111111111111:assumed-role/right/lanyard-orders-prod", await WhoAsync(home, variable, audience, "right", "exec", "--stage", "prod", "--", LanyardBinary.Path, "whoami", "--json"), StringComparison.Ordinal);
        Assert.Contains("ROLE_ACCESS_DENIED", (await JobAsync(home, variable, audience, "wrong0", "whoami", "--json")).EndedWith(5).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task People_deploy_with_MFA_and_with_their_permission_set_and_others_not()
    {
        await using var sandbox = new TeamSandbox();
        await sandbox.InitializeAsync();
        using var home = new UserHome(sandbox);
        string[] files =
        [
            await PlanAsync(home, "with-mfa", $"--deployer --trust arn:aws:iam::111111111111:user/ana --require-mfa --max-session 4h --policy {ReadOnly}"),
            await PlanAsync(home, "account", $"--deployer --trust 111111111111 --policy {ReadOnly}"),
            await PlanAsync(home, "developers", $"--deployer --trust Developer --policy {ReadOnly}"),
        ];
        Assert.Equal(
            ["ana with-mfa: AccessDenied", "bob with-mfa: AccessDenied", "ana account: account", "bob account: AccessDenied", "ana developers: AccessDenied", "bob developers: AccessDenied", "ana with MFA: with-mfa"],
            (await SayAsync(home, ["people", TeamSandbox.Seed32, .. files])).AsObject().Select(s => $"{s.Key}: {s.Value}"));

        home.Environment["AWS_CONFIG_FILE"] = home.Write("config", sandbox.Config + string.Concat(new[] { "Developer", "Viewer" }.Select(set =>
            $"\n[profile {set}]\nsso_session = sandbox\nsso_account_id = 111111111111\nsso_role_name = {set}\nregion = eu-west-1\n")));
        (await home.LanyardAsync("login", "--profile", "Developer")).Succeeded();
        foreach (var (set, expected) in new[] { ("Developer", "developers"), ("Viewer", "AccessDenied") })
        {
            var ended = await home.LanyardAsync("exec", "--profile", set, "--", Requires.Boto3(), Client, "assume", "arn:aws:iam::111111111111:role/developers");
            Assert.Equal($"\"{expected}\"\n", ended.Succeeded().Out);
        }
    }

    [Fact]
    public async Task A_service_roles_caller_passes_it_to_CloudFormation_and_to_nobody_else()
    {
        await using var sandbox = new TeamSandbox();
        await sandbox.InitializeAsync();
        using var home = new UserHome(sandbox);
        home.Write("t.yaml", "Resources:\n  Jobs: {Type: 'AWS::SQS::Queue', Properties: {QueueName: jobs}}\n");
        var file = await PlanAsync(home, "jobs-cfn", "--service-role --template t.yaml --stack-name jobs");
        Assert.Equal(
            ["pass to cloudformation: allowed", "pass to lambda: implicitDeny", "pass another: implicitDeny", "update with it: allowed", "update with another: implicitDeny", "users may take it on: AccessDenied"],
            (await SayAsync(home, ["caller", file])).AsObject().Select(s => $"{s.Key}: {s.Value}"));
    }

    private static async Task<string> PlanAsync(UserHome home, string name, string options) => home.Write($"{name}.json", (await home.LanyardAsync(
        ["policy", "role", "--json", "--name", name, "--account", "111111111111", "--region", "eu-west-1", .. options.Split(' ')])).Succeeded().Out);

    private static async Task<JsonNode> SayAsync(UserHome home, IEnumerable<string> words) =>
        JsonNode.Parse((await home.RunAsync(["/usr/bin/env", "-u", "AWS_ENDPOINT_URL", Requires.Boto3(), Client, .. words])).Succeeded().Out)!;

    private static async Task<string> WhoAsync(UserHome home, string variable, string audience, string role, params string[] words) =>
        (string)JsonNode.Parse((await JobAsync(home, variable, audience, role, words)).Succeeded().Out)!["Arn"]!;

    private static Task<Ended> JobAsync(UserHome home, string variable, string audience, string role, params string[] words) => home.RunAsync(
    [
        "/usr/bin/env", $"AWS_ROLE_ARN=arn:aws:iam::111111111111:role/{role}", "GITLAB_CI=true",
        .. variable == "ACTIONS" ? (string[])[] : [Requires.Boto3(), Client, "run", variable, audience],
        LanyardBinary.Path, .. words,
    ]);

    /// <summary>A sandbox whose identity provider is a CI system's, with a job that has tokens of one subject.</summary>
    private sealed class CiSandbox(string issuer, string subject) : SandboxFixture
    {
        protected override string Place => "github";

        protected override string Seed =>
            $$$"""
            {"accounts":[{"id":"111111111111","name":"dev"}],
             "identityCenter":{"startUrl":"https://sandbox.awsapps.com/start","region":"eu-west-1","users":[{"userName":"alice"}],
              "permissionSets":[{"name":"Developer"}],"assignments":[{"user":"alice","account":"dev","permissionSet":"Developer"}]},
             "iamUsers":[{"name":"admin","account":"dev","accessKeys":[{}],"policies":[{"name":"all","policy":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}}]}],
             "webIdentity":{"issuer":"{{{issuer}}}","audiences":["sts.amazonaws.com"]},
             "roles":[{"name":"ci","account":"dev","trust":{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"sts:AssumeRole"}]}}],
             "ciJob":{"account":"dev","role":"ci","subject":"{{{subject}}}"}}
            """;
    }

    /// <summary>A sandbox with an administrator, ana who may assume roles and has an MFA device, bob who may nothing, and alice with two permission sets.</summary>
    private sealed class TeamSandbox : SandboxFixture
    {
        public const string Seed32 = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

        protected override string Seed =>
            $$$"""
            {"accounts":[{"id":"111111111111","name":"dev"}],
             "identityCenter":{"startUrl":"https://sandbox.awsapps.com/start","region":"eu-west-1","users":[{"userName":"alice"}],
              "permissionSets":[{"name":"Developer","inlinePolicy":{{{MayAssume}}}},{"name":"Viewer","inlinePolicy":{{{MayAssume}}}}],
              "assignments":[{"user":"alice","account":"dev","permissionSet":"Developer"},{"user":"alice","account":"dev","permissionSet":"Viewer"}]},
             "iamUsers":[{"name":"admin","account":"dev","accessKeys":[{}],"policies":[{"name":"all","policy":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}}]},
              {"name":"ana","account":"dev","accessKeys":[{}],"mfaDevices":[{"name":"ana","seed":"{{{Seed32}}}"}],"policies":[{"name":"roles","policy":{{{MayAssume}}}}]},
              {"name":"bob","account":"dev","accessKeys":[{}]}]}
            """;

        private const string MayAssume = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*"}]}""";
    }
}
