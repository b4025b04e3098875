using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;
using Lanyard.Sandbox.Journal;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox;

/// <content>Calls one after another, as a journal and a deterministic sandbox need them.</content>
public sealed partial class SandboxServer
{
    private const int ProgressEvery = 100;

    // Beside what the state counted: a successful operation that by its name isn't one that reads is kept whatever was counted.
    private static readonly string[] ReadingVerbs = ["Get", "List", "Describe", "Lookup", "Simulate", "Search", "Decode", "IsMember"];

    private WireResponse AnswerInTurn(CallOrder order, WireRequest request, ReadOnlyMemory<byte>? body)
    {
        lock (order.Gate)
        {
            order.Next();
            try
            {
                var (call, answer) = order.Failed.IsCompleted ? NotKept(request, body) : AnswerAndKeep(order, request, body);
                return Finish(call, answer);
            }
            finally
            {
                order.End();
            }
        }
    }

    private (CallContext Call, WireResponse Answer) AnswerAndKeep(CallOrder order, WireRequest request, ReadOnlyMemory<byte>? body)
    {
        if (order.Journal is null)
        {
            return Answer(request, body);
        }

        var (changes, drawn) = (Changes.OfThread, _state.Ids.Drawn);
        CallContext call;
        WireResponse answer;
        try
        {
            (call, answer) = Answer(request, body);
        }
        catch (Exception e) when (Changes.OfThread != changes)
        {
            // A half-made change is in memory, and can't be made again.
            order.Fail(new JournalException(JournalProblem.NotWritten, $"the sandbox broke off in a call ({e.GetType().Name})", "start it again; the call is forgotten, what was before is kept", e));
            throw;
        }

        var hasChanged = Changes.OfThread != changes || _state.Ids.Drawn != drawn || (answer.Status < 400 && !IsReading(call));
        return !hasChanged || body is not { } whole
            || order.Keep(new JournaledCall(order.Id, call.Now, _state.ClientNow, request, whole, answer.Status, order.Random.Drawn))
            ? (call, answer)
            : NotKept(request, body);
    }

    private (CallContext Call, WireResponse Answer) NotKept(WireRequest request, ReadOnlyMemory<byte>? body)
    {
        var read = body ?? ReadOnlyMemory<byte>.Empty;
        var call = new CallContext(request, read, _router.Find(request, read) ?? new Target(SandboxService.None, "", null), _state.Ids.RequestId(), _state.Now);
        return (call, Refuse(call, new ServiceFault("InternalFailure", 500, "lanyard sandbox can't write its state any more, and ends")));
    }

    private static bool IsReading(CallContext call) =>
        call.Request.Method is "GET" or "HEAD" || (call.Operation is { } name && Array.Exists(ReadingVerbs, v => name.StartsWith(v, StringComparison.Ordinal)));

    private AwsCredentials? IssueInTurn(CallOrder order, string userName, string accountId, string permissionSet)
    {
        lock (order.Gate)
        {
            order.Next();
            try
            {
                var key = Issue(userName, accountId, permissionSet);
                var isKept = key is null || order.Journal is null
                    || order.Keep(new JournaledIssue(order.Id, _state.Now, userName, accountId, permissionSet, order.Random.Drawn));
                return isKept ? key : null;
            }
            finally
            {
                order.End();
            }
        }
    }

    /// <summary>Makes the state what it was, by answering again the calls that made it so.</summary>
    private void Restore(CallOrder order)
    {
        var setup = order.Random.Drawn;
        var done = 0L;
        foreach (var (line, entry) in order.Journal?.Entries() ?? [])
        {
            var isSame = entry switch
            {
                JournaledStart start => Again(order, start, setup),
                JournaledIssue issue => Again(order, issue),
                JournaledCall call => Again(order, call),
                _ => false,
            };
            if (!isSame)
            {
                throw new JournalException(
                    JournalProblem.Otherwise, $"{order.Journal!.Name}:{line}: this sandbox would have answered that call otherwise; Lanyard {order.Journal.Header.Version} began the file",
                    "use that Lanyard, or name a new file with --state");
            }

            if (++done % ProgressEvery == 0)
            {
                order.Progress?.Invoke(done);
            }
        }

        order.Open(setup);
    }

    private static bool Again(CallOrder order, JournaledStart start, long setup)
    {
        order.Started(start);
        return start.Drawn == setup;
    }

    private bool Again(CallOrder order, JournaledIssue issue)
    {
        order.Again(issue.Id, issue.Time, issue.Time);
        return Issue(issue.UserName, issue.AccountId, issue.PermissionSet) is not null && order.Random.Drawn == issue.Drawn;
    }

    private bool Again(CallOrder order, JournaledCall kept)
    {
        order.Again(kept.Id, kept.Time, kept.ClientTime);
        var (call, answer) = Answer(kept.Request, kept.Body);
        Keep(call, answer);
        return answer.Status == kept.Status && order.Random.Drawn == kept.Drawn;
    }
}
