using System.Globalization;
using System.Text.Json.Nodes;
using Lanyard.EndToEnd.Running;
using Lanyard.EndToEnd.Sandboxes;

namespace Lanyard.EndToEnd.Exec;

/// <summary>Where a session's secrets are while a command runs, and where they are not.</summary>
public sealed class SecrecyTests(SignedInSandbox sandbox) : IClassFixture<SignedInSandbox>
{
    [Theory]
    [InlineData("env")]
    [InlineData("process")]
    [InlineData("server")]
    public async Task No_secret_stands_on_a_command_line(string via)
    {
        var secrets = await SecretsAsync();
        await using var process = sandbox.User.StartLanyard(
            "exec", "--profile", "dev", "--via", via, "--", "/bin/sh", "-c", "echo \"token $AWS_CONTAINER_AUTHORIZATION_TOKEN\"; echo ready; sleep 30");
        await process.WaitForOutAsync("ready");

        var lines = CommandLines(process.Id);
        if (via == "server")
        {
            secrets = [.. secrets, process.Out.Split('\n')[0]["token ".Length..]];
        }

        Assert.Contains(lines, line => line.Contains("sleep", StringComparison.Ordinal));
        Assert.Equal(1, lines.Count(line => line.StartsWith(LanyardBinary.Path, StringComparison.Ordinal)));
        Assert.All(secrets, secret => Assert.True(secret.Length >= 20));
        Assert.All(lines, line => Assert.All(secrets, secret => Assert.DoesNotContain(secret, line, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("env")]
    [InlineData("process")]
    [InlineData("server")]
    public async Task The_private_files_are_their_owners_alone_hold_no_secret_and_go_with_the_command(string via)
    {
        var secrets = await SecretsAsync();
        await using var process = sandbox.User.Start(
            [LanyardBinary.Path, "exec", "--profile", "dev", "--via", via, "--", "/bin/sh", "-c", "echo $AWS_CONFIG_FILE; read line"], keepsInput: true);
        await process.WaitForOutAsync("\n");
        var folder = Path.GetDirectoryName(process.Out.Trim())!;
        var files = Directory.GetFiles(folder);

        Assert.StartsWith(sandbox.User.LanyardHome, folder, StringComparison.Ordinal);
        Assert.NotEmpty(files);
        for (var at = folder; at != sandbox.User.LanyardHome; at = Path.GetDirectoryName(at)!)
        {
            Assert.Equal("700", FolderSnapshot.ModeOf(at));
        }

        Assert.All(files, file => Assert.Equal("600", FolderSnapshot.ModeOf(file)));
        Assert.All(files, file => Assert.All(secrets, secret => Assert.DoesNotContain(secret, File.ReadAllText(file), StringComparison.Ordinal)));

        await process.WriteAsync("end\n");
        (await process.EndAsync()).Succeeded();
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task Cached_sessions_are_their_owners_alone()
    {
        await SecretsAsync();
        var files = Directory.GetFiles(Path.Combine(sandbox.User.LanyardHome, "cache", "sessions"));

        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.Equal("600", FolderSnapshot.ModeOf(file)));
        Assert.Equal("700", FolderSnapshot.ModeOf(Path.GetDirectoryName(files[0])!));
    }

    [Fact]
    public async Task Verbose_tells_what_is_called_and_no_secret()
    {
        using var home = new UserHome(sandbox);
        home.Environment["HOME"] = sandbox.User.Folder;

        var ended = (await home.LanyardAsync("env", "--profile", "staging-deploy", "--verbose", "--format", "json")).Succeeded();

        var keys = JsonNode.Parse(ended.Out)!;
        var token = JsonNode.Parse(await File.ReadAllTextAsync(
            Directory.GetFiles(home.Environment["HOME"] + "/.aws/sso/cache").First(f => File.ReadAllText(f).Contains("accessToken", StringComparison.Ordinal)),
            TestContext.Current.CancellationToken))!;
        Assert.Contains("/federation/credentials", ended.Error, StringComparison.Ordinal);
        Assert.All(
            [(string)keys["AWS_SECRET_ACCESS_KEY"]!, (string)keys["AWS_SESSION_TOKEN"]!, (string)token["accessToken"]!, (string)token["refreshToken"]!, (string)token["clientSecret"]!],
            secret => Assert.DoesNotContain(secret, ended.Error, StringComparison.Ordinal));
    }

    private async Task<IReadOnlyList<string>> SecretsAsync()
    {
        var keys = JsonNode.Parse((await sandbox.User.LanyardAsync("env", "--profile", "dev", "--format", "json")).Succeeded().Out)!;
        return [(string)keys["AWS_SECRET_ACCESS_KEY"]!, (string)keys["AWS_SESSION_TOKEN"]!];
    }

    /// <summary>Gives the command lines of a process and all below it.</summary>
    private static List<string> CommandLines(int process)
    {
        var parents = Directory.GetDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0)
            .Select(id => (Id: id, Parent: ParentOf(id)))
            .ToLookup(p => p.Parent, p => p.Id);
        var lines = new List<string>();
        var open = new Queue<int>([process]);
        while (open.TryDequeue(out var id))
        {
            lines.Add(File.ReadAllText($"/proc/{id.ToString(CultureInfo.InvariantCulture)}/cmdline").Replace('\0', ' '));
            foreach (var child in parents[id])
            {
                open.Enqueue(child);
            }
        }

        return lines;
    }

    private static int ParentOf(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
