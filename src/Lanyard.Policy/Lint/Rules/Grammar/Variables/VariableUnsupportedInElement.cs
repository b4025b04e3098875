using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grammar.Variables;

/// <summary>
/// A policy variable where none is filled in: in actions, in principals, and in an ARN before its fifth colon
/// ("IAM policy elements: Variables and tags").
/// </summary>
internal sealed class VariableUnsupportedInElement() : Rule("VARIABLE_UNSUPPORTED_IN_ELEMENT", Severity.Error)
{
    private const int ColonsBeforeResource = 5;

    public override string Title => "a policy variable where none is filled in";

    public override string Mending => "Write the value itself. AWS fills variables in only in the last part of a resource's ARN and in conditions.";

    public override IEnumerable<Finding> Check(CheckedPolicy policy)
    {
        foreach (var statement in policy.Statements)
        {
            foreach (var action in statement.Actions.Where(action => VariableRule.MayHave(action.Text.Value)))
            {
                foreach (var variable in In(action.Text.Value))
                {
                    yield return Found(action.Text.Place, $"\"{variable.Written}\" isn't filled in in {statement.Statement.Action.Name}");
                }
            }

            foreach (var principal in statement.Statement.Principal?.Entries ?? [])
            {
                foreach (var variable in In(principal.Value.Value))
                {
                    yield return Found(principal.Value.Place, $"\"{variable.Written}\" isn't filled in in {statement.Statement.Principal!.Name}");
                }
            }

            foreach (var resource in statement.Resources.Where(resource => VariableRule.MayHave(resource.Text.Value)))
            {
                if (In(resource.Text.Value).FirstOrDefault(variable => IsBeforeResource(resource.Text.Value, variable)) is { } variable)
                {
                    yield return Found(resource.Text.Place, $"\"{variable.Written}\" stands before the fifth colon of the ARN, where it isn't filled in");
                }
            }
        }
    }

    private static IEnumerable<PolicyVariable> In(string text) => PolicyVariable.In(text).Where(variable => variable.IsClosed);

    private static bool IsBeforeResource(string text, PolicyVariable variable)
    {
        var before = text.AsSpan(0, variable.Start);
        return before.StartsWith("arn:") && !Placeholder.IsIn(before) && before.Count(':') < ColonsBeforeResource && !before.Contains('$');
    }
}
