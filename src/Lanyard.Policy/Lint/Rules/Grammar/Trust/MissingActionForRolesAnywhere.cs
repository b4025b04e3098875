using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;

namespace Lanyard.Policy.Lint.Rules.Grammar.Trust;

/// <summary>
/// IAM Roles Anywhere trusted without all of the actions that it needs. They may be in several statements, whose conditions aren't looked at.
/// </summary>
internal sealed class MissingActionForRolesAnywhere() : Rule("MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY", Severity.Error)
{
    private const string Service = "rolesanywhere.amazonaws.com";

    private static readonly string[] Needed = ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"];

    public override string Title => "a role for IAM Roles Anywhere that it can't assume";

    public override string Mending => $"Allow {string.Join(", ", Needed)}.";

    public override IEnumerable<Finding> Check(CheckedPolicy policy)
    {
        if (policy.Kind != PolicyKind.Trust)
        {
            yield break;
        }

        CheckedStatement[] statements = [.. policy.Statements.Where(statement => statement.IsAllow && Names(statement))];
        if (statements.Length == 0 || statements.Any(statement => statement.Actions.Any(action => !action.IsKnown)))
        {
            yield break;
        }

        var missing = Needed.Where(action => !statements.Any(statement => statement.Reaches(action))).ToList();
        if (missing.Count > 0)
        {
            yield return Found(
                statements[0].Statement.Action.Key.Place, $"{Service} needs {string.Join(" and ", missing)} too to assume the role", mending: $"Add {string.Join(", ", missing)}.");
        }
    }

    private static bool Names(CheckedStatement statement) =>
        statement.Principals().Any(entry => entry.Kind == PrincipalKind.Service && entry.Value.Value == Service);
}
