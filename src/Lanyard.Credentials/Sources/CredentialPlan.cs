namespace Lanyard.Credentials.Sources;

/// <summary>What to do when a candidate fails.</summary>
public enum OnFailure
{
    /// <summary>The failure is the answer.</summary>
    Stop,

    /// <summary>Ask the next candidate.</summary>
    Next,
}

/// <summary>A source that the plan would run.</summary>
/// <param name="Source">The source; its chain hangs below it.</param>
/// <param name="OnFailure">What to do when it fails.</param>
public sealed record Candidate(Source Source, OnFailure OnFailure)
{
    /// <summary>Gets the <see cref="ErrorCodes"/> with which the opposite of <see cref="OnFailure"/> is done.</summary>
    public IReadOnlyList<string> Except { get; init; } = [];

    /// <summary>Tells whether the next candidate is asked after a failure.</summary>
    /// <param name="code">The failure's code.</param>
    public bool PassesOn(string code) => (OnFailure == OnFailure.Next) != Except.Contains(code);
}

/// <summary>A source that the plan leaves out.</summary>
/// <param name="Source">The kind, in the words of <c>explain</c>.</param>
/// <param name="Reason">Why.</param>
public sealed record PassedOver(string Source, string Reason);

/// <summary>In which order to ask which sources, worked out without running or calling anything.</summary>
/// <param name="Profile">The selected profile; null where none is involved.</param>
/// <param name="Region">The region that goes with it; null where nobody set one.</param>
/// <param name="Candidates">What to run, in order.</param>
/// <param name="PassedOver">What was left out, in order, each with its reason.</param>
public sealed record CredentialPlan(
    string? Profile, string? Region, IReadOnlyList<Candidate> Candidates, IReadOnlyList<PassedOver> PassedOver);
