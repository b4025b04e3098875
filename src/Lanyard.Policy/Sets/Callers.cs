using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Matching;

namespace Lanyard.Policy.Sets;

/// <summary>
/// One caller of each kind that policies tell apart: everybody they name, somebody else of each account that they name, and strangers.
/// Principals are compared as they are written, so that there are no other kinds.
/// </summary>
internal static class Callers
{
    private const string Word = "example";

    /// <summary>The callers, those with the fewest condition keys of their own first.</summary>
    /// <param name="entries">The principals that the policies name.</param>
    public static IEnumerable<RequestPrincipal> Of(IEnumerable<PrincipalEntry> entries)
    {
        var named = entries.Select(entry => (entry.Kind, entry.Value.Value)).Distinct().ToList();
        var aws = named.Where(entry => entry.Kind == PrincipalKind.Aws).Select(entry => entry.Value).ToList();
        var accounts = aws.Select(AccountOf).OfType<string>().Append(StandIns.Account).Distinct(StringComparer.Ordinal).ToList();
        var known = aws.Select(arn => RequestPrincipal.TryParse(arn, out var principal) ? principal : null).OfType<RequestPrincipal>().ToList();
        return
        [
            .. known.SelectMany(principal => Sessions(principal, known)),
            .. accounts.Select(account => new RoleSession($"arn:aws:iam::{account}:role/{Word}", Word)),
            .. accounts.Select(account => new IamUser($"arn:aws:iam::{account}:user/{Word}")),
            .. accounts.Select(account => new RootUser($"arn:aws:iam::{account}:root")),
            new AnonymousCaller(),
            .. named.Where(entry => entry.Kind == PrincipalKind.Service).Select(entry => new AwsService(entry.Value)),
            new AwsService($"{Word}.amazonaws.com"),
            .. named.Where(entry => entry.Kind == PrincipalKind.Federated).Select(entry => new FederatedIdentity(entry.Value)),
            new FederatedIdentity($"arn:aws:iam::{StandIns.Account}:oidc-provider/{Word}"),
        ];
    }

    // Of a role any session, and of a session of a role whose path is named too the one with both.
    private static IEnumerable<RequestPrincipal> Sessions(RequestPrincipal principal, List<RequestPrincipal> known) => principal switch
    {
        RoleSession { SessionName: null } role => known.OfType<RoleSession>()
            .Where(other => other.SessionName is not null && other.Arn == new RoleSession(role.RoleArn, other.SessionName).Arn)
            .Select(other => role with { SessionName = other.SessionName })
            .Select(session => new RoleSession(session.RoleArn, session.SessionName))
            .Append(new RoleSession(role.RoleArn, Word)),
        RoleSession session => [session, new RoleSession(session.RoleArn, Word) { IsPathKnown = false }],
        _ => [principal],
    };

    private static string? AccountOf(string value) => value.Length == 12 && value.All(char.IsAsciiDigit) ? value
        : Arn.TryParse(value, out var arn) && arn.Account.Length > 0 ? arn.Account
        : null;
}
