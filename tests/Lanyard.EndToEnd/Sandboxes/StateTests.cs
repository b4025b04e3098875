using System.Text.Json.Nodes;
using Lanyard.EndToEnd.RealClients;
using Lanyard.EndToEnd.Running;

namespace Lanyard.EndToEnd.Sandboxes;

/// <summary>A sandbox that keeps its state in a file, and one whose answers are the same each time; called by the AWS CLI and SDKs.</summary>
public sealed class StateTests
{
    private const string Seed =
        """
        {"accounts":[{"id":"111111111111","name":"dev"}],
         "identityCenter":{"startUrl":"https://sandbox.awsapps.com/start","region":"eu-west-1","users":[{"userName":"alice"}],
          "permissionSets":[{"name":"Developer"}],"assignments":[{"user":"alice","account":"dev","permissionSet":"Developer"}]},
         "iamUsers":[{"name":"admin","account":"dev","accessKeys":[{}],"policies":[{"name":"all","policy":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}}]}]}
        """;

    // Says each user once it was answered for, until the sandbox is gone.
    private const string Burst =
        """
        import boto3, sys
        from botocore.config import Config
        iam = boto3.client("iam", config=Config(retries={"total_max_attempts": 1}))
        for number in range(100000):
            name = f"{sys.argv[1]}-{number}"
            try:
                iam.create_user(UserName=name)
            except Exception:
                break
            print(name, flush=True)
        """;

    private const string Names =
        """
        import boto3
        for page in boto3.client("iam").get_paginator("list_users").paginate():
            for user in page["Users"]:
                print(user["UserName"])
        """;

    private const string Life =
        """
        import boto3, json
        iam, sts = boto3.client("iam"), boto3.client("sts")
        answers = [
            iam.create_user(UserName="eve", Tags=[{"Key": "team", "Value": "blue"}]),
            iam.create_access_key(UserName="eve"),
            iam.create_group(GroupName="crew"),
            iam.add_user_to_group(GroupName="crew", UserName="eve"),
            sts.get_session_token(),
            sts.get_caller_identity(),
            iam.get_account_authorization_details(),
        ]
        for answer in answers:
            answer["ResponseMetadata"]["HTTPHeaders"].pop("date")
        print(json.dumps(answers, default=str, indent=1))
        """;

    [Fact]
    public async Task Killed_in_a_burst_of_calls_it_has_every_user_that_was_answered_for()
    {
        var boto3 = Requires.Boto3();
        using var home = new UserHome();
        var seed = home.Write("seed.json", Seed);
        List<string> answered = [];
        await using (var sandbox = home.StartLanyard("sandbox", "start", "--format", "json", "--state", "state.jsonl", "--seed", seed))
        {
            using var user = await EnterAsync(sandbox);
            RunningProcess[] clients = [.. new[] { "a", "b", "c" }.Select(name => user.Start([boto3, "-c", Burst, name]))];
            foreach (var client in clients)
            {
                await client.WaitForAsync((output, _) => output.Split('\n').Length > 10 ? output : null);
            }

            await sandbox.SignalAsync("KILL");
            foreach (var client in clients)
            {
                answered.AddRange((await client.EndAsync()).Succeeded().Out.Split('\n', StringSplitOptions.RemoveEmptyEntries));
                await client.DisposeAsync();
            }

            await sandbox.EndAsync();
        }

        Assert.True(answered.Count >= 30, $"{answered.Count}");
        Assert.Equal("600", FolderSnapshot.ModeOf(home.PathOf("state.jsonl")));

        await using var again = home.StartLanyard("sandbox", "start", "--format", "json", "--state", "state.jsonl");
        using var reader = await EnterAsync(again);
        var there = (await reader.RunAsync(boto3, "-c", Names)).Succeeded().Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Subset(there.ToHashSet(StringComparer.Ordinal), answered.ToHashSet(StringComparer.Ordinal));

        // At most one call of each client was on its way.
        Assert.InRange(there.Length - 1, answered.Count, answered.Count + 3);
        await again.SignalAsync("TERM");
        (await again.EndAsync()).Succeeded();
    }

    [Fact]
    public async Task The_CLI_finds_in_the_second_sandbox_what_it_did_in_the_first_and_its_old_key_signs()
    {
        var aws = Requires.Program("aws", "awscli");
        using var home = new UserHome();
        var seed = home.Write("seed.json", Seed);
        var made = (await home.LanyardAsync(
            "sandbox", "exec", "--seed", seed, "--state", "state.jsonl", "--", "/bin/sh", "-c",
            $"export AWS_PROFILE=admin; '{aws}' iam create-user --user-name eve >&2 && '{aws}' iam create-access-key --user-name eve")).Succeeded();
        var key = JsonNode.Parse(made.Out)!["AccessKey"]!;
        SecretWatch.Know((string)key["SecretAccessKey"]!, "an access key that the sandbox made");

        // A key stands on no command line; `exec` hands no AWS variable on.
        var keys = home.WritePrivate("keys.sh", $"export AWS_ACCESS_KEY_ID={key["AccessKeyId"]} AWS_SECRET_ACCESS_KEY={key["SecretAccessKey"]}\n");
        var identity = (await home.LanyardAsync(
            "sandbox", "exec", "--state", "state.jsonl", "--", "/bin/sh", "-c", $". '{keys}'; '{aws}' sts get-caller-identity --query Arn --output text")).Succeeded();
        Assert.Equal("arn:aws:iam::111111111111:user/eve\n", identity.Out);
    }

    [Fact]
    public async Task Of_two_sandboxes_on_one_file_the_second_is_refused()
    {
        using var home = new UserHome();
        await using var first = home.StartLanyard("sandbox", "start", "--format", "json", "--state", "state.jsonl");
        await first.WaitForOutAsync("}");

        var second = (await home.LanyardAsync("sandbox", "exec", "--state", "state.jsonl", "--", "true")).EndedWith(1);
        Assert.Contains("[STATE_IN_USE]", second.Error, StringComparison.Ordinal);

        // A hard link is another name of the same file.
        (await home.RunAsync("/bin/ln", home.PathOf("state.jsonl"), home.PathOf("linked.jsonl"))).Succeeded();
        var third = (await home.LanyardAsync("sandbox", "exec", "--state", "linked.jsonl", "--", "true")).EndedWith(1);
        Assert.Contains("[STATE_IN_USE]", third.Error, StringComparison.Ordinal);
        await first.SignalAsync("TERM");
        (await first.EndAsync()).Succeeded();
        (await home.LanyardAsync("sandbox", "exec", "--state", "state.jsonl", "--", "true")).Succeeded();
    }

    [Fact]
    public async Task Another_seed_another_file_and_another_beginning_are_refused_and_the_files_left_alone()
    {
        using var home = new UserHome();
        var seed = home.Write("seed.json", Seed);
        (await home.LanyardAsync("sandbox", "exec", "--state", "state.jsonl", "--", "true")).Succeeded();
        var before = File.ReadAllText(home.PathOf("state.jsonl"));
        home.Write("notes.txt", "milk");

        Assert.Contains("[STATE_MISMATCH]", (await home.LanyardAsync("sandbox", "exec", "--state", "state.jsonl", "--seed", seed, "--", "true")).EndedWith(1).Error, StringComparison.Ordinal);
        Assert.Contains("[STATE_MISMATCH]", (await home.LanyardAsync("sandbox", "exec", "--state", "state.jsonl", "--deterministic", "--", "true")).EndedWith(1).Error, StringComparison.Ordinal);
        Assert.Contains("[STATE_INVALID]", (await home.LanyardAsync("sandbox", "exec", "--state", "notes.txt", "--", "true")).EndedWith(1).Error, StringComparison.Ordinal);
        Assert.Contains("[FILE_NOT_WRITABLE]", (await home.LanyardAsync("sandbox", "exec", "--state", ".", "--", "true")).EndedWith(1).Error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(home.PathOf("state.jsonl")));
        Assert.Equal("milk", File.ReadAllText(home.PathOf("notes.txt")));
    }

    [Fact]
    public async Task Two_deterministic_sandboxes_give_boto3_the_same_answers_and_write_the_same_call_log()
    {
        var boto3 = Requires.Boto3();
        using var home = new UserHome();
        var seed = home.Write("seed.json", Seed);
        string[] said = [await RunAsync("one.jsonl"), await RunAsync("two.jsonl")];
        Assert.Equal(said[0], said[1]);
        Assert.Contains("2035-01-01", said[0], StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(home.PathOf("one.jsonl")), File.ReadAllBytes(home.PathOf("two.jsonl")));

        async Task<string> RunAsync(string log) => (await home.LanyardAsync(
            "sandbox", "exec", "--deterministic", "--seed", seed, "--call-log", log, "--", "/usr/bin/env", "AWS_PROFILE=admin", boto3, "-c", Life)).Succeeded().Out;
    }

    [Theory]
    [InlineData("boto3")]
    [InlineData("aws-cli")]
    [InlineData("js-v3")]
    public async Task A_client_with_a_stages_credentials_takes_a_deterministic_sandboxs_times(string client)
    {
        var command = RealClient.CallerIdentity(client);
        using var home = new UserHome();
        var ended = (await home.LanyardAsync(["sandbox", "exec", "--deterministic", "--stage", "dev", "--", .. command])).Succeeded();
        Assert.Equal(Door.Of("dev").Account, Identity.Parse(ended.Out).Account);
        Assert.DoesNotContain("clock", ended.Error, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Gives a user whose variables lead into a sandbox, as its administrator.</summary>
    private static async Task<UserHome> EnterAsync(RunningProcess sandbox)
    {
        var printed = await sandbox.WaitForAsync((output, _) => output.TrimEnd().EndsWith('}') ? output : null);
        var user = new UserHome();
        foreach (var (name, value) in JsonNode.Parse(printed)!.AsObject())
        {
            user.Environment[name] = (string)value!;
        }

        user.Environment["AWS_PROFILE"] = "admin";
        return user;
    }
}
