namespace Lanyard.Policy.Documents;

/// <summary>Goes through the members of objects, and notes those that come twice or mean nothing.</summary>
internal static class ElementNames
{
    /// <summary>The members to be read: the first of each name.</summary>
    /// <param name="node">The object.</param>
    /// <param name="owner">What it is, for messages.</param>
    /// <param name="problems">Where those that come twice are noted.</param>
    /// <param name="comparer">Which names are the same; by default those with the same characters.</param>
    public static IEnumerable<JsonMember> Of(JsonNode node, string owner, ICollection<DocumentProblem> problems, StringComparer? comparer = null)
    {
        var seen = new HashSet<string>(comparer ?? StringComparer.Ordinal);
        foreach (var member in node.Members)
        {
            if (seen.Add(member.Name.Value))
            {
                yield return member;
                continue;
            }

            problems.Add(new DocumentProblem(
                DocumentProblemKind.DuplicateElement, $"\"{member.Name.Value}\" is twice in this {owner}; keep one", member.Name.Place));
        }
    }

    /// <summary>The problem of a name that has no meaning here.</summary>
    public static DocumentProblem Unknown(PolicyText name, string owner, ReadOnlySpan<string> known)
    {
        foreach (var candidate in known)
        {
            if (candidate.Equals(name.Value, StringComparison.OrdinalIgnoreCase))
            {
                return new DocumentProblem(DocumentProblemKind.UnknownElement, $"\"{name.Value}\" must be written \"{candidate}\"", name.Place);
            }
        }

        return new DocumentProblem(
            DocumentProblemKind.UnknownElement, $"\"{name.Value}\" is no element of a {owner}; it may have {string.Join(", ", known)}", name.Place);
    }

    /// <summary>The problem of a value of the wrong JSON type.</summary>
    public static DocumentProblem Expected(JsonNode node, string what, string expected) =>
        new(DocumentProblemKind.WrongType, $"{what} must be {expected}, not {node.Description}", node.Place);
}
