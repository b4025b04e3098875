using System.Collections.Immutable;

namespace Lanyard.Sandbox.State;

/// <summary>Entities of one kind by their names, in the order of these. Readers see a whole state at any time.</summary>
/// <param name="keyOf">Gives the name, which is unique whatever its upper and lower case.</param>
internal sealed class EntityTable<T>(Func<T, string> keyOf)
    where T : IamEntity
{
    private volatile Content _content = new(
        ImmutableSortedDictionary.Create<string, T>(StringComparer.OrdinalIgnoreCase), ImmutableSortedDictionary.Create<string, T>(StringComparer.Ordinal));

    public IEnumerable<T> All => _content.ByName.Values;

    public int Count => _content.ByName.Count;

    public T? Find(string name) => _content.ByName.TryGetValue(name, out var found) && keyOf(found) == name ? found : null;

    public T? FindById(string id) => _content.ById.GetValueOrDefault(id);

    /// <summary>Tells whether a name is taken, if only by one that differs in upper and lower case.</summary>
    public bool IsTaken(string name) => _content.ByName.ContainsKey(name);

    /// <summary>Adds an entity, or puts it in the place of the one with its id. Only one thread may change a table at a time.</summary>
    public void Put(T entity)
    {
        var others = FindById(entity.Key.Id) is { } old ? _content.ByName.Remove(keyOf(old)) : _content.ByName;
        _content = new Content(others.Add(keyOf(entity), entity), _content.ById.SetItem(entity.Key.Id, entity));
        Changes.Note();
    }

    public void Remove(T entity)
    {
        _content = new Content(_content.ByName.Remove(keyOf(entity)), _content.ById.Remove(entity.Key.Id));
        Changes.Note();
    }

    /// <summary>The entities at one moment.</summary>
    private sealed record Content(ImmutableSortedDictionary<string, T> ByName, ImmutableSortedDictionary<string, T> ById);
}
