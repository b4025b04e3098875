namespace Lanyard.Policy.Sets;

/// <summary>A statement for certain resources: what is left of it are conditions.</summary>
/// <param name="Clause">The statement.</param>
/// <param name="Literals">
/// The numbers of what must hold: first come the conditions, then for each resource pattern with variables that it matches, and that it has
/// values and doesn't match.
/// </param>
internal sealed record Term(Clause Clause, int[] Literals);

/// <summary>What is left of both sides for certain resources.</summary>
/// <param name="Before">The statements of the earlier side.</param>
/// <param name="After">Those of the later side.</param>
internal sealed record Terms(IReadOnlyList<Term> Before, IReadOnlyList<Term> After);
