using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;

namespace Lanyard.Policy.Lint;

/// <summary>Recognises from a document what it is for, where nobody says so.</summary>
public static class PolicyGuess
{
    /// <summary>Guesses: with principals a resource's policy or, where it has no resources and is about assuming roles, a role's trust policy; without any an identity's.</summary>
    /// <param name="document">The document.</param>
    public static PolicyKind KindOf(JsonNode document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var statements = document.Find("Statement") is { } node ? node.Kind == JsonNodeKind.Array ? node.Items : [node] : [];
        return !statements.Any(statement => statement.Find("Principal") is not null || statement.Find("NotPrincipal") is not null) ? PolicyKind.Identity
            : statements.All(statement => statement.Find("Resource") is null && statement.Find("NotResource") is null && IsAboutRoles(statement)) ? PolicyKind.Trust
            : PolicyKind.Resource;
    }

    private static bool IsAboutRoles(JsonNode statement) =>
        statement.Find("Action") is { } action && (action.Kind == JsonNodeKind.Array ? action.Items : [action])
            .Any(item => item.Text.StartsWith("sts:", StringComparison.OrdinalIgnoreCase) || item.Text == "*");
}
