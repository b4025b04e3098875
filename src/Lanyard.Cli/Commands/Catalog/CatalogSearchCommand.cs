using Lanyard.Cli.Edge;
using Lanyard.Cli.Identity;
using Lanyard.Policy.Catalog;

namespace Lanyard.Cli.Commands.Catalog;

/// <summary>Finds actions and condition keys by words.</summary>
internal static class CatalogSearchCommand
{
    public static int Run(IReadOnlyList<string> text, GlobalOptions options, Surroundings surroundings)
    {
        var chosen = ChosenCatalogue.Of(surroundings);
        string[] words = [.. text.SelectMany(t => t.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))];
        if (words.Length == 0)
        {
            throw new UsageException("search needs a word", "lanyard catalog search rotate key");
        }

        // What has the words in its name comes first.
        CatalogueAction[] actions = [.. chosen.Catalogue.Actions.Select(a => (Action: a, Rank: Rank(words, a.FullName, a.Description)))
            .Where(f => f.Rank < int.MaxValue).OrderBy(f => f.Rank).ThenBy(f => f.Action.Id).Select(f => f.Action)];
        var keys = KeysOf(chosen.Catalogue).Where(k => Rank(words, k.Name, k.Description) < int.MaxValue).ToArray();
        if (actions.Length + keys.Length == 0)
        {
            surroundings.Error.WriteLine($"Nothing has {string.Join(" and ", words.Select(w => $"`{w}`"))} in its name or description.");
        }

        return CatalogShowCommand.Show(
            options, surroundings, json => CatalogJson.Write(json, chosen, actions, keys),
            () => new CatalogText(surroundings is { ShowsColour: true, ShowsData: true }).Of(actions, keys));
    }

    private static IEnumerable<ConditionKey> KeysOf(Catalogue catalogue) =>
        catalogue.GlobalConditionKeys.Concat(catalogue.Services.SelectMany(s => s.ConditionKeys)).DistinctBy(k => k.Id).OrderBy(k => k.Id);

    private static int Rank(string[] words, string name, string description)
    {
        var inName = words.Count(w => name.Contains(w, StringComparison.OrdinalIgnoreCase));
        return words.All(w => name.Contains(w, StringComparison.OrdinalIgnoreCase) || description.Contains(w, StringComparison.OrdinalIgnoreCase))
            ? words.Length - inName
            : int.MaxValue;
    }
}
