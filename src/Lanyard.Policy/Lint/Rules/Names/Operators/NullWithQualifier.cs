using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Names.Operators;

/// <summary><c>Null</c> behind a qualifier, which always or never holds, whatever the request.</summary>
internal sealed class NullWithQualifier() : Rule("NULL_WITH_QUALIFIER", Severity.Suggestion)
{
    public override string Title => "Null with a qualifier";

    public override string Mending => "Write \"Null\" alone, after thinking about what was meant.";

    public override IEnumerable<Finding> Check(CheckedPolicy policy) =>
        from statement in policy.Statements
        from block in statement.Statement.Conditions
        where block.Operator is { Comparison: Comparison.Null, Qualifier: not SetQualifier.None }
        select Found(
            block.Place,
            $"\"{block.Operator.Name}\" {(block.Operator.Qualifier == SetQualifier.ForAllValues ? "always" : "never")} holds, whatever the request carries");
}
