using Lanyard.Policy.Catalog;

namespace Lanyard.Policy.Lint.Rules.Names.Values;

/// <summary>A value of <c>BinaryEquals</c> that isn't base64.</summary>
internal sealed class TypeMismatchString() : OperandRule("TYPE_MISMATCH_STRING", Severity.Warning, ConditionValueKind.Binary)
{
    public override string Title => "a value that should be base64";

    public override string Mending => "Write the bytes in base64.";

    protected override string NoOperand => "not base64";

    protected override bool Fits(string value) => Convert.TryFromBase64String(value, new byte[value.Length], out _);
}
