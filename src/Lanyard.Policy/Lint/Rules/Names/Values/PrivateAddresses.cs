using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Names.Values;

/// <summary>What <c>aws:SourceIp</c> is compared with: a request that comes from a private address never carries it.</summary>
internal static class PrivateAddresses
{
    /// <summary>The values of a test that are private, and whether all are; none of other keys and operators, and where a value isn't known.</summary>
    public static (List<ConditionValue> Private, bool All) Of(CheckedTest test, bool negated)
    {
        if (!test.Is("aws:SourceIp") || test.Operator.Comparison != Comparison.IpAddress || test.Operator.Negated != negated
            || test.Test.Values.Any(value => Placeholder.IsIn(value.Text) || AddressRange.Parse(value.Text) is null))
        {
            return ([], false);
        }

        List<ConditionValue> found = [.. test.Test.Values.Where(value => AddressRange.Parse(value.Text)!.IsPrivate)];
        return (found, found.Count == test.Test.Values.Length);
    }
}

/// <summary>A rule about tests with private addresses alone.</summary>
internal abstract class OnlyPrivateAddressesRule(string id, bool negated, string effect) : TestRule(id, Severity.Error)
{
    public override string Title => $"only private addresses, so that the condition {effect} holds";

    public override string Mending => "Write public addresses; for private ones test aws:VpcSourceIp with aws:SourceVpc.";

    protected override Finding? Check(CheckedStatement statement, CheckedTest test) =>
        PrivateAddresses.Of(test, negated) is ({ Count: > 0 } found, true)
            ? Found(test.Test.Key.Place, $"\"{test.Test.Key.Value}\" is a public address, and {Wording.Few([.. found.Select(value => value.Text)])} is private: the condition {effect} holds")
            : null;
}

/// <summary>A rule about tests with private addresses beside public ones.</summary>
internal abstract class SomePrivateAddressesRule(string id, bool negated) : Rule(id, Severity.Suggestion)
{
    public override string Title => "a private address that never comes";

    public override string Mending => "Remove the private address; for those test aws:VpcSourceIp with aws:SourceVpc.";

    public override IEnumerable<Finding> Check(CheckedPolicy policy) =>
        from statement in policy.Statements
        from test in statement.Tests
        let found = PrivateAddresses.Of(test, negated)
        where !found.All
        from value in found.Private
        select Found(value.Place, $"\"{value.Text}\" is private, and \"{test.Test.Key.Value}\" is a public address: this value does nothing");
}
