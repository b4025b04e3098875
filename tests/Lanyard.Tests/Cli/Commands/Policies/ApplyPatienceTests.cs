using System.Text;
using Lanyard.Aws.Wire;
using Lanyard.Cli;
using Lanyard.Cli.Commands.Policies.Apply;

namespace Lanyard.Tests.Cli.Commands.Policies;

/// <summary>IAM says of what was just made that it isn't there: "Changes that I make are not always immediately visible", IAM User Guide.</summary>
public sealed class ApplyPatienceTests : ApplyTests
{
    private const string Document = """
        {"policies":[{"name":"orders","document":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}}],"groups":[{"name":"g","policies":["orders"]}]}
        """;

    private int _refused;

    [Fact]
    public async Task What_was_just_made_is_waited_for_longer_each_time()
    {
        var run = await RunAsync("AttachGroupPolicy", "NoSuchEntity", "Policy arn:aws:iam::111111111111:policy/orders does not exist or is not attachable.", 404, times: 3);
        run.Done();
        Assert.Equal(3, _refused);
        Assert.Equal(
            ["trying again in 1 s", "trying again in 2 s", "trying again in 4 s"],
            run.Error.Split('\n').Where(line => line.StartsWith("IAM doesn't know everywhere yet what was just made (AttachGroupPolicy: NoSuchEntity); ", StringComparison.Ordinal)).Select(line => line[(line.IndexOf(';', StringComparison.Ordinal) + 2)..]));

        // Nothing was made twice, and nothing is left to do.
        Assert.Equal(["CreatePolicy", "CreateGroup", "AttachGroupPolicy"], Writes());
        Assert.Contains("Nothing to do", (await Apply("iam.json", "--yes")).Done().Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_minute_it_is_told_what_was_done_and_the_rest_can_be_done_later()
    {
        var start = Cli.Time.GetUtcNow();
        var run = await RunAsync("AttachGroupPolicy", "NoSuchEntity", "The group with name g cannot be found.", 404, times: int.MaxValue);
        Assert.Contains($"[{CliErrorCodes.ApplyIncomplete}]", run.Error, StringComparison.Ordinal);
        Assert.Contains("2 of 3 steps were done, then AttachGroupPolicy failed", run.Error, StringComparison.Ordinal);
        Assert.InRange(_refused, 8, 12);
        Assert.InRange(Cli.Time.GetUtcNow() - start, ApplyRun.Patience - TimeSpan.FromSeconds(10), ApplyRun.Patience + TimeSpan.FromSeconds(60));

        Cli.Instead = null;
        (await Apply("iam.json", "--yes")).Done();
        Assert.Equal(["CreatePolicy", "CreateGroup", "AttachGroupPolicy"], Writes());
    }

    [Theory]
    [InlineData("CreatePolicy", "NoSuchEntity", "nothing was made before it", 404)]
    [InlineData("AttachGroupPolicy", "AccessDenied", "not authorized", 403)]
    [InlineData("AttachGroupPolicy", "LimitExceeded", "Cannot exceed quota", 409)]
    public async Task What_waiting_does_not_mend_is_not_waited_for(string action, string code, string message, int status)
    {
        var run = await RunAsync(action, code, message, status, times: int.MaxValue);
        Assert.NotEqual(0, run.ExitCode);
        Assert.Equal(1, _refused);
        Assert.DoesNotContain("trying again", run.Error, StringComparison.Ordinal);
    }

    // The clock goes on while the command waits for it, and for nothing else.
    private async Task<CliRun> RunAsync(string action, string code, string message, int status, int times)
    {
        Cli.Home.Write("project/iam.json", Document);
        Cli.Instead = body => body.Contains($"Action={action}&", StringComparison.Ordinal) && _refused < times
            ? Refusal(Interlocked.Increment(ref _refused), code, message, status)
            : null;
        var run = Apply("iam.json", "--yes");
        while (!run.IsCompleted)
        {
            if (Cli.Time.UntilNextTimer() is { } wait && wait <= TimeSpan.FromSeconds(8))
            {
                Cli.Time.Advance(wait);
            }

            await Task.WhenAny(run, Task.Delay(10, TestContext.Current.CancellationToken));
        }

        return await run;
    }

    private static WireResponse Refusal(int number, string code, string message, int status) => new(status, new WireHeaders(("Content-Type", "text/xml")), Encoding.UTF8.GetBytes($"""
        <ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error><RequestId>request-{number}</RequestId></ErrorResponse>
        """));
}
