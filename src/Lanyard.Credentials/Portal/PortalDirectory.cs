using System.Collections.Concurrent;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Services;
using Lanyard.Aws.Wire;

namespace Lanyard.Credentials.Portal;

/// <summary>An account that a person may enter, and with which permission sets.</summary>
/// <param name="Account">The account.</param>
/// <param name="Roles">The permission sets by name, in order.</param>
public sealed record AccountAccess(PortalAccount Account, IReadOnlyList<string> Roles);

/// <summary>
/// Everything that a signed-in person may reach. The portal throttles after some twenty calls a second, so only a few are under way
/// at once, and one that is throttled waits its turn for minutes.
/// </summary>
/// <param name="client">What speaks to AWS.</param>
/// <param name="endpoint">The portal's address.</param>
/// <param name="token">The sign-in.</param>
public sealed class PortalDirectory(WireClient client, Uri endpoint, Secret token)
{
    private const int AtOnce = 4;
    private const int ThrottledAttempts = 30;
    private readonly SsoPortalClient _portal = new(client.With(r => r with { MaxThrottledAttempts = Math.Max(r.MaxAttempts, ThrottledAttempts) }), endpoint);

    /// <summary>Lists the accounts, in order of their ids.</summary>
    /// <exception cref="AwsServiceException">The portal said no.</exception>
    /// <exception cref="EndpointUnreachableException">The portal didn't answer.</exception>
    public async Task<IReadOnlyList<PortalAccount>> AccountsAsync(CancellationToken cancellationToken) =>
        [.. (await _portal.ListAccountsAsync(token, cancellationToken).ConfigureAwait(false)).DistinctBy(a => a.Id).OrderBy(a => a.Id, StringComparer.Ordinal)];

    /// <summary>Lists the permission sets in one account; none where it may no longer be entered.</summary>
    /// <exception cref="AwsServiceException">The portal said no.</exception>
    /// <exception cref="EndpointUnreachableException">The portal didn't answer.</exception>
    public async Task<IReadOnlyList<string>> RolesAsync(string accountId, CancellationToken cancellationToken)
    {
        try
        {
            var roles = await _portal.ListAccountRolesAsync(token, accountId, cancellationToken).ConfigureAwait(false);
            return [.. roles.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        }
        catch (AwsServiceException e) when (e.Error.Status is 403 or 404)
        {
            return [];
        }
    }

    /// <summary>Lists the permission sets in each of some accounts.</summary>
    /// <param name="accounts">The accounts.</param>
    /// <param name="progress">What an interrupted listing found out, and where this one notes it.</param>
    /// <param name="report">Is told after each account how many are done.</param>
    /// <param name="cancellationToken">Stops; what was found out is noted.</param>
    /// <returns>In the order of the accounts.</returns>
    /// <exception cref="AwsServiceException">The portal said no.</exception>
    /// <exception cref="EndpointUnreachableException">The portal didn't answer.</exception>
    public async Task<IReadOnlyList<AccountAccess>> RolesAsync(
        IReadOnlyList<PortalAccount> accounts, ListingProgress progress, Action<int> report, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(accounts);
        ArgumentNullException.ThrowIfNull(progress);
        ArgumentNullException.ThrowIfNull(report);
        var roles = new ConcurrentDictionary<string, IReadOnlyList<string>>(progress.Found, StringComparer.Ordinal);
        var open = accounts.Where(a => !roles.ContainsKey(a.Id)).ToArray();
        var done = accounts.Count - open.Length;
        report(done);
        try
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(open, options, async (account, stop) =>
            {
                roles[account.Id] = await RolesAsync(account.Id, stop).ConfigureAwait(false);
                lock (roles)
                {
                    report(++done);
                    if (done % ListingProgress.Step == 0)
                    {
                        progress.Note(roles);
                    }
                }
            }).ConfigureAwait(false);
        }
        finally
        {
            progress.Note(roles);
        }

        return [.. accounts.Select(a => new AccountAccess(a, roles[a.Id]))];
    }
}
