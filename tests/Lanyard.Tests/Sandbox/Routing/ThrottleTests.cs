using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;
using Lanyard.Sandbox.Seeds;

namespace Lanyard.Tests.Sandbox.Routing;

/// <summary>Throttling that the seed asks for. The codes are those of the service models and of "Error retries", AWS General Reference.</summary>
public sealed class ThrottleTests
{
    [Theory]
    [InlineData("sts", "Throttling", 400)]
    [InlineData("iam", "Throttling", 400)]
    [InlineData("cloudtrail", "ThrottlingException", 400)]
    public async Task What_comes_too_fast_gets_the_services_own_error(string service, string code, int status)
    {
        using var sandbox = Sandbox(new SeedThrottle(service, null, 2));
        Assert.False(await IsThrottledAsync(sandbox, service));
        Assert.False(await IsThrottledAsync(sandbox, service));
        Assert.True(await IsThrottledAsync(sandbox, service));
        var last = sandbox.Log.Last();
        Assert.Equal((code, status, null), (last.Error, last.Status, last.Decision));
        sandbox.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(await IsThrottledAsync(sandbox, service));
    }

    [Fact]
    public async Task An_entry_may_be_about_one_operation()
    {
        using var sandbox = Sandbox(new SeedThrottle("sts", "AssumeRole", 1));
        (string, string)[] role = [("RoleArn", TestSandbox.DeployInProd), ("RoleSessionName", "me")];
        Assert.Equal(200, (await sandbox.StsAsync(sandbox.Ci, "AssumeRole", role)).Status);
        var answer = await sandbox.StsAsync(sandbox.Ci, "AssumeRole", role);
        Assert.Equal((400, "Throttling", "Rate exceeded"), (answer.Status, TestSandbox.Xml(answer, "Code"), TestSandbox.Xml(answer, "Message")));
        Assert.Equal("AssumeRole", sandbox.Log.Last().Operation);
        Assert.Equal(TestSandbox.Xml(answer, "RequestId"), answer.Headers.Get("x-amzn-RequestId"));
        Assert.False(await IsThrottledAsync(sandbox, "sts"));
    }

    [Fact]
    public async Task The_access_portal_can_be_throttled_by_operation_too()
    {
        using var sandbox = Sandbox(new SeedThrottle("sso", "ListAccounts", 1));
        var (_, tokens) = await sandbox.SignInAsync();
        var header = ("x-amz-sso_bearer_token", tokens.AccessToken.Reveal());
        Assert.Equal(200, (await sandbox.SendAsync("GET", "/assignment/accounts", null, header)).Status);
        Assert.Equal(429, (await sandbox.SendAsync("GET", "/assignment/accounts", null, header)).Status);
        Assert.Equal("TooManyRequestsException", sandbox.Log.Last().Error);
        Assert.Equal(200, (await sandbox.SendAsync("GET", $"/assignment/roles?account_id={TestSandbox.Dev}", null, header)).Status);
    }

    private static TestSandbox Sandbox(SeedThrottle throttle) => new(SandboxSeed.Default with { Throttle = [throttle] });

    private static async Task<bool> IsThrottledAsync(TestSandbox sandbox, string service)
    {
        WireResponse answer;
        if (service == "cloudtrail")
        {
            var body = "{}"u8.ToArray();
            var headers = new WireHeaders(("Host", TestSandbox.Url.Authority), ("Content-Type", "application/x-amz-json-1.1"), ("X-Amz-Target", "CloudTrail_20131101.LookupEvents"));
            answer = await sandbox.SendAsync(SigV4Signer.Sign(new WireRequest("POST", "/", headers, body), body, sandbox.Ci, "eu-west-1", service, sandbox.Clock.Now));
        }
        else
        {
            answer = await sandbox.SendAsync(sandbox.Signed("Action=GetUser&Version=2010-05-08", sandbox.Ci, region: "us-east-1", service: service));
        }

        return answer.Text.Contains("Throttling", StringComparison.Ordinal);
    }
}
