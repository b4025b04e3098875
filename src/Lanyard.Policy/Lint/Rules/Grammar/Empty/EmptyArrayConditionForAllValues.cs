using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grammar.Empty;

/// <summary>A condition key without values under <c>ForAllValues</c>, which holds where the key is missing.</summary>
internal sealed class EmptyArrayConditionForAllValues() : EmptyConditionRule("EMPTY_ARRAY_CONDITION_FORALLVALUES")
{
    public override string Title => "a condition key that is compared with nothing under ForAllValues";

    public override string Mending => "Write \"Null\": {\"KEY\": \"true\"} if the key must be missing; or write the values.";

    protected override string Holds => "holds only for requests without the key";

    protected override bool Concerns(ConditionOperator found) => found.Qualifier == SetQualifier.ForAllValues;
}
