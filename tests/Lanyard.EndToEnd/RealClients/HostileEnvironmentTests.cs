using Lanyard.EndToEnd.Running;
using Lanyard.EndToEnd.Sandboxes;

namespace Lanyard.EndToEnd.RealClients;

/// <summary>Everything around <c>exec</c> leads to somebody else: variables, profiles, a container endpoint, a token file.</summary>
public sealed class HostileEnvironmentTests(SignedInSandbox sandbox) : IClassFixture<SignedInSandbox>
{
    public static TheoryData<string> Clients { get; } = [.. RealClient.AllNames];

    public static TheoryData<string, string> ClientsAndWays { get; } =
        [.. from client in RealClient.AllNames from via in new[] { "env", "process", "server" } select (client, via)];

    [Theory]
    [MemberData(nameof(ClientsAndWays))]
    public async Task The_client_uses_the_stages_key_alone(string client, string via) =>
        await AssertAloneAsync(["--stage", "staging"], Door.Of("staging"), client, via);

    [Theory]
    [MemberData(nameof(ClientsAndWays))]
    public async Task The_client_uses_the_key_of_the_named_profile_alone(string client, string via) =>
        await AssertAloneAsync(["--profile", "staging"], Door.Of("staging"), client, via);

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task Without_lanyard_the_client_would_have_been_somebody_else(string client)
    {
        var command = RealClient.CallerIdentity(client);
        await using var home = await HostileHome.CreateAsync(sandbox, "staging");

        var identity = Identity.Parse((await home.User.RunAsync(command)).Succeeded().Out);

        Assert.NotEqual(Door.Of("staging").Account, identity.Account);
    }

    private async Task AssertAloneAsync(string[] choice, Door door, string client, string via)
    {
        var command = RealClient.CallerIdentity(client);
        await using var home = await HostileHome.CreateAsync(sandbox, "staging");

        Ended ended = null!;
        var calls = await sandbox.Calls.DuringAsync(async () => ended = await home.User.LanyardAsync(["exec", .. choice, "--via", via, "--", .. command]));

        Assert.Equal(door.Account, Identity.Parse(ended.Succeeded().Out).Account);
        Assert.Single(calls, c => c.Operation == "GetCallerIdentity");
        home.AssertAlone(door, calls);
    }
}
