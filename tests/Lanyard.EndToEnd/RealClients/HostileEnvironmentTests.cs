using Lanyard.EndToEnd.Running;
using Lanyard.EndToEnd.Sandboxes;

namespace Lanyard.EndToEnd.RealClients;

/// <summary>Everything around <c>exec</c> leads to somebody else: variables, profiles, a container endpoint, a token file.</summary>
public sealed class HostileEnvironmentTests(SignedInSandbox sandbox) : IClassFixture<SignedInSandbox>
{
    public static TheoryData<string, string> ClientsAndWays { get; } =
        [.. from client in RealClient.Names from via in new[] { "env", "process", "server" } select (client, via)];

    [Theory]
    [MemberData(nameof(ClientsAndWays))]
    public async Task The_client_uses_the_stages_key_alone(string client, string via) =>
        await AssertAloneAsync(["--stage", "staging"], Door.Of("staging"), client, via);

    [Theory]
    [MemberData(nameof(ClientsAndWays))]
    public async Task The_client_uses_the_key_of_the_named_profile_alone(string client, string via) =>
        await AssertAloneAsync(["--profile", "dev"], Door.Of("dev"), client, via);

    [Theory]
    [InlineData("aws-cli")]
    [InlineData("boto3")]
    [InlineData("js-v3")]
    public async Task Without_lanyard_the_client_would_have_been_somebody_else(string client)
    {
        var command = RealClient.CallerIdentity(client);
        await using var endpoint = LoopbackServer.Start(_ => OtherCredentials());
        using var home = Hostile(endpoint);

        var identity = Identity.Parse((await home.RunAsync(command)).Succeeded().Out);

        Assert.Equal("arn:aws:iam::111111111111:user/ci", identity.Arn);
    }

    private async Task AssertAloneAsync(string[] choice, Door door, string client, string via)
    {
        var command = RealClient.CallerIdentity(client);
        await using var endpoint = LoopbackServer.Start(_ => OtherCredentials());
        using var home = Hostile(endpoint);

        Ended ended = null!;
        var calls = await sandbox.Calls.DuringAsync(async () => ended = await home.LanyardAsync(["exec", .. choice, "--via", via, "--", .. command]));

        Assert.Equal(door.Account, Identity.Parse(ended.Succeeded().Out).Account);
        var call = Assert.Single(calls, c => c.Operation == "GetCallerIdentity");
        Assert.Contains($":{door.Account}:assumed-role/{door.Role}", call.Principal, StringComparison.Ordinal);
        Assert.DoesNotContain(calls, c => c.AccessKeyId == sandbox.OtherKey.Id);
        Assert.DoesNotContain(calls, c => c.Operation == "AssumeRoleWithWebIdentity");
        Assert.Equal(0, endpoint.Requests);
    }

    private UserHome Hostile(LoopbackServer endpoint)
    {
        var (id, secret) = sandbox.OtherKey;
        var home = new UserHome(sandbox);
        var keys = $"aws_access_key_id = {id}\naws_secret_access_key = {secret}\n";
        home.WriteAwsFiles($"[default]\n{keys}\n[profile other]\n{keys}\n{sandbox.Config}", $"[default]\n{keys}\n[other]\n{keys}");

        // The sign-in is the user's own, the rest is not.
        home.Environment["HOME"] = sandbox.User.Folder;
        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["AWS_ACCESS_KEY_ID"] = id,
            ["AWS_SECRET_ACCESS_KEY"] = secret,
            ["AWS_PROFILE"] = "other",
            ["AWS_DEFAULT_PROFILE"] = "other",
            ["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = endpoint.Url + "credentials",
            ["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = "other",
            ["AWS_WEB_IDENTITY_TOKEN_FILE"] = home.Write("token", "eyJvdGhlciI6MX0"),
            ["AWS_ROLE_ARN"] = "arn:aws:iam::333333333333:role/deploy",
            ["AWS_EC2_METADATA_DISABLED"] = "false",
            ["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = endpoint.Url.OriginalString,
        })
        {
            home.Environment[name] = value;
        }

        return home;
    }

    private string OtherCredentials() => LoopbackServer.Answer(
        200, "application/json",
        $$"""{"AccessKeyId":"{{sandbox.OtherKey.Id}}","SecretAccessKey":"{{sandbox.OtherKey.Secret}}","Token":"","Expiration":"2099-01-01T00:00:00Z"}""");
}
