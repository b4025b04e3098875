namespace Lanyard.Policy.Lint.Rules.Names.Keys;

/// <summary>A key that the service before its colon doesn't have. Unknown services and a tag key without its tag are other rules'.</summary>
internal sealed class InvalidServiceConditionKey() : TestRule("INVALID_SERVICE_CONDITION_KEY", Severity.Error)
{
    public override string Title => "a condition key that its service doesn't have";

    public override string Mending => "Write a key that the service has: a key that no request carries decides nothing but by its absence.";

    protected override Finding? Check(CheckedStatement statement, CheckedTest test)
    {
        var key = test.Test.Key.Value;
        var catalogue = statement.Policy.Catalogue;
        var colon = key.IndexOf(':', StringComparison.Ordinal);
        if (test.Key is not null || colon <= 0 || colon == key.Length - 1 || catalogue.FindService(key.AsSpan(0, colon)) is not { } service
            || MissingTagKeyInCondition.FormOf(test, catalogue) is not null
            || KnownNames.OfDevices.Any(start => key.StartsWith(start, StringComparison.OrdinalIgnoreCase)))
        {
            return null;
        }

        var near = Nearest.Of(key, service.ConditionKeys.Select(known => known.Name));
        return Found(
            test.Test.Key.Place,
            $"{service.Name} has no condition key \"{key}\": {catalogue.Dated()} doesn't know it{Wording.DidYouMean(near)}",
            mending: near is null ? null : $"Write \"{near}\" if you mean it.");
    }
}
