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

/// <summary>Names of actions that the catalogue doesn't have: only wildcards reach them.</summary>
/// <param name="Patterns">The patterns with wildcards.</param>
/// <param name="Matches">Those that the names fit.</param>
/// <param name="Shortest">A shortest text that fits them, which may be an action of the catalogue.</param>
internal sealed record NewActions(IReadOnlyList<TextPattern> Patterns, Bits Matches, string Shortest)
{
    private const int MaxSteps = 1_000_000;

    private static readonly string[] Markers = ["*:*New*", "*:*x9*", "*9:*"];
    private static readonly string[] Fillings = ["NewAction", "", "New", "x", "Another1"];

    /// <summary>A name that is neither in the catalogue nor written in the policies; <see langword="null"/> when none was found.</summary>
    /// <param name="catalogue">The catalogue.</param>
    /// <param name="written">The actions that the policies write without a wildcard.</param>
    public string? Example(Catalogue catalogue, ISet<string> written)
    {
        // A pattern with its wildcards filled reads best, the one with most letters in it first.
        var filled = Matches.Numbers.Select(number => Patterns[number]).OrderByDescending(pattern => pattern.Steps.Count(step => !step.IsStar))
            .SelectMany(pattern => Fillings.Select(filling => Fill(pattern, filling)));
        bool IsNew(string name) => catalogue.IdOf(name) < 0 && !written.Contains(name);
        return filled.Append(Shortest).FirstOrDefault(name => IsNew(name) && IsIn(name))
            ?? Markers.Select(Marked).OfType<string>().FirstOrDefault(IsNew);
    }

    // A shortest text that fits and has something in it that no action has.
    private string? Marked(string marker)
    {
        bool IsIt(TextCell cell) => cell.Matches[Patterns.Count] && Enumerable.Range(0, Patterns.Count).All(i => cell.Matches[i] == Matches[i]);
        return JointSearch.Divide([.. Patterns, PatternReader.Action(marker)!], TextPattern.AnyAction, MaxSteps, IsIt).Cells.FirstOrDefault(IsIt)?.Example;
    }

    private static string Fill(TextPattern pattern, string filling) => pattern.Steps is [{ IsStar: true }]
        ? $"newservice:{filling}"
        : string.Concat(pattern.Steps.Select(step => step.IsStar ? step.Kind == TokenKind.StarInPart ? filling.ToLowerInvariant() : filling
            : step.Kind == TokenKind.Literal ? $"{step.Char}" : "x"));

    private bool IsIn(string name)
    {
        for (var i = 0; i < Patterns.Count; i++)
        {
            if (Patterns[i].IsMatch(name) != Matches[i])
            {
                return false;
            }
        }

        return TextPattern.AnyAction.IsMatch(name);
    }
}
