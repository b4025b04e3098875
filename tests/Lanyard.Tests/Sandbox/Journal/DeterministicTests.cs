using Lanyard.Aws.Protocols;
using Lanyard.Aws.Signing;
using Lanyard.Sandbox.Journal;
using Lanyard.Tests.Sandbox.Iam;

namespace Lanyard.Tests.Sandbox.Journal;

/// <summary>The same ids, keys and times each time.</summary>
public sealed class DeterministicTests
{
    [Fact]
    public async Task Two_runs_of_the_same_calls_have_the_same_answers_and_logs_whenever_they_are()
    {
        var first = await RunAsync(TimeSpan.Zero);
        var second = await RunAsync(TimeSpan.FromDays(40) + TimeSpan.FromMilliseconds(5));
        Assert.Equal(first.Answers, second.Answers);
        Assert.Equal(first.Log, second.Log);
        Assert.Distinct(first.RequestIds);
        Assert.Equal(first.RequestIds, second.RequestIds);
    }

    [Fact]
    public async Task Its_clock_begins_far_ahead_and_goes_a_second_a_call()
    {
        using var iam = Start(new TestClock());
        var dates = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            dates.Add((await iam.AskAsync("CreateDate", "CreateUser", ("UserName", $"user-{i}")))!);
        }

        // Each `AskAsync` issues a key first, which is a call too.
        Assert.Equal(["2035-01-01T00:00:02Z", "2035-01-01T00:00:04Z", "2035-01-01T00:00:06Z"], dates);
    }

    [Fact]
    public async Task Signatures_are_judged_by_the_real_clock_and_so_is_the_date_of_an_answer()
    {
        var clock = new TestClock();
        using var iam = Start(clock);
        var good = await iam.Sandbox.SendAsync(iam.Sandbox.Signed(TestSandbox.Form("GetCallerIdentity"), iam.Sandbox.Ci));
        Assert.Equal(200, good.Status);
        Assert.Equal(clock.Now.ToString("R"), good.Headers.Get("Date"));
        var late = await iam.Sandbox.SendAsync(iam.Sandbox.Signed(TestSandbox.Form("GetCallerIdentity"), iam.Sandbox.Ci, skew: TimeSpan.FromMinutes(-20)));
        Assert.Equal("SignatureDoesNotMatch", TestSandbox.Xml(late, "Code"));
    }

    [Fact]
    public async Task What_clients_are_given_looks_good_for_years_and_ends_by_the_sandboxs_clock()
    {
        var clock = new TestClock();
        using var iam = Start(clock);
        var (_, tokens) = await iam.Sandbox.SignInAsync();
        var key = await iam.Sandbox.Portal.GetRoleCredentialsAsync(tokens.AccessToken, TestSandbox.Dev, "Developer", TestSandbox.Ct);
        Assert.True(key.Expiration > clock.Now + TimeSpan.FromDays(365));
        for (var i = 0; i < 3600; i++)
        {
            await iam.Sandbox.SendAsync("GET", "/latest/meta-data/instance-id");
        }

        Assert.Equal("ExpiredToken", TestSandbox.Xml(await iam.Sandbox.StsAsync(key, "GetCallerIdentity"), "Code"));
    }

    [Fact]
    public async Task A_restart_goes_on_where_it_was_with_new_ids()
    {
        var kept = new KeptSandbox(isDeterministic: true);
        var dates = new List<string>();
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            using var iam = kept.Start();
            var user = await iam.CallAsync(iam.Admin, "CreateUser", ("UserName", $"user-{i}"));
            dates.Add(QueryProtocol.Descendant(user, "CreateDate")!);
            ids.Add(QueryProtocol.Descendant(user, "UserId")!);
            kept.Clock.Advance(TimeSpan.FromDays(1));
        }

        Assert.Equal(["2035-01-01T00:00:02Z", "2035-01-01T00:00:04Z", "2035-01-01T00:00:06Z"], dates);
        Assert.Distinct(ids);
    }

    private static IamSandbox Start(TestClock clock) => new(new TestSandbox(null, clock, new CallOrder(JournalHeader.CreateDeterministic("1.2.3", null), clock)));

    private static async Task<(string[] Answers, string[] Log, string[] RequestIds)> RunAsync(TimeSpan later)
    {
        var clock = new TestClock();
        clock.Advance(later);
        using var iam = Start(clock);
        var answers = new List<Lanyard.Aws.Wire.WireResponse>();
        foreach (var action in new[] { "GetCallerIdentity", "GetSessionToken" })
        {
            answers.Add(await iam.Sandbox.StsAsync(iam.Sandbox.Ci, action));
            clock.Advance(TimeSpan.FromMilliseconds(7));
        }

        AwsCredentials developer = iam.Sandbox.Developer;
        answers.Add(await iam.Sandbox.StsAsync(developer, "AssumeRole", ("RoleArn", TestSandbox.DeployInProd), ("RoleSessionName", "release")));
        answers.Add(await iam.Sandbox.SendAsync("POST", "/client/register", """{"clientName":"c","clientType":"public"}"""));
        answers.Add(await iam.Sandbox.SendAsync("PUT", "/latest/api/token", null, ("X-aws-ec2-metadata-token-ttl-seconds", "600")));
        answers.Add(await iam.Sandbox.SendAsync("GET", "/nowhere"));
        await iam.DoAsync("CreateUser", ("UserName", "eve"));
        return (
            [.. answers.Select(a => a.Text), iam.Sandbox.Server.IssueWebIdentityToken("a", "b").Reveal(), (await iam.CallAsync(iam.Admin, "GetAccountAuthorizationDetails")).ToString()],
            [.. iam.Sandbox.Log.Select(l => l.ToJsonLine())],
            [.. answers.Select(a => a.Headers.Get("x-amzn-RequestId")!)]);
    }
}
