using System.Net;
using System.Text.Json.Nodes;
using Lanyard.EndToEnd.RealClients;
using Lanyard.EndToEnd.Running;
using Lanyard.EndToEnd.Sandboxes;

namespace Lanyard.EndToEnd.Delivery;

/// <summary>Programs that lanyard doesn't start get an identity from <c>lanyard serve</c>, as they would in a container or on an instance.</summary>
public sealed class ServeTests(SignedInSandbox sandbox) : IClassFixture<SignedInSandbox>
{
    private const string AskInBotocore =
        """import botocore.session, json; r = botocore.session.Session().create_client("sts").get_caller_identity(); print(json.dumps({k: r[k] for k in ("Account", "Arn")}))""";

    private const string DeployRole = "arn:aws:iam::222222222222:role/deploy";

    public static TheoryData<string> Clients { get; } = [.. RealClient.Names];

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task A_real_client_gets_the_stages_identity_from_the_container_endpoint(string client)
    {
        var command = RealClient.CallerIdentity(client);
        await using var server = await StartAsync("container", "--stage", "staging");
        using var user = ClientOf(server.Variables);

        AssertIs("staging", (await user.RunAsync(command)).Succeeded());
    }

    // The AWS CLI and boto3 of Debian 12 are older than the variable.
    [Theory]
    [InlineData("js-v3")]
    [InlineData("botocore")]
    public async Task A_real_client_gets_it_with_the_token_in_a_file(string client)
    {
        IReadOnlyList<string> command = client == "js-v3" ? RealClient.CallerIdentity(client) : [Requires.Botocore(), "-c", AskInBotocore];
        await using var server = await StartAsync("container", "--profile", "dev", "--token-files");
        using var user = ClientOf(server.Variables);
        var file = server.Variables["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"];
        Assert.Equal("600", OperatingSystem.IsWindows() ? "600" : Convert.ToString((int)File.GetUnixFileMode(file), 8));

        AssertIs("dev", (await user.RunAsync(command)).Succeeded());

        (await server.StopAsync("TERM")).Succeeded();
        Assert.False(File.Exists(file));
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task A_real_client_gets_it_from_instance_metadata(string client)
    {
        var command = RealClient.CallerIdentity(client);
        await using var server = await StartAsync("metadata", "--stage", "dev");
        using var user = ClientOf(server.Variables);
        user.Environment.Remove("AWS_EC2_METADATA_DISABLED");
        user.Environment["AWS_METADATA_SERVICE_TIMEOUT"] = "30";

        AssertIs("dev", (await user.RunAsync(command)).Succeeded());
        Assert.Contains("every program on this machine can ask it", server.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_profile_has_a_token_and_a_path_of_its_own()
    {
        var command = RealClient.CallerIdentity("boto3");
        await using var server = await StartAsync("container", "--profile", "dev", "--profile", "staging");
        var (dev, staging) = (server.Of("dev"), server.Of("staging"));

        AssertIs("dev", await RunAsync(dev));
        AssertIs("staging", await RunAsync(staging));
        Assert.Equal(404, (int)(await AskAsync(new Uri(dev["AWS_CONTAINER_CREDENTIALS_FULL_URI"]), staging["AWS_CONTAINER_AUTHORIZATION_TOKEN"])).StatusCode);

        async Task<Ended> RunAsync(Dictionary<string, string> variables)
        {
            using var user = ClientOf(variables);
            return (await user.RunAsync(command)).Succeeded();
        }
    }

    [Fact]
    public async Task A_role_is_handed_out_when_it_is_allowed()
    {
        var command = RealClient.CallerIdentity("boto3");
        await using var server = await StartAsync("container", "--profile", "dev", "--allow-role", DeployRole);
        var variables = new Dictionary<string, string>(server.Variables);
        var root = new Uri(variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"]).GetLeftPart(UriPartial.Authority);
        variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = $"{root}/role-arn/{DeployRole}";
        using var user = ClientOf(variables);

        Assert.StartsWith("arn:aws:sts::222222222222:assumed-role/deploy/", Identity.Parse((await user.RunAsync(command)).Succeeded().Out).Arn, StringComparison.Ordinal);
        Assert.Equal(403, (int)(await AskAsync(new Uri($"{root}/role-arn/arn:aws:iam::222222222222:role/other"), variables["AWS_CONTAINER_AUTHORIZATION_TOKEN"])).StatusCode);
    }

    [Fact]
    public async Task Pages_of_a_browser_and_other_names_are_refused()
    {
        await using var server = await StartAsync("container", "--profile", "dev");
        var url = new Uri(server.Variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"]);
        var token = server.Variables["AWS_CONTAINER_AUTHORIZATION_TOKEN"];

        Assert.Equal(HttpStatusCode.OK, (await AskAsync(url, token)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(url, "wrong")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(url, token, ("Origin", "https://evil.example.com"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(url, token, ("Host", $"evil.example.com:{url.Port}"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(url, token, ("Host", $"localhost:{url.Port}"))).StatusCode);
    }

    [Fact]
    public async Task A_hundred_requests_are_answered_from_memory()
    {
        await using var server = await StartAsync("container", "--profile", "prod");
        var url = new Uri(server.Variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"]);
        var token = server.Variables["AWS_CONTAINER_AUTHORIZATION_TOKEN"];

        var calls = await sandbox.Calls.DuringAsync(async () =>
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => AskAsync(url, token)));
            Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.StatusCode));
        });

        Assert.Empty(calls);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task It_ends_on_a_signal_with_0(string signal)
    {
        await using var server = await StartAsync("container", "--profile", "dev");

        (await server.StopAsync(signal)).Succeeded();
    }

    [Fact]
    public async Task It_says_what_keeps_it_from_starting()
    {
        using var nobody = new UserHome(sandbox);

        var ended = (await nobody.LanyardAsync("serve", "container", "--profile", "dev")).EndedWith(4);
        Assert.Equal("", ended.Out);
        Assert.Contains("[SSO_TOKEN_MISSING]", ended.Error, StringComparison.Ordinal);

        var taken = (await sandbox.User.LanyardAsync("serve", "metadata", "--profile", "dev", "--port", $"{sandbox.Url.Port}")).EndedWith(1);
        Assert.Contains("[PORT_TAKEN]", taken.Error, StringComparison.Ordinal);
    }

    private static void AssertIs(string stage, Ended ended)
    {
        var (door, identity) = (Door.Of(stage), Identity.Parse(ended.Out));
        Assert.Equal(door.Account, identity.Account);
        Assert.StartsWith($"arn:aws:sts::{door.Account}:assumed-role/{door.Role}", identity.Arn, StringComparison.Ordinal);
    }

    // Somebody who has no AWS files: nothing else leads to an identity.
    private UserHome ClientOf(IReadOnlyDictionary<string, string> variables)
    {
        var user = new UserHome(sandbox);
        user.WriteAwsFiles("");
        foreach (var (name, value) in variables)
        {
            user.Environment[name] = value;
        }

        return user;
    }

    private static async Task<HttpResponseMessage> AskAsync(Uri url, string token, (string Name, string Value)? more = null)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.TryAddWithoutValidation("Authorization", token);
        if (more is { } line)
        {
            request.Headers.TryAddWithoutValidation(line.Name, line.Value);
        }

        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private async Task<Served> StartAsync(params string[] arguments)
    {
        var process = sandbox.User.StartLanyard(["serve", .. arguments, "--format", "json"]);
        var json = await process.WaitForAsync((output, error) => error.Contains("Ctrl+C", StringComparison.Ordinal) ? JsonNode.Parse(output)!.AsObject() : null);
        return new Served(process, json);
    }

    /// <summary>A running endpoint.</summary>
    private sealed class Served(RunningProcess process, JsonObject json) : IAsyncDisposable
    {
        public Dictionary<string, string> Variables => Read(json);

        public string Error => process.Error;

        public Dictionary<string, string> Of(string name) => Read(json[name]!.AsObject());

        public async Task<Ended> StopAsync(string signal)
        {
            await process.SignalAsync(signal);
            return await process.EndAsync();
        }

        public ValueTask DisposeAsync() => process.DisposeAsync();

        private static Dictionary<string, string> Read(JsonObject from) => from.ToDictionary(v => v.Key, v => (string)v.Value!);
    }
}
