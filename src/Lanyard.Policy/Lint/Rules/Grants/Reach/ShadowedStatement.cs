using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grants.Reach;

/// <summary>A statement all of which another of the same effect says too; two that say the same are Access Analyzer's REDUNDANT_STATEMENT.</summary>
internal sealed class ShadowedStatement() : CoveredStatementRule("LANYARD_SHADOWED_STATEMENT", Severity.Suggestion, isDenied: false)
{
    public override string Title => "a statement that another makes needless";

    protected override string Describe(Statement other) => $"all that the statement says is in {Name(other)} too";
}
