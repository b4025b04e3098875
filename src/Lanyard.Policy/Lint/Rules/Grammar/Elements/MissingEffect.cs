using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grammar.Elements;

/// <summary>A statement that says neither <c>Allow</c> nor <c>Deny</c>.</summary>
internal sealed class MissingEffect() : ElementRule("MISSING_EFFECT", Severity.Error)
{
    public override string Title => "a statement without an effect";

    public override string Mending => "Add \"Effect\": \"Allow\" or \"Effect\": \"Deny\".";

    protected override IEnumerable<Finding> Check(CheckedPolicy policy, JsonNode statement) =>
        statement.Lacks("Effect") ? [Found(statement.Place, "the statement has no Effect, so that it neither allows nor denies")] : [];
}
