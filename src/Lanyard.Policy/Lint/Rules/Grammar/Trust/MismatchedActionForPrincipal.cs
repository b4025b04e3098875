using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grammar.Trust;

/// <summary>
/// A way to assume the role that a trusted principal can't go: users of SAML and of OpenID Connect have an action each, everybody else has
/// <c>sts:AssumeRole</c>. A principal that another action of the statement is for isn't looked at, and wildcards fit everybody.
/// </summary>
internal sealed class MismatchedActionForPrincipal() : TrustRule("MISMATCHED_ACTION_FOR_PRINCIPAL", Severity.Error)
{
    private const string Usual = "AssumeRole";
    private const string Saml = "AssumeRoleWithSAML";
    private const string OpenId = "AssumeRoleWithWebIdentity";

    public override string Title => "a way to assume a role that its principals can't go";

    public override string Mending =>
        "Write sts:AssumeRoleWithSAML for a SAML provider, sts:AssumeRoleWithWebIdentity for an OpenID Connect provider, both under Federated, and sts:AssumeRole for all others.";

    protected override IEnumerable<Finding> Check(CheckedStatement statement)
    {
        if (!statement.IsAllow || statement.HasNotAction || statement.Actions.Any(action => action.HasWildcard || !action.IsKnown))
        {
            yield break;
        }

        (PrincipalEntry Entry, string Way)[] principals = [.. statement.Principals().Select(entry => (entry, WayOf(entry))).Where(pair => pair.Item2.Length > 0)];
        CheckedAction[] ways = [.. statement.Actions.Where(IsWay)];
        foreach (var action in ways)
        {
            var fits = principals.Any(principal => Is(action, principal.Way));
            var unfit = principals
                .Where(principal => !fits || !ways.Any(way => Is(way, principal.Way)))
                .Select(principal => $"\"{principal.Entry.Value.Value}\"").ToList();
            if (unfit.Count > 0)
            {
                yield return Found(action.Text.Place, $"{string.Join(", ", unfit)} can't assume the role by {action.Text.Value}");
            }
        }
    }

    // Empty where it isn't known which way a principal goes.
    private static string WayOf(PrincipalEntry entry) => entry.Kind != PrincipalKind.Federated ? Usual
        : IdentityProvider.Of(entry.Value) is not { } provider ? ""
        : provider.IsSaml ? Saml : OpenId;

    private static bool IsWay(CheckedAction action) => Is(action, Usual) || Is(action, Saml) || Is(action, OpenId);

    private static bool Is(CheckedAction action, string way) =>
        action.Service.Equals("sts", StringComparison.OrdinalIgnoreCase) && action.Name.Equals(way, StringComparison.OrdinalIgnoreCase);
}
