using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grammar;

/// <summary>A rule about the elements of each statement, also of one that can't be read.</summary>
internal abstract class ElementRule(string id, Severity severity, RuleOrigin origin = RuleOrigin.AccessAnalyzer) : Rule(id, severity, origin)
{
    public sealed override IEnumerable<Finding> Check(CheckedPolicy policy) =>
        policy.StatementNodes.Where(node => node.Kind == JsonNodeKind.Object).SelectMany(node => Check(policy, node));

    /// <summary>Looks at one statement.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="statement">The statement's JSON, an object.</param>
    protected abstract IEnumerable<Finding> Check(CheckedPolicy policy, JsonNode statement);
}
