using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grammar.Empty;

/// <summary>A principal element that names nobody, in policies that name some.</summary>
internal sealed class EmptyObjectPrincipal() : ElementRule("EMPTY_OBJECT_PRINCIPAL", Severity.Suggestion)
{
    public override string Title => "a Principal that names nobody";

    public override string Mending => "Write the principals, or remove the statement.";

    protected override IEnumerable<Finding> Check(CheckedPolicy policy, JsonNode statement) =>
        policy.NamesPrincipals() && statement.FindMember("Principal", "NotPrincipal") is { Value: { Kind: JsonNodeKind.Object, Members.Length: 0 } nobody, Name.Value: var name }
            ? [Found(nobody.Place, $"{name} is empty, so that it names nobody")]
            : [];
}
