using Lanyard.Cli;
using Lanyard.Credentials;
using Lanyard.Tests.Credentials;

namespace Lanyard.Tests.Cli.Commands.Policies;

public sealed class ApplyCommandTests : IAsyncLifetime
{
    private const string Allow = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}""";
    private const string Administrator = $"""
        [sso-session corp]
        sso_start_url = {TestAws.StartUrl}
        sso_region = eu-west-1

        [profile admin]
        sso_session = corp
        sso_account_id = {TestAws.Dev}
        sso_role_name = Administrator
        region = eu-west-1

        """;

    private const string Yaml = """
        version: 1
        account: "111111111111"
        providers:
          - url: https://token.example.com
            audiences: [sts.amazonaws.com]
        policies:
          - name: orders-deploy
            path: /deploy/
            description: what deploying orders needs
            document:
              Version: "2012-10-17"
              Statement:
                - Effect: Allow
                  Action: [s3:GetObject, s3:PutObject]
                  Resource: "arn:aws:s3:::orders/*"
        groups:
          - name: deployers
            policies: [orders-deploy]
        users:
          - name: robot
            groups: [deployers]
            tags: { team: orders }
            accessKey: true
        roles:
          - name: orders-github
            description: deploys orders
            maxSessionDuration: 7200
            permissionsBoundary: orders-deploy
            policies: [orders-deploy, "arn:aws:iam::aws:policy/ReadOnlyAccess"]
            tags: { team: orders }
            inline:
              own:
                Version: "2012-10-17"
                Statement: { Effect: Allow, Action: "s3:ListBucket", Resource: "*" }
            trust:
              Version: "2012-10-17"
              Statement:
                - Effect: Allow
                  Action: sts:AssumeRoleWithWebIdentity
                  Principal: { Federated: "arn:aws:iam::111111111111:oidc-provider/token.example.com" }
                  Condition: { StringEquals: { "token.example.com:aud": sts.amazonaws.com, "token.example.com:sub": "repo:me/app:environment:prod" } }
        """;

    private TestCli _cli = null!;

    public async ValueTask InitializeAsync()
    {
        _cli = await TestCli.StartAsync();
        _cli.Home.Config(Administrator);
        await _cli.SignInAsync();
    }

    public ValueTask DisposeAsync() => _cli.DisposeAsync();

    [Fact]
    public async Task A_document_is_planned_applied_found_in_place_and_taken_back()
    {
        _cli.Home.Write("project/iam.yaml", Yaml);
        var dry = (await Apply("iam.yaml", "--dry-run")).Done();
        Assert.Contains("+ role orders-github\n", dry.Out, StringComparison.Ordinal);
        Assert.Contains("    + longest session 7200\n", dry.Out, StringComparison.Ordinal);
        Assert.Contains("      +      \"Resource\": \"arn:aws:s3:::orders/*\"\n", dry.Out, StringComparison.Ordinal);
        Assert.EndsWith("5 to create, 0 to change, 0 to delete\n", dry.Out, StringComparison.Ordinal);
        Assert.Empty(Writes());

        var run = (await Apply("iam.yaml", "--yes")).Done();
        Assert.Contains("Applied. To take it back: lanyard policy apply --undo last", run.Error, StringComparison.Ordinal);
        Assert.Equal(["CreateOpenIDConnectProvider", "CreatePolicy", "CreateGroup", "CreateUser", "CreateRole", "PutRolePolicy", "AttachGroupPolicy", "AttachRolePolicy", "AttachRolePolicy", "AddUserToGroup", "CreateAccessKey"], Writes());

        // The key is in the vault, and works by the profile that was written.
        Assert.Equal(["keys/robot"], _cli.Vault.Names);
        Assert.Equal("arn:aws:iam::111111111111:user/robot", (await _cli.RunAsync("whoami", "--profile", "robot", "--json")).Done().Json.GetProperty("Arn").GetString());

        _cli.Calls.Clear();
        Assert.Contains("Nothing to do", (await Apply("iam.yaml", "--yes")).Done().Error, StringComparison.Ordinal);
        Assert.Empty(Writes());

        var back = (await _cli.RunAsync("policy", "apply", "--undo", "last", "--yes", "--profile", "admin")).Done();
        Assert.Contains("0 to create, 0 to change, 5 to delete", back.Error, StringComparison.Ordinal);
        Assert.Contains("the profile `robot` used the key that is gone", back.Error, StringComparison.Ordinal);
        Assert.Empty(_cli.Vault.Names);
        Assert.EndsWith("5 to create, 0 to change, 0 to delete\n", (await Apply("iam.yaml", "--dry-run")).Done().Out, StringComparison.Ordinal);
        (await _cli.RunAsync("policy", "apply", "--undo", "last", "--yes", "--profile", "admin")).Failed(1, ErrorCodes.NothingToUndo);
    }

    [Fact]
    public async Task A_changed_document_changes_only_what_differs_and_the_former_state_comes_back()
    {
        _cli.Home.Write("project/iam.yaml", Yaml);
        (await Apply("iam.yaml", "--yes")).Done();
        _cli.Calls.Clear();
        _cli.Home.Write("project/new.yaml", Yaml.Replace("maxSessionDuration: 7200", "maxSessionDuration: 3600", StringComparison.Ordinal)
            .Replace("s3:PutObject", "s3:DeleteObject", StringComparison.Ordinal).Replace("environment:prod", "environment:dev", StringComparison.Ordinal).Replace("team: orders", "team: shop", StringComparison.Ordinal));
        var run = (await Apply("new.yaml", "--yes")).Done();
        Assert.Contains("      -        \"s3:PutObject\"\n      +        \"s3:DeleteObject\"\n", run.Error, StringComparison.Ordinal);
        Assert.Contains("    ~ longest session 7200 -> 3600\n", run.Error, StringComparison.Ordinal);
        Assert.Equal(["CreatePolicyVersion", "TagRole", "TagUser", "UpdateAssumeRolePolicy", "UpdateRole"], Writes().Order(StringComparer.Ordinal));

        var undo = (await _cli.RunAsync("policy", "apply", "--undo", "last", "--dry-run", "--json", "--profile", "admin")).Done().Json;
        Assert.Equal(5, undo.GetProperty("changes").GetArrayLength());
        (await _cli.RunAsync("policy", "apply", "--undo", "last", "--yes", "--profile", "admin")).Done();
        Assert.Contains("Nothing to do", (await Apply("iam.yaml", "--dry-run")).Done().Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_somebody_changed_since_is_not_lost_by_undoing()
    {
        _cli.Home.Write("project/one.json", $$"""{"groups":[{"name":"g","inline":{"i":{{Allow}} } }]}""");
        _cli.Home.Write("project/two.json", $$"""{"groups":[{"name":"g","inline":{"i":{{Allow.Replace("Get", "Put", StringComparison.Ordinal)}} } }]}""");
        (await Apply("one.json", "--yes")).Done();
        var kept = Assert.Single(Directory.GetFiles(_cli.Home["lanyard/state/applied"]));
        (await Apply("two.json", "--yes")).Done();
        var refused = (await _cli.RunAsync("policy", "apply", "--undo", kept, "--yes", "--profile", "admin")).Failed(3, CliErrorCodes.IamChanged);
        Assert.Contains("inline policy i of the group g is another now", refused.Error, StringComparison.Ordinal);
        (await _cli.RunAsync("policy", "apply", "--undo", "last", "--yes", "--profile", "admin")).Done();
        (await _cli.RunAsync("policy", "apply", "--undo", kept, "--yes", "--profile", "admin")).Done();
        (await _cli.RunAsync("policy", "apply", "--undo", "one.json", "--yes", "--profile", "admin")).Failed(1, CliErrorCodes.InputUnreadable);
    }

    [Fact]
    public async Task The_file_that_undoes_is_private_and_holds_no_secret()
    {
        _cli.Home.Write("project/iam.yaml", Yaml);
        (await Apply("iam.yaml", "--yes")).Done();
        var file = Assert.Single(Directory.GetFiles(_cli.Home["lanyard/state/applied"]));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }

        var secret = _cli.Server.AccessKeyOf(TestAws.Dev, "robot")!.SecretAccessKey.Reveal();
        Assert.DoesNotContain(secret, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_who_may_not_make_policies_is_told_which_right_is_missing_and_nothing_is_changed()
    {
        _cli.Home.Write("project/limited.json", """
            {"users":[{"name":"limited","accessKey":true,"inline":{"i":{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["iam:Get*","iam:List*","iam:CreateGroup","iam:CreateUser"],"Resource":"*"}}}}]}
            """);
        (await Apply("limited.json", "--yes")).Done();
        _cli.Home.Write("project/iam.json", $$"""{"policies":[{"name":"orders","document":{{Allow}} }],"groups":[{"name":"g","policies":["orders"]}]}""");
        var first = (await _cli.RunAsync("policy", "apply", "iam.json", "--yes", "--profile", "limited")).Failed(5, ErrorCodes.AwsError);
        Assert.Contains("; nothing was changed", first.Error, StringComparison.Ordinal);
        Assert.Contains("let arn:aws:iam::111111111111:user/limited be allowed iam:CreatePolicy on arn:aws:iam::111111111111:policy/orders", first.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("done  ", first.Error, StringComparison.Ordinal);

        // Half of this one can be done, and is told as half.
        _cli.Home.Write("project/half.json", """{"groups":[{"name":"g","policies":["arn:aws:iam::aws:policy/ReadOnlyAccess"]}],"users":[{"name":"u","groups":["g"]}]}""");
        var half = (await _cli.RunAsync("policy", "apply", "half.json", "--yes", "--profile", "limited")).Failed(5, CliErrorCodes.ApplyIncomplete);
        Assert.Contains("done      CreateGroup arn:aws:iam::111111111111:group/g\ndone      CreateUser arn:aws:iam::111111111111:user/u\nfailed    AttachGroupPolicy arn:aws:iam::111111111111:group/g\nnot done  AddUserToGroup", half.Error, StringComparison.Ordinal);
        Assert.Contains("2 of 4 steps were done, then AttachGroupPolicy failed", half.Error, StringComparison.Ordinal);
        Assert.Contains("run the command again to go on, or take back what was done: lanyard policy apply --undo last", half.Error, StringComparison.Ordinal);
        Assert.Contains("2 to delete", (await _cli.RunAsync("policy", "apply", "--undo", "last", "--yes", "--profile", "admin")).Done().Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_changed_without_a_yes()
    {
        _cli.Home.Write("project/iam.json", """{"groups":[{"name":"g"}]}""");
        (await Apply("iam.json")).Failed(4, CliErrorCodes.ConfirmationMissing);
        _cli.Person = _ => "n";
        (await Apply("iam.json")).Failed(3, CliErrorCodes.NotConfirmed);
        (await Apply("iam.json", "--no-input")).Failed(4, CliErrorCodes.ConfirmationMissing);
        Assert.Empty(Writes());
        _cli.Person = _ => "y";
        (await Apply("iam.json")).Done();
        Assert.Equal(["CreateGroup"], Writes());
    }

    [Fact]
    public async Task A_document_of_another_account_is_refused()
    {
        _cli.Home.Write("project/iam.json", """{"account":"222222222222","groups":[{"name":"g"}]}""");
        var refused = (await Apply("iam.json", "--yes")).Failed(3, ErrorCodes.AccountMismatch);
        Assert.Contains("the document is for the account 222222222222, and these credentials are for 111111111111", refused.Error, StringComparison.Ordinal);
        Assert.Empty(Writes());
    }

    [Fact]
    public async Task Five_versions_of_a_policy_make_way_for_a_sixth_and_undoing_brings_back_what_was()
    {
        for (var i = 1; i <= 6; i++)
        {
            _cli.Time.Advance(TimeSpan.FromSeconds(1));
            _cli.Home.Write("project/p.json", Allow.Replace("GetObject", $"GetObject{i}*", StringComparison.Ordinal));
            var run = (await Apply("p.json", "--policy-name", "orders", "--yes")).Done();
            Assert.Equal(i == 6, run.Error.Contains("the oldest, v1, is deleted; the undo file keeps its document", StringComparison.Ordinal));
        }

        (await _cli.RunAsync("policy", "apply", "--undo", "last", "--yes", "--profile", "admin")).Done();
        Assert.Equal(["SetDefaultPolicyVersion", "DeletePolicyVersion", "CreatePolicyVersion"], Writes().TakeLast(3));
        _cli.Home.Write("project/p.json", Allow.Replace("GetObject", "GetObject5*", StringComparison.Ordinal));
        Assert.Contains("Nothing to do", (await Apply("p.json", "--policy-name", "orders", "--yes")).Done().Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_alone_goes_to_a_role_inline_or_as_a_managed_policy()
    {
        _cli.Home.Write("project/orders.json", Allow);
        (await Apply("orders.json")).Failed(2, CliErrorCodes.Usage);
        (await Apply("orders.json", "--role", "app", "--user", "ci")).Failed(2, CliErrorCodes.Usage);
        (await Apply("orders.json", "--role", "nobody", "--yes")).Failed(1, CliErrorCodes.ApplyImpossible);
        (await Apply("orders.json", "--role", "app", "--yes")).Done();
        Assert.Equal(["PutRolePolicy"], Writes());
        (await Apply("orders.json", "--user", "ci", "--policy-name", "reads", "--yes")).Done();
        Assert.Equal(["CreatePolicy", "AttachUserPolicy"], Writes().Skip(1));
        _cli.Input = $$"""{"policies":[{"name":"deployer","for":"deployer","document":{{Allow}} }],"needs":[]}""";
        (await Apply("-", "--role", "app", "--policy-name", "orders-deploy", "--yes")).Done();
        Assert.Equal(["CreatePolicy", "AttachRolePolicy"], Writes().Skip(3));
    }

    [Fact]
    public async Task A_role_of_Identity_Center_gets_its_permission_set_printed_and_nothing_changed()
    {
        _cli.Home.Write("project/iam.json", $$"""
            {"account":"111111111111","policies":[{"name":"orders","path":"/x/","document":{{Allow}} }],
             "roles":[{"name":"AWSReservedSSO_Deploy_0123456789abcdef","maxSessionDuration":7200,"policies":["orders","arn:aws:iam::aws:policy/ReadOnlyAccess"],"inline":{"i":{{Allow}} } }]}
            """);
        var run = await Apply("iam.json", "--yes");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains($"[{CliErrorCodes.RoleReserved}]", run.Error, StringComparison.Ordinal);
        var set = run.Json.GetProperty("Resources").GetProperty("PermissionSetDeploy").GetProperty("Properties");
        Assert.Equal(("Deploy", "PT7200S", "orders", "/x/"), (set.GetProperty("Name").GetString(), set.GetProperty("SessionDuration").GetString(), set.GetProperty("CustomerManagedPolicyReferences")[0].GetProperty("Name").GetString(), set.GetProperty("CustomerManagedPolicyReferences")[0].GetProperty("Path").GetString()));
        Assert.Equal("s3:GetObject", set.GetProperty("InlinePolicy").GetProperty("Statement")[0].GetProperty("Action").GetString());
        Assert.Empty(_cli.Calls);
    }

    [Fact]
    public async Task A_key_that_could_not_be_kept_is_not_made()
    {
        _cli.Home.Write("project/iam.json", """{"users":[{"name":"robot","accessKey":true}]}""");
        _cli.Vault.IsLocked = true;
        Assert.Equal(4, (await Apply("iam.json", "--yes")).ExitCode);
        Assert.Empty(Writes());
        _cli.Vault.IsLocked = false;
        _cli.Home.Write("project/named.json", """{"users":[{"name":"robot","accessKey":"not a name"}]}""");
        (await Apply("named.json", "--yes")).Failed(1, CliErrorCodes.KeyInvalid);
        Assert.Empty(Writes());
    }

    [Fact]
    public async Task Two_at_once_make_everything_once()
    {
        _cli.Home.Write("project/iam.yaml", Yaml);
        var runs = await Task.WhenAll(Task.Run(() => Apply("iam.yaml", "--yes")), Task.Run(() => Apply("iam.yaml", "--yes")));
        Assert.All(runs, run => run.Done());
        Assert.Equal(1, runs.Count(r => r.Error.Contains("Nothing to do", StringComparison.Ordinal)));
        Assert.Equal(11, Writes().Count);
    }

    [Fact]
    public async Task What_is_wrong_in_the_file_is_told_with_its_line()
    {
        _cli.Home.Write("project/iam.yaml", "version: 1\nroles:\n  - name: x\n    polices: []\n");
        Assert.Contains("iam.yaml:4:5: a role has no member `polices`", (await Apply("iam.yaml", "--yes")).Failed(1, CliErrorCodes.PolicyInvalid).Error, StringComparison.Ordinal);
        (await _cli.RunAsync("policy", "apply")).Failed(2, CliErrorCodes.Usage);
        (await _cli.RunAsync("policy", "apply", "iam.yaml", "--undo", "last")).Failed(2, CliErrorCodes.Usage);
        _cli.Home.Write("project/empty.json", " ");
        (await Apply("empty.json")).Failed(1, CliErrorCodes.PolicyInvalid);
    }

    private Task<CliRun> Apply(string file, params string[] options) => _cli.RunAsync(["policy", "apply", file, "--profile", "admin", .. options]);

    private List<string> Writes() => [.. _cli.Calls.Where(c => c.Service == "iam" && !c.Operation!.StartsWith("Get", StringComparison.Ordinal) && !c.Operation.StartsWith("List", StringComparison.Ordinal) && c.Status < 300).Select(c => c.Operation!)];
}
