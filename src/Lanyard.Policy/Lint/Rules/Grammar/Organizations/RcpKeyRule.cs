using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;

namespace Lanyard.Policy.Lint.Rules.Grammar.Organizations;

/// <summary>
/// A rule about a <c>Deny</c> of an RCP that holds where its key is missing, so that it reaches requests that nobody thought of. A test that
/// fails without the key reaches none of them, and isn't looked at.
/// </summary>
internal abstract class RcpKeyRule(string id, params string[] keys) : StatementRule(id, Severity.Warning)
{
    /// <summary>The keys for which a service works.</summary>
    protected static readonly string[] OfSource = ["aws:SourceArn", "aws:SourceAccount", "aws:SourceOrgID", "aws:SourceOrgPaths"];

    private const string IsService = "aws:PrincipalIsAWSService";

    protected sealed override bool Concerns(CheckedPolicy policy) => policy.Kind == PolicyKind.ResourceControl;

    protected sealed override IEnumerable<Finding> Check(CheckedStatement statement) =>
        statement.IsAllow || IsMended(statement)
            ? []
            : statement.Tests.Where(test => test.HoldsWithoutKey() && keys.Any(key => IsKey(test, key))).Take(1).Select(test => Found(test.Test.Key.Place, Message(test.Test.Key.Value)));

    /// <summary>Whether the condition already sees to it.</summary>
    protected abstract bool IsMended(CheckedStatement statement);

    /// <summary>Says what is wrong.</summary>
    /// <param name="key">The key that may be missing.</param>
    protected abstract string Message(string key);

    /// <summary>Whether the statement is for requests of services alone, or for all others.</summary>
    protected static bool AsksForService(CheckedStatement statement, bool service) => statement.Tests.Any(test =>
        test.Is(IsService) && test.Operator.Comparison == Comparison.Bool
        && test.Test.Values.All(value => bool.TryParse(value.Text, out var wanted) && wanted == service));

    // A key that ends in a slash stands for all that go on.
    private static bool IsKey(CheckedTest test, string key) =>
        key.EndsWith('/') ? test.Test.Key.Value.StartsWith(key, StringComparison.OrdinalIgnoreCase) : test.Is(key);
}
