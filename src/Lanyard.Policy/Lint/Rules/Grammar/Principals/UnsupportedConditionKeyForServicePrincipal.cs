namespace Lanyard.Policy.Lint.Rules.Grammar.Principals;

/// <summary>
/// A condition on who in an account sent the request, where only services are allowed: their requests have no such key. Keys whose page
/// leaves it open, such as <c>aws:PrincipalArn</c>, aren't looked at.
/// </summary>
internal sealed class UnsupportedConditionKeyForServicePrincipal() : StatementRule("UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL", Severity.Error)
{
    public override string Title => "a condition key that requests of services don't have";

    public override string Mending => "Compare aws:SourceArn, aws:SourceAccount, aws:SourceOrgID or aws:SourceOrgPaths instead.";

    protected override bool Concerns(CheckedPolicy policy) => policy.NamesPrincipals();

    protected override IEnumerable<Finding> Check(CheckedStatement statement) =>
        from test in ServicePrincipals.UnsupportedTests(statement)
        select Found(
            test.Test.Key.Place,
            $"\"{test.Test.Key.Value}\" is never in a request of {string.Join(", ", ServicePrincipals.In(statement).Select(service => service.Value))}");
}
