using Lanyard.Policy.Engine;

namespace Lanyard.Policy.Lint.Rules.Grammar.Principals;

/// <summary>
/// A service restricted by <c>aws:Referer</c> instead of the keys that tell for whom it works. The page names no other such key, so no other
/// is looked for.
/// </summary>
internal sealed class RecommendedConditionKeyForServicePrincipal() : StatementRule("RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL", Severity.Suggestion)
{
    /// <summary>The key that was used before there were better ones.</summary>
    public const string Weak = "aws:Referer";

    public override string Title => "a service restricted by an old condition key";

    public override string Mending => "Compare aws:SourceArn, aws:SourceAccount, aws:SourceOrgID or aws:SourceOrgPaths instead.";

    protected override bool Concerns(CheckedPolicy policy) => policy.Kind == PolicyKind.Resource;

    protected override IEnumerable<Finding> Check(CheckedStatement statement) =>
        from test in statement.Tests
        where statement.IsAllow && test.Is(Weak) && ServicePrincipals.In(statement).Any()
            && !statement.Tests("aws:SourceArn", "aws:SourceAccount", "aws:SourceOrgID", "aws:SourceOrgPaths")
        select Found(
            test.Test.Key.Place,
            $"\"{test.Test.Key.Value}\" doesn't tell for whom {string.Join(", ", ServicePrincipals.In(statement).Select(service => service.Value))} works");
}
