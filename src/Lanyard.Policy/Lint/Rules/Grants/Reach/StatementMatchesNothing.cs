using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grants.Reach;

/// <summary>
/// A statement that no request can match: one that is about everything but everything, or whose conditions contradict each other on a key. Looked
/// at are a key that must be missing and have a value, and one that must equal texts of two lists that have none in common. What a wildcard in a
/// condition makes of it, and empty lists, are other rules'.
/// </summary>
internal sealed class StatementMatchesNothing() : Rule("LANYARD_STATEMENT_MATCHES_NOTHING", Severity.Warning, RuleOrigin.Lanyard)
{
    public override string Title => "a statement that no request can match";

    public override string Mending => "Remove the statement, or what contradicts itself in it.";

    public override Uri Link => new("https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html");

    public override IEnumerable<Finding> Check(CheckedPolicy policy) => policy.Statements.Select(Check).OfType<Finding>();

    private Finding? Check(CheckedStatement statement)
    {
        if (statement.HasNotAction && statement.Actions.FirstOrDefault(action => action.Text.Value == "*") is { } action)
        {
            return Found(action.Text.Place, "NotAction lists \"*\", which leaves no action that the statement is about");
        }

        if (statement.HasNotResource && statement.Resources.FirstOrDefault(resource => resource.IsEverything) is { } resource)
        {
            return Found(resource.Text.Place, "NotResource lists \"*\", which leaves no resource that the statement is about");
        }

        for (var i = 1; i < statement.Tests.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (statement.Tests[j].Is(statement.Tests[i].Test.Key.Value) && Contradiction(statement.Tests[j], statement.Tests[i]) is { } why)
                {
                    return Found(statement.Tests[i].Test.Key.Place, $"the conditions on {statement.Tests[i].Test.Key.Value} contradict each other: {why}") with
                    {
                        Related = [statement.Tests[j].Test.Key.Place],
                    };
                }
            }
        }

        return null;
    }

    private static string? Contradiction(CheckedTest one, CheckedTest other)
    {
        if (MustBeMissing(one) && NeedsValue(other))
        {
            return $"it must be missing, and {other.Operator.Name} needs a value";
        }

        if (MustBeMissing(other) && NeedsValue(one))
        {
            return $"it must be missing, and {one.Operator.Name} needs a value";
        }

        return IsEquality(one) && IsEquality(other) && !one.Test.Values.Any(value => other.Test.Values.Any(second => second.Text == value.Text))
            ? "no value is in both lists"
            : IsEquality(one) && IsInequality(other) && AreAllIn(one, other) ? "every value that it may have is one that it must not have"
            : IsEquality(other) && IsInequality(one) && AreAllIn(other, one) ? "every value that it may have is one that it must not have"
            : null;
    }

    private static bool MustBeMissing(CheckedTest test) => test.Operator is { Comparison: Comparison.Null, Qualifier: SetQualifier.None }
        && test.Test.Values.All(value => value.Text.Equals("true", StringComparison.OrdinalIgnoreCase)) && !test.Test.Values.IsEmpty;

    private static bool NeedsValue(CheckedTest test) => test.Operator is { Negated: false, IfExists: false, Qualifier: not SetQualifier.ForAllValues }
        && (test.Operator.Comparison != Comparison.Null || test.Test.Values.All(value => value.Text.Equals("false", StringComparison.OrdinalIgnoreCase)));

    private static bool IsEquality(CheckedTest test) => test.Operator is { Comparison: Comparison.StringEquals, Negated: false, IfExists: false } && IsPlain(test);

    private static bool IsInequality(CheckedTest test) => test.Operator is { Comparison: Comparison.StringEquals, Negated: true } && IsPlain(test);

    private static bool IsPlain(CheckedTest test) => test.Operator.Qualifier == SetQualifier.None
        && test.Key?.Type.IsMultivalued != true
        && !test.Test.Values.IsEmpty
        && test.Test.Values.All(value => !Placeholder.IsIn(value.Text) && !value.Text.Contains('$', StringComparison.Ordinal));

    private static bool AreAllIn(CheckedTest allowed, CheckedTest forbidden) =>
        allowed.Test.Values.All(value => forbidden.Test.Values.Any(second => second.Text == value.Text));
}
