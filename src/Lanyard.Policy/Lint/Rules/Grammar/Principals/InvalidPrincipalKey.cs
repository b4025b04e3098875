using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grammar.Principals;

/// <summary>A kind of principal that there isn't.</summary>
internal sealed class InvalidPrincipalKey() : ElementRule("INVALID_PRINCIPAL_KEY", Severity.Error)
{
    private static readonly string[] Known = ["AWS", "Service", "Federated", "CanonicalUser"];

    public override string Title => "a kind of principal that doesn't exist";

    public override string Mending => "Write AWS, Service, Federated or CanonicalUser.";

    protected override IEnumerable<Finding> Check(CheckedPolicy policy, JsonNode statement) =>
        from element in statement.Members
        where policy.NamesPrincipals() && element.Name.Value is "Principal" or "NotPrincipal"
        from kind in element.Value.Members
        where !Known.Contains(kind.Name.Value)
        let near = ElementSearch.Near(kind.Name.Value, Known)
        select Found(
            kind.Name.Place,
            $"there is no kind of principal \"{kind.Name.Value}\"{(near is null ? "" : $"; did you mean \"{near}\"?")}",
            mending: near is null ? null : $"Write \"{near}\".");
}
