using Lanyard.EndToEnd.Running;
using Lanyard.EndToEnd.Sandboxes;

namespace Lanyard.EndToEnd.RealClients;

/// <summary>Jobs that outlive their session. Each has an account of its own, so that the call log tells whose a call is.</summary>
public sealed class LongJobTests(ShortSessionSandbox sandbox) : IClassFixture<ShortSessionSandbox>
{
    private const string InPython =
        """
        import boto3, sys, time
        client = boto3.client("sts")
        end = time.time() + int(sys.argv[1])
        while time.time() < end:
            client.get_caller_identity()
            time.sleep(0.5)
        print("done")
        """;

    // Over three sessions, the start of the job not counted.
    private static readonly string Seconds = $"{3.3 * ShortSessionSandbox.SessionLength.TotalSeconds:0}";

    [Fact]
    public async Task A_job_that_outlives_three_sessions_goes_on_and_nobody_is_asked_for_anything()
    {
        string[] javaScript = [Requires.JavaScriptSdk(), Path.Combine(Repository.Clients, "long-job.mjs"), Seconds];
        string[] python = ["/usr/bin/env", "-u", "AWS_ENDPOINT_URL", Requires.Boto3(), "-c", InPython, Seconds];

        // Side by side: each is mostly asleep.
        await Task.WhenAll(
            AssertGoesOnAsync("dev", "process", javaScript), AssertGoesOnAsync("test", "server", javaScript),
            AssertGoesOnAsync("staging", "process", python), AssertGoesOnAsync("prod", "server", python));
    }

    private async Task AssertGoesOnAsync(string stage, string via, string[] command)
    {
        using var home = new UserHome(sandbox);
        home.Environment["HOME"] = sandbox.User.Folder;
        home.Environment["NODE_NO_WARNINGS"] = "1";

        var ended = (await home.LanyardAsync(["exec", "--stage", stage, "--via", via, "--", .. command])).Succeeded();

        // What the client itself says of a slow machine is no matter.
        Assert.Equal("done\n", ended.Out);
        Assert.DoesNotContain("lanyard", ended.Error, StringComparison.OrdinalIgnoreCase);
        var account = ShortSessionSandbox.Accounts[stage];
        var mine = sandbox.Calls.Read().Where(c => c.Principal?.Contains($":{account}:", StringComparison.Ordinal) == true).ToArray();
        Assert.All(mine, c => Assert.Equal((200, null), (c.Status, c.Error)));

        // A key is used while it is good, or the sandbox would have refused it. The endpoint has the next one before that is asked for.
        var keys = mine.Where(c => c.Operation == "GetCallerIdentity").Select(c => c.AccessKeyId).Distinct().Count();
        var fetches = via == "server" ? mine.Where(c => c.Operation == "GetRoleCredentials").Select(c => c.Time).ToArray() : [];
        Assert.True(keys >= 4, $"{command[0]} by {via} used {keys} keys");
        Assert.All(fetches.Zip(fetches.Skip(1)), pair => Assert.True(
            pair.Second - pair.First < ShortSessionSandbox.SessionLength, $"{command[0]} by {via} waited {pair.Second - pair.First} for its next session"));
    }
}

/// <summary>A sandbox whose sessions end after some seconds, and a user who is signed in to it.</summary>
public sealed class ShortSessionSandbox : SignedInSandbox
{
    /// <summary>Gets how long a session lasts.</summary>
    public static TimeSpan SessionLength { get; } = TimeSpan.FromSeconds(12);

    /// <summary>Gets the accounts by the names of their stages.</summary>
    public static IReadOnlyDictionary<string, string> Accounts { get; } = new Dictionary<string, string>
    {
        ["dev"] = "111111111111",
        ["test"] = "222222222222",
        ["staging"] = "333333333333",
        ["prod"] = "444444444444",
    };

    /// <inheritdoc/>
    protected override string Seed =>
        $$"""
        {"sessionsEndAfter":"{{SessionLength.TotalSeconds}}s",
         "accounts":[{{Each((name, id) => $$"""{"id":"{{id}}","name":"{{name}}"}""")}}],
         "identityCenter":{"startUrl":"https://short.awsapps.com/start","region":"eu-west-1","users":[{"userName":"alice"}],
          "permissionSets":[{"name":"Developer"}],
          "assignments":[{{Each((name, _) => $$"""{"user":"alice","account":"{{name}}","permissionSet":"Developer"}""")}}]} }
        """;

    private static string Each(Func<string, string, string> write) => string.Join(',', Accounts.Select(a => write(a.Key, a.Value)));
}
