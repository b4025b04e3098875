using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grammar.Elements;

/// <summary>A statement that has neither <c>Action</c> nor <c>NotAction</c>.</summary>
internal sealed class MissingAction() : ElementRule("MISSING_ACTION", Severity.Error)
{
    public override string Title => "a statement without actions";

    public override string Mending => "Add \"Action\" with the actions that the statement is about.";

    protected override IEnumerable<Finding> Check(CheckedPolicy policy, JsonNode statement) =>
        statement.Lacks("Action", "NotAction") ? [Found(statement.Place, "the statement has neither Action nor NotAction")] : [];
}
