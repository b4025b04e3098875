using System.Text.Json;
using Lanyard.Sandbox;

namespace Lanyard.Tests.Sandbox.Workloads;

/// <summary>The endpoints at which containers and CI jobs of the sandbox find their identity.</summary>
public sealed class ContainerAndCiJobTests : IDisposable
{
    private readonly TestSandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public async Task A_task_knows_its_path_and_a_pod_its_token()
    {
        var (server, token) = (_sandbox.Server, _sandbox.Server.ContainerToken.Reveal());
        await IsAsync(200, "GET", server.RelativeContainerPath);
        await IsAsync(404, "GET", "/v2/credentials/0");
        await IsAsync(200, "GET", SandboxServer.ContainerPath, token);
        await IsAsync(401, "GET", SandboxServer.ContainerPath);
        await IsAsync(401, "GET", SandboxServer.ContainerPath, "Bearer " + token);
        await IsAsync(405, "POST", SandboxServer.ContainerPath, token);
        Assert.All(_sandbox.Log, call => Assert.Equal(("container-credentials", "GetRoleCredentials"), (call.Service, call.Operation)));
    }

    [Fact]
    public async Task A_job_gets_a_token_for_the_audience_it_names()
    {
        var server = _sandbox.Server;
        Assert.Equal(401, (await _sandbox.SendAsync("GET", SandboxServer.CiJobPath)).Status);
        Assert.Equal(401, (await _sandbox.SendAsync("GET", SandboxServer.CiJobPath, null, ("Authorization", "bearer other"))).Status);
        var answer = await _sandbox.SendAsync("GET", SandboxServer.CiJobPath + "&audience=sts.amazonaws.com", null, ("Authorization", "bearer " + server.CiJobToken.Reveal()));
        using var document = JsonDocument.Parse(answer.Text);
        var token = document.RootElement.GetProperty("value").GetString()!;
        Assert.Equal(token.Length, document.RootElement.GetProperty("count").GetInt32());
        using var claims = JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[1]));
        Assert.Equal(
            ("repo:example/app:ref:refs/heads/main", "sts.amazonaws.com"),
            (claims.RootElement.GetProperty("sub").GetString(), claims.RootElement.GetProperty("aud").GetString()));
    }

    private async Task IsAsync(int status, string method, string path, string? token = null) =>
        Assert.Equal(status, (await _sandbox.SendAsync(method, path, null, token is null ? [] : [("Authorization", token)])).Status);
}
