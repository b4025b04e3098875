using System.Collections.Immutable;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Generate;

/// <summary>An action that a deployment has to be allowed, with the reason.</summary>
/// <param name="Action">The action, such as <c>sqs:CreateQueue</c>.</param>
/// <param name="Resource">The resource's ARN or pattern; <c>*</c> for an action that takes none.</param>
/// <param name="Phases">When.</param>
/// <param name="Evidence">What it stands on.</param>
/// <param name="Reason">Which resource of the template, or which step of which tool, and what for.</param>
public sealed record Need(string Action, string Resource, NeedPhases Phases, NeedEvidence Evidence, string Reason)
{
    /// <summary>The policy variable that stands for a dollar sign in a name.</summary>
    internal const string Dollar = "${$}";

    /// <summary>Gets the condition keys that the request is known to carry, with the values that are needed.</summary>
    public ImmutableArray<NeedCondition> Conditions { get; init; } = [];

    /// <summary>Gets the page that says so; <see langword="null"/> where none does.</summary>
    public string? Source { get; init; }

    /// <summary>Gets the place in the template; <see langword="null"/> for what the tool itself needs.</summary>
    public Place? Place { get; init; }
}

/// <summary>A condition that a need can be granted under.</summary>
/// <param name="Operator">The operator, such as <c>StringEquals</c>.</param>
/// <param name="Key">The condition key.</param>
/// <param name="Values">The values.</param>
public sealed record NeedCondition(string Operator, string Key, ImmutableArray<string> Values)
{
    /// <inheritdoc/>
    public bool Equals(NeedCondition? other) => other is not null && Operator == other.Operator && Key == other.Key && Values.SequenceEqual(other.Values);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Operator, Key, Values.Length);
}
