using Lanyard.Aws.Signing;

namespace Lanyard.Credentials.Sources.Dialects;

/// <summary>
/// What an SDK would do, worked out without running or calling anything. The candidates are asked in order, each with its own rule
/// for a failure; when all have passed on, the chain ends with <see cref="Error"/>.
/// </summary>
/// <param name="Profile">The profile that the SDK selects; null where it gets to look at none.</param>
/// <param name="Candidates">What it would run, in order. Nothing behind a candidate that can't fail or that stops.</param>
/// <param name="PassedOver">What it leaves out, in order, each with its reason.</param>
/// <param name="Error">How the chain ends where no candidate answers, as the SDK would put it; null for "nothing found".</param>
public sealed record DialectPlan(
    string? Profile, IReadOnlyList<Candidate> Candidates, IReadOnlyList<PassedOver> PassedOver, DialectError? Error)
{
    /// <summary>Gets the region that the SDK would call; null where nobody set one.</summary>
    public string? Region { get; init; }

    /// <summary>
    /// Gets how to read the keys of a <see cref="Source.StaticKeys"/> of this plan, by the dialect's own rules. A plan holds no secret:
    /// they are read when the plan is run.
    /// </summary>
    public Func<Source.StaticKeys, AwsCredentials>? ReadKeys { get; init; }

    /// <summary>Gives the plan in the form in which it is run.</summary>
    public CredentialPlan ToPlan() => new(Profile, Region, Candidates, PassedOver);
}

/// <summary>An error in an SDK's own words, and where it comes from.</summary>
/// <param name="Message">What the SDK would say. No secret is in it.</param>
/// <param name="At">The setting that leads to it; null where it is about none.</param>
public sealed record DialectError(string Message, Origin? At = null)
{
    /// <summary>Gets what mends it; null where only the message is known.</summary>
    public string? Fix { get; init; }
}

/// <summary>Collects a plan while a dialect goes down its chain.</summary>
internal sealed class DialectPlanBuilder
{
    private readonly List<Candidate> _candidates = [];
    private readonly List<PassedOver> _passedOver = [];

    /// <summary>Gets or sets the selected profile.</summary>
    public string? Profile { get; set; }

    /// <summary>Gets or sets the region.</summary>
    public string? Region { get; set; }

    /// <summary>Gets or sets how to read static keys.</summary>
    public Func<Source.StaticKeys, AwsCredentials>? ReadKeys { get; set; }

    /// <summary>Gets whether something would be asked already.</summary>
    public bool HasCandidates => _candidates.Count > 0;

    /// <summary>Leaves a source out.</summary>
    public void Pass(string source, string reason) => _passedOver.Add(new PassedOver(source, reason));

    /// <summary>Adds a source whose failure passes on, but for the failures with these codes.</summary>
    public void Try(Source source, params IReadOnlyList<string> except) => _candidates.Add(new Candidate(source, OnFailure.Next) { Except = except });

    /// <summary>Adds a source that ends the chain: it answers, or its failure is the answer, but for the failures with these codes.</summary>
    public void Stop(Source source, params IReadOnlyList<string> except) => _candidates.Add(new Candidate(source, OnFailure.Stop) { Except = except });

    /// <summary>Ends the plan.</summary>
    /// <param name="error">The error it ends with where no candidate answers; null for "nothing found".</param>
    public DialectPlan End(DialectError? error = null) => new(Profile, _candidates, _passedOver, error) { Region = Region, ReadKeys = ReadKeys };

    /// <summary>Ends the plan with an error.</summary>
    public DialectPlan Fail(string message, Origin? at = null) => End(new DialectError(message, at));
}
