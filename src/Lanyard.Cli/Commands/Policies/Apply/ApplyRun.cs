using System.Globalization;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Wire;
using Lanyard.Cli.Edge;
using Lanyard.Credentials;
using Lanyard.Policy.Apply;

namespace Lanyard.Cli.Commands.Policies.Apply;

/// <summary>Makes the calls of a plan, with patience for what IAM doesn't know everywhere yet.</summary>
/// <param name="access">IAM.</param>
/// <param name="keys">Makes access keys.</param>
/// <param name="undo">Where the undo file is kept up to date; null while undoing.</param>
/// <param name="surroundings">The machine.</param>
internal sealed class ApplyRun(ApplyAccess access, ApplyKeys keys, UndoFiles? undo, Surroundings surroundings)
{
    /// <summary>How long something that was just made is waited for.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly string[] Removals = ["Delete", "Detach", "Remove", "Untag"];
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(8);

    /// <summary>Makes them.</summary>
    /// <param name="steps">The calls, in their order.</param>
    /// <param name="record">What is kept to undo them.</param>
    /// <param name="cancellationToken">Stops it between two calls.</param>
    /// <exception cref="CredentialsException">One failed. What was done by then is said.</exception>
    public async Task RunAsync(IReadOnlyList<IamStep> steps, UndoRecord record, CancellationToken cancellationToken)
    {
        using var progress = new ProgressLine(surroundings, "changing IAM", steps.Count);
        for (var at = 0; at < steps.Count; at++)
        {
            progress.Report(at);
            var isSent = false;
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                isSent = true;
                record = await DoAsync(steps[at], record, isAfterOthers: at > 0, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is AwsServiceException or EndpointUnreachableException or CredentialsException or OperationCanceledException)
            {
                progress.Dispose();
                throw Failed(e, steps, at, isNothing: !isSent || IsRefusal(e, steps[at].Action), record);
            }
        }

        progress.Report(steps.Count);
    }

    private async Task<UndoRecord> DoAsync(IamStep step, UndoRecord record, bool isAfterOthers, CancellationToken cancellationToken)
    {
        var (start, wait) = (surroundings.Time.GetUtcNow(), TimeSpan.FromSeconds(1));
        while (true)
        {
            try
            {
                if (step.Action == "CreateAccessKey")
                {
                    var change = step.Changes[0];
                    await keys.MakeAsync(access, change.Part.Name, change.After!, id => record = Made(record, change, id), cancellationToken).ConfigureAwait(false);
                    return record;
                }

                await access.Iam.WriteAsync(step.Action, step.Parameters, access.Credentials, cancellationToken).ConfigureAwait(false);
                if (step.Action == "DeleteAccessKey")
                {
                    keys.Forget(step.Changes[0].Part.Key);
                }

                return record;
            }
            catch (AwsServiceException e) when (IsPassing(e.Error, isAfterOthers) && surroundings.Time.GetUtcNow() + wait - start <= Patience)
            {
                surroundings.Error.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"IAM doesn't know everywhere yet what was just made ({step.Action}: {e.Error.Code}); trying again in {wait.TotalSeconds:0} s"));
                await Task.Delay(wait, surroundings.Time, cancellationToken).ConfigureAwait(false);
                wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
            }
        }
    }

    // The id of a key is known once it is there; without it nobody could take it back.
    private UndoRecord Made(UndoRecord record, IamChange change, string id)
    {
        var known = record with { Changes = [.. record.Changes.Select(c => c == change ? c with { Part = c.Part with { Key = id } } : c)] };
        undo?.Write(known);
        return known;
    }

    /// <summary>Tells whether a call that failed changed nothing. An answer may get lost, and the call be made again, after it was heeded.</summary>
    /// <param name="failure">How it failed.</param>
    /// <param name="action">The call.</param>
    internal static bool IsRefusal(Exception failure, string action) => failure is AwsServiceException { Error: { Status: >= 400 and < 500 } error } && error.Code switch
    {
        "EntityAlreadyExists" => false,
        "NoSuchEntity" => !Removals.Any(r => action.StartsWith(r, StringComparison.Ordinal)),
        _ => true,
    };

    // See "Changes that I make are not always immediately visible" in the IAM User Guide.
    private static bool IsPassing(AwsServiceError error, bool isAfterOthers) => error.Code switch
    {
        "NoSuchEntity" => isAfterOthers,
        "MalformedPolicyDocument" => isAfterOthers && error.Message.Contains("rincipal", StringComparison.Ordinal),
        "ConcurrentModification" or "EntityTemporarilyUnmodifiable" => true,
        _ => false,
    };

    private CredentialsException Failed(Exception failure, IReadOnlyList<IamStep> steps, int at, bool isNothing, UndoRecord record)
    {
        var why = failure switch
        {
            CredentialsException known => known,
            OperationCanceledException => new CredentialsException(CliErrorCodes.Cancelled, "the command was stopped", null, inner: failure),
            _ => access.Explain(failure, steps[at].Resource),
        };
        if (at == 0 && isNothing)
        {
            undo?.Retire(record);
            return new CredentialsException(why.Code, $"{why.Message}; nothing was changed", why.Fix, why.Kind, why.Profile, why);
        }

        foreach (var (step, number) in steps.Select((s, i) => (s, i)))
        {
            surroundings.Error.WriteLine($"{(number < at ? "done    " : number > at ? "not done" : isNothing || failure is CredentialsException ? "failed  " : "unsure  ")}  {step.Action} {step.Resource}");
        }

        var undoing = undo is null ? $"take back the rest: lanyard policy apply --undo {record.Path}" : "take back what was done: lanyard policy apply --undo last";
        var maybe = isNothing || failure is CredentialsException ? ""
            : steps[at].Action == "CreateAccessKey" ? $"; an access key of {steps[at].Resource} may have been made all the same, whose secret nobody has (aws iam list-access-keys)"
            : $"; {steps[at].Resource} may have been changed by it all the same";
        return new CredentialsException(
            CliErrorCodes.ApplyIncomplete, $"{at} of {steps.Count} steps were done, then {steps[at].Action} failed: {why.Message}{maybe}",
            $"{(why.Fix is null ? "" : why.Fix + "; then ")}run the command again to go on{(undo is null ? "" : ", or " + undoing)}", why.Kind, why.Profile, why);
    }
}
