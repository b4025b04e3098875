using Lanyard.Sandbox.Seeds;

namespace Lanyard.Sandbox.State;

/// <summary>Makes the organization of a seed. Its ids follow from the seed, so that a seed's policies can name them.</summary>
internal sealed class SeededOrganization(SandboxSeed seed, AccountDirectory accounts, DateTimeOffset now)
{
    public OrganizationState Create()
    {
        var state = new OrganizationState();
        if (seed.Organization is { } seeded)
        {
            state.Put(Create(seeded));
        }

        return state;
    }

    private Organization Create(SeedOrganization seeded)
    {
        var id = seeded.Id ?? $"o-{IdSource.StableWord(10, $"organization/{seeded.ManagementId}")}";
        var root = IdSource.StableWord(4, $"root/{id}");
        var units = seeded.AllUnits().ToList();
        var targets = units.ToDictionary(u => "/" + u.Path, u => $"ou-{root}-{IdSource.StableWord(8, $"{id}/{u.Path}")}", StringComparer.Ordinal);
        var rootId = targets["root"] = $"r-{root}";
        var parents = units.SelectMany(u => u.Unit.AccountIds.Select(a => (Account: a, Parent: targets["/" + u.Path]))).ToDictionary(p => p.Account, p => p.Parent, StringComparer.Ordinal);
        var organization = new Organization(seed.Partition, id, rootId, seeded.ManagementId);
        organization = seeded.PolicyTypes.Aggregate(organization, (with, type) => with.Enable(ControlPolicyType.Find(type)!));
        foreach (var (path, unit) in units)
        {
            organization = organization.Add(new OrganizationalUnit(
                targets["/" + path], path.Contains('/', StringComparison.Ordinal) ? targets["/" + path[..path.LastIndexOf('/')]] : rootId, unit.Name));
        }

        foreach (var account in accounts.All.Where(a => !seeded.Outside.Contains(a.Id)))
        {
            organization = organization.Add(new MemberAccount(account, parents.GetValueOrDefault(account.Id, rootId), account.Id != seeded.ManagementId, now));
        }

        return seeded.Policies.Aggregate(organization, (with, policy) => Add(with, policy, targets));
    }

    private static Organization Add(Organization organization, SeedOrganizationPolicy seeded, Dictionary<string, string> targets)
    {
        var type = ControlPolicyType.Find(seeded.Type)!;
        var id = $"p-{IdSource.StableWord(10, $"{organization.Id}/{seeded.Type}/{seeded.Name}")}";
        organization = organization.Put(OrganizationPolicy.Create(organization, id, type, seeded.Name, "", seeded.Json));
        foreach (var target in seeded.Targets.Select(t => targets.GetValueOrDefault(t, t)))
        {
            organization = organization.Attach(target, id);
            organization = seeded.IsAllowList ? organization.Detach(target, type.FullAccess.Id) : organization;
        }

        return organization;
    }
}
