using System.Collections;

namespace Lanyard.Cli.Edge;

/// <summary>
/// This process's environment, each variable read when it is asked for: a warm answer asks for a dozen, and reading all at the start
/// takes 0.7 ms. Whatever else a dictionary can do is done by <see cref="SystemEnvironment"/>.
/// </summary>
internal sealed class ProcessVariables : IReadOnlyDictionary<string, string>
{
    private Dictionary<string, string> All => field ??= SystemEnvironment.Read();

    /// <inheritdoc/>
    public IEnumerable<string> Keys => All.Keys;

    /// <inheritdoc/>
    public IEnumerable<string> Values => All.Values;

    /// <inheritdoc/>
    public int Count => All.Count;

    /// <inheritdoc/>
    public string this[string key] => All[key];

    /// <inheritdoc/>
    public bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out string value) =>
        (value = SystemEnvironment.Read(key)) is not null;

    /// <inheritdoc/>
    public bool ContainsKey(string key) => TryGetValue(key, out _);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => All.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
