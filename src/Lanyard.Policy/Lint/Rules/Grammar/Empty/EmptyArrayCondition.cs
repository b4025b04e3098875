using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grammar.Empty;

/// <summary>A condition key without values, under an operator as it is.</summary>
internal sealed class EmptyArrayCondition() : EmptyConditionRule("EMPTY_ARRAY_CONDITION")
{
    public override string Title => "a condition key that is compared with nothing";

    public override string Mending => "Write the values, or remove the key.";

    protected override string Holds => "tests nothing";

    protected override bool Concerns(ConditionOperator found) => found is { Qualifier: SetQualifier.None, IfExists: false };
}
