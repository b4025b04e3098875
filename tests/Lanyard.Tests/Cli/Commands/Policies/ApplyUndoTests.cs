using Lanyard.Cli;
using Lanyard.Tests.Credentials;

namespace Lanyard.Tests.Cli.Commands.Policies;

public sealed class ApplyUndoTests : ApplyTests
{
    [Fact]
    public async Task A_changed_document_changes_only_what_differs_and_the_former_state_comes_back()
    {
        Cli.Home.Write("project/iam.yaml", Yaml);
        (await Apply("iam.yaml", "--yes")).Done();
        Cli.Calls.Clear();
        Cli.Home.Write("project/new.yaml", Yaml.Replace("maxSessionDuration: 7200", "maxSessionDuration: 3600", StringComparison.Ordinal)
            .Replace("s3:PutObject", "s3:DeleteObject", StringComparison.Ordinal).Replace("environment:prod", "environment:dev", StringComparison.Ordinal).Replace("team: orders", "team: shop", StringComparison.Ordinal));
        var run = (await Apply("new.yaml", "--yes")).Done();
        Assert.Contains("      -        \"s3:PutObject\"\n      +        \"s3:DeleteObject\"\n", run.Error, StringComparison.Ordinal);
        Assert.Contains("    ~ longest session 7200 -> 3600\n", run.Error, StringComparison.Ordinal);
        Assert.Equal(["CreatePolicyVersion", "TagRole", "TagUser", "UpdateAssumeRolePolicy", "UpdateRole"], Writes().Order(StringComparer.Ordinal));

        var undo = (await Cli.RunAsync("policy", "apply", "--undo", "last", "--dry-run", "--json", "--profile", "admin")).Done().Json;
        Assert.Equal(5, undo.GetProperty("changes").GetArrayLength());
        (await Cli.RunAsync("policy", "apply", "--undo", "last", "--yes", "--profile", "admin")).Done();
        Assert.Contains("Nothing to do", (await Apply("iam.yaml", "--dry-run")).Done().Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_somebody_changed_since_is_not_lost_by_undoing()
    {
        Cli.Home.Write("project/one.json", $$"""{"groups":[{"name":"g","inline":{"i":{{Allow}} } }]}""");
        Cli.Home.Write("project/two.json", $$"""{"groups":[{"name":"g","inline":{"i":{{Allow.Replace("Get", "Put", StringComparison.Ordinal)}} } }]}""");
        (await Apply("one.json", "--yes")).Done();
        var kept = Assert.Single(Directory.GetFiles(Cli.Home["lanyard/state/applied"]));
        (await Apply("two.json", "--yes")).Done();
        var refused = (await Cli.RunAsync("policy", "apply", "--undo", kept, "--yes", "--profile", "admin")).Failed(3, CliErrorCodes.IamChanged);
        Assert.Contains("inline policy i of the group g is another now", refused.Error, StringComparison.Ordinal);
        (await Cli.RunAsync("policy", "apply", "--undo", "last", "--yes", "--profile", "admin")).Done();
        (await Cli.RunAsync("policy", "apply", "--undo", kept, "--yes", "--profile", "admin")).Done();
        (await Cli.RunAsync("policy", "apply", "--undo", "one.json", "--yes", "--profile", "admin")).Failed(1, CliErrorCodes.InputUnreadable);
    }

    [Fact]
    public async Task The_file_that_undoes_is_private_and_holds_no_secret()
    {
        Cli.Home.Write("project/iam.yaml", Yaml);
        (await Apply("iam.yaml", "--yes")).Done();
        var file = Assert.Single(Directory.GetFiles(Cli.Home["lanyard/state/applied"]));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }

        var secret = Cli.Server.AccessKeyOf(TestAws.Dev, "robot")!.SecretAccessKey.Reveal();
        Assert.DoesNotContain(secret, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Five_versions_of_a_policy_make_way_for_a_sixth_and_undoing_brings_back_what_was()
    {
        for (var i = 1; i <= 6; i++)
        {
            Cli.Time.Advance(TimeSpan.FromSeconds(1));
            Cli.Home.Write("project/p.json", Allow.Replace("GetObject", $"GetObject{i}*", StringComparison.Ordinal));
            var run = (await Apply("p.json", "--policy-name", "orders", "--yes")).Done();
            Assert.Equal(i == 6, run.Error.Contains("the oldest, v1, is deleted; the undo file keeps its document", StringComparison.Ordinal));
        }

        (await Cli.RunAsync("policy", "apply", "--undo", "last", "--yes", "--profile", "admin")).Done();
        Assert.Equal(["SetDefaultPolicyVersion", "DeletePolicyVersion", "CreatePolicyVersion"], Writes().TakeLast(3));
        Cli.Home.Write("project/p.json", Allow.Replace("GetObject", "GetObject5*", StringComparison.Ordinal));
        Assert.Contains("Nothing to do", (await Apply("p.json", "--policy-name", "orders", "--yes")).Done().Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_of_which_nothing_is_left_makes_way_for_the_one_before()
    {
        Cli.Home.Write("project/one.json", """{"groups":[{"name":"one"}]}""");
        Cli.Home.Write("project/two.json", """{"groups":[{"name":"two"}]}""");
        (await Apply("one.json", "--yes")).Done();
        (await Apply("two.json", "--yes")).Done();
        var two = Directory.GetFiles(Cli.Home["lanyard/state/applied"]).Max(StringComparer.Ordinal)!;
        var text = await File.ReadAllTextAsync(two, TestContext.Current.CancellationToken);
        (await Undo("--yes")).Done();
        await File.WriteAllTextAsync(two, text, TestContext.Current.CancellationToken);

        Assert.Contains("Nothing to take back: of what was applied from two.json nothing is left (", (await Undo("--dry-run")).Done().Error, StringComparison.Ordinal);
        Assert.True(File.Exists(two));
        Assert.Contains("Nothing to take back", (await Undo("--yes")).Done().Error, StringComparison.Ordinal);
        Assert.False(File.Exists(two));
        Assert.Contains("- group one", (await Undo("--yes")).Done().Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_was_refused_at_once_leaves_nothing_to_undo()
    {
        Cli.Home.Write("project/limited.json", """
            {"users":[{"name":"limited","accessKey":true,"inline":{"i":{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["iam:Get*","iam:List*"],"Resource":"*"}}}}]}
            """);
        (await Apply("limited.json", "--yes")).Done();
        var kept = Directory.GetFiles(Cli.Home["lanyard/state/applied"], "*.json");
        Cli.Home.Write("project/iam.json", """{"groups":[{"name":"g"}]}""");
        var refused = await Cli.RunAsync("policy", "apply", "iam.json", "--yes", "--profile", "limited");
        Assert.Contains("; nothing was changed", refused.Error, StringComparison.Ordinal);
        Assert.Equal(kept, Directory.GetFiles(Cli.Home["lanyard/state/applied"], "*.json"));
    }

    [Fact]
    public async Task What_somebody_changes_while_the_question_is_open_is_not_lost()
    {
        Cli.Home.Write("project/one.json", $$"""{"groups":[{"name":"g","inline":{"i":{{Allow}} } }]}""");
        (await Apply("one.json", "--yes")).Done();
        Meanwhile("""{"groups":[{"name":"g","policies":["arn:aws:iam::aws:policy/ReadOnlyAccess"]}]}""");
        var refused = (await Cli.RunAsync("policy", "apply", "--undo", Directory.GetFiles(Cli.Home["lanyard/state/applied"])[0], "--profile", "admin")).Failed(3, CliErrorCodes.IamChanged);
        Assert.Contains("attached policy arn:aws:iam::aws:policy/ReadOnlyAccess of the group g came since", refused.Error, StringComparison.Ordinal);

        Cli.Home.Write("project/two.json", """{"groups":[{"name":"h"}]}""");
        Meanwhile("""{"groups":[{"name":"h"}]}""");
        Assert.Contains("while you were asked", (await Apply("two.json")).Failed(3, CliErrorCodes.IamChanged).Error, StringComparison.Ordinal);
    }

    // Somebody else applies a document before the person says yes.
    private void Meanwhile(string document) => Cli.Person = _ =>
    {
        Cli.Home.Write("project/meanwhile.json", document);
        Apply("meanwhile.json", "--yes").GetAwaiter().GetResult().Done();
        return "y";
    };

    private Task<CliRun> Undo(string option) => Cli.RunAsync("policy", "apply", "--undo", "last", option, "--profile", "admin");

    [Fact]
    public async Task A_policy_that_somebody_uses_meanwhile_is_not_taken_away_from_them()
    {
        Cli.Home.Write("project/orders.json", Allow);
        (await Apply("orders.json", "--policy-name", "orders", "--yes")).Done();
        var first = Assert.Single(Directory.GetFiles(Cli.Home["lanyard/state/applied"]));
        Cli.Home.Write("project/iam.json", """{"groups":[{"name":"g","policies":["arn:aws:iam::111111111111:policy/orders"]}]}""");
        (await Apply("iam.json", "--yes")).Done();
        var refused = await Cli.RunAsync("policy", "apply", "--undo", first, "--yes", "--profile", "admin");
        Assert.Contains("DeleteConflict", refused.Error, StringComparison.Ordinal);
        Assert.Contains("something still uses arn:aws:iam::111111111111:policy/orders; take that away", refused.Error, StringComparison.Ordinal);
        Assert.Contains("nothing was changed", refused.Error, StringComparison.Ordinal);
    }
}
