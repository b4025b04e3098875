using System.Collections.Immutable;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint;

/// <summary>Something that a rule found in a policy.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Message">What is wrong, as a sentence without the place.</param>
/// <param name="Place">Where it is.</param>
/// <param name="Mending">What to do about it.</param>
/// <param name="Fix">An edit that mends it; <see langword="null"/> where a person must decide.</param>
public sealed record Finding(Rule Rule, string Message, Place Place, string Mending, Fix? Fix)
{
    /// <summary>Gets other places that belong to it, such as the statement that this one repeats.</summary>
    public ImmutableArray<Place> Related { get; init; } = [];
}

/// <summary>A change to the text of a policy that mends a finding and leaves the rest as the user wrote it.</summary>
/// <param name="Description">What it does, such as "remove the second of the two".</param>
/// <param name="Edits">The edits, which don't overlap.</param>
public sealed record Fix(string Description, ImmutableArray<TextEdit> Edits);

/// <summary>A piece of text put in the place of another.</summary>
/// <param name="Start">The offset of the first character to go.</param>
/// <param name="End">The offset behind the last character to go.</param>
/// <param name="Text">What comes there.</param>
public readonly record struct TextEdit(int Start, int End, string Text);
