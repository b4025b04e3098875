using System.Collections.Concurrent;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Scenarios;
using Lanyard.Tests.Policy.Scenarios;

namespace Lanyard.Tests.Sandbox.Parity;

/// <summary>
/// A scenario of the corpus gets one decision, whether it is asked of <c>policy simulate</c> or made real in a sandbox. Each goes every way
/// that there is for it, and the ways are counted, so that none slips away.
/// </summary>
public sealed class CorpusParityTests
{
    private static readonly Lazy<Task<IReadOnlyList<Walked>>> All = new(WalkAsync);

    [Fact]
    public async Task Every_scenario_is_decided_alike()
    {
        var wrong = (await All.Value).SelectMany(w => w.Answers.Where(a => a.Decision != w.Expect).Select(a => $"{w.Name}: {a.Way} says {a.Decision} instead of {w.Expect}; {a.Reason}")).ToList();
        Assert.True(wrong.Count == 0, $"{wrong.Count} wrong\n{string.Join('\n', wrong)}");
    }

    [Fact]
    public async Task The_ways_are_counted()
    {
        var all = await All.Value;
        Assert.Equal(890, all.Count);
        Assert.Equal(
            [
                "SimulateCustomPolicy: 33", "SimulatePrincipalPolicy: 609", "policy simulate: 46", "the call itself, in an organization: 3", "the call itself: 34",
                "the gate, in an organization: 90", "the gate, its SCPs and RCPs given because DetachPolicy refuses: 5", "the gate: 746",
            ],
            all.SelectMany(w => w.Answers.Select(a => a.Way)).CountBy(w => w).Select(w => $"{w.Key}: {w.Value}").Order(StringComparer.Ordinal));
        Assert.Equal(
            [
                "AssumeRole refuses: 1", "PutGroupPolicy refuses: 3", "PutUserPolicy refuses: 1", "a session has two policies: 1",
                "an AWS service calls: 19", "nobody signs: 21",
            ],
            all.Where(w => w.WhyNot is not null).CountBy(w => w.WhyNot!).Select(w => $"{w.Key}: {w.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_a_caller_brings_comes_from_the_sandbox()
    {
        // The others have what no caller of IAM has: another's ARN, characters that IAM refuses in names and tags, plain HTTP.
        Assert.Equal(
            [
                "aws:MultiFactorAuthAge: 1", "aws:PrincipalAccount: 1", "aws:PrincipalArn: 5", "aws:PrincipalTag/team: 3", "aws:SecureTransport: 4", "aws:username: 4",
            ],
            (await All.Value).SelectMany(w => w.Given).CountBy(k => k).Select(k => $"{k.Key}: {k.Value}").Order(StringComparer.Ordinal));
    }

    private static async Task<IReadOnlyList<Walked>> WalkAsync()
    {
        var walked = new ConcurrentBag<Walked>();
        await Parallel.ForEachAsync(Corpus.All.Select((e, i) => (Entry: e, Number: i)), async (e, _) => walked.Add(await WalkAsync(e.Entry, e.Number)));
        return [.. walked.OrderBy(w => w.Name, StringComparer.Ordinal)];
    }

    private static async Task<Walked> WalkAsync(CorpusEntry entry, int number)
    {
        List<Answer> answers = [];
        IReadOnlyList<string> given = [];
        string? why = null;
        try
        {
            using var sandbox = await ScenarioSandbox.CreateAsync(entry, number);
            if (await sandbox.SimulateAsync() is { } simulated)
            {
                answers.Add(new(sandbox.Scenario.Policies.ServiceControl.IsEmpty ? "SimulatePrincipalPolicy" : "SimulateCustomPolicy", simulated, null));
            }

            if (await sandbox.CallAsync() is { } called)
            {
                answers.Add(new(Way("the call itself", sandbox), called, sandbox.Sandbox.Log.Last().Reason));
            }

            if (sandbox.Caller is not null)
            {
                var (decision, reason, keys) = await sandbox.DecideAsync();
                answers.Add(new(Way("the gate", sandbox), decision, reason));
                given = keys;
            }
        }
        catch (NotInSandboxException e)
        {
            why = e.Message.Split(':')[0];
        }

        if (answers.Count == 0)
        {
            why ??= WhoCalls(entry);
            answers.Add(new("policy simulate", Engine.Decide(entry.Text), null));
        }

        return new Walked(entry.Name, entry.Expect, answers, given, why);
    }

    private static string Way(string way, ScenarioSandbox sandbox) => !sandbox.HasControls ? way
        : sandbox.WhyNotControlled is { } why ? $"{way}, its SCPs and RCPs given because {why}"
        : $"{way}, in an organization";

    private static string WhoCalls(CorpusEntry entry) => ScenarioReader.Read(entry.Text).Scenarios[0].Request.Principal switch
    {
        AwsService => "an AWS service calls",
        _ => "nobody signs",
    };

    private sealed record Answer(string Way, string Decision, string? Reason);

    private sealed record Walked(string Name, string Expect, IReadOnlyList<Answer> Answers, IReadOnlyList<string> Given, string? WhyNot);
}
