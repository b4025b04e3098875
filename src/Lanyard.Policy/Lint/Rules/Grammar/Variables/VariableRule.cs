using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grammar.Variables;

/// <summary>A rule about how variables are written where a policy may have them: in resources and under operators for text and ARNs.</summary>
internal abstract class VariableRule(string id) : Rule(id, Severity.Error)
{
    public sealed override IEnumerable<Finding> Check(CheckedPolicy policy) =>
        from place in policy.Document.HasVariables ? Places(policy) : []
        from variable in PolicyVariable.In(place.Value)
        where IsWrong(variable)
        select Found(place.Place, Message(variable));

    /// <summary>The texts that may have variables, if the version of the language has them.</summary>
    public static IEnumerable<PolicyText> Places(CheckedPolicy policy)
    {
        foreach (var statement in policy.Statements)
        {
            foreach (var resource in statement.Resources)
            {
                if (MayHave(resource.Text.Value))
                {
                    yield return resource.Text;
                }
            }

            foreach (var block in statement.Statement.Conditions)
            {
                if (block.Operator.Comparison is not (Comparison.StringEquals or Comparison.StringEqualsIgnoreCase or Comparison.StringLike or Comparison.ArnLike))
                {
                    continue;
                }

                foreach (var value in block.Tests.SelectMany(test => test.Values))
                {
                    if (MayHave(value.Text))
                    {
                        yield return new PolicyText(value.Text, value.Place);
                    }
                }
            }
        }
    }

    /// <summary>Whether a text is worth looking at.</summary>
    public static bool MayHave(string text) => text.Contains("${", StringComparison.Ordinal);

    /// <summary>Whether a variable is written wrongly.</summary>
    protected abstract bool IsWrong(PolicyVariable variable);

    /// <summary>Says what is wrong.</summary>
    protected abstract string Message(PolicyVariable variable);
}
