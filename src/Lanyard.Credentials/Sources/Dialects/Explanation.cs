namespace Lanyard.Credentials.Sources.Dialects;

/// <summary>What became of a search, or would.</summary>
public enum ExplainedOutcome
{
    /// <summary>There are credentials, and it is known which.</summary>
    Credentials,

    /// <summary>A program or a service would have to be asked, and wasn't.</summary>
    WouldRun,

    /// <summary>Nothing was found.</summary>
    None,

    /// <summary>The search ends with an error.</summary>
    Error,
}

/// <summary>Which identity an SDK takes, and why.</summary>
/// <param name="Dialect">The SDK's rules.</param>
/// <param name="Profile">The profile that it selects; null where it gets to look at none.</param>
/// <param name="Region">The region that it would call; null where nobody set one.</param>
/// <param name="Outcome">What becomes of the search.</param>
/// <param name="Winner">The source that answers, or would be asked first; null where there is none.</param>
/// <param name="Then">What would be asked next if the winner failed, in order; empty where its failure is final.</param>
/// <param name="PassedOver">What lost, in order, each with its reason.</param>
/// <param name="Error">The error that the search ends with.</param>
public sealed record Explanation(
    Dialect Dialect, string? Profile, string? Region, ExplainedOutcome Outcome, Source? Winner, IReadOnlyList<Source> Then,
    IReadOnlyList<PassedOver> PassedOver, DialectError? Error)
{
    /// <summary>Gets the access key id; null unless it is known.</summary>
    public string? AccessKeyId { get; init; }

    /// <summary>Gets the account; null unless it is known.</summary>
    public string? AccountId { get; init; }

    /// <summary>
    /// Gets a text that is the same where two SDKs take the same identity. An error and nothing found are the same: there are no
    /// credentials.
    /// </summary>
    public string Identity => Winner is null ? "no credentials" : SourceFacts.Identity(Winner);

    /// <summary>Explains a plan that isn't run.</summary>
    public static Explanation Of(Dialect dialect, DialectPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (plan.Candidates is not [var first, ..])
        {
            var outcome = plan.Error is null ? ExplainedOutcome.None : ExplainedOutcome.Error;
            return new Explanation(dialect, plan.Profile, plan.Region, outcome, null, [], plan.PassedOver, plan.Error);
        }

        var id = SourceFacts.AccessKeyId(first.Source);
        return new Explanation(
            dialect, plan.Profile, plan.Region, id is null ? ExplainedOutcome.WouldRun : ExplainedOutcome.Credentials, first.Source,
            ThenOf(first, plan.Candidates.Skip(1)), plan.PassedOver, null)
        {
            AccessKeyId = id,
            AccountId = SourceFacts.AccountId(first.Source),
        };
    }

    private static Source[] ThenOf(Candidate first, IEnumerable<Candidate> rest) =>
        first.OnFailure == OnFailure.Next || first.Except.Count > 0 ? [.. rest.Select(c => c.Source)] : [];
}
