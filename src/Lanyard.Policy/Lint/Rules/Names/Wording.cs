using System.Globalization;
using Lanyard.Policy.Catalog;

namespace Lanyard.Policy.Lint.Rules.Names;

/// <summary>Pieces of sentences that several rules use.</summary>
internal static class Wording
{
    /// <summary>Says of which day the catalogue is, because what it doesn't know may have come since.</summary>
    public static string Dated(this Catalogue catalogue) => $"the catalogue of {catalogue.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";

    /// <summary>Asks for a name that may have been meant; nothing where there is none.</summary>
    public static string DidYouMean(string? name) => name is null ? "" : $"; did you mean \"{name}\"?";

    /// <summary>Lists a few names, and says how many more there are.</summary>
    public static string Few(IReadOnlyList<string> names) =>
        names.Count <= 4 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(3))} and {names.Count - 3} more";
}
