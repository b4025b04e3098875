using System.Buffers;

namespace Lanyard.Policy.Lint.Rules.Grants;

/// <summary>Which roles a resource pattern holds.</summary>
internal static class RoleNames
{
    private static readonly SearchValues<char> Wildcards = SearchValues.Create("*?");

    /// <summary>
    /// Whether a pattern holds every name behind a beginning: <c>role/*</c>, <c>role*</c> or <c>*</c> for <c>role/</c>. The account may be open
    /// or not; one that names a part of the roles, such as <c>role/app-*</c>, doesn't.
    /// </summary>
    /// <param name="resource">The resource.</param>
    /// <param name="beginning">How the part behind the account starts.</param>
    public static bool AreAll(CheckedResource resource, string beginning)
    {
        if (resource.Arn is not { } arn || (arn.Service != "iam" && arn.Service != "*"))
        {
            return false;
        }

        var name = arn.Resource.AsSpan();
        var wild = name.IndexOfAny(Wildcards);
        return wild >= 0 && beginning.AsSpan().StartsWith(name[..wild]) && !name[wild..].ContainsAnyExcept('*');
    }
}
