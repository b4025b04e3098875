using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;

namespace Lanyard.Policy.Lint.Rules.Grammar.Principals;

/// <summary>
/// A service that may use a resource for whoever tells it to. Trust policies are left out, as most services only assume roles of the account
/// they work for; and conditions on the caller's account or on what is encrypted (<c>kms:CallerAccount</c>, <c>kms:EncryptionContext:…</c>,
/// <c>aws:SourceOwner</c>) are taken as a restriction too. A wrong key instead of the right one, and what is no service, are other rules'.
/// </summary>
internal sealed class RestrictAccessToServicePrincipal() : StatementRule("RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL", Severity.SecurityWarning)
{
    private const string EncryptionContext = "kms:EncryptionContext:";

    private static readonly string[] Sources =
        ["aws:SourceArn", "aws:SourceAccount", "aws:SourceOrgID", "aws:SourceOrgPaths", "aws:SourceOwner", "kms:CallerAccount"];

    public override string Title => "a service that is allowed without saying for whom";

    public override string Mending => "Compare aws:SourceArn, aws:SourceAccount, aws:SourceOrgID or aws:SourceOrgPaths in the condition.";

    protected override bool Concerns(CheckedPolicy policy) => policy.Kind == PolicyKind.Resource;

    protected override IEnumerable<Finding> Check(CheckedStatement statement) =>
        statement.IsAllow && !statement.Tests(Sources) && !statement.Tests(RecommendedConditionKeyForServicePrincipal.Weak)
            && !statement.Tests.Any(test => test.Test.Key.Value.StartsWith(EncryptionContext, StringComparison.OrdinalIgnoreCase))
            && !ServicePrincipals.UnsupportedTests(statement).Any()
            ? ServicePrincipals.In(statement).Where(service => Placeholder.IsIn(service.Value) || ServiceName.IsOne(service.Value)).Select(service => Found(
                service.Place, $"\"{service.Value}\" may do this for anybody who uses the service, in any account"))
            : [];
}
