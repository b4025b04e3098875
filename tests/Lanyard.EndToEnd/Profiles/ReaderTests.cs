using System.Text.Json.Nodes;
using Lanyard.EndToEnd.RealClients;
using Lanyard.EndToEnd.Running;

namespace Lanyard.EndToEnd.Profiles;

/// <summary>The AWS CLI and botocore read what was meant, after each edit.</summary>
public sealed class ReaderTests
{
    private const string FullConfig = "import botocore.session, json; print(json.dumps(botocore.session.Session().full_config[\"profiles\"]))";

    // What botocore read since the last edit: to start it takes most of the time here.
    private JsonNode? _read;

    [Fact]
    public async Task The_aws_cli_and_botocore_read_back_what_was_set()
    {
        using var home = new UserHome();
        home.WriteAwsFiles("# c\r\n[default]\r\nregion = us-east-1\r\n; c\r\n[profile dev]\r\ns3 =\r\n  max_queue_size = 5\r\noutput = text", "[dev]\naws_access_key_id = AKIA1\n");

        await DoAsync(home, "set", "default", "region", "eu-west-1");
        Assert.Equal("eu-west-1", await GetAsync(home, "default", "region"));

        await DoAsync(home, "set", "dev", "region=eu-north-1", "s3.max_queue_size=7", "s3.addressing_style=path");
        Assert.Equal("eu-north-1", await GetAsync(home, "dev", "region"));
        Assert.Equal("7", await GetAsync(home, "dev", "s3.max_queue_size"));
        Assert.Equal("path", await GetAsync(home, "dev", "s3.addressing_style"));
        Assert.Equal("text", await GetAsync(home, "dev", "output"));

        await DoAsync(home, "unset", "dev", "s3.max_queue_size", "output");
        Assert.Null(await GetAsync(home, "dev", "s3.max_queue_size"));
        Assert.Null(await GetAsync(home, "dev", "output"));
        Assert.Equal("path", await GetAsync(home, "dev", "s3.addressing_style"));

        await DoAsync(home, "set", "prod", "role_arn=arn:aws:iam::333333333333:role/deploy", "source_profile=dev");
        await DoAsync(home, "rename", "dev", "development");
        Assert.Equal("development", await GetAsync(home, "prod", "source_profile"));
        Assert.Equal("AKIA1", await GetAsync(home, "development", "aws_access_key_id"));
        Assert.Equal(["default", "development", "prod"], await ProfilesAsync(home));

        await DoAsync(home, "remove", "development", "--yes");
        Assert.Equal(["default", "prod"], await ProfilesAsync(home));
        await DoAsync(home, "undo");
        Assert.Equal(["default", "development", "prod"], await ProfilesAsync(home));
        Assert.Equal("eu-north-1", await GetAsync(home, "development", "region"));
    }

    [Fact]
    public async Task What_the_aws_cli_wrote_is_edited_and_the_other_way_round()
    {
        using var home = new UserHome();
        home.WriteAwsFiles("");
        var aws = RealClient.AwsCli();
        foreach (var (key, value) in new[] { ("profile.dev.region", "eu-west-1"), ("profile.dev.s3.max_queue_size", "5"), ("default.output", "json") })
        {
            (await home.RunAsync(aws, "configure", "set", key, value)).Succeeded();
        }

        await DoAsync(home, "set", "dev", "s3.max_queue_size", "6");
        (await home.RunAsync(aws, "configure", "set", "profile.dev.s3.multipart_threshold", "64MB")).Succeeded();
        Assert.Equal("6", await GetAsync(home, "dev", "s3.max_queue_size"));
        Assert.Equal("64MB\n", (await home.LanyardAsync("profile", "show", "dev", "s3.multipart_threshold")).Succeeded().Out);
        Assert.Equal("json\n", (await home.LanyardAsync("profile", "show", "default", "output")).Succeeded().Out);
    }

    private async Task DoAsync(UserHome home, params string[] words)
    {
        (await home.LanyardAsync(["profile", .. words])).Succeeded();
        _read = null;
    }

    /// <summary>What the AWS CLI says; botocore must say the same.</summary>
    private async Task<string?> GetAsync(UserHome home, string profile, string key)
    {
        var ended = await home.RunAsync(RealClient.AwsCli(), "configure", "get", $"profile.{profile}.{key}");
        var said = ended.ExitCode == 0 ? ended.Out.TrimEnd('\n') : null;
        JsonNode? node = (await BotocoreAsync(home))[profile];
        foreach (var part in key.Split('.'))
        {
            node = (node as JsonObject)?[part];
        }

        Assert.Equal((string?)node, said);
        return said;
    }

    private async Task<string[]> ProfilesAsync(UserHome home)
    {
        var ended = (await home.RunAsync(RealClient.AwsCli(), "configure", "list-profiles")).Succeeded();
        string[] names = [.. ended.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];
        Assert.Equal((await BotocoreAsync(home)).AsObject().Select(p => p.Key).Order(StringComparer.Ordinal), names);
        Assert.Equal(names, (await home.LanyardAsync("profile", "list", "--names")).Succeeded().Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
        return names;
    }

    private async Task<JsonNode> BotocoreAsync(UserHome home) =>
        _read ??= JsonNode.Parse((await home.RunAsync(Requires.Boto3(), "-c", FullConfig)).Succeeded().Out)!;
}
