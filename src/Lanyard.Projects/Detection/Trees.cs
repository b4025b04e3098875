using Lanyard.Projects.Yaml;

namespace Lanyard.Projects.Detection;

/// <summary>Finds values in a tree by a path of keys.</summary>
internal static class Trees
{
    /// <summary>The node at the end of the keys, or null.</summary>
    public static YamlNode? At(this YamlNode? node, params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            node = (node as YamlMapping)?.Find(key);
        }

        return node;
    }

    /// <summary>The text at the end of the keys, or null where there is none or it is empty.</summary>
    public static YamlScalar? TextAt(this YamlNode? node, params ReadOnlySpan<string> keys) =>
        node.At(keys) is YamlScalar { IsNull: false, Value.Length: > 0 } text ? text : null;

    /// <summary>The entries at the end of the keys; none where that is no mapping.</summary>
    public static IReadOnlyList<YamlEntry> EntriesAt(this YamlNode? node, params ReadOnlySpan<string> keys) =>
        (node.At(keys) as YamlMapping)?.Entries ?? [];
}
