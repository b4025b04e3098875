using Lanyard.Policy.Engine;
using Lanyard.Projects.Yaml;

namespace Lanyard.Sandbox.Seeds;

/// <summary>Reads a seed's <c>organization</c>.</summary>
/// <param name="path">Names the file in errors.</param>
/// <param name="accounts">The ids of accounts by id and by name.</param>
internal sealed class OrganizationReader(string path, IReadOnlyDictionary<string, string> accounts)
{
    private const string Root = "root";
    private const string ServiceControl = "SERVICE_CONTROL_POLICY";
    private const string ResourceControl = "RESOURCE_CONTROL_POLICY";

    // "Quotas and service limits for AWS Organizations": five levels of OUs under the root.
    private const int DeepestUnit = 5;

    private readonly HashSet<string> _placed = new(StringComparer.Ordinal);

    /// <exception cref="SandboxSeedException">It says what can't be.</exception>
    public SeedOrganization Read(YamlNode node)
    {
        var fields = new SeedFields(path, node, "organization", "id", "management", "policyTypes", "units", "outside", "policies");
        var id = fields.TextOrNull("id");
        if (id is not null && !(id.Length is >= 12 and <= 34 && id.StartsWith("o-", StringComparison.Ordinal) && id[2..].All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c))))
        {
            throw fields.Error(fields.At("id"), "id of organization must be o- and 10 to 32 small letters and digits");
        }

        var organization = new SeedOrganization(Account(fields, "management")) { Id = id };
        organization = organization with
        {
            PolicyTypes = fields.Find("policyTypes") is null ? organization.PolicyTypes : [.. fields.List("policyTypes").Select(n => Type(fields, n)).Distinct()],
            Units = Units(fields, 1),
            Outside = Accounts(fields, "outside"),
        };
        return organization.Outside.Contains(organization.ManagementId)
            ? throw fields.Error(fields.At("outside"), "the management account can't be outside of its organization")
            : organization with { Policies = [.. fields.List("policies").Select(n => ReadPolicy(n, organization))] };
    }

    private List<SeedUnit> Units(SeedFields fields, int depth)
    {
        var units = fields.List("units").Select(n => ReadUnit(n, depth)).ToList();
        return units.Select(u => u.Name).Distinct(StringComparer.Ordinal).Count() == units.Count
            ? units
            : throw fields.Error(fields.At("units"), "two units in one place have the same name");
    }

    private SeedUnit ReadUnit(YamlNode node, int depth)
    {
        var fields = new SeedFields(path, node, "a unit", "name", "accounts", "units");
        var name = fields.Text("name");
        return depth > DeepestUnit ? throw fields.Error(node, $"units can be {DeepestUnit} levels deep at most")
            : name.Length > 128 || name.Contains('/', StringComparison.Ordinal) || name == Root ? throw fields.Error(fields.At("name"), "name of a unit must be up to 128 characters without /, and not root")
            : new SeedUnit(name, Accounts(fields, "accounts"), Units(fields, depth + 1));
    }

    private SeedOrganizationPolicy ReadPolicy(YamlNode node, SeedOrganization organization)
    {
        var fields = new SeedFields(path, node, "a policy of the organization", "name", "type", "policy", "targets", "allowList");
        var type = fields.Find("type") is { } named ? Type(fields, named) : ServiceControl;
        var targets = fields.List("targets").Select(n => Target(fields, n, organization)).Distinct().ToList();
        return !organization.PolicyTypes.Contains(type) && targets.Count > 0
            ? throw fields.Error(node, $"policies of the type {type} can't be attached: policyTypes doesn't have it")
            : new SeedOrganizationPolicy(fields.Text("name"), type, fields.Policy("policy", type == ServiceControl ? PolicyKind.ServiceControl : PolicyKind.ResourceControl), targets)
            {
                IsAllowList = fields.TextOrNull("allowList") switch
                {
                    null or "false" => false,
                    "true" when type == ServiceControl => true,
                    _ => throw fields.Error(fields.At("allowList"), "allowList is true or false, and for a SERVICE_CONTROL_POLICY alone"),
                },
            };
    }

    private string Target(SeedFields fields, YamlNode node, SeedOrganization organization)
    {
        var name = Text(fields, node, "a target");
        var units = organization.AllUnits().Where(u => u.Path == name.TrimStart('/') || u.Unit.Name == name).Select(u => "/" + u.Path).ToList();
        var account = accounts.GetValueOrDefault(name);
        return name == Root ? Root
            : (account, units) switch
            {
                (null, [var unit]) => unit,
                ({ } id, []) => organization.Outside.Contains(id) ? throw fields.Error(node, "the account is outside of the organization") : id,
                (null, []) => throw fields.Error(node, "the target is neither root, nor a unit, nor one of accounts"),
                _ => throw fields.Error(node, "the target can mean more than one: write a unit's path, such as /workloads/prod, or an account's id"),
            };
    }

    private List<string> Accounts(SeedFields fields, string key) => [.. fields.List(key).Select(n =>
        !accounts.TryGetValue(Text(fields, n, "an account"), out var id) ? throw fields.Error(n, "this is neither id nor name of one of accounts")
        : !_placed.Add(id) ? throw fields.Error(n, "the account has a place already")
        : id)];

    private string Account(SeedFields fields, string key) =>
        accounts.TryGetValue(fields.Text(key), out var id) ? id : throw fields.Error(fields.At(key), $"{key} is neither id nor name of one of accounts");

    private static string Type(SeedFields fields, YamlNode node) => Text(fields, node, "a type") is (ServiceControl or ResourceControl) and var type
        ? type
        : throw fields.Error(node, $"the sandbox enforces {ServiceControl} and {ResourceControl}");

    private static string Text(SeedFields fields, YamlNode node, string what) =>
        node is YamlScalar { IsNull: false, Value.Length: > 0 } text ? text.Value : throw fields.Error(node, $"{what} must be text");
}
