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

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"it took {clock.Elapsed}");
        Assert.All(Door.All, door =>
        {
            Assert.Contains($"lanyard whoami --stage {door.Stage}\n  account {door.Account}", ended.Out, StringComparison.Ordinal);
            Assert.Contains($"arn:aws:sts::{door.Account}:assumed-role/{door.Role}", ended.Out, StringComparison.Ordinal);
        });
        Assert.DoesNotContain("\e", ended.Out, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(home.Folder));
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
