namespace Lanyard.Policy.Lint.Rules.Names.Keys;

/// <summary>A condition key that isn't <c>service:name</c>.</summary>
internal sealed class InvalidConditionKeyFormat() : TestRule("INVALID_CONDITION_KEY_FORMAT", Severity.Error)
{
    public override string Title => "a condition key without its service";

    public override string Mending => "Write the key with its prefix, as in \"aws:SourceIp\".";

    protected override Finding? Check(CheckedStatement statement, CheckedTest test)
    {
        var key = test.Test.Key.Value;
        var colon = key.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && colon < key.Length - 1 && !key.AsSpan(0, colon).Contains(' '))
        {
            return null;
        }

        var near = colon < 0 && statement.Policy.Catalogue.FindConditionKey("aws:" + key) is { } found ? found.Name : null;
        return Found(
            test.Test.Key.Place,
            $"\"{key}\" is no condition key: a key is its service, a colon and a name{Wording.DidYouMean(near)}",
            mending: near is null ? null : $"Write \"{near}\" if you mean it.");
    }
}
