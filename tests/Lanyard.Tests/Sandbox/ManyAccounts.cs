using System.Globalization;
using Lanyard.Sandbox.Seeds;

namespace Lanyard.Tests.Sandbox;

/// <summary>An organisation of many accounts that alice may enter.</summary>
internal static class ManyAccounts
{
    /// <summary>Gives a seed.</summary>
    /// <param name="count">How many accounts; each has the permission sets Admin and ReadOnly, every tenth ReadOnly alone.</param>
    /// <param name="callsPerSecond">How many calls a second the portal answers.</param>
    /// <param name="without">Accounts that alice may not enter.</param>
    public static SandboxSeed Seed(int count, int? callsPerSecond = null, params string[] without)
    {
        var accounts = Enumerable.Range(1, count).Select(n => new SeedAccount(Id(n), $"team {n:000}", $"team-{n}@example.com")).ToArray();
        return SandboxSeed.Default with
        {
            Accounts = accounts,
            IamUsers = [],
            Roles = [],
            IdentityCenter = SandboxSeed.Default.IdentityCenter with
            {
                PermissionSets = [new("Admin", TimeSpan.FromHours(1), null), new("ReadOnly", TimeSpan.FromHours(1), null)],
                Assignments =
                [
                    .. accounts.Where(a => !without.Contains(a.Id)).SelectMany((a, i) => i % 10 == 9
                        ? new[] { new SeedAssignment("alice", a.Id, "ReadOnly") }
                        : [new SeedAssignment("alice", a.Id, "ReadOnly"), new SeedAssignment("alice", a.Id, "Admin")]),
                ],
                PortalCallsPerSecond = callsPerSecond,
            },
        };
    }

    /// <summary>Gives the id of an account by its number.</summary>
    public static string Id(int n) => (100_000_000_000 + n).ToString(CultureInfo.InvariantCulture);
}
