using Lanyard.Policy.Engine;

namespace Lanyard.Policy.Lint.Rules.Grammar.Saving;

/// <summary>
/// An action of STS in a trust policy that isn't one of assuming the role. Actions of other services, and those that have no resource, are
/// another rule's.
/// </summary>
internal sealed class TrustAction() : StatementRule("IAM_TRUST_ACTION", Severity.Error, RuleOrigin.SaveTime)
{
    private static readonly string[] Allowed =
        ["AssumeRole", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity", "SetContext", "SetSourceIdentity", "TagSession"];

    public override string Title => "a trust policy with an action that doesn't assume the role";

    public override string Mending => "Write sts:AssumeRole, sts:AssumeRoleWithSAML or sts:AssumeRoleWithWebIdentity.";

    public override Uri Link => SavingPages.Page("id_roles_create_for-user.html");

    protected override bool Concerns(CheckedPolicy policy) => policy.Kind == PolicyKind.Trust;

    protected override IEnumerable<Finding> Check(CheckedStatement statement) =>
        from action in statement.Actions
        where action is { IsKnown: true, HasWildcard: false } && action.Service.Equals("sts", StringComparison.OrdinalIgnoreCase)
            && action.Matches.Count > 0 && !statement.Policy.Catalogue.Action(action.Matches[0].First).IsWithoutResourceTypes
            && !Allowed.Contains(action.Name, StringComparer.OrdinalIgnoreCase)
        select Found(action.Text.Place, $"a trust policy can't have \"{action.Text.Value}\", which doesn't assume the role");
}
