using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grammar.Empty;

/// <summary>A condition key without values under <c>ForAnyValue</c>, which never holds.</summary>
internal sealed class EmptyArrayConditionForAnyValue() : EmptyConditionRule("EMPTY_ARRAY_CONDITION_FORANYVALUE")
{
    public override string Title => "a condition key that is compared with nothing under ForAnyValue";

    public override string Mending => "Write the values, or remove the key.";

    protected override string Holds => "never holds";

    protected override bool Concerns(ConditionOperator found) => found.Qualifier == SetQualifier.ForAnyValue;
}
