namespace Lanyard.Policy.Engine;

/// <summary>The answer to a request.</summary>
public enum Outcome
{
    /// <summary>It may go on.</summary>
    Allowed,

    /// <summary>A statement denies it.</summary>
    ExplicitDeny,

    /// <summary>Nothing denies it and what would have to allow it doesn't.</summary>
    ImplicitDeny,
}

/// <summary>A rule of AWS that decides where no statement does.</summary>
public enum StandingRule
{
    /// <summary>No such rule decided.</summary>
    None,

    /// <summary>The action needs no permission, and no policy can take it away.</summary>
    NeedsNoPermission,

    /// <summary>The root user of an account can assume no role.</summary>
    RootAssumesNoRole,
}

/// <summary>The answer to a request, without its reasons.</summary>
/// <param name="Outcome">The answer.</param>
/// <param name="Layers">
/// Of an allowed request the layers whose allow was needed; of an explicit deny those that deny; of an implicit deny those that lack an
/// allow.
/// </param>
/// <param name="Rule">The rule that decided instead, if one did.</param>
public readonly record struct Verdict(Outcome Outcome, PolicyLayers Layers, StandingRule Rule = StandingRule.None)
{
    /// <summary>Whether the request may go on.</summary>
    public bool IsAllowed => Outcome == Outcome.Allowed;
}
