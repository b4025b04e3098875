using System.Collections.Immutable;

namespace Lanyard.Policy;

/// <summary>The value of one condition key in a request.</summary>
/// <remarks>
/// A key is single-valued or multivalued by its definition: <c>aws:TagKeys</c> with one tag is still multivalued, and policies must
/// test it with <c>ForAllValues</c> or <c>ForAnyValue</c>.
/// </remarks>
public sealed class ContextValue
{
    private ContextValue(ImmutableArray<string> values, bool isMultivalued) => (Values, IsMultivalued) = (values, isMultivalued);

    /// <summary>The values; exactly one of a single-valued key.</summary>
    public ImmutableArray<string> Values { get; }

    /// <summary>Whether the key is multivalued.</summary>
    public bool IsMultivalued { get; }

    /// <summary>The value of a single-valued key; <see langword="null"/> of a multivalued one.</summary>
    public string? Single => IsMultivalued ? null : Values[0];

    /// <summary>The value of a single-valued key.</summary>
    /// <param name="value">The text; dates in ISO 8601 or epoch seconds, binary values in base64.</param>
    public static ContextValue One(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new ContextValue([value], isMultivalued: false);
    }

    /// <summary>The values of a multivalued key.</summary>
    /// <param name="values">The values, possibly none.</param>
    public static ContextValue Many(IEnumerable<string> values) => new([.. values], isMultivalued: true);
}

/// <summary>The condition keys of a request with their values; upper and lower case in a key carry no meaning.</summary>
public sealed class RequestContext
{
    private readonly Dictionary<string, ContextValue> _values;

    private RequestContext(Dictionary<string, ContextValue> values) => _values = values;

    /// <summary>The context with no keys.</summary>
    public static RequestContext Empty { get; } = Of([]);

    /// <summary>A context with keys.</summary>
    /// <param name="values">The keys with their values; of a key that comes twice the last counts.</param>
    public static RequestContext Of(IEnumerable<KeyValuePair<string, ContextValue>> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var all = new Dictionary<string, ContextValue>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in values)
        {
            all[key] = value;
        }

        return new RequestContext(all);
    }

    /// <summary>This context with a single-valued key set.</summary>
    /// <param name="key">The condition key, such as <c>aws:SourceIp</c>.</param>
    /// <param name="value">Its value.</param>
    public RequestContext With(string key, string value) => With(key, ContextValue.One(value));

    /// <summary>This context with a multivalued key set.</summary>
    /// <param name="key">The condition key, such as <c>aws:TagKeys</c>.</param>
    /// <param name="values">Its values, possibly none.</param>
    public RequestContext With(string key, IEnumerable<string> values) => With(key, ContextValue.Many(values));

    /// <summary>This context with a key set.</summary>
    /// <param name="key">The condition key.</param>
    /// <param name="value">Its value.</param>
    public RequestContext With(string key, ContextValue value)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        return new RequestContext(new Dictionary<string, ContextValue>(_values, StringComparer.OrdinalIgnoreCase) { [key] = value });
    }

    /// <summary>This context with single-valued keys added where they are missing.</summary>
    /// <param name="values">The keys with their values; one with <see langword="null"/> is left out.</param>
    public RequestContext Complete(params ReadOnlySpan<(string Key, string? Value)> values)
    {
        var all = new Dictionary<string, ContextValue>(_values, StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in values)
        {
            if (value is not null)
            {
                all.TryAdd(key, ContextValue.One(value));
            }
        }

        return new RequestContext(all);
    }

    /// <summary>Gives all keys with their values, in the order of the keys.</summary>
    public IEnumerable<KeyValuePair<string, ContextValue>> All() => _values.OrderBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase);

    /// <summary>Looks a key up.</summary>
    /// <param name="key">The condition key.</param>
    /// <returns>Its value, or <see langword="null"/> when the request doesn't have it.</returns>
    public ContextValue? Find(string key) => _values.GetValueOrDefault(key);
}
