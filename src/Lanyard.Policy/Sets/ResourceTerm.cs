using System.Collections.Immutable;

namespace Lanyard.Policy.Sets;

/// <summary>A <c>Resource</c> or <c>NotResource</c> element in numbers of patterns.</summary>
/// <param name="Negated">Whether the element means everything but its patterns.</param>
/// <param name="HasAll">Whether a star alone is among them.</param>
/// <param name="Constants">The patterns without variables.</param>
/// <param name="Templates">The patterns with variables.</param>
/// <param name="HasMalformed">Whether there is a pattern whose variable is written wrong, which never has a value.</param>
internal sealed record ResourceTerm(
    bool Negated, bool HasAll, ImmutableArray<int> Constants, ImmutableArray<int> Templates, bool HasMalformed);
