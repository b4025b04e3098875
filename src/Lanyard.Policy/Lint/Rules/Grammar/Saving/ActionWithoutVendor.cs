using Lanyard.Policy.Engine;

namespace Lanyard.Policy.Lint.Rules.Grammar.Saving;

/// <summary>An action without its service. One with a wildcard in an SCP is another rule's.</summary>
internal sealed class ActionWithoutVendor() : StatementRule("IAM_ACTION_WITHOUT_VENDOR", Severity.Error, RuleOrigin.SaveTime)
{
    public override string Title => "an action without its service";

    public override string Mending => "Write the service before a colon, as in \"s3:GetObject\"; or \"*\" for all actions.";

    public override Uri Link => SavingPages.Page("reference_policies_elements_action.html");

    protected override IEnumerable<Finding> Check(CheckedStatement statement) =>
        from action in statement.Actions
        where action is { IsKnown: true, Service: "" } && action.Text.Value != "*"
            && !(statement.Policy.Kind == PolicyKind.ServiceControl && action.HasWildcard)
        select Found(action.Text.Place, $"\"{action.Text.Value}\" doesn't say of which service the action is");
}
