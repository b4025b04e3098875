using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grammar.Principals;

/// <summary>What the rules about services as principals ask of a statement.</summary>
internal static class ServicePrincipals
{
    /// <summary>
    /// The keys that a request has only when somebody of an account sent it. When a service calls for itself it has none of them.
    /// See "AWS global condition context keys", "Properties of the principal".
    /// </summary>
    private static readonly string[] OfPeople = ["aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:username"];

    /// <summary>The services that a statement names.</summary>
    public static IEnumerable<PolicyText> In(CheckedStatement statement) =>
        statement.Principals().Where(entry => entry.Kind == PrincipalKind.Service).Select(entry => entry.Value);

    /// <summary>The conditions of a statement for services alone that no request of a service can have.</summary>
    public static IEnumerable<CheckedTest> UnsupportedTests(CheckedStatement statement) =>
        statement.Principals().Any() && statement.Principals().All(entry => entry.Kind == PrincipalKind.Service)
            ? statement.Tests.Where(test => test.Operator.Comparison != Comparison.Null
                && (OfPeople.Any(test.Is) || test.Test.Key.Value.StartsWith("aws:PrincipalTag/", StringComparison.OrdinalIgnoreCase)))
            : [];
}
