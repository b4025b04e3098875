using Lanyard.Policy.Engine;

namespace Lanyard.Policy.Lint.Rules.Names.Keys;

/// <summary>A bucket's own account in the policy of the bucket, where it is always the same.</summary>
internal sealed class IrrelevantConditionKeyInPolicy() : TestRule("IRRELEVANT_CONDITION_KEY_IN_POLICY", Severity.Suggestion)
{
    private const string Key = "s3:ResourceAccount";

    public override string Title => "a condition key that says nothing in this policy";

    public override string Mending => "Remove the key.";

    protected override Finding? Check(CheckedStatement statement, CheckedTest test) =>
        test.Is(Key) && statement.Policy is { Kind: PolicyKind.Resource, ResourceType: { } type }
        && KnownNames.ServiceOfResource.GetValueOrDefault(type) == "s3"
            ? Found(test.Test.Key.Place, $"\"{test.Test.Key.Value}\" is the account of the resource that has the policy, so that it is the same in every request")
            : null;
}
