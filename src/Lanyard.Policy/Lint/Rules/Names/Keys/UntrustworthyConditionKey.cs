using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Names.Keys;

/// <summary>
/// A condition on a header that the caller writes as he likes. AWS's page doesn't list the keys; these are the two that the User Guide warns of.
/// In the policy of a resource for services another check recommends a better key.
/// </summary>
internal sealed class UntrustworthyConditionKey() : TestRule("UNTRUSTWORTHY_CONDITION_KEY", Severity.SecurityWarning)
{
    public override string Title => "a condition on what the caller may write as he likes";

    public override string Mending => "Test what the caller can't choose, such as aws:PrincipalArn, aws:SourceVpce or aws:SourceIp.";

    protected override Finding? Check(CheckedStatement statement, CheckedTest test) =>
        KnownNames.WrittenByCaller.Any(test.Is) && test.Operator.Comparison != Comparison.Null
        && statement.Statement.Principal?.Entries.Any(entry => entry.Kind == PrincipalKind.Service) != true
            ? Found(test.Test.Key.Place, $"\"{test.Test.Key.Value}\" is a header of the request that the caller writes as he likes, so that it keeps nobody out")
            : null;
}
