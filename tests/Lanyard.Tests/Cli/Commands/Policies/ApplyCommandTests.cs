using Lanyard.Cli;
using Lanyard.Credentials;

namespace Lanyard.Tests.Cli.Commands.Policies;

public sealed class ApplyCommandTests : ApplyTests
{
    [Fact]
    public async Task A_document_is_planned_applied_found_in_place_and_taken_back()
    {
        Cli.Home.Write("project/iam.yaml", Yaml);
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
        Assert.Equal(["keys/robot"], Cli.Vault.Names);
        Assert.Equal("arn:aws:iam::111111111111:user/robot", (await Cli.RunAsync("whoami", "--profile", "robot", "--json")).Done().Json.GetProperty("Arn").GetString());

        Cli.Calls.Clear();
        Assert.Contains("Nothing to do", (await Apply("iam.yaml", "--yes")).Done().Error, StringComparison.Ordinal);
        Assert.Empty(Writes());

        var back = (await Cli.RunAsync("policy", "apply", "--undo", "last", "--yes", "--profile", "admin")).Done();
        Assert.Contains("0 to create, 0 to change, 5 to delete", back.Error, StringComparison.Ordinal);
        Assert.Contains("the profile `robot` used the key that is gone", back.Error, StringComparison.Ordinal);
        Assert.Empty(Cli.Vault.Names);
        Assert.EndsWith("5 to create, 0 to change, 0 to delete\n", (await Apply("iam.yaml", "--dry-run")).Done().Out, StringComparison.Ordinal);
        (await Cli.RunAsync("policy", "apply", "--undo", "last", "--yes", "--profile", "admin")).Failed(1, ErrorCodes.NothingToUndo);
    }

    [Fact]
    public async Task A_caller_who_may_not_make_policies_is_told_which_right_is_missing_and_nothing_is_changed()
    {
        Cli.Home.Write("project/limited.json", """
            {"users":[{"name":"limited","accessKey":true,"inline":{"i":{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["iam:Get*","iam:List*","iam:CreateGroup","iam:CreateUser"],"Resource":"*"}}}}]}
            """);
        (await Apply("limited.json", "--yes")).Done();
        Cli.Home.Write("project/iam.json", $$"""{"policies":[{"name":"orders","document":{{Allow}} }],"groups":[{"name":"g","policies":["orders"]}]}""");
        var first = (await Cli.RunAsync("policy", "apply", "iam.json", "--yes", "--profile", "limited")).Failed(5, ErrorCodes.AwsError);
        Assert.Contains("; nothing was changed", first.Error, StringComparison.Ordinal);
        Assert.Contains("let arn:aws:iam::111111111111:user/limited be allowed iam:CreatePolicy on arn:aws:iam::111111111111:policy/orders", first.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("done  ", first.Error, StringComparison.Ordinal);

        // Half of this one can be done, and is told as half.
        Cli.Home.Write("project/half.json", """{"groups":[{"name":"g","policies":["arn:aws:iam::aws:policy/ReadOnlyAccess"]}],"users":[{"name":"u","groups":["g"]}]}""");
        var half = (await Cli.RunAsync("policy", "apply", "half.json", "--yes", "--profile", "limited")).Failed(5, CliErrorCodes.ApplyIncomplete);
        Assert.Contains("done      CreateGroup arn:aws:iam::111111111111:group/g\ndone      CreateUser arn:aws:iam::111111111111:user/u\nfailed    AttachGroupPolicy arn:aws:iam::111111111111:group/g\nnot done  AddUserToGroup", half.Error, StringComparison.Ordinal);
        Assert.Contains("2 of 4 steps were done, then AttachGroupPolicy failed", half.Error, StringComparison.Ordinal);
        Assert.Contains("run the command again to go on, or take back what was done: lanyard policy apply --undo last", half.Error, StringComparison.Ordinal);
        Assert.Contains("2 to delete", (await Cli.RunAsync("policy", "apply", "--undo", "last", "--yes", "--profile", "admin")).Done().Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_changed_without_a_yes()
    {
        Cli.Home.Write("project/iam.json", """{"groups":[{"name":"g"}]}""");
        (await Apply("iam.json")).Failed(4, CliErrorCodes.ConfirmationMissing);
        Cli.Person = _ => "n";
        (await Apply("iam.json")).Failed(3, CliErrorCodes.NotConfirmed);
        (await Apply("iam.json", "--no-input")).Failed(4, CliErrorCodes.ConfirmationMissing);
        Assert.Empty(Writes());
        Cli.Person = _ => "y";
        (await Apply("iam.json")).Done();
        Assert.Equal(["CreateGroup"], Writes());
    }

    [Fact]
    public async Task A_document_of_another_account_is_refused()
    {
        Cli.Home.Write("project/iam.json", """{"account":"222222222222","groups":[{"name":"g"}]}""");
        var refused = (await Apply("iam.json", "--yes")).Failed(3, ErrorCodes.AccountMismatch);
        Assert.Contains("the document is for the account 222222222222, and these credentials are for 111111111111", refused.Error, StringComparison.Ordinal);
        Assert.Empty(Writes());
    }

    [Fact]
    public async Task A_policy_alone_goes_to_a_role_inline_or_as_a_managed_policy()
    {
        Cli.Home.Write("project/orders.json", Allow);
        (await Apply("orders.json")).Failed(2, CliErrorCodes.Usage);
        (await Apply("orders.json", "--role", "app", "--user", "ci")).Failed(2, CliErrorCodes.Usage);
        (await Apply("orders.json", "--role", "nobody", "--yes")).Failed(1, CliErrorCodes.ApplyImpossible);
        (await Apply("orders.json", "--role", "app", "--yes")).Done();
        Assert.Equal(["PutRolePolicy"], Writes());
        (await Apply("orders.json", "--user", "ci", "--policy-name", "reads", "--yes")).Done();
        Assert.Equal(["CreatePolicy", "AttachUserPolicy"], Writes().Skip(1));
        Cli.Input = $$"""{"policies":[{"name":"deployer","for":"deployer","document":{{Allow}} }],"needs":[]}""";
        (await Apply("-", "--role", "app", "--policy-name", "orders-deploy", "--yes")).Done();
        Assert.Equal(["CreatePolicy", "AttachRolePolicy"], Writes().Skip(3));
    }

    [Fact]
    public async Task A_role_of_Identity_Center_gets_its_permission_set_printed_and_nothing_changed()
    {
        Cli.Home.Write("project/iam.json", $$"""
            {"account":"111111111111","policies":[{"name":"orders","path":"/x/","document":{{Allow}} }],
             "roles":[{"name":"AWSReservedSSO_Deploy_0123456789abcdef","maxSessionDuration":7200,"policies":["orders","arn:aws:iam::aws:policy/ReadOnlyAccess"],"inline":{"i":{{Allow}} } }]}
            """);
        var run = await Apply("iam.json", "--yes");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains($"[{CliErrorCodes.RoleReserved}]", run.Error, StringComparison.Ordinal);
        var set = run.Json.GetProperty("Resources").GetProperty("PermissionSetDeploy").GetProperty("Properties");
        Assert.Equal(("Deploy", "PT7200S", "orders", "/x/"), (set.GetProperty("Name").GetString(), set.GetProperty("SessionDuration").GetString(), set.GetProperty("CustomerManagedPolicyReferences")[0].GetProperty("Name").GetString(), set.GetProperty("CustomerManagedPolicyReferences")[0].GetProperty("Path").GetString()));
        Assert.Equal("s3:GetObject", set.GetProperty("InlinePolicy").GetProperty("Statement")[0].GetProperty("Action").GetString());
        Assert.Empty(Cli.Calls);
    }

    [Fact]
    public async Task A_key_that_could_not_be_kept_is_not_made()
    {
        Cli.Home.Write("project/iam.json", """{"users":[{"name":"robot","accessKey":true}]}""");
        Cli.Vault.IsLocked = true;
        Assert.Equal(4, (await Apply("iam.json", "--yes")).ExitCode);
        Assert.Empty(Writes());
        Cli.Vault.IsLocked = false;
        Cli.Home.Write("project/named.json", """{"users":[{"name":"robot","accessKey":"not a name"}]}""");
        (await Apply("named.json", "--yes")).Failed(1, CliErrorCodes.KeyInvalid);
        Assert.Empty(Writes());
    }

    [Fact]
    public async Task Two_at_once_make_everything_once()
    {
        Cli.Home.Write("project/iam.yaml", Yaml);
        var runs = await Task.WhenAll(Task.Run(() => Apply("iam.yaml", "--yes")), Task.Run(() => Apply("iam.yaml", "--yes")));
        Assert.All(runs, run => run.Done());
        Assert.Equal(1, runs.Count(r => r.Error.Contains("Nothing to do", StringComparison.Ordinal)));
        Assert.Equal(11, Writes().Count);
    }

    [Theory]
    [InlineData("""{"groups":[{"name":"g","policies":["arn:aws:iam::aws:policy/NoSuchPolicy"]}]}""", "there is no policy arn:aws:iam::aws:policy/NoSuchPolicy, which the group g shall have")]
    [InlineData("""{"users":[{"name":"u","groups":["no-group"]}]}""", "there is no group no-group, which the user u shall have")]
    public async Task What_the_document_refers_to_must_be_there_before_anything_is_changed(string json, string message)
    {
        Cli.Home.Write("project/iam.json", json);
        Assert.Contains(message, (await Apply("iam.json", "--yes")).Failed(1, CliErrorCodes.ApplyImpossible).Error, StringComparison.Ordinal);
        Assert.Empty(Writes());
    }

    [Fact]
    public async Task Pruning_takes_away_what_the_lists_do_not_have()
    {
        Cli.Home.Write("project/wide.json", """{"groups":[{"name":"g","policies":["arn:aws:iam::aws:policy/ReadOnlyAccess","arn:aws:iam::aws:policy/IAMReadOnlyAccess"]}]}""");
        Cli.Home.Write("project/less.json", """{"groups":[{"name":"g","policies":["arn:aws:iam::aws:policy/ReadOnlyAccess"]}]}""");
        (await Apply("wide.json", "--yes")).Done();
        Assert.Contains("note: the group g also has the policy arn:aws:iam::aws:policy/IAMReadOnlyAccess, which stays", (await Apply("less.json", "--yes")).Done().Error, StringComparison.Ordinal);
        Assert.Contains("    - attached policy arn:aws:iam::aws:policy/IAMReadOnlyAccess\n", (await Apply("less.json", "--yes", "--prune")).Done().Error, StringComparison.Ordinal);
        (await Cli.RunAsync("policy", "apply", "--undo", "last", "--yes", "--profile", "admin")).Done();
        Assert.Contains("Nothing to do", (await Apply("wide.json", "--yes")).Done().Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scripts_get_the_plan_and_what_was_made_as_JSON()
    {
        Cli.Home.Write("project/iam.json", $$"""{"users":[{"name":"robot","accessKey":"robot-key","inline":{"i":{{Allow}} } }]}""");
        var json = (await Apply("iam.json", "--yes", "--json")).Done().Json;
        Assert.Equal(["account", "caller", "changed", "changes", "notes", "accessKeys", "undo"], json.EnumerateObject().Select(p => p.Name));
        Assert.True(json.GetProperty("changed").GetBoolean());
        var change = json.GetProperty("changes")[1];
        Assert.Equal(
            ("create", "user", "robot", "inline policy", "i", "s3:GetObject"),
            (change.GetProperty("change").GetString(), change.GetProperty("kind").GetString(), change.GetProperty("name").GetString(), change.GetProperty("what").GetString(), change.GetProperty("key").GetString(), change.GetProperty("after").GetProperty("Statement")[0].GetProperty("Action").GetString()));
        Assert.Equal("robot-key", json.GetProperty("accessKeys")[0].GetProperty("profile").GetString());
        Assert.True(File.Exists(json.GetProperty("undo").GetString()));
        Assert.False((await Apply("iam.json", "--yes", "--json")).Done().Json.GetProperty("changed").GetBoolean());
    }

    [Fact]
    public async Task What_is_wrong_in_the_file_is_told_with_its_line()
    {
        Cli.Home.Write("project/iam.yaml", "version: 1\nroles:\n  - name: x\n    polices: []\n");
        Assert.Contains("iam.yaml:4:5: a role has no member `polices`", (await Apply("iam.yaml", "--yes")).Failed(1, CliErrorCodes.PolicyInvalid).Error, StringComparison.Ordinal);
        (await Cli.RunAsync("policy", "apply")).Failed(2, CliErrorCodes.Usage);
        (await Cli.RunAsync("policy", "apply", "iam.yaml", "--undo", "last")).Failed(2, CliErrorCodes.Usage);
        Cli.Home.Write("project/empty.json", " ");
        (await Apply("empty.json")).Failed(1, CliErrorCodes.PolicyInvalid);
    }
}
