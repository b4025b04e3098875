namespace Lanyard.Policy.Lint.Rules.Grammar;

/// <summary>A rule about each statement that can be read.</summary>
internal abstract class StatementRule(string id, Severity severity, RuleOrigin origin = RuleOrigin.AccessAnalyzer) : Rule(id, severity, origin)
{
    public sealed override IEnumerable<Finding> Check(CheckedPolicy policy) =>
        Concerns(policy) ? policy.Statements.SelectMany(Check) : [];

    /// <summary>Whether the rule is about such policies.</summary>
    protected virtual bool Concerns(CheckedPolicy policy) => true;

    /// <summary>Looks at one statement.</summary>
    protected abstract IEnumerable<Finding> Check(CheckedStatement statement);
}
