using Lanyard.Policy.Documents;
using Lanyard.Policy.Matching;

namespace Lanyard.Policy.Engine;

/// <summary>How closely a statement names the caller, from not at all to directly.</summary>
internal enum PrincipalReach
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>By the account, which may then let its users and roles through.</summary>
    Account,

    /// <summary>By the role or user behind the session; boundaries and session policies still limit it.</summary>
    Issuer,

    /// <summary>By its own ARN or name, or as one of everybody.</summary>
    Direct,
}

/// <summary>Compares a <c>Principal</c> element with a caller.</summary>
internal static class PrincipalMatcher
{
    /// <summary>How the element reaches the caller; for a negated one either <c>None</c> or <c>Direct</c>.</summary>
    public static PrincipalReach Reach(PrincipalElement element, Effect effect, RequestPrincipal caller)
    {
        if (!element.Negated)
        {
            return element.Entries.Select(entry => Reach(entry, caller)).DefaultIfEmpty().Max();
        }

        // The User Guide wants account, role and session all listed for a session to be left out of a Deny, because each may be checked
        // by itself. An Allow is read the other way round, so that neither reaches further than it must.
        var levels = Levels(caller).ToList();
        var listed = levels.Count(level => element.Entries.Any(entry => level(entry)));
        var leftOut = effect == Effect.Deny ? listed == levels.Count : listed > 0;
        return leftOut ? PrincipalReach.None : PrincipalReach.Direct;
    }

    private static PrincipalReach Reach(PrincipalEntry entry, RequestPrincipal caller) =>
        NamesEverybody(entry) || NamesCaller(entry, caller) ? PrincipalReach.Direct
        : NamesIssuer(entry, caller) ? PrincipalReach.Issuer
        : NamesAccount(entry, caller) ? PrincipalReach.Account
        : PrincipalReach.None;

    private static IEnumerable<Predicate<PrincipalEntry>> Levels(RequestPrincipal caller)
    {
        if (caller.Account is not null)
        {
            yield return entry => NamesEverybody(entry) || NamesAccount(entry, caller);
        }

        if (caller.IssuerArn is not null)
        {
            yield return entry => NamesEverybody(entry) || NamesIssuer(entry, caller);
        }

        if (caller is not RootUser and not RoleSession { SessionName: null })
        {
            yield return entry => NamesEverybody(entry) || NamesCaller(entry, caller);
        }
    }

    private static bool NamesEverybody(PrincipalEntry entry) =>
        entry.Kind == PrincipalKind.Everyone || entry is { Kind: PrincipalKind.Aws, Value.Value: "*" };

    private static bool NamesCaller(PrincipalEntry entry, RequestPrincipal caller) => entry.Kind switch
    {
        PrincipalKind.Aws => caller is not RootUser && entry.Value.Value == caller.Arn,
        PrincipalKind.Service => caller is AwsService service && entry.Value.Value == service.Name,
        PrincipalKind.Federated => caller is FederatedIdentity identity && entry.Value.Value == identity.Provider,
        _ => false,
    };

    private static bool NamesIssuer(PrincipalEntry entry, RequestPrincipal caller) =>
        entry.Kind == PrincipalKind.Aws && entry.Value.Value == caller.IssuerArn;

    private static bool NamesAccount(PrincipalEntry entry, RequestPrincipal caller) =>
        entry.Kind == PrincipalKind.Aws && caller.Account is { } account
        && (entry.Value.Value == account
            || (Arn.TryParse(entry.Value.Value, out var arn) && arn.Service == "iam" && arn.Account == account && arn.Resource == "root"));
}
