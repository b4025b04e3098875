using System.Collections.Immutable;

namespace Lanyard.Policy.Sets;

/// <summary>Values for policy variables, to look at requests with just these.</summary>
internal sealed class VariableValues
{
    private readonly ImmutableSortedDictionary<string, ContextValue?> _values;

    private VariableValues(ImmutableSortedDictionary<string, ContextValue?> values)
    {
        _values = values;
        Context = RequestContext.Of(values.Where(entry => entry.Value is not null).Select(entry => KeyValuePair.Create(entry.Key, entry.Value!)));
        Name = string.Join('\u0001', values.Select(entry => $"{entry.Key}={entry.Value?.Single ?? "\u0002"}"));
    }

    /// <summary>The condition keys that have a value.</summary>
    public RequestContext Context { get; }

    /// <summary>Equal for equal values.</summary>
    public string Name { get; }

    /// <summary>The keys with a value.</summary>
    public IEnumerable<KeyValuePair<string, ContextValue>> Present =>
        _values.Where(entry => entry.Value is not null).Select(entry => KeyValuePair.Create(entry.Key, entry.Value!));

    /// <summary>A few choices of values for keys: values that the policies name, one that they don't, and none at all.</summary>
    /// <param name="keys">The condition keys.</param>
    /// <param name="namedIn">Values that policies compare a key with.</param>
    /// <param name="alwaysHas">Whether every request has a key.</param>
    /// <param name="most">How many choices there may be.</param>
    public static IEnumerable<VariableValues> Choices(
        IEnumerable<string> keys, Func<string, IEnumerable<string>> namedIn, Predicate<string> alwaysHas, int most)
    {
        IEnumerable<ImmutableSortedDictionary<string, ContextValue?>> all = [ImmutableSortedDictionary.Create<string, ContextValue?>(StringComparer.OrdinalIgnoreCase)];
        foreach (var key in keys.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            List<ContextValue?> values =
            [
                ContextValue.One(Usual(key)),
                .. alwaysHas(key) ? Enumerable.Empty<ContextValue?>() : [null],
                .. namedIn(key).Append("other").Distinct(StringComparer.Ordinal).Take(8).Select(ContextValue.One),
            ];
            all = [.. all.SelectMany(one => values.Select(value => one.SetItem(key, value))).Take(most)];
        }

        return all.Select(values => new VariableValues(values));
    }

    /// <summary>Looks a key up.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">Its value; <see langword="null"/> when the requests don't have it.</param>
    /// <returns>Whether the key is one of those that are given.</returns>
    public bool TryGet(string key, out ContextValue? value) => _values.TryGetValue(key, out value);

    private static string Usual(string key) => key.ToUpperInvariant() switch
    {
        "AWS:PRINCIPALACCOUNT" or "AWS:RESOURCEACCOUNT" or "AWS:SOURCEACCOUNT" => StandIns.Account,
        "AWS:USERNAME" => "ann",
        _ => "example",
    };
}
