using System.Collections.Immutable;
using Lanyard.Aws.Secrets;
using Lanyard.Policy.Engine;
using Lanyard.Sandbox.Seeds;

namespace Lanyard.Sandbox.State;

/// <summary>Makes the IAM of all accounts from a seed, the roles of permission sets aside.</summary>
internal sealed class SeededIam(SandboxSeed seed, IdSource ids, DateTimeOffset now, OrganizationState organizations)
{
    public IamState Create()
    {
        var accounts = seed.Accounts.Select(a => new IamAccount(seed.Partition, a.Id)).ToDictionary(a => a.Id, StringComparer.Ordinal);
        foreach (var user in seed.IamUsers)
        {
            Add(accounts[user.AccountId], user);
        }

        foreach (var role in seed.Roles)
        {
            accounts[role.AccountId].Roles.Put(Role(role));
        }

        foreach (var account in seed.Accounts)
        {
            foreach (var policy in account.ManagedPolicies)
            {
                accounts[account.Id].Policies.Put(Managed(account.Id, policy));
            }
        }

        foreach (var account in accounts.Values)
        {
            account.OidcProviders.Put(new OidcProvider(
                Key(account.Id, "oidc-provider", "/" + seed.WebIdentity.ProviderName, IdSource.StableId("OIDC", account.Id)), [.. seed.WebIdentity.Audiences], []));
        }

        if (seed.Workload is { } workload && accounts.GetValueOrDefault(workload.AccountId)?.Roles.Find(NameOf(workload.RoleName)) is { } machine)
        {
            // What runs on an instance has its role through an instance profile.
            accounts[workload.AccountId].InstanceProfiles.Put(
                new InstanceProfile(Key(workload.AccountId, "instance-profile", workload.RoleName, ids.UniqueId("AIPA")), machine.Id));
        }

        return new IamState(accounts.Values, organizations);
    }

    private void Add(IamAccount account, SeedIamUser seeded)
    {
        var user = new User(Key(account.Id, "user", seeded.Name, ids.UniqueId("AIDA"))) { Inline = Inline(seeded.Policies) };
        account.Users.Put(user);
        foreach (var device in seeded.MfaDevices)
        {
            account.MfaDevices.Put(new MfaDevice(Key(account.Id, "mfa", device.Name, IdSource.StableId("AMFA", seed.MfaSerialNumber(seeded, device))), new MfaCodes(device.Seed ?? new Secret(ids.MfaSeed())))
            {
                UserId = user.Id,
                EnabledAt = now,
            });
        }
    }

    private Role Role(SeedRole role) => new(
        Key(role.AccountId, "role", role.Name, ids.UniqueId("AROA")), StoredPolicy.Trust(role.Name, role.TrustPolicy), role.MaxSessionDuration)
    {
        Inline = Inline(role.Policies),
    };

    private ManagedPolicy Managed(string accountId, SeedPolicy policy) => new(
        Key(accountId, "policy", policy.Name, ids.UniqueId("ANPA")), [new PolicyVersion("v1", new StoredPolicy($"managed policy {policy.Name}", PolicyKind.Identity, policy.Json), now)], "v1")
    {
        Updated = now,
    };

    private EntityKey Key(string accountId, string type, string name, string id)
    {
        var isWhole = type == "oidc-provider";
        var path = isWhole ? "/" : "/" + name[..^NameOf(name).Length];
        return new EntityKey(seed.Partition, accountId, type, path, isWhole ? name[1..] : NameOf(name), id, now);
    }

    private static ImmutableSortedDictionary<string, StoredPolicy> Inline(IEnumerable<SeedPolicy> policies) =>
        policies.ToImmutableSortedDictionary(p => p.Name, p => StoredPolicy.Inline(p.Name, p.Json), StringComparer.Ordinal);

    private static string NameOf(string pathAndName) => pathAndName[(pathAndName.LastIndexOf('/') + 1)..];
}
