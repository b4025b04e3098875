using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Lanyard.EndToEnd.RealClients;
using Lanyard.EndToEnd.Running;

namespace Lanyard.EndToEnd.Configure;

/// <summary><c>configure import</c> as it ships, of 300 accounts, from a portal that throttles.</summary>
public sealed class ImportTests(ManyAccountsSandbox sandbox) : IClassFixture<ManyAccountsSandbox>
{
    [Fact]
    public async Task Everything_is_imported_once_and_the_aws_cli_reads_it()
    {
        using var home = await sandbox.SignedInAsync();
        var mine = Config(home);

        var ended = (await home.LanyardAsync("configure", "import", "--region", "eu-west-1")).Succeeded();

        Assert.Equal("", ended.Out);
        Assert.StartsWith(mine, Config(home), StringComparison.Ordinal);
        Assert.Contains("300 accounts: 599 profiles added to", ended.Error, StringComparison.Ordinal);
        Assert.Contains($"left alone: team-001-Admin ({home.PathOf(".aws/config")}:6)", ended.Error, StringComparison.Ordinal);
        Assert.Contains("Accounts asked for their permission sets: 300 of 300", ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', ended.Error);

        var listed = (await home.RunAsync(RealClient.AwsCli(), "configure", "list-profiles")).Succeeded().Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(600, listed.Length);
        Assert.Superset(new HashSet<string> { "team-300-ReadOnly", "Shop-S-hne-prod-Admin", $"shop-eu-Admin-{ManyAccountsSandbox.Id(8)}", $"shop-eu-Admin-{ManyAccountsSandbox.Id(9)}" }, listed.ToHashSet());
        var who = Identity.Parse((await home.RunAsync([.. RealClient.CallerIdentity("aws-cli"), "--profile", "Shop-S-hne-prod-Admin"])).Succeeded().Out);
        Assert.Equal(ManyAccountsSandbox.Id(7), who.Account);

        var before = Config(home);
        var again = JsonNode.Parse((await home.LanyardAsync("configure", "import", "--json")).Succeeded().Out)!;
        Assert.Empty(again["added"]!.AsArray());
        Assert.Equal(599, again["present"]!.AsArray().Count);
        Assert.Equal(before, Config(home));
    }

    [Fact]
    public async Task Two_at_once_write_each_profile_once()
    {
        using var home = await sandbox.SignedInAsync();

        var both = await Task.WhenAll(home.LanyardAsync("configure", "import", "--filter", "team 0*"), home.LanyardAsync("configure", "import", "--filter", "team 0[0-9]*", "--filter", "team 0*"));

        Assert.All(both, ended => ended.Succeeded());
        var headers = Regex.Matches(Config(home), @"(?m)^\[profile (.*)\]$").Select(m => m.Groups[1].Value).ToArray();
        Assert.Equal(headers.Distinct().Count(), headers.Length);
        Assert.Equal(96 * 2, headers.Length);
    }

    [Fact]
    public async Task After_ctrl_c_the_file_is_as_it_was_and_the_next_run_asks_only_for_the_rest()
    {
        using var home = await sandbox.SignedInAsync();
        var before = Config(home);
        await using (var process = home.StartLanyard("configure", "import"))
        {
            await process.WaitForAsync((_, error) => error.Contains("100 of 300", StringComparison.Ordinal) ? error : null);
            await process.SignalAsync("INT");
            Assert.Contains("[CANCELLED]", (await process.EndAsync()).EndedWith(130).Error, StringComparison.Ordinal);
        }

        Assert.Equal(before, Config(home));
        var calls = await sandbox.Calls.DuringAsync(async () => (await home.LanyardAsync("configure", "import")).Succeeded());
        Assert.InRange(calls.Count(c => c is { Operation: "ListAccountRoles", Status: 200 }), 1, 200);
        Assert.Equal(600, Regex.Count(Config(home), @"(?m)^\[profile "));
    }

    [Fact]
    public async Task A_killed_import_leaves_nothing_behind_that_hinders_the_next()
    {
        using var home = await sandbox.SignedInAsync();
        var before = Config(home);
        await using (var process = home.StartLanyard("configure", "import"))
        {
            await process.WaitForAsync((_, error) => error.Contains("100 of 300", StringComparison.Ordinal) ? error : null);
            await process.SignalAsync("KILL");
            (await process.EndAsync()).EndedWith(137);
        }

        Assert.Equal(before, Config(home));
        var calls = await sandbox.Calls.DuringAsync(async () => (await home.LanyardAsync("configure", "import")).Succeeded());

        // What it had found is noted every twenty accounts, and it may have been killed just before the fifth time.
        Assert.InRange(calls.Count(c => c is { Operation: "ListAccountRoles", Status: 200 }), 1, 220);
        Assert.Equal(["config"], Directory.GetFiles(home.PathOf(".aws")).Select(Path.GetFileName).Where(n => n != "credentials"));
    }

    [Fact]
    public async Task Prune_asks_on_the_terminal_and_a_no_keeps_them()
    {
        using var home = await sandbox.SignedInAsync();
        File.AppendAllText(home.PathOf(".aws/config"), "\n\n[profile old]\nsso_session = many\nsso_account_id = 999999999999\nsso_role_name = Admin\nlanyard_imported = true\n");
        await using (var refused = Terminal.Start(home, "configure", "import", "--filter", "team 002", "--prune"))
        {
            await refused.AnswerAsync("Remove them? [y/N]: ", "n");
            Assert.Contains("--prune removes them", (await refused.EndAsync()).Succeeded().Out, StringComparison.Ordinal);
        }

        Assert.Contains("[profile old]", Config(home), StringComparison.Ordinal);
        await using (var agreed = Terminal.Start(home, "configure", "import", "--filter", "team 002", "--prune"))
        {
            await agreed.AnswerAsync("Remove them? [y/N]: ", "y");
            var ended = (await agreed.EndAsync()).Succeeded();
            Assert.Contains("1 removed", ended.Out, StringComparison.Ordinal);
            Assert.Contains("\rAccounts asked for their permission sets: 1 of 1", ended.Out, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("[profile old]", Config(home), StringComparison.Ordinal);
    }

    private static string Config(UserHome home) => File.ReadAllText(home.PathOf(".aws/config"));
}
