using Lanyard.Policy.Catalog;
using Lanyard.Policy.Lint.Rules.Names;

namespace Lanyard.Policy.Lint.Rules.Grants.Reach;

/// <summary>
/// A condition on a key of a service that none of the statement's actions comes with, some of which are written with a wildcard; so that nothing
/// matches the statement. Actions without a wildcard are Access Analyzer's UNSUPPORTED_ACTION_FOR_CONDITION_KEY. Looked at are the keys that the
/// Service Authorization Reference lists for single actions, never the global ones.
/// </summary>
internal sealed class ConditionNeverHolds() : Rule("LANYARD_CONDITION_NEVER_HOLDS", Severity.Warning, RuleOrigin.Lanyard)
{
    // More actions than that are sure to have one that comes with the key.
    private const int MostActions = 2000;

    public override string Title => "a condition on a key that no action of the statement comes with";

    public override string Mending => "Test a key that the actions come with, or move what the condition is for to a statement of its own.";

    public override Uri Link => new("https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html");

    public override IEnumerable<Finding> Check(CheckedPolicy policy)
    {
        foreach (var statement in policy.Statements)
        {
            if (statement.Tests.IsEmpty || statement.HasNotAction || !IsJudged(statement))
            {
                continue;
            }

            foreach (var test in statement.Tests)
            {
                if (test.Key is { } key && OperatorKinds.NeedsKey(test.Operator) && key.IsOfService(policy.Catalogue)
                    && !ActionsOf(statement).Any(action => action.Carries(key)))
                {
                    yield return Found(
                        test.Test.Key.Place,
                        $"none of the statement's actions comes with the key {test.Test.Key.Value}, so that the condition never holds and the statement {(statement.IsAllow ? "allows" : "denies")} nothing");
                }
            }
        }
    }

    private static bool IsJudged(CheckedStatement statement) =>
        statement.Actions.Any(action => action.HasWildcard)
        && statement.Actions.All(action => action.Matches.Count > 0)
        && statement.Actions.Sum(action => action.Matches.Sum(range => range.Count)) <= MostActions;

    private static IEnumerable<CatalogueAction> ActionsOf(CheckedStatement statement) => statement.Actions
        .SelectMany(action => action.Matches)
        .SelectMany(range => Enumerable.Range(range.First, range.Count))
        .Select(statement.Policy.Catalogue.Action);
}
