using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grants.Reach;

/// <summary>An Allow of which a Deny of the same document leaves nothing.</summary>
internal sealed class DeniedStatement() : CoveredStatementRule("LANYARD_DENIED_STATEMENT", Severity.Warning, isDenied: true)
{
    public override string Title => "an Allow that a Deny takes back whole";

    protected override string Describe(Statement other) => $"{Name(other)} denies all that the statement allows";
}
