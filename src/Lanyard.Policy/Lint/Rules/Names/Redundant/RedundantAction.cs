using Lanyard.Policy.Matching;

namespace Lanyard.Policy.Lint.Rules.Names.Redundant;

/// <summary>An action that another value of the same list takes, too.</summary>
internal sealed class RedundantAction() : Rule("REDUNDANT_ACTION", Severity.Suggestion)
{
    public override string Title => "an action that another one covers";

    public override string Mending => "Remove the action.";

    public override IEnumerable<Finding> Check(CheckedPolicy policy) => policy.Statements.SelectMany(Check);

    private IEnumerable<Finding> Check(CheckedStatement statement)
    {
        if (statement.Actions.Length < 2)
        {
            yield break;
        }

        // A question mark takes one character of a name, but not every star of a pattern.
        List<Wide> wide =
        [
            .. from action in statement.Actions
               where action.IsKnown && action.HasWildcard && !action.Text.Value.Contains('?', StringComparison.Ordinal)
               select new Wide(action, new WildcardPattern(action.Text.Value, ignoreCase: true)),
        ];
        var seen = new Dictionary<string, CheckedAction>(StringComparer.OrdinalIgnoreCase);
        foreach (var action in statement.Actions.Where(action => action.IsKnown))
        {
            var text = action.Text.Value;
            var covering = !seen.TryAdd(text, action) ? seen[text]
                : wide.Find(other => !other.Action.Text.Value.Equals(text, StringComparison.OrdinalIgnoreCase) && other.Pattern.IsMatch(text))?.Action;
            if (covering is not null)
            {
                yield return Found(
                    action.Text.Place,
                    covering.Text.Value.Equals(text, StringComparison.OrdinalIgnoreCase)
                        ? $"\"{text}\" is in the list twice"
                        : $"\"{text}\" is part of \"{covering.Text.Value}\"",
                    Removal.Of(statement.Policy, statement.Node.Find(statement.Statement.Action.Name), action.Text.Place, $"remove \"{text}\"")) with
                {
                    Related = [covering.Text.Place],
                };
            }
        }
    }

    private sealed record Wide(CheckedAction Action, WildcardPattern Pattern);
}
