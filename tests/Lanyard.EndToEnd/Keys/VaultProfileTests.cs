using System.Text.Json.Nodes;
using Lanyard.EndToEnd.RealClients;
using Lanyard.EndToEnd.Running;

namespace Lanyard.EndToEnd.Keys;

/// <summary>A key goes from a file into the vault, and every SDK goes on finding it; then it is rotated, and that is broken off and gone on with.</summary>
public sealed class VaultProfileTests(SlowKeysSandbox sandbox) : IClassFixture<SlowKeysSandbox>
{
    public static TheoryData<string> Clients { get; } = [.. RealClient.Names];

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task A_real_client_takes_the_key_from_the_vault(string client)
    {
        using var home = sandbox.UserOf("one");
        (await home.LanyardAsync("vault", "migrate", "one")).Succeeded();
        AssertNowhere(home, sandbox.SecretOf("one"));

        home.Environment["AWS_PROFILE"] = "one";
        Assert.Equal("arn:aws:iam::111111111111:user/one", Identity.Parse((await home.RunAsync([.. RealClient.CallerIdentity(client)])).Succeeded().Out).Arn);
        home.Environment["AWS_PROFILE"] = "deploy";
        Assert.StartsWith("arn:aws:sts::111111111111:assumed-role/deploy/", Identity.Parse((await home.RunAsync([.. RealClient.CallerIdentity(client)])).Succeeded().Out).Arn, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_SDK_is_explained_to_take_the_same_key()
    {
        using var home = sandbox.UserOf("one");
        (await home.LanyardAsync("vault", "migrate", "one")).Succeeded();
        var all = (await home.LanyardAsync("explain", "--sdk", "all", "--profile", "one")).Succeeded().Out;
        Assert.Matches("(?m)^  lanyard +vault ", all);
        Assert.Matches("(?m)^  js-v3 +process ", all);
    }

    [Fact]
    public async Task A_rotation_that_is_killed_while_it_waits_for_AWS_is_gone_on_with_and_no_secret_is_left_anywhere()
    {
        using var home = sandbox.UserOf("two");
        (await home.LanyardAsync("vault", "migrate", "two")).Succeeded();
        await using (var rotation = home.StartLanyard("vault", "rotate", "two"))
        {
            await rotation.WaitForAsync((_, error) => error.Contains("trying again", StringComparison.Ordinal) ? error : null);
            await rotation.SignalAsync("KILL");
            await rotation.EndAsync();
        }

        Assert.Equal("arn:aws:iam::111111111111:user/two", Identity.Parse((await home.LanyardAsync("whoami", "--profile", "two", "--json")).Succeeded().Out).Arn);
        var ended = (await home.LanyardAsync("vault", "rotate", "two", "--json")).Succeeded();
        Assert.Contains("Going on with the rotation", ended.Error, StringComparison.Ordinal);
        var said = JsonNode.Parse(ended.Out)!;

        home.Environment["AWS_PROFILE"] = "two";
        string[] list = ["/usr/bin/env", "-u", "AWS_ENDPOINT_URL", RealClient.AwsCli(), "iam", "list-access-keys", "--query", "AccessKeyMetadata[].[AccessKeyId,Status]", "--output", "text"];
        Assert.Equal(
            $"{said["inactiveAccessKeyId"]}\tInactive\n{said["accessKeyId"]}\tActive\n", (await home.RunAsync(list)).Succeeded().Out);
        AssertNowhere(home, sandbox.SecretOf("two"));
        (await home.LanyardAsync("vault", "rotate", "two", "--finish", "--now")).Succeeded();
        Assert.Equal($"{said["accessKeyId"]}\tActive\n", (await home.RunAsync(list)).Succeeded().Out);
    }

    [Fact]
    public async Task A_rotation_that_is_killed_can_be_taken_back()
    {
        using var home = sandbox.UserOf("three");
        (await home.LanyardAsync("vault", "migrate", "three")).Succeeded();
        await using (var rotation = home.StartLanyard("vault", "rotate", "three"))
        {
            await rotation.WaitForAsync((_, error) => error.Contains("trying again", StringComparison.Ordinal) ? error : null);
            await rotation.SignalAsync("KILL");
            await rotation.EndAsync();
        }

        (await home.LanyardAsync("vault", "rotate", "three", "--undo")).Succeeded();
        var entry = JsonNode.Parse((await home.LanyardAsync("vault", "list", "--json", "--aws")).Succeeded().Out)!["entries"]![0]!;
        Assert.Empty(entry["aws"]!["otherAccessKeyIds"]!.AsArray());
        Assert.Null(entry["rotation"]);
    }

    [Fact]
    public async Task A_person_types_the_secret_and_the_terminal_does_not_show_it()
    {
        using var home = sandbox.UserOf("one");
        var secret = sandbox.SecretOf("one");
        var id = File.ReadAllLines(home.PathOf(".aws/credentials")).First(l => l.StartsWith("aws_access_key_id", StringComparison.Ordinal)).Split(" = ")[1];
        await using var terminal = Terminal.Start(home, "configure", "keys");
        await terminal.AnswerAsync("Name of the profile: ", "typed");
        await terminal.AnswerAsync("Region of the profile, for the AWS CLI and SDKs [none]: ", "eu-west-1");
        await terminal.AnswerAsync("Access key id: ", id);
        await terminal.AnswerAsync("Secret access key (it is not shown): ", secret);
        var ended = (await terminal.EndAsync()).Succeeded();
        Assert.DoesNotContain(secret, ended.Out, StringComparison.Ordinal);
        Assert.Contains("lanyard whoami --profile typed", ended.Out, StringComparison.Ordinal);
        Assert.Equal("arn:aws:iam::111111111111:user/one", Identity.Parse((await home.LanyardAsync("whoami", "--profile", "typed", "--json")).Succeeded().Out).Arn);
    }

    private static void AssertNowhere(UserHome home, string secret)
    {
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(home.Folder)!, "*", SearchOption.AllDirectories))
        {
            Assert.DoesNotContain(secret, File.ReadAllText(file), StringComparison.Ordinal);
        }
    }
}
