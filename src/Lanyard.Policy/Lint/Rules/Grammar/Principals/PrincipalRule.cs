using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grammar.Principals;

/// <summary>A rule about each principal, also of <c>NotPrincipal</c>, in policies that name some.</summary>
internal abstract class PrincipalRule(string id, Severity severity, RuleOrigin origin = RuleOrigin.AccessAnalyzer) : StatementRule(id, severity, origin)
{
    protected override bool Concerns(CheckedPolicy policy) => policy.NamesPrincipals();

    protected sealed override IEnumerable<Finding> Check(CheckedStatement statement)
    {
        foreach (var entry in statement.Statement.Principal?.Entries ?? [])
        {
            if (Check(statement, entry.Kind, entry.Value) is { } found)
            {
                yield return found;
            }
        }
    }

    /// <summary>Looks at one principal.</summary>
    protected abstract Finding? Check(CheckedStatement statement, PrincipalKind kind, PolicyText value);
}
