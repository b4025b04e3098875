using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Names.Keys;

/// <summary>
/// <c>aws:ARN</c> in a policy of a principal, where it can only have meant <c>aws:PrincipalArn</c>. Elsewhere it is UNSUPPORTED_GLOBAL_CONDITION_KEY:
/// AWS's page has both checks for this one key, and doesn't say when it makes which.
/// </summary>
internal sealed class DeprecatedGlobalConditionKey() : TestRule("DEPRECATED_GLOBAL_CONDITION_KEY", Severity.Warning)
{
    /// <summary>The key.</summary>
    public const string Key = "aws:ARN";

    private const string Replacement = "aws:PrincipalArn";

    public override string Title => "a condition key that has a successor";

    public override string Mending => $"Write \"{Replacement}\".";

    protected override Finding? Check(CheckedStatement statement, CheckedTest test) =>
        test.Is(Key) && statement.Policy.IsWithoutPrincipal
            ? Found(test.Test.Key.Place, $"the key \"{test.Test.Key.Value}\" is deprecated", FixOf(statement.Policy, test.Test.Key))
            : null;

    private static Fix? FixOf(CheckedPolicy policy, PolicyText key) =>
        policy.Text is null ? null : new Fix($"write {Replacement}", [JsonEdits.ReplaceText(key, Replacement)]);
}
