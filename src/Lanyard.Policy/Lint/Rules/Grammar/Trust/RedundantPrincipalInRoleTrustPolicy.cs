using Lanyard.Policy.Documents;
using Lanyard.Policy.Matching;

namespace Lanyard.Policy.Lint.Rules.Grammar.Trust;

/// <summary>A session beside its own role, which stands for all its sessions. A role's name is unique in its account, so its path doesn't count.</summary>
internal sealed class RedundantPrincipalInRoleTrustPolicy() : TrustRule("REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY", Severity.Suggestion)
{
    public override string Title => "a session beside its own role";

    public override string Mending => "Remove the session.";

    protected override IEnumerable<Finding> Check(CheckedStatement statement)
    {
        PolicyText[] named = [.. statement.Principals().Where(entry => entry.Kind == PrincipalKind.Aws).Select(entry => entry.Value)];
        foreach (var session in named)
        {
            if (!session.Value.Contains("assumed-role/", StringComparison.Ordinal) || Placeholder.IsIn(session.Value)
                || !Arn.TryParse(session.Value, out var arn) || arn.Service != "sts" || arn.Resource.Split('/') is not ["assumed-role", var name, _])
            {
                continue;
            }

            if (Array.Find(named, other => Arn.TryParse(other.Value, out var role) && role.Service == "iam" && role.Partition == arn.Partition && role.Account == arn.Account
                && role.Resource.StartsWith("role/", StringComparison.Ordinal) && role.Resource.EndsWith("/" + name, StringComparison.Ordinal)) is { } owner)
            {
                yield return Found(session.Place, $"\"{session.Value}\" is a session of {owner.Value}, which is trusted too", FixOf(statement, session)) with
                {
                    Related = [owner.Place],
                };
            }
        }
    }

    private static Fix? FixOf(CheckedStatement statement, PolicyText session)
    {
        var list = statement.Node.Find("Principal")?.Find("AWS");
        var index = list?.Items.ToList().FindIndex(item => item.Place == session.Place) ?? -1;
        return statement.Policy.Text is null || index < 0 ? null : new Fix("remove the session", [JsonEdits.RemoveItem(list!, index)]);
    }
}
