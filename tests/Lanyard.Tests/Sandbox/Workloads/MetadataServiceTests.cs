using System.Text.Json;
using Lanyard.Sandbox.Seeds;

namespace Lanyard.Tests.Sandbox.Workloads;

/// <summary>"Use the Instance Metadata Service to access instance metadata" and "Security credentials", Amazon EC2 User Guide.</summary>
public sealed class MetadataServiceTests : IDisposable
{
    private const string Roles = "/latest/meta-data/iam/security-credentials/";
    private const string Ttl = "X-aws-ec2-metadata-token-ttl-seconds";
    private const string Token = "X-aws-ec2-metadata-token";

    private readonly TestSandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public async Task A_token_opens_the_role_until_it_ends()
    {
        var token = await TokenAsync("60");
        Assert.Equal("app", (await GetAsync(Roles, token)).Text);
        using var document = JsonDocument.Parse((await GetAsync(Roles + "app", token)).Text);
        Assert.Equal(
            ["Code", "LastUpdated", "Type", "AccessKeyId", "SecretAccessKey", "Token", "Expiration"], document.RootElement.EnumerateObject().Select(p => p.Name));
        Assert.Equal("Success", document.RootElement.GetProperty("Code").GetString());

        _sandbox.Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(401, (await GetAsync(Roles, token)).Status);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("21601")]
    [InlineData("-1")]
    [InlineData("soon")]
    [InlineData(null)]
    public async Task A_token_lives_for_a_second_up_to_six_hours(string? seconds) =>
        Assert.Equal(400, (await _sandbox.SendAsync("PUT", "/latest/api/token", null, seconds is null ? [] : [(Ttl, seconds)])).Status);

    [Fact]
    public async Task A_forwarded_request_gets_no_token() =>
        Assert.Equal(403, (await _sandbox.SendAsync("PUT", "/latest/api/token", null, (Ttl, "60"), ("X-Forwarded-For", "203.0.113.7"))).Status);

    [Fact]
    public async Task Version_1_needs_no_token_where_the_instance_allows_it()
    {
        Assert.Equal((200, 401), ((await GetAsync(Roles, null)).Status, (await GetAsync(Roles, "made-up")).Status));

        using var strict = new TestSandbox(SandboxSeed.Default with { Workload = SandboxSeed.Default.Workload! with { RequiresToken = true } });
        Assert.Equal(401, (await strict.SendAsync("GET", Roles)).Status);
    }

    [Fact]
    public async Task The_same_credentials_are_given_until_they_run_low()
    {
        var first = await KeyAsync();
        _sandbox.Clock.Advance(TimeSpan.FromHours(5));
        Assert.Equal(first, await KeyAsync());
        _sandbox.Clock.Advance(TimeSpan.FromMinutes(31));
        Assert.NotEqual(first, await KeyAsync());
    }

    [Theory]
    [InlineData("/latest/meta-data/iam/security-credentials/other", 404)]
    [InlineData("/latest/meta-data/nothing", 404)]
    [InlineData("/latest/meta-data/placement/region", 200)]
    [InlineData("/latest/meta-data/placement/availability-zone/", 200)]
    [InlineData("/latest/meta-data/instance-id", 200)]
    [InlineData("/latest/dynamic/instance-identity/document", 200)]
    public async Task Little_else_is_there(string path, int status) => Assert.Equal(status, (await GetAsync(path, null)).Status);

    [Fact]
    public async Task A_sandbox_without_a_workload_has_no_role()
    {
        using var empty = new TestSandbox(SandboxSeed.Default with { Workload = null });
        Assert.Equal(404, (await empty.SendAsync("GET", Roles)).Status);
    }

    private async Task<string> TokenAsync(string seconds)
    {
        var answer = await _sandbox.SendAsync("PUT", "/latest/api/token", null, (Ttl, seconds));
        Assert.Equal((200, seconds), (answer.Status, answer.Headers.Get(Ttl)));
        return answer.Text;
    }

    private Task<Lanyard.Aws.Wire.WireResponse> GetAsync(string path, string? token) =>
        _sandbox.SendAsync("GET", path, null, token is null ? [] : [(Token, token)]);

    private async Task<string> KeyAsync()
    {
        using var document = JsonDocument.Parse((await GetAsync(Roles + "app", null)).Text);
        return document.RootElement.GetProperty("AccessKeyId").GetString()!;
    }
}
