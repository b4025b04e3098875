using Lanyard.Policy.Engine;

namespace Lanyard.Policy.Lint.Rules.Grammar.Principals;

/// <summary>Allowing everybody but some, also people without credentials. Where <c>NotPrincipal</c> is refused, altogether or beside <c>Principal</c>, it is another rule's.</summary>
internal sealed class AllowWithNotPrincipal() : StatementRule("ALLOW_WITH_NOT_PRINCIPAL", Severity.SecurityWarning)
{
    public override string Title => "everybody but some is allowed";

    public override string Mending => "Name in Principal who is allowed; to keep some out, deny them in a statement of its own.";

    protected override bool Concerns(CheckedPolicy policy) => policy.Kind is PolicyKind.Resource or PolicyKind.Endpoint;

    protected override IEnumerable<Finding> Check(CheckedStatement statement) =>
        statement is { IsAllow: true, Statement.Principal: { Negated: true } principal } && statement.Node.Find("Principal") is null
            ? [Found(principal.Key.Place, "NotPrincipal with Allow allows everybody who isn't listed, also people without credentials")]
            : [];
}
