using Lanyard.Policy.Engine;

namespace Lanyard.Policy.Lint.Rules.Grammar.Organizations;

/// <summary>
/// A wildcard in the place of an SCP's service and colon, as in <c>*role</c>. The page says that wildcards stand at the end of an action only;
/// but since September 2025 an SCP takes them anywhere in the name ("AWS Organizations service control policy now supports full IAM
/// language", AWS Security Blog), so those aren't found any more.
/// </summary>
internal sealed class ScpActionWildcard() : StatementRule("SCP_SYNTAX_ERROR_ACTION_WILDCARD", Severity.Error)
{
    public override string Title => "a wildcard in the place of an action's service";

    public override string Mending => "Write the service before a colon, as in \"iam:*Role\".";

    protected override bool Concerns(CheckedPolicy policy) => policy.Kind == PolicyKind.ServiceControl;

    protected override IEnumerable<Finding> Check(CheckedStatement statement) =>
        from action in statement.Actions
        where action is { IsKnown: true, HasWildcard: true, Service: "" } && action.Text.Value != "*"
        select Found(action.Text.Place, $"\"{action.Text.Value}\" names no service");
}
