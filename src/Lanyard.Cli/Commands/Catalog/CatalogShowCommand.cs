using System.Globalization;
using Lanyard.Cli.Edge;
using Lanyard.Cli.Identity;
using Lanyard.Credentials;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Policy.Catalog;

namespace Lanyard.Cli.Commands.Catalog;

/// <summary>Shows a part of the catalogue.</summary>
internal static class CatalogShowCommand
{
    private const int MaxSuggestions = 3;

    public static int Run(string? name, GlobalOptions options, Surroundings surroundings)
    {
        var chosen = ChosenCatalogue.Of(surroundings);
        var catalogue = chosen.Catalogue;
        var text = new CatalogText(surroundings is { ShowsColour: true, ShowsData: true });
        if (name is null)
        {
            var kept = KeptHandlers.Open(surroundings);
            return Show(
                options, surroundings, json =>
                {
                    chosen.Write(json, counts: true);
                    KeptHandlers.Write(json, kept, surroundings);
                },
                () => string.Create(CultureInfo.InvariantCulture, $"{chosen.Describe()}\n{catalogue.Services.Count} services, {catalogue.ActionCount} actions, {catalogue.GlobalConditionKeys.Count} global condition keys\n{KeptHandlers.Describe(kept)}"));
        }

        if (catalogue.FindService(name) is { } service)
        {
            return Show(options, surroundings, json => CatalogJson.Write(json, chosen, service), () => text.Of(service));
        }

        CatalogueAction[] actions = [.. catalogue.Match(name).SelectMany(range => Enumerable.Range(range.First, range.Count)).Select(catalogue.Action)];
        if (actions.Length > 0)
        {
            return Show(
                options, surroundings, json => CatalogJson.Write(json, chosen, actions, []),
                () => actions is [var one] ? text.Of(one) : text.Of(actions, withTypes: true));
        }

        if (catalogue.FindConditionKey(name) is { } key)
        {
            var carriers = CarriersOf(catalogue, key);
            return Show(options, surroundings, json => CatalogJson.Write(json, chosen, key, carriers), () => text.Of(key, catalogue.GlobalConditionKeys.Any(g => g.Id == key.Id), carriers));
        }

        throw Unknown(name, catalogue);
    }

    /// <summary>Writes one or the other.</summary>
    public static int Show(GlobalOptions options, Surroundings surroundings, Action<System.Text.Json.Utf8JsonWriter> json, Func<string> text)
    {
        if (options.Json)
        {
            surroundings.Write(JsonOutput.Object(json));
        }
        else
        {
            surroundings.Write(text());
        }

        return ExitCodes.Done;
    }

    private static CatalogueAction[] CarriersOf(Catalogue catalogue, ConditionKey key)
    {
        var types = catalogue.Services.SelectMany(s => s.ResourceTypes).Where(t => t.ConditionKeys.Any(k => k.Id == key.Id)).Select(t => (t.Service.Prefix, t.Name)).ToHashSet();
        return [.. catalogue.Actions.Where(a => a.ConditionKeys.Any(k => k.Id == key.Id)
            || a.ResourceTypes.Any(r => r.ConditionKeys.Any(k => k.Id == key.Id) || (types.Count > 0 && types.Contains((r.Type.Service.Prefix, r.Type.Name)))))];
    }

    private static CredentialsException Unknown(string name, Catalogue catalogue)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        var near = Near(name, colon, catalogue);
        var what = name.AsSpan().ContainsAny('*', '?') ? $"no action fits `{name}`"
            : colon < 0 ? $"there is no service `{name}`"
            : $"there is no action or condition key `{name}`";
        var words = string.Join(' ', name.Split(['*', '?', ':'], StringSplitOptions.RemoveEmptyEntries).DefaultIfEmpty("TEXT"));
        return new CredentialsException(
            CliErrorCodes.CatalogueUnknown,
            $"{what}{(near.Count > 0 ? $"; did you mean {string.Join(" or ", near.Select(n => $"`{n}`"))}?" : "")}",
            near is [var first, ..] ? $"lanyard catalog show {first}" : $"lanyard catalog search {words}");
    }

    private static IReadOnlyList<string> Near(string name, int colon, Catalogue catalogue)
    {
        if (colon > 0 && catalogue.FindService(name.AsSpan(0, colon)) is { } service)
        {
            var keys = service.ConditionKeys.Select(k => k.Name).Where(k => k.StartsWith(service.Prefix + ":", StringComparison.Ordinal));
            return ProfileSuggestions.Nearest(service.Actions.Select(a => a.FullName).Concat(keys), name);
        }

        var action = colon < 0 ? name : name[(colon + 1)..];
        var elsewhere = catalogue.Services.Where(s => s.IdOf(action) >= 0).Select(s => catalogue.Action(s.IdOf(action)).FullName).Take(MaxSuggestions).ToArray();
        var prefixes = ProfileSuggestions.Nearest(catalogue.Services.Select(s => s.Prefix), colon < 0 ? name : name[..colon]);
        if (colon < 0)
        {
            return [.. elsewhere.Concat(prefixes).Take(MaxSuggestions)];
        }

        if (name.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
        {
            return ProfileSuggestions.Nearest(catalogue.GlobalConditionKeys.Select(k => k.Name), name);
        }

        string[] there = [.. prefixes.Select(p => $"{p}:{action}").Where(n => catalogue.IdOf(n) >= 0)];
        return there.Length > 0 ? there : elsewhere;
    }
}
