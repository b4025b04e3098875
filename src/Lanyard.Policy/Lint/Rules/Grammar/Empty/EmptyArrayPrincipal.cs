using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grammar.Empty;

/// <summary>An empty list of principals, in policies that name some.</summary>
internal sealed class EmptyArrayPrincipal() : ElementRule("EMPTY_ARRAY_PRINCIPAL", Severity.Suggestion)
{
    public override string Title => "an empty list of principals";

    public override string Mending => "Write the principals, or remove the list.";

    protected override IEnumerable<Finding> Check(CheckedPolicy policy, JsonNode statement) =>
        from member in policy.NamesPrincipals() ? statement.FindMember("Principal", "NotPrincipal")?.Value.Members ?? [] : []
        where member.Value is { Kind: JsonNodeKind.Array, Items.Length: 0 }
        select Found(member.Value.Place, $"\"{member.Name.Value}\" lists no principal, so that it does nothing");
}
