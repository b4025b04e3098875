using Lanyard.EndToEnd.Running;
using Lanyard.EndToEnd.Sandboxes;

namespace Lanyard.EndToEnd.RealClients;

/// <summary>On a machine, in a container and in a CI job of the sandbox, real clients find the identity that is there, and so does lanyard.</summary>
public sealed class WorkloadTests : IDisposable
{
    private const string Account = "111111111111";

    // What the toolkit of GitHub's actions does, and then what AWS documents for the token.
    private const string TradeToken =
        """
        import boto3, json, os, urllib.request
        from botocore import UNSIGNED
        from botocore.config import Config
        ask = urllib.request.Request(os.environ["ACTIONS_ID_TOKEN_REQUEST_URL"] + "&audience=sts.amazonaws.com",
                                     headers={"Authorization": "bearer " + os.environ["ACTIONS_ID_TOKEN_REQUEST_TOKEN"]})
        token = json.load(urllib.request.urlopen(ask))["value"]
        keys = boto3.client("sts", config=Config(signature_version=UNSIGNED)).assume_role_with_web_identity(
            RoleArn=os.environ["AWS_ROLE_ARN"], RoleSessionName="run-1", WebIdentityToken=token)["Credentials"]
        r = boto3.client("sts", aws_access_key_id=keys["AccessKeyId"], aws_secret_access_key=keys["SecretAccessKey"],
                         aws_session_token=keys["SessionToken"]).get_caller_identity()
        print(json.dumps({k: r[k] for k in ("Account", "Arn")}))
        """;

    private readonly UserHome _home = new();

    public static TheoryData<string, string> ClientsAndPlaces { get; } =
        [.. from client in RealClient.Names from place in new[] { "ec2", "container" } select (client, place)];

    public void Dispose() => _home.Dispose();

    [Theory]
    [MemberData(nameof(ClientsAndPlaces))]
    public async Task A_real_client_finds_the_role_of_the_place(string client, string place)
    {
        var identity = await RunAsync(place, RealClient.CallerIdentity(client));

        AssertIsApp(identity);
        AssertWasServed(place);
    }

    [Theory]
    [InlineData("ec2")]
    [InlineData("container")]
    public async Task Lanyard_finds_it_too(string place)
    {
        AssertIsApp(await RunAsync(place, [LanyardBinary.Path, "whoami", "--json"]));
        AssertWasServed(place);
    }

    [Theory]
    [InlineData("js-v3")]
    [InlineData("lanyard")]
    public async Task The_token_of_a_pod_may_lie_in_a_file(string client)
    {
        var command = client == "lanyard" ? $"'{LanyardBinary.Path}' whoami --json" : string.Join(' ', RealClient.CallerIdentity(client));
        var file = _home.PathOf("pod-token");

        AssertIsApp(await RunAsync("container", [
            "/bin/sh", "-c",
            $"printf %s \"$AWS_CONTAINER_AUTHORIZATION_TOKEN\" > '{file}'; unset AWS_CONTAINER_AUTHORIZATION_TOKEN; AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE='{file}' {command}",
        ]));
    }

    [Fact]
    public async Task A_wrong_token_is_refused_to_a_real_client()
    {
        var command = RealClient.CallerIdentity("boto3");

        var ended = await _home.LanyardAsync(["sandbox", "exec", "--in", "container", "--call-log", _home.PathOf("calls.jsonl"), "--", "/usr/bin/env", "AWS_CONTAINER_AUTHORIZATION_TOKEN=wrong", .. command]);

        Assert.NotEqual(0, ended.ExitCode);
        Assert.Contains(Calls, c => c is { Service: "container-credentials", Status: 401 });
    }

    [Fact]
    public async Task A_real_client_asks_for_the_tokens_of_version_2()
    {
        await RunAsync("ec2", RealClient.CallerIdentity("boto3"));

        Assert.Equal(
            ["GetToken", "GetRoleName", "GetRoleCredentials"],
            Calls.Where(c => c.Service == "ec2-metadata").Select(c => c.Operation).Distinct());
    }

    [Fact]
    public async Task A_ci_job_trades_its_token_for_the_role_in_the_way_of_githubs_toolkit_and_in_lanyards()
    {
        var theirs = await RunAsync("github", [Requires.Boto3(), "-c", TradeToken]);
        var ours = await RunAsync("github", [LanyardBinary.Path, "whoami", "--json"]);

        Assert.Equal(("222222222222", "222222222222"), (theirs.Account, ours.Account));
        Assert.StartsWith("arn:aws:sts::222222222222:assumed-role/ci-deploy/", theirs.Arn, StringComparison.Ordinal);
        Assert.StartsWith("arn:aws:sts::222222222222:assumed-role/ci-deploy/lanyard-", ours.Arn, StringComparison.Ordinal);
        Assert.Equal(2, Calls.Count(c => c is { Service: "ci-job", Operation: "GetIdToken", Status: 200 }));
        Assert.Equal(2, Calls.Count(c => c is { Operation: "AssumeRoleWithWebIdentity", Status: 200 }));
    }

    [Theory]
    [InlineData("env")]
    [InlineData("process")]
    [InlineData("server")]
    public async Task A_ci_job_hands_the_role_to_a_real_client(string via)
    {
        var command = RealClient.CallerIdentity("boto3");

        var identity = await RunAsync("github", [LanyardBinary.Path, "exec", "--via", via, "--", .. command]);

        Assert.StartsWith("arn:aws:sts::222222222222:assumed-role/ci-deploy/", identity.Arn, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_a_machine_that_is_no_instance_the_list_of_what_was_looked_at_ends_with_metadata()
    {
        _home.Environment.Remove("AWS_EC2_METADATA_DISABLED");
        _home.Environment["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = "http://127.0.0.1:1";

        var ended = (await _home.LanyardAsync("whoami")).EndedWith(1);

        Assert.Contains("[NO_CREDENTIALS]", ended.Error, StringComparison.Ordinal);
        Assert.Contains("\n  instanceMetadata: the instance metadata service at http://127.0.0.1:1/ doesn't answer", ended.Error, StringComparison.Ordinal);
    }

    private IReadOnlyList<Call> Calls => new CallLog(_home.PathOf("calls.jsonl")).Read();

    // A second, which is all that a client waits for metadata, may pass on a busy machine.
    private async Task<Identity> RunAsync(string place, IReadOnlyList<string> command) => Identity.Parse((await _home.LanyardAsync(
        ["sandbox", "exec", "--in", place, "--call-log", _home.PathOf("calls.jsonl"), "--", "/usr/bin/env", "AWS_METADATA_SERVICE_TIMEOUT=30", .. command])).Succeeded().Out);

    private void AssertWasServed(string place) => Assert.Contains(
        Calls, c => c is { Operation: "GetRoleCredentials", Status: 200 } && c.Service == (place == "ec2" ? "ec2-metadata" : "container-credentials"));

    private static void AssertIsApp(Identity identity)
    {
        Assert.Equal(Account, identity.Account);
        Assert.StartsWith($"arn:aws:sts::{Account}:assumed-role/app/", identity.Arn, StringComparison.Ordinal);
    }
}
