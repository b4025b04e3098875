using Lanyard.EndToEnd.Running;
using Lanyard.EndToEnd.Sandboxes;

namespace Lanyard.EndToEnd.RealClients;

/// <summary>Proxies and certificate authorities, by every variable that is documented: AWS's own names are called, the proxy answers them.</summary>
public sealed class TransportSettingsTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private static readonly string[] Proxies = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

    public static TheoryData<string> ProxyVariables { get; } = [.. Proxies];

    [Theory]
    [MemberData(nameof(ProxyVariables))]
    public async Task A_proxy_is_used_in_capitals_and_in_small_letters(string variable)
    {
        using var home = Outside();
        home.Environment[variable] = sandbox.Url.OriginalString;
        home.Environment["AWS_CA_BUNDLE"] = sandbox.Variables["AWS_CA_BUNDLE"];

        Assert.Equal("111111111111", Identity.Parse((await home.LanyardAsync("whoami", "--profile", "ci", "--json")).Succeeded().Out).Account);
    }

    [Theory]
    [InlineData("NO_PROXY")]
    [InlineData("no_proxy")]
    public async Task A_host_that_is_excepted_is_not_asked_through_the_proxy(string variable)
    {
        using var home = Outside();
        home.Environment["HTTPS_PROXY"] = sandbox.Url.OriginalString;
        home.Environment["AWS_CA_BUNDLE"] = sandbox.Variables["AWS_CA_BUNDLE"];
        home.Environment[variable] = ".example.com";
        home.Environment["AWS_ENDPOINT_URL"] = "https://sts.example.com";
        home.Environment["AWS_MAX_ATTEMPTS"] = "1";

        // The proxy would refuse the name; without it, there is no such host.
        var ended = (await home.LanyardAsync("whoami", "--profile", "ci")).EndedWith(1);
        Assert.DoesNotContain("proxy would not", ended.Error, StringComparison.Ordinal);
        home.Environment.Remove(variable);
        Assert.Contains("proxy would not connect us", (await home.LanyardAsync("whoami", "--profile", "ci")).EndedWith(1).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ca")]
    [InlineData("HTTPS_CA")]
    [InlineData("https_ca")]
    [InlineData("cafile")]
    [InlineData("HTTPS_CAFILE")]
    [InlineData("https_cafile")]
    public async Task What_the_serverless_framework_reads_is_trusted_and_reaches_the_child_as_it_is(string variable)
    {
        var pem = await File.ReadAllTextAsync(sandbox.Variables["AWS_CA_BUNDLE"], TestContext.Current.CancellationToken);
        var value = variable.EndsWith("file", StringComparison.OrdinalIgnoreCase)
            ? $"{sandbox.Variables["AWS_CA_BUNDLE"]},{sandbox.Variables["AWS_CA_BUNDLE"]}"
            : string.Join(',', Enumerable.Repeat(pem.Replace("\n", "\\n", StringComparison.Ordinal), 2));
        using var home = Outside();
        home.Environment["HTTPS_PROXY"] = sandbox.Url.OriginalString;
        Assert.Contains("[TLS_UNTRUSTED]", (await home.LanyardAsync("whoami", "--profile", "ci")).EndedWith(1).Error, StringComparison.Ordinal);
        home.Environment[variable] = value;

        Assert.Equal("111111111111", Identity.Parse((await home.LanyardAsync("whoami", "--profile", "ci", "--json")).Succeeded().Out).Account);
        foreach (var via in new[] { "env", "process", "server" })
        {
            var ended = (await home.LanyardAsync("exec", "--profile", "staging-deploy-by-ci", "--via", via, "--", "/bin/sh", "-c", $"printf %s \"${variable}\"")).Succeeded();
            Assert.Equal(value, ended.Out);
        }
    }

    // A user beside the sandbox: its files, and none of its variables.
    private UserHome Outside()
    {
        var home = new UserHome();
        home.WriteAwsFiles(
            $"{sandbox.Config}\n[profile ci]\nregion = eu-west-1\n[profile staging-deploy-by-ci]\nrole_arn = arn:aws:iam::222222222222:role/deploy\nsource_profile = ci\nregion = eu-west-1\n",
            File.ReadAllText(sandbox.Variables["AWS_SHARED_CREDENTIALS_FILE"]));
        return home;
    }
}
