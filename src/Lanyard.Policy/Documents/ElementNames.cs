using System.Text.Json;

namespace Lanyard.Policy.Documents;

/// <summary>Goes through the names of one JSON object and lets none come twice.</summary>
/// <param name="owner">What the object is, for messages.</param>
/// <param name="comparer">Which names are the same; by default those with the same characters.</param>
internal sealed class ElementNames(string owner, StringComparer? comparer = null)
{
    private readonly HashSet<string> _seen = new(comparer ?? StringComparer.Ordinal);

    /// <summary>Reads the next name and moves to its value; <see langword="null"/> at the end of the object.</summary>
    public PolicyText? Next(ref JsonCursor cursor)
    {
        cursor.Read();
        if (cursor.Token == JsonTokenType.EndObject)
        {
            return null;
        }

        var name = cursor.Text();
        if (!_seen.Add(name.Value))
        {
            throw cursor.Error($"\"{name.Value}\" is twice in this {owner}; keep one", name.At);
        }

        cursor.Read();
        return name;
    }

    /// <summary>An error for a name that has no meaning here.</summary>
    public PolicyDocumentException Unknown(ref JsonCursor cursor, PolicyText name, scoped ReadOnlySpan<string> known)
    {
        foreach (var candidate in known)
        {
            if (candidate.Equals(name.Value, StringComparison.OrdinalIgnoreCase))
            {
                return cursor.Error($"\"{name.Value}\" must be written \"{candidate}\"", name.At);
            }
        }

        return cursor.Error($"\"{name.Value}\" is no element of a {owner}; it may have {string.Join(", ", known)}", name.At);
    }
}
