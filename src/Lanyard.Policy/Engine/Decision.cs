using System.Collections.Immutable;
using Lanyard.Policy.Documents;

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

/// <summary>What a reason says of the policy it names.</summary>
public enum ReasonKind
{
    /// <summary>The statement allows the request and counted.</summary>
    Allows,

    /// <summary>The statement names the caller's account, so that the caller's own policies must allow the request too.</summary>
    Delegates,

    /// <summary>The statement denies the request.</summary>
    Denies,

    /// <summary>An allow was needed here and isn't there.</summary>
    AllowMissing,

    /// <summary>The statement has the action, but another of its elements doesn't fit the request.</summary>
    NearMiss,
}

/// <summary>Why a decision is as it is.</summary>
/// <param name="Kind">What is said.</param>
/// <param name="Policy">The policy, by the name it was attached with; <see langword="null"/> when no single one is meant.</param>
/// <param name="Statement">The statement, if one is meant.</param>
/// <param name="Element">The element that decided, such as <c>Principal</c> or <c>Condition StringEquals sts:ExternalId</c>.</param>
/// <param name="At">Where that element is.</param>
/// <param name="Message">The reason as a sentence; values of the request's condition keys aren't in it.</param>
public sealed record Reason(
    ReasonKind Kind, string? Policy, Statement? Statement, string? Element, TextPosition? At, string Message)
{
    /// <summary>Returns the message.</summary>
    public override string ToString() => Message;
}

/// <summary>The answer to a request with its reasons, those that decided first.</summary>
/// <param name="Outcome">The answer.</param>
/// <param name="Reasons">The reasons; never empty.</param>
public sealed record Decision(Outcome Outcome, ImmutableArray<Reason> Reasons)
{
    /// <summary>Whether the request may go on.</summary>
    public bool IsAllowed => Outcome == Outcome.Allowed;
}
