using System.Text.Json.Nodes;
using Lanyard.EndToEnd.Running;
using Lanyard.EndToEnd.Sandboxes;

namespace Lanyard.EndToEnd.RealClients;

/// <summary>A real client gets a stage's identity from <c>lanyard exec</c>, by every way of handing over.</summary>
public abstract class DeliveryTests(SignedInSandbox sandbox, string client)
{
    public static TheoryData<string, string> WaysAndStages { get; } =
        [.. from via in new[] { "env", "process", "server" } from door in Door.All select (via, door.Stage)];

    public static TheoryData<string> Ways { get; } = ["env", "process", "server"];

    [Theory]
    [MemberData(nameof(WaysAndStages))]
    public async Task Exec_gives_the_client_the_stages_account_and_role(string via, string stage)
    {
        var command = RealClient.CallerIdentity(client);
        var key = await KeyOfAsync("--stage", stage);

        Ended ended = null!;
        var calls = await sandbox.Calls.DuringAsync(async () => ended = await sandbox.User.LanyardAsync(["exec", "--stage", stage, "--via", via, "--", .. command]));

        AssertIs(Door.Of(stage), key, ended, calls);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Exec_gives_the_client_a_role_that_stands_on_the_sign_in(string via)
    {
        var command = RealClient.CallerIdentity(client);
        var key = await KeyOfAsync("--profile", "staging-deploy");

        Ended ended = null!;
        var calls = await sandbox.Calls.DuringAsync(async () => ended = await sandbox.User.LanyardAsync(["exec", "--profile", "staging-deploy", "--via", via, "--", .. command]));

        AssertIs(new Door("staging", "222222222222", "deploy"), key, ended, calls);
    }

    [Fact]
    public async Task A_profile_whose_credential_process_is_lanyard_gives_the_client_that_identity_without_exec()
    {
        var command = RealClient.CallerIdentity(client);
        using var home = new UserHome(sandbox);
        home.Environment["HOME"] = sandbox.User.Folder;
        home.Environment["LANYARD_HOME"] = sandbox.User.LanyardHome;
        home.WriteAwsFiles($"{sandbox.Config}\n[profile handed-over]\ncredential_process = \"{LanyardBinary.Path}\" credential-process --profile dev\nregion = eu-west-1\n");
        home.Environment["AWS_PROFILE"] = "handed-over";

        Ended ended = null!;
        var calls = await sandbox.Calls.DuringAsync(async () => ended = await home.RunAsync(command));

        AssertIs(Door.Of("dev"), null, ended, calls);
    }

    [Fact]
    public async Task The_client_says_which_version_it_is()
    {
        var version = (await sandbox.User.RunAsync(RealClient.Version(client))).Succeeded().Out.Trim();
        TestContext.Current.TestOutputHelper?.WriteLine($"{client}: {version}");

        Assert.Matches("[0-9]+[.][0-9]+", version);
    }

    private static void AssertIs(Door door, string? accessKeyId, Ended ended, IReadOnlyList<Call> calls)
    {
        var identity = Identity.Parse(ended.Succeeded().Out);
        Assert.Equal(door.Account, identity.Account);
        Assert.StartsWith($"arn:aws:sts::{door.Account}:assumed-role/{door.Role}", identity.Arn, StringComparison.Ordinal);

        // Not what the client says but what reached the service: one signed call, with a key of that principal.
        var call = Assert.Single(calls, c => c is { Service: "sts", Operation: "GetCallerIdentity" });
        Assert.Equal(200, call.Status);
        Assert.Equal(identity.Arn, call.Principal);
        Assert.StartsWith("ASIA", call.AccessKeyId, StringComparison.Ordinal);
        if (accessKeyId is not null)
        {
            Assert.Equal(accessKeyId, call.AccessKeyId);
        }
    }

    // Fetched and cached before the client runs, so that what the client signs with can be compared.
    private async Task<string> KeyOfAsync(string option, string name)
    {
        var ended = await sandbox.User.LanyardAsync("credential-process", option, name);
        return (string)JsonNode.Parse(ended.Succeeded().Out)!["AccessKeyId"]!;
    }
}

/// <summary>The AWS CLI.</summary>
public sealed class AwsCliDeliveryTests(SignedInSandbox sandbox) : DeliveryTests(sandbox, "aws-cli"), IClassFixture<SignedInSandbox>;

/// <summary>boto3.</summary>
public sealed class Boto3DeliveryTests(SignedInSandbox sandbox) : DeliveryTests(sandbox, "boto3"), IClassFixture<SignedInSandbox>;

/// <summary>The AWS SDK for JavaScript v3.</summary>
public sealed class JavaScriptDeliveryTests(SignedInSandbox sandbox) : DeliveryTests(sandbox, "js-v3"), IClassFixture<SignedInSandbox>;
