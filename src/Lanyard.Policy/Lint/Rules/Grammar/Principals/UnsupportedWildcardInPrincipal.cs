using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grammar.Principals;

/// <summary>
/// A wildcard in a principal: only <c>*</c> alone means something there, as everybody, and only under <c>AWS</c>. Values with policy variables
/// are another rule's.
/// </summary>
internal sealed class UnsupportedWildcardInPrincipal() : PrincipalRule("UNSUPPORTED_WILDCARD_IN_PRINCIPAL", Severity.Error)
{
    public override string Title => "a wildcard in a principal";

    public override string Mending =>
        "Name the principal in full. To allow all with a beginning, allow the account, and compare aws:PrincipalArn under ArnLike in the condition.";

    protected override Finding? Check(CheckedStatement statement, PrincipalKind kind, PolicyText value) =>
        kind != PrincipalKind.Everyone && value.Value.AsSpan().ContainsAny('*', '?') && !(kind == PrincipalKind.Aws && value.Value == "*")
            && !value.Value.Contains("${", StringComparison.Ordinal)
            ? Found(
                value.Place,
                value.Value == "*" ? "\"*\" stands for everybody under AWS only" : $"\"{value.Value}\" has a wildcard, which principals are not matched by",
                mending: value.Value == "*" ? "Name the principals in full." : null)
            : null;
}
