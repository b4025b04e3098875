namespace Lanyard.Policy.Lint.Rules.Names.Keys;

/// <summary><c>aws:ARN</c> in a policy of a resource, where it may have meant the caller or what a service calls for.</summary>
internal sealed class UnsupportedGlobalConditionKey() : TestRule("UNSUPPORTED_GLOBAL_CONDITION_KEY", Severity.Error)
{
    public override string Title => "a global condition key that AWS doesn't support any more";

    public override string Mending => "Write \"aws:PrincipalArn\" for the caller, or \"aws:SourceArn\" for the resource in whose name a service calls.";

    protected override Finding? Check(CheckedStatement statement, CheckedTest test) =>
        test.Is(DeprecatedGlobalConditionKey.Key) && !statement.Policy.IsWithoutPrincipal
            ? Found(test.Test.Key.Place, $"no request carries the key \"{test.Test.Key.Value}\"")
            : null;
}
