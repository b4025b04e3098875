using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grammar.Empty;

/// <summary>A condition key without values under an operator with <c>IfExists</c>, which holds where the key is missing.</summary>
internal sealed class EmptyArrayConditionIfExists() : EmptyConditionRule("EMPTY_ARRAY_CONDITION_IFEXISTS")
{
    public override string Title => "a condition key that is compared with nothing under IfExists";

    public override string Mending => "Write \"Null\": {\"KEY\": \"true\"} if the key must be missing; or write the values.";

    protected override string Holds => "holds only for requests without the key";

    protected override bool Concerns(ConditionOperator found) => found is { Qualifier: SetQualifier.None, IfExists: true };
}
