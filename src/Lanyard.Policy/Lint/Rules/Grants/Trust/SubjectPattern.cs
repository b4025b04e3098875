using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grants.Trust;

/// <summary>Whom the subjects are of that fit a pattern.</summary>
internal enum SubjectReach
{
    /// <summary>Of repositories, projects or accounts that the pattern names.</summary>
    Named,

    /// <summary>Of all that one owner has.</summary>
    WholeOwner,

    /// <summary>Of anybody.</summary>
    Anybody,
}

/// <summary>
/// Reads patterns of subjects. GitHub's subjects name the repository as <c>OWNER/REPO</c> or, for repositories of after June 2026, as
/// <c>OWNER@ID/REPO@ID</c>; an organization may have chosen others, in which claims follow each other as <c>claim:value</c>. A wildcard behind an
/// owner's name, as in <c>repo:octo*/app</c>, also takes owners whose names go on; one behind <c>OWNER@</c> doesn't.
/// </summary>
internal static class SubjectPattern
{
    private static readonly string[] OwnerClaims = ["repository_owner:", "repository_owner_id:", "repository_id:", "enterprise:", "enterprise_id:"];

    /// <summary>Judges a pattern.</summary>
    /// <param name="provider">Whose subjects they are.</param>
    /// <param name="pattern">The pattern, with the wildcards of <c>StringLike</c>.</param>
    public static SubjectReach Read(OidcProvider provider, string pattern)
    {
        var wild = pattern.AsSpan().IndexOfAny('*', '?', Placeholder.Mark);
        if (wild < 0 || pattern[wild] == Placeholder.Mark)
        {
            return SubjectReach.Named;
        }

        if (provider.Claims.IsEmpty)
        {
            return pattern.AsSpan().ContainsAnyExcept('*', '?', ':') ? SubjectReach.Named : SubjectReach.WholeOwner;
        }

        foreach (var claim in provider.Claims)
        {
            if (pattern.IndexOf(claim, StringComparison.Ordinal) is >= 0 and var at && (at == 0 || pattern[at - 1] == ':'))
            {
                return OfOwner(provider, pattern.AsSpan(at + claim.Length));
            }
        }

        var isOfOwner = OwnerClaims.Any(claim => pattern.IndexOf(claim, StringComparison.Ordinal) is >= 0 and var at
            && !StartsOpen(pattern.AsSpan(at + claim.Length)));
        return isOfOwner ? SubjectReach.WholeOwner : provider.IsShared ? SubjectReach.Anybody : SubjectReach.WholeOwner;
    }

    private static SubjectReach OfOwner(OidcProvider provider, ReadOnlySpan<char> value)
    {
        var end = value.IndexOf(provider.OwnerEnd);
        var owner = end < 0 ? value : value[..end];
        var wild = owner.IndexOfAny('*', '?', Placeholder.Mark);
        var id = owner.IndexOf('@');
        if (wild >= 0 && (id < 0 || wild < id))
        {
            return owner[wild] == Placeholder.Mark ? SubjectReach.Named : provider.IsShared ? SubjectReach.Anybody : SubjectReach.WholeOwner;
        }

        var rest = end < 0 ? default : value[(end + 1)..];
        return rest.Length > 0 && rest[0] == '*' ? SubjectReach.WholeOwner : SubjectReach.Named;
    }

    // Whether the value of a claim has a wildcard before its end.
    private static bool StartsOpen(ReadOnlySpan<char> value)
    {
        var end = value.IndexOf(':');
        return (end < 0 ? value : value[..end]).ContainsAny('*', '?');
    }
}
