using Lanyard.Policy.Catalog;
using Lanyard.Policy.Sets.Patterns;

namespace Lanyard.Policy.Sets;

/// <summary>Patterns of actions that have wildcards.</summary>
/// <param name="Patterns">The patterns.</param>
/// <param name="Groups">The group of each; of patterns in a group it is enough to know whether one of them fits.</param>
internal sealed record WildActions(IReadOnlyList<TextPattern> Patterns, IReadOnlyList<int> Groups)
{
    /// <summary>Those that can fit actions of a service: they name it, or none.</summary>
    public WildActions Of(string service, Func<TextPattern, string> serviceOf)
    {
        var possible = Patterns.Index().Where(entry => serviceOf(entry.Item) is var own
            && (own.Length == 0 || own.Equals(service, StringComparison.OrdinalIgnoreCase))).ToList();
        return new WildActions([.. possible.Select(entry => entry.Item)], [.. possible.Select(entry => Groups[entry.Index])]);
    }
}

/// <summary>Names of actions that the catalogue doesn't have: only wildcards reach them.</summary>
/// <param name="Wild">The patterns with wildcards.</param>
/// <param name="Fitting">The groups of patterns of which one fits the names.</param>
/// <param name="Universe">The names that are meant, those of a service or all.</param>
/// <param name="Shortest">A shortest text that fits them, which may be an action of the catalogue.</param>
internal sealed record NewActions(WildActions Wild, HashSet<int> Fitting, TextPattern Universe, string Shortest)
{
    private const int MaxSteps = 1_000_000;

    private static readonly string[] Fillings = ["NewAction", "", "New", "x", "Another1"];
    private static readonly string[] Markers = ["*:*New*", "*:*x9*", "*9:*"];

    /// <summary>A name that is neither in the catalogue nor written in the policies; <see langword="null"/> when none was found.</summary>
    /// <param name="catalogue">The catalogue.</param>
    /// <param name="written">The actions that the policies write without a wildcard.</param>
    public string? Example(Catalogue catalogue, ISet<string> written)
    {
        // A pattern with its wildcards filled reads best, the one with most letters in it first.
        var filled = Wild.Patterns.Index().Where(entry => Fitting.Contains(Wild.Groups[entry.Index])).Select(entry => entry.Item)
            .OrderByDescending(pattern => pattern.Steps.Count(step => !step.IsStar))
            .SelectMany(pattern => Fillings.Select(filling => Fill(pattern, filling)));
        bool IsNew(string name) => catalogue.IdOf(name) < 0 && !written.Contains(name);
        return filled.Append(Shortest).FirstOrDefault(name => IsNew(name) && IsIn(name))
            ?? Markers.Select(Marked).OfType<string>().FirstOrDefault(name => IsNew(name) && IsIn(name));
    }

    private static string Fill(TextPattern pattern, string filling) => pattern.Steps is [{ IsStar: true }]
        ? $"newservice:{filling}"
        : string.Concat(pattern.Steps.Select(step => step.IsStar ? step.Kind == TokenKind.StarInPart ? filling.ToLowerInvariant() : filling
            : step.Kind == TokenKind.Literal ? $"{step.Char}" : "x"));

    // A shortest text that fits and has something in it that no action has.
    private string? Marked(string marker)
    {
        var mark = Wild.Groups.Count == 0 ? 0 : Wild.Groups.Max() + 1;
        bool IsIt(TextCell cell) => cell.Matches[mark] && cell.Matches.Numbers.Where(number => number != mark).ToHashSet().SetEquals(Fitting);
        return JointSearch.Divide([.. Wild.Patterns, PatternReader.Action(marker)!], Universe, MaxSteps, IsIt, [.. Wild.Groups, mark])
            .Cells.FirstOrDefault(IsIt)?.Example;
    }

    private bool IsIn(string name)
    {
        var fitting = Wild.Patterns.Index().Where(entry => entry.Item.IsMatch(name)).Select(entry => Wild.Groups[entry.Index]);
        return Universe.IsMatch(name) && fitting.ToHashSet().SetEquals(Fitting);
    }
}
