using Lanyard.Policy.Documents;
using Lanyard.Policy.Matching;

namespace Lanyard.Policy.Engine.Compiled;

/// <summary>A <c>Principal</c> element, ready to be compared with callers.</summary>
internal sealed class PrincipalMatcher
{
    private readonly Entry[] _entries;
    private readonly bool _negated;
    private readonly bool _denies;

    public PrincipalMatcher(PrincipalElement element, Effect effect)
    {
        _entries = [.. element.Entries.Select(Entry.Of)];
        _negated = element.Negated;
        _denies = effect == Effect.Deny;
    }

    /// <summary>How the element reaches the caller; a negated one reaches either <c>None</c> or <c>Direct</c>.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="isBounded">Whether the caller has a permissions boundary.</param>
    public PrincipalReach Reach(RequestPrincipal caller, bool isBounded)
    {
        if (_negated)
        {
            return ReachOfOthers(caller, isBounded);
        }

        var reach = PrincipalReach.None;
        foreach (var entry in _entries)
        {
            var found = entry.IsEverybody || entry.IsCaller(caller) ? PrincipalReach.Direct
                : entry.IsIssuer(caller) ? PrincipalReach.Issuer
                : entry.IsAccount(caller) ? PrincipalReach.Account
                : PrincipalReach.None;
            reach = found > reach ? found : reach;
        }

        return reach;
    }

    // The User Guide wants account, role and session all listed for a session to be left out of a Deny, because each may be checked by
    // itself; and one who has a permissions boundary is never left out. An Allow is read the other way round, so that neither reaches
    // further than it must.
    private PrincipalReach ReachOfOthers(RequestPrincipal caller, bool isBounded)
    {
        var (levels, listed) = (0, 0);
        if (caller.Account is not null)
        {
            levels++;
            listed += Lists(caller, static (entry, caller) => entry.IsAccount(caller));
        }

        if (caller.IssuerArn is not null)
        {
            levels++;
            listed += Lists(caller, static (entry, caller) => entry.IsIssuer(caller));
        }

        if (caller is not RootUser and not RoleSession { SessionName: null })
        {
            levels++;
            listed += Lists(caller, static (entry, caller) => entry.IsCaller(caller));
        }

        var isLeftOut = _denies ? listed == levels && !isBounded : listed > 0;
        return isLeftOut ? PrincipalReach.None : PrincipalReach.Direct;
    }

    private int Lists(RequestPrincipal caller, Func<Entry, RequestPrincipal, bool> level)
    {
        foreach (var entry in _entries)
        {
            if (entry.IsEverybody || level(entry, caller))
            {
                return 1;
            }
        }

        return 0;
    }

    /// <param name="Kind">The key it is written under.</param>
    /// <param name="Value">The value.</param>
    /// <param name="Account">The account, when the whole of it is meant.</param>
    private sealed record Entry(PrincipalKind Kind, string Value, string? Account)
    {
        public bool IsEverybody => Kind == PrincipalKind.Everyone || (Kind == PrincipalKind.Aws && Value == "*");

        public static Entry Of(PrincipalEntry entry)
        {
            var value = entry.Value.Value;
            var account = entry.Kind != PrincipalKind.Aws ? null
                : value.Length == 12 && value.All(char.IsAsciiDigit) ? value
                : Arn.TryParse(value, out var arn) && arn is { Service: "iam", Resource: "root" } ? arn.Account
                : null;
            return new Entry(entry.Kind, value, account);
        }

        public bool IsCaller(RequestPrincipal caller) => Kind switch
        {
            PrincipalKind.Aws => Account is null && caller.Arn is { } arn && arn == Value,
            PrincipalKind.Service => caller is AwsService service && service.Name == Value,
            PrincipalKind.Federated => caller is FederatedIdentity identity && identity.Provider == Value,
            _ => false,
        };

        public bool IsIssuer(RequestPrincipal caller) => Kind == PrincipalKind.Aws && Account is null && caller.IsIssuedBy(Value);

        public bool IsAccount(RequestPrincipal caller) => Account is not null && Account == caller.Account;
    }
}
