namespace Lanyard.Policy.Lint.Rules.Names.Actions;

/// <summary>
/// An action named without a wildcard whose requests never carry a key that the statement tests. Only tests that fail without the key.
/// </summary>
internal sealed class UnsupportedActionForConditionKey() : Rule("UNSUPPORTED_ACTION_FOR_CONDITION_KEY", Severity.Error)
{
    public override string Title => "an action that a tested condition key never comes with";

    public override string Mending => "Move the action to a statement that doesn't test the key.";

    public override IEnumerable<Finding> Check(CheckedPolicy policy)
    {
        foreach (var statement in policy.Statements)
        {
            if (statement.HasNotAction)
            {
                continue;
            }

            foreach (var test in statement.Tests)
            {
                if (test.Key is not { } key || !OperatorKinds.NeedsKey(test.Operator) || !key.IsOfService(policy.Catalogue))
                {
                    continue;
                }

                foreach (var action in statement.Actions)
                {
                    if (!action.HasWildcard && action.Matches is [var match] && !policy.Catalogue.Action(match.First).Carries(key))
                    {
                        yield return Found(
                            action.Text.Place,
                            $"\"{action.Text.Value}\" doesn't come with the key \"{test.Test.Key.Value}\" that the statement tests: {policy.Catalogue.Dated()} lists it for others");
                    }
                }
            }
        }
    }
}
