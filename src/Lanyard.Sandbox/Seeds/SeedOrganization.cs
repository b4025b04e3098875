namespace Lanyard.Sandbox.Seeds;

/// <summary>An organization over the accounts of a seed.</summary>
/// <param name="ManagementId">The management account.</param>
public sealed record SeedOrganization(string ManagementId)
{
    /// <summary>Gets its id, <c>o-…</c>; <see langword="null"/> for one that follows from the management account's.</summary>
    public string? Id { get; init; }

    /// <summary>Gets the types of policies that are enabled, such as <c>SERVICE_CONTROL_POLICY</c>.</summary>
    public IReadOnlyList<string> PolicyTypes { get; init; } = ["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"];

    /// <summary>Gets the organizational units in its root. Accounts that none of them names are in the root.</summary>
    public IReadOnlyList<SeedUnit> Units { get; init; } = [];

    /// <summary>Gets the accounts of the sandbox that are not in it.</summary>
    public IReadOnlyList<string> Outside { get; init; } = [];

    /// <summary>Gets the policies.</summary>
    public IReadOnlyList<SeedOrganizationPolicy> Policies { get; init; } = [];

    /// <summary>Gives all units with their paths, parents first.</summary>
    public IEnumerable<(string Path, SeedUnit Unit)> AllUnits() => Under("", Units);

    private static IEnumerable<(string Path, SeedUnit Unit)> Under(string path, IReadOnlyList<SeedUnit> units) =>
        units.SelectMany(u => Under($"{path}{u.Name}/", u.Units).Prepend((path + u.Name, u)));
}

/// <summary>An organizational unit.</summary>
/// <param name="Name">Its name.</param>
/// <param name="AccountIds">The accounts right in it.</param>
/// <param name="Units">The units in it.</param>
public sealed record SeedUnit(string Name, IReadOnlyList<string> AccountIds, IReadOnlyList<SeedUnit> Units);

/// <summary>A policy of an organization.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The name of its type.</param>
/// <param name="Json">The policy document.</param>
/// <param name="Targets">What it is attached to: <c>root</c>, ids of accounts, paths of units that begin with <c>/</c>.</param>
public sealed record SeedOrganizationPolicy(string Name, string Type, string Json, IReadOnlyList<string> Targets)
{
    /// <summary>Gets whether it takes the place of AWS's own policy that allows everything, where it is attached.</summary>
    public bool IsAllowList { get; init; }
}
