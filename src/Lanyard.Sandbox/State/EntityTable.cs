using System.Collections.Immutable;

namespace Lanyard.Sandbox.State;

/// <summary>Entities of one kind by their names, in the order of these. Readers see a whole state at any time.</summary>
/// <param name="keyOf">Gives the name, which is unique whatever its upper and lower case.</param>
internal sealed class EntityTable<T>(Func<T, string> keyOf)
    where T : IamEntity
{
    private volatile ImmutableSortedDictionary<string, T> _all = ImmutableSortedDictionary.Create<string, T>(StringComparer.OrdinalIgnoreCase);

    public IEnumerable<T> All => _all.Values;

    public int Count => _all.Count;

    public T? Find(string name) => _all.TryGetValue(name, out var found) && keyOf(found) == name ? found : null;

    public T? FindById(string id) => _all.Values.FirstOrDefault(e => e.Key.Id == id);

    /// <summary>Tells whether a name is taken, if only by one that differs in upper and lower case.</summary>
    public bool IsTaken(string name) => _all.ContainsKey(name);

    /// <summary>Adds an entity, or puts it in the place of the one with its id. Only one thread may change a table at a time.</summary>
    public void Put(T entity)
    {
        var others = FindById(entity.Key.Id) is { } old ? _all.Remove(keyOf(old)) : _all;
        _all = others.Add(keyOf(entity), entity);
    }

    public void Remove(T entity) => _all = _all.Remove(keyOf(entity));
}
