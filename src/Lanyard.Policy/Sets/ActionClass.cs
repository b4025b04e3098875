using Lanyard.Policy.Catalog;
using Lanyard.Policy.Sets.Patterns;

namespace Lanyard.Policy.Sets;

/// <summary>Actions that the same statements have.</summary>
/// <param name="Clauses">The statements.</param>
/// <param name="TakesNoResource">Whether the actions act on no resource, so that <c>*</c> alone matches.</param>
/// <param name="Actions">Those of the catalogue.</param>
/// <param name="Others">Names that the policies write and the catalogue doesn't have.</param>
/// <param name="ComesTomorrow">What is known of names that nobody has written yet; <see langword="null"/> where none are meant.</param>
internal sealed record ActionClass(
    Bits Clauses, bool TakesNoResource, List<ActionRange> Actions, List<string> Others, NewActions? ComesTomorrow = null);
