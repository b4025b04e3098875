using System.Diagnostics;
using Lanyard.EndToEnd.Running;
using Lanyard.EndToEnd.Sandboxes;

namespace Lanyard.EndToEnd.Commands;

/// <summary>The tour, by somebody who has nothing yet.</summary>
public sealed class TryTests
{
    [Fact]
    public async Task It_runs_straight_through_in_a_bare_environment()
    {
        using var home = new UserHome();
        home.Environment.Remove("LANYARD_HOME");
        var clock = Stopwatch.StartNew();

        var ended = (await home.LanyardAsync("try", "--no-input")).Succeeded();

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), $"it took {clock.Elapsed}");
        Assert.All(Door.All, door =>
        {
            Assert.Contains($"lanyard whoami --stage {door.Stage}\n  account {door.Account}", ended.Out, StringComparison.Ordinal);
            Assert.Contains($"arn:aws:sts::{door.Account}:assumed-role/{door.Role}", ended.Out, StringComparison.Ordinal);
        });
        Assert.DoesNotContain("\e", ended.Out, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(home.Folder));
    }

    [Fact]
    public async Task It_deploys_with_the_policy_that_it_made_is_refused_without_a_line_and_mends_that()
    {
        using var home = new UserHome();

        var ended = (await home.LanyardAsync("try", "--no-input")).Succeeded();

        string[] steps =
        [
            "$ lanyard policy generate --template orders.yaml", "$ lanyard policy diff admin.json deploy.json\n  gone: allowed by OLD and not by NEW\n", "nothing is new",
            "$ lanyard policy apply deploy.json --role deploy --profile admin --yes", "CREATE_COMPLETE          Api ", "CREATE_COMPLETE          orders-dev ",
            "$ sed -i '/sqs:CreateQueue/d' deploy.json", "      -        \"sqs:CreateQueue\"", "UPDATE_FAILED            Jobs ",
            "is not authorized to perform: sqs:CreateQueue on resource: arn:aws:sqs:eu-west-1:111111111111:orders-dev-Jobs-", "because no identity-based policy allows the sqs:CreateQueue action",
            "UPDATE_ROLLBACK_COMPLETE orders-dev ", "$ lanyard policy generate --from-failure events.json --policy deploy.json", "1 of 1 mended. Simulated: refused before, allowed after; nothing else is new.",
            "\"Action\": \"sqs:CreateQueue\"", "UPDATE_COMPLETE          orders-dev ", "What was refused was allowed, and nothing else.",
        ];
        var at = 0;
        Assert.All(steps, step =>
        {
            var found = ended.Out.IndexOf(step, at, StringComparison.Ordinal);
            Assert.True(found >= 0, $"`{step}` doesn't come, or not in its turn:\n{ended.Out}");
            at = found;
        });
        Assert.Equal("", ended.Error);
        Assert.All(ended.Out.Split('\n'), line => Assert.DoesNotContain("\e", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("2. Sign in once")]
    [InlineData("6. Deploy with it")]
    public async Task Stopped_by_a_signal_it_leaves_nothing_behind(string after)
    {
        var setsid = Requires.Program("setsid", "util-linux");
        using var home = new UserHome();
        var temporary = Directory.CreateDirectory(home.PathOf("tmp")).FullName;
        home.Environment["TMPDIR"] = temporary;
        await using var process = home.Start([setsid, LanyardBinary.Path, "try", "--no-input"]);
        await process.WaitForOutAsync(after);

        await process.SignalAsync("INT");

        Assert.Contains((await process.EndAsync()).ExitCode, (int[])[0, 130]);
        Assert.Empty(Directory.GetFileSystemEntries(temporary));
    }

    [Fact]
    public async Task The_users_own_identity_does_not_get_into_it()
    {
        using var home = new UserHome();
        home.WriteAwsFiles("[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = own\n");
        home.Environment["AWS_PROFILE"] = "default";
        home.Environment["AWS_REGION"] = "ap-southeast-2";
        home.Environment["AWS_ENDPOINT_URL"] = $"http://127.0.0.1:{LoopbackServer.ClosedPort()}";
        home.Environment["HTTPS_PROXY"] = home.Environment["AWS_ENDPOINT_URL"];

        var ended = (await home.LanyardAsync("try", "--no-input")).Succeeded();

        Assert.Contains("account 333333333333", ended.Out, StringComparison.Ordinal);
    }
}
