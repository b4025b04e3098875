namespace Lanyard.Policy.Lint.Rules.Names.Keys;

/// <summary>A key that starts with <c>aws:</c> and doesn't exist. <c>aws:ARN</c> and a tag key without its tag are other rules'.</summary>
internal sealed class InvalidGlobalConditionKey() : TestRule("INVALID_GLOBAL_CONDITION_KEY", Severity.Error)
{
    public override string Title => "a global condition key that doesn't exist";

    public override string Mending => "Write a key that exists: a key that no request carries decides nothing but by its absence.";

    protected override Finding? Check(CheckedStatement statement, CheckedTest test)
    {
        var key = test.Test.Key.Value;
        var catalogue = statement.Policy.Catalogue;
        if (test.Key is not null || !key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase) || key.Length == "aws:".Length
            || test.Is(DeprecatedGlobalConditionKey.Key) || MissingTagKeyInCondition.FormOf(test, catalogue) is not null)
        {
            return null;
        }

        var near = Nearest.Of(key, catalogue.GlobalConditionKeys.Select(known => known.Name));
        return Found(
            test.Test.Key.Place,
            $"there is no global condition key \"{key}\": {catalogue.Dated()} doesn't know it{Wording.DidYouMean(near)}",
            mending: near is null ? null : $"Write \"{near}\" if you mean it.");
    }
}
