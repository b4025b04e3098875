using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Matching;

namespace Lanyard.Policy.Lint.Rules.Names.Values;

/// <summary>
/// A condition on the KMS key of a request whose value can't be the ARN of a key, such as an alias or a bare id. AWS's page names no keys; these
/// are the ones whose type is ARN and whose name speaks of KMS.
/// </summary>
internal sealed class InvalidKmsKeyValue() : ValueRule("INVALID_KMS_KEY_VALUE", Severity.Error)
{
    public override string Title => "a value that should be the ARN of a KMS key";

    public override string Mending => "Write the ARN of the key, as in arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab.";

    protected override bool Concerns(CheckedStatement statement, CheckedTest test) => OperatorKinds.TakesText(test.Operator.Comparison)
        && test.Key is { Type.Kind: ConditionValueKind.Arn } key && !key.Name.StartsWith("kms:", StringComparison.OrdinalIgnoreCase)
        && key.Name.Contains("kms", StringComparison.OrdinalIgnoreCase);

    protected override Finding? Check(CheckedStatement statement, CheckedTest test, ConditionValue value) =>
        value.Text.Length == 0 || value.Text.Contains("${", StringComparison.Ordinal) || MayBeKey(value.Text)
            ? null
            : Found(value.Place, $"\"{value.Text}\" is no ARN of a KMS key, which \"{test.Test.Key.Value}\" holds");

    private static bool MayBeKey(string text) => Arn.TryParse(text, out var arn)
        ? Overlap.Any(arn.Service, "kms") && Overlap.Any(arn.Resource, "key/*")
        : text.Contains('*', StringComparison.Ordinal) && Overlap.Any(text, "arn:*:kms:*:*:key/*");
}
