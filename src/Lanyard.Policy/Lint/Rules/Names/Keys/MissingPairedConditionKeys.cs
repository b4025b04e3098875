namespace Lanyard.Policy.Lint.Rules.Names.Keys;

/// <summary>
/// A private address without the VPC in which it is meant: each VPC has its own. AWS's page gives examples only; these are the pairs that the
/// User Guide's page on global keys demands. Another block of the same statement will do.
/// </summary>
internal sealed class MissingPairedConditionKeys() : TestRule("MISSING_PAIRED_CONDITION_KEYS", Severity.SecurityWarning)
{
    public override string Title => "a condition key without the one that belongs to it";

    public override string Mending => "Test the VPC in the same statement, too.";

    protected override Finding? Check(CheckedStatement statement, CheckedTest test) =>
        KnownNames.Pairs.TryGetValue(test.Test.Key.Value, out var partners) && !statement.Tests.Any(other => partners.Any(other.Is))
            ? Found(
                test.Test.Key.Place,
                $"\"{test.Test.Key.Value}\" is an address that every VPC may have, and the statement doesn't say in which VPC",
                mending: $"Test {string.Join(" or ", partners)} in the same statement, too.")
            : null;
}
