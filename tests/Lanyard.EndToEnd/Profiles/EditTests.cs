using Lanyard.EndToEnd.Running;

namespace Lanyard.EndToEnd.Profiles;

/// <summary>Edits of the shared files by the built program: many at once, killed in the middle, through links.</summary>
public sealed class EditTests
{
    private const string Secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    [Fact]
    public async Task Many_processes_at_once_lose_nothing()
    {
        const int Count = 40;
        using var home = new UserHome();
        home.WriteAwsFiles("# mine, and it stays\n[default]\nregion = eu-west-1\n");

        var running = Enumerable.Range(0, Count).Select(i => home.LanyardAsync("profile", "set", $"p{i}", "region", $"r-{i}")).ToArray();
        foreach (var ended in await Task.WhenAll(running))
        {
            ended.Succeeded();
        }

        var config = await File.ReadAllTextAsync(home.PathOf(".aws/config"), TestContext.Current.CancellationToken);
        Assert.StartsWith("# mine, and it stays\n[default]\nregion = eu-west-1\n\n", config, StringComparison.Ordinal);
        Assert.Equal(
            Enumerable.Range(0, Count).Select(i => $"[profile p{i}]\nregion = r-{i}").Order(StringComparer.Ordinal),
            config.TrimEnd('\n').Split("\n\n")[1..].Order(StringComparer.Ordinal));
        Assert.Equal([".aws/config", ".aws/credentials"], Directory.EnumerateFiles(home.PathOf(".aws")).Select(f => Path.GetRelativePath(home.Folder, f)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Killed_in_the_middle_it_leaves_the_old_file_or_the_new_one()
    {
        using var home = new UserHome();
        var body = string.Concat(Enumerable.Range(0, 3000).Select(i => $"[profile p{i}]\nregion = eu-west-1\n\n"));
        home.WriteAwsFiles(body + "[profile x]\noutput = 0\n");
        int changed = 0;
        var random = new Random(3);
        for (int i = 1; i <= 25; i++)
        {
            var before = await File.ReadAllTextAsync(home.PathOf(".aws/config"), TestContext.Current.CancellationToken);
            await using (var process = home.StartLanyard("profile", "set", "x", "output", $"{i}"))
            {
                await Task.Delay(random.Next(20, 400), TestContext.Current.CancellationToken);
                await home.RunAsync("/bin/sh", "-c", $"kill -s KILL {process.Id} 2>/dev/null || true");
            }

            var after = await File.ReadAllTextAsync(home.PathOf(".aws/config"), TestContext.Current.CancellationToken);
            Assert.True(after == before || after == body + $"[profile x]\noutput = {i}\n");
            changed += after == before ? 0 : 1;
        }

        // The lock of who was killed is nobody's, and what was cut off is not in the way of undo.
        (await home.LanyardAsync("profile", "set", "x", "output", "last")).Succeeded();
        (await home.LanyardAsync("profile", "undo")).Succeeded();
        Assert.StartsWith(body + "[profile x]\noutput = ", await File.ReadAllTextAsync(home.PathOf(".aws/config"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.InRange(changed, 0, 25);
    }

    [Fact]
    public async Task A_link_stays_one_and_the_mode_stays()
    {
        using var home = new UserHome();
        home.WriteAwsFiles("", "");
        var real = home.Write("dotfiles/aws", "[profile dev]\r\nregion = eu-west-1\r\n");
        await home.RunAsync("/bin/sh", "-c", "chmod 640 dotfiles/aws; ln -sf ../dotfiles/aws .aws/config");

        (await home.LanyardAsync("profile", "rename", "dev", "development")).Succeeded();

        Assert.Equal("../dotfiles/aws", new FileInfo(home.PathOf(".aws/config")).LinkTarget);
        Assert.Equal("[profile development]\r\nregion = eu-west-1\r\n", await File.ReadAllTextAsync(real, TestContext.Current.CancellationToken));
        Assert.Equal("640", FolderSnapshot.ModeOf(real));
    }

    [Fact]
    public async Task A_secret_comes_through_a_pipe_and_lies_in_no_backup()
    {
        using var home = new UserHome();
        home.WriteAwsFiles("", "[ci]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n");
        home.Write("secret", Secret + "\n");

        (await home.ShellAsync("\"$LANYARD\" profile set ci aws_secret_access_key < secret")).Succeeded();
        (await home.LanyardAsync("profile", "rename", "ci", "build")).Succeeded();
        (await home.LanyardAsync("profile", "undo")).Succeeded();

        Assert.Equal($"[ci]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = {Secret}\n", await File.ReadAllTextAsync(home.PathOf(".aws/credentials"), TestContext.Current.CancellationToken));
        var found = await home.RunAsync("/usr/bin/env", "grep", "-rl", Secret, home.LanyardHome);
        Assert.Equal("", found.Out);
        Assert.All(Directory.GetFiles(Path.Combine(home.LanyardHome, "state", "backups")), file => Assert.Equal("600", FolderSnapshot.ModeOf(file)));
    }
}
