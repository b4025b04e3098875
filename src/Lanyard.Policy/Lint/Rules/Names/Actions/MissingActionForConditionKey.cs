using Lanyard.Policy.Catalog;

namespace Lanyard.Policy.Lint.Rules.Names.Actions;

/// <summary>
/// A key that comes with none of the statement's actions, all of which are patterns. Actions without a wildcard are found one by one by
/// UNSUPPORTED_ACTION_FOR_CONDITION_KEY, and tests that hold without the key aren't looked at.
/// </summary>
internal sealed class MissingActionForConditionKey() : TestRule("MISSING_ACTION_FOR_CONDITION_KEY", Severity.Error)
{
    public override string Title => "a condition key that needs an action which isn't listed";

    public override string Mending => "Add an action that the key comes with, or remove the key.";

    protected override Finding? Check(CheckedStatement statement, CheckedTest test)
    {
        var catalogue = statement.Policy.Catalogue;
        if (statement.HasNotAction || test.Key is not { } key || !OperatorKinds.NeedsKey(test.Operator) || statement.Actions.Length == 0
            || statement.Actions.Any(action => action.Text.Value == "*" || !action.HasWildcard || action.Matches.Count == 0)
            || !key.IsOfService(catalogue)
            || statement.Actions.Any(action => action.Matches.Any(range => Reaches(catalogue, range, key))))
        {
            return null;
        }

        var prefix = key.Name.Split(':')[0];
        List<string> carrying = [.. catalogue.FindService(prefix)?.Actions.Where(action => action.Carries(key)).Select(action => action.FullName) ?? []];
        return Found(
            test.Test.Key.Place,
            $"no action of the statement carries the key \"{test.Test.Key.Value}\""
            + (carrying.Count == 0 ? "" : $"; it comes with {Wording.Few(carrying)}"));
    }

    private static bool Reaches(Catalogue catalogue, ActionRange range, ConditionKey key)
    {
        for (var id = range.First; id < range.End; id++)
        {
            if (catalogue.Action(id).Carries(key))
            {
                return true;
            }
        }

        return false;
    }
}
