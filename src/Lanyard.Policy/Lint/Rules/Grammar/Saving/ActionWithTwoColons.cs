namespace Lanyard.Policy.Lint.Rules.Grammar.Saving;

/// <summary>An action with more than one colon. That its service doesn't exist is another rule's, and variables are.</summary>
internal sealed class ActionWithTwoColons() : StatementRule("IAM_ACTION_WITH_TWO_COLONS", Severity.Error, RuleOrigin.SaveTime)
{
    public override string Title => "an action with more than one colon";

    public override string Mending => "Write the action as service:Name.";

    public override Uri Link => SavingPages.Page("reference_policies_elements_action.html");

    protected override IEnumerable<Finding> Check(CheckedStatement statement) =>
        from action in statement.Actions
        where action.IsKnown && action.Name.Contains(':', StringComparison.Ordinal) && !action.Text.Value.Contains("${", StringComparison.Ordinal)
            && (action.Service.AsSpan().ContainsAny('*', '?') || statement.Policy.Catalogue.FindService(action.Service) is not null)
        select Found(action.Text.Place, $"\"{action.Text.Value}\" has more than one colon");
}
