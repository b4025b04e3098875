using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Engine;

/// <summary>What a reason says of the policy it names.</summary>
public enum ReasonKind
{
    /// <summary>The statement allows the request and counted.</summary>
    Allows,

    /// <summary>A rule of AWS allows or refuses the request, no statement.</summary>
    Rule,

    /// <summary>The statement names the caller's account, so that the caller's own policies must allow the request too.</summary>
    Delegates,

    /// <summary>The statement denies the request.</summary>
    Denies,

    /// <summary>An allow was needed here and isn't there.</summary>
    AllowMissing,

    /// <summary>The statement has the action and would allow, but another of its elements doesn't fit the request.</summary>
    NearMiss,
}

/// <summary>The elements of a statement that can decide whether it matches.</summary>
public enum StatementElement
{
    /// <summary>None: the statement matches, and its <c>Effect</c> decides.</summary>
    None,

    /// <summary><c>Action</c> or <c>NotAction</c>.</summary>
    Action,

    /// <summary><c>Resource</c> or <c>NotResource</c>.</summary>
    Resource,

    /// <summary><c>Principal</c> or <c>NotPrincipal</c>.</summary>
    Principal,

    /// <summary>One key of the <c>Condition</c>.</summary>
    Condition,
}

/// <summary>Why a verdict is as it is, in numbers; <see cref="Explanation.Render"/> makes words of it.</summary>
/// <param name="Kind">What is said.</param>
/// <param name="Layer">The layer that it is about.</param>
/// <param name="Level">Of SCPs and RCPs the number of the target, counted from 0.</param>
/// <param name="Statement">The statement, if one is meant.</param>
/// <param name="Element">The element that decided.</param>
/// <param name="Condition">Of a condition the number of its key, counted through all operators from 0.</param>
public readonly record struct Reason(
    ReasonKind Kind, PolicyLayers Layer, int Level = 0, StatementRef? Statement = null, StatementElement Element = StatementElement.None, int Condition = -1);

/// <summary>A reason in words.</summary>
/// <param name="Kind">What is said.</param>
/// <param name="Layer">The layer, as <c>blockedBy</c> names it.</param>
/// <param name="Policy">The policy, by the name it was attached with; <see langword="null"/> when no single one is meant.</param>
/// <param name="Statement">The statement, if one is meant.</param>
/// <param name="Element">The element that decided, such as <c>Principal</c> or <c>Condition StringEquals sts:ExternalId</c>.</param>
/// <param name="Place">Where that element is.</param>
/// <param name="Message">The reason as a sentence; values of the request's condition keys aren't in it.</param>
public sealed record RenderedReason(
    ReasonKind Kind, string? Layer, AttachedPolicy? Policy, Statement? Statement, string? Element, Place? Place, string Message)
{
    /// <summary>Returns the message.</summary>
    public override string ToString() => Message;
}
