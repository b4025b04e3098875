using Lanyard.Policy.Engine;

namespace Lanyard.Policy.Lint.Rules.Grammar.Trust;

/// <summary>A rule about each statement of a role's trust policy that can be read.</summary>
internal abstract class TrustRule(string id, Severity severity) : StatementRule(id, severity)
{
    protected sealed override bool Concerns(CheckedPolicy policy) => policy.Kind == PolicyKind.Trust;
}
