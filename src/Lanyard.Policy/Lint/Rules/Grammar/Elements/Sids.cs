using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grammar.Elements;

/// <summary>The names of a document's statements.</summary>
internal static class Sids
{
    /// <summary>Those that are text and known, of statements that may be unreadable otherwise; empty ones too.</summary>
    public static IEnumerable<JsonNode> Of(CheckedPolicy policy) =>
        from statement in policy.StatementNodes
        let sid = statement.Find("Sid")
        where sid is { Kind: JsonNodeKind.Text } && !Placeholder.IsIn(sid.Text)
        select sid;
}
