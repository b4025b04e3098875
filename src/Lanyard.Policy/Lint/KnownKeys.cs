using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Lanyard.Policy.Catalog;

namespace Lanyard.Policy.Lint;

/// <summary>The condition keys that policies name, looked up once for all of them: a key with a part that varies is looked for among all forms.</summary>
internal sealed class KnownKeys
{
    private static readonly ConditionalWeakTable<Catalogue, KnownKeys> Made = [];

    private readonly ConcurrentDictionary<string, ConditionKey?> _found = new(StringComparer.OrdinalIgnoreCase);
    private readonly Catalogue _catalogue;

    private KnownKeys(Catalogue catalogue) => _catalogue = catalogue;

    /// <summary>Gives those of a catalogue.</summary>
    /// <param name="catalogue">The catalogue.</param>
    public static KnownKeys Of(Catalogue catalogue) => Made.GetValue(catalogue, made => new KnownKeys(made));

    /// <summary>Finds a key as <see cref="Catalogue.FindConditionKey"/> does.</summary>
    /// <param name="name">Its name.</param>
    public ConditionKey? Find(string name) => _found.GetOrAdd(name, (key, catalogue) => catalogue.FindConditionKey(key), _catalogue);
}
