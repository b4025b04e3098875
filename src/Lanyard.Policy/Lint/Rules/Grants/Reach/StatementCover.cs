using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grants.Reach;

/// <summary>Whether a statement surely matches each request that another matches, by what is written: each list compared value by value.</summary>
internal static class StatementCover
{
    public static bool Covers(CheckedStatement wide, CheckedStatement narrow) =>
        Actions(wide, narrow) && Resources(wide, narrow) && Conditions(wide, narrow) && Principals(wide.Statement.Principal, narrow.Statement.Principal);

    private static bool Actions(CheckedStatement wide, CheckedStatement narrow)
    {
        if (wide.HasNotAction || narrow.HasNotAction)
        {
            return !wide.HasNotAction
                ? wide.Actions.Any(action => action.Text.Value == "*")
                : narrow.HasNotAction && Same(wide.Statement.Action, narrow.Statement.Action, StringComparer.OrdinalIgnoreCase);
        }

        return !narrow.Actions.IsEmpty && narrow.Actions.All(action => wide.Actions.Any(other => Covers(other, action)));
    }

    private static bool Covers(CheckedAction wide, CheckedAction narrow) =>
        wide.Text.Value == "*"
        || (wide.Service.Equals(narrow.Service, StringComparison.OrdinalIgnoreCase) && wide.IsKnown && narrow.IsKnown
            && (wide.HasWildcard
                ? Overlap.Covers(wide.Name.ToUpperInvariant(), narrow.Name.ToUpperInvariant())
                : wide.Name.Equals(narrow.Name, StringComparison.OrdinalIgnoreCase)));

    private static bool Resources(CheckedStatement wide, CheckedStatement narrow)
    {
        if (wide.Statement.Resource is not { } element || narrow.Statement.Resource is not { } other)
        {
            return wide.Statement.Resource is null && narrow.Statement.Resource is null;
        }

        if (!element.Negated && wide.Resources.Any(resource => resource.IsEverything))
        {
            return true;
        }

        return element.Negated || other.Negated
            ? element.Negated == other.Negated && Same(element, other, StringComparer.Ordinal)
            : !narrow.Resources.IsEmpty && narrow.Resources.All(resource => wide.Resources.Any(covering => Covers(covering, resource)));
    }

    private static bool Covers(CheckedResource wide, CheckedResource narrow) =>
        narrow.Arn is { } small && wide.Arn is { } large
            ? Overlap.Covers(large.Resource, small.Resource) && Overlap.Covers(large.Service, small.Service) && Overlap.Covers(large.Region, small.Region)
                && Overlap.Covers(large.Account, small.Account) && Overlap.Covers(large.Partition, small.Partition)
            : wide.IsKnown && wide.Text.Value == narrow.Text.Value;

    private static bool Conditions(CheckedStatement wide, CheckedStatement narrow) => wide.Tests.All(test => narrow.Tests.Any(other =>
        other.Is(test.Test.Key.Value) && other.Operator.Name == test.Operator.Name
        && other.Test.Values.Length == test.Test.Values.Length
        && test.Test.Values.All(value => !Placeholder.IsIn(value.Text) && other.Test.Values.Any(second => second.Text == value.Text))));

    private static bool Principals(PrincipalElement? wide, PrincipalElement? narrow)
    {
        if (wide is null || narrow is null)
        {
            return wide is null && narrow is null;
        }

        return wide.Negated == narrow.Negated && !narrow.Entries.IsEmpty && narrow.Entries.All(entry => IsIn(entry, wide))
            && (!wide.Negated || wide.Entries.All(entry => IsIn(entry, narrow)));
    }

    private static bool IsIn(PrincipalEntry entry, PrincipalElement element) => !Placeholder.IsIn(entry.Value.Value)
        && element.Entries.Any(other => other.Kind == entry.Kind && other.Value.Value == entry.Value.Value);

    private static bool Same(TextListElement one, TextListElement other, StringComparer comparer) =>
        one.Values.All(value => !Placeholder.IsIn(value.Value))
        && one.Values.Select(value => value.Value).ToHashSet(comparer).SetEquals(other.Values.Select(value => value.Value));
}
