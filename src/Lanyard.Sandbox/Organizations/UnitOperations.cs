using System.Text.Json;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Organizations;

/// <summary>The operations on organizational units, and on what is in what.</summary>
internal static class UnitOperations
{
    // "Quotas and service limits for AWS Organizations".
    private const int DeepestUnit = 5;
    private const int MostUnits = 2000;

    public static IEnumerable<JsonOperation> All { get; } =
    [
        OrganizationCall.Of("CreateOrganizationalUnit", CallableBy.Management, Create),
        OrganizationCall.Of("DescribeOrganizationalUnit", CallableBy.Administrators, Describe),
        OrganizationCall.Of("UpdateOrganizationalUnit", CallableBy.Management, Update),
        OrganizationCall.Of("DeleteOrganizationalUnit", CallableBy.Management, Delete),
        OrganizationCall.Of("ListOrganizationalUnitsForParent", CallableBy.Administrators, ListUnits),
        OrganizationCall.Of("ListAccountsForParent", CallableBy.Administrators, ListAccounts),
        OrganizationCall.Of("ListChildren", CallableBy.Administrators, ListChildren),
        OrganizationCall.Of("ListParents", CallableBy.Administrators, ListParents),
    ];

    private static void Create(OrganizationCall call, Utf8JsonWriter json)
    {
        var (parent, name) = (call.Input.Text("ParentId", 1, 100, Shapes.ParentId()), call.Input.Text("Name", 1, 128));
        var tags = OrganizationTags.Read(call.Input);
        call.AuthorizeTarget(parent, new Keys().WithTags(tags));
        call.AuthorizeTags(call.Organization.TargetArn(parent), tags);
        var organization = RequireParent(call, parent);
        RequireFreeName(organization, parent, name);
        if (organization.PathTo(parent).Length > DeepestUnit)
        {
            throw OrganizationFaults.Constraint("OU_DEPTH_LIMIT_EXCEEDED", "You have exceeded the maximum depth of the organizational unit tree: it can be five levels deep.");
        }

        if (organization.Units.Count >= MostUnits)
        {
            throw OrganizationFaults.Constraint("OU_NUMBER_LIMIT_EXCEEDED", "You have exceeded the number of organizational units that an organization can have.");
        }

        var unit = new OrganizationalUnit($"ou-{organization.RootId[2..]}-{call.State.Ids.Word(8)}", parent, name);
        call.Save(OrganizationTags.Tag(organization.Add(unit), unit.Id, tags));
        json.Write("OrganizationalUnit", organization.Add(unit), unit);
    }

    private static void Describe(OrganizationCall call, Utf8JsonWriter json) => json.Write("OrganizationalUnit", call.Organization, Find(call));

    private static void Update(OrganizationCall call, Utf8JsonWriter json)
    {
        var name = call.Input.OptionalText("Name", 1, 128);
        var unit = Find(call);
        if (name is not null && name != unit.Name)
        {
            RequireFreeName(call.Organization, unit.ParentId, name);
            unit = unit with { Name = name };
            call.Save(call.Organization with { Units = call.Organization.Units.SetItem(unit.Id, unit) });
        }

        json.Write("OrganizationalUnit", call.Organization, unit);
    }

    private static void Delete(OrganizationCall call, Utf8JsonWriter json)
    {
        var unit = Find(call);
        if (Units(call.Organization, unit.Id).Any() || Accounts(call.Organization, unit.Id).Any())
        {
            throw OrganizationFaults.Of(
                "OrganizationalUnitNotEmpty", "The specified OU is not empty. Move all accounts to another root or to other OUs, remove all child OUs, and try the operation again.");
        }

        call.Save(call.Organization.Remove(unit.Id));
    }

    private static void ListUnits(OrganizationCall call, Utf8JsonWriter json)
    {
        var (organization, parent) = ReadParent(call);
        call.Page(json, "OrganizationalUnits", Units(organization, parent), u => u.Id, u => json.Write(null, organization, u));
    }

    private static void ListAccounts(OrganizationCall call, Utf8JsonWriter json)
    {
        var (organization, parent) = ReadParent(call);
        call.Page(json, "Accounts", Accounts(organization, parent), a => a.Id, a => json.Write(null, organization, a));
    }

    private static void ListChildren(OrganizationCall call, Utf8JsonWriter json)
    {
        var type = call.Input.Word("ChildType", "ACCOUNT", "ORGANIZATIONAL_UNIT");
        var (organization, parent) = ReadParent(call);
        var children = type == "ACCOUNT" ? Accounts(organization, parent).Select(a => a.Id) : Units(organization, parent).Select(u => u.Id);
        call.Page(json, "Children", children, id => id, id => Pair(json, id, type));
    }

    private static void ListParents(OrganizationCall call, Utf8JsonWriter json)
    {
        var child = call.Input.Text("ChildId", 1, 100, Shapes.ChildId());
        call.AuthorizeTarget(child);
        var parent = call.Organization.ParentOf(child) ?? throw OrganizationFaults.Of("ChildNotFound", "You specified a child that doesn't exist.");
        call.Page(json, "Parents", [parent], id => id, id => Pair(json, id, id == call.Organization.RootId ? "ROOT" : "ORGANIZATIONAL_UNIT"));
    }

    private static OrganizationalUnit Find(OrganizationCall call)
    {
        var id = call.Input.Text("OrganizationalUnitId", 1, 68, Shapes.UnitId());
        call.AuthorizeTarget(id);
        return call.Organization.Units.GetValueOrDefault(id) ?? throw OrganizationFaults.Of("OrganizationalUnitNotFound", "You specified an organizational unit that doesn't exist.");
    }

    private static (Organization Organization, string Parent) ReadParent(OrganizationCall call)
    {
        var parent = call.Input.Text("ParentId", 1, 100, Shapes.ParentId());
        call.AuthorizeTarget(parent);
        return (RequireParent(call, parent), parent);
    }

    private static Organization RequireParent(OrganizationCall call, string id) => call.Organization.IsParent(id) ? call.Organization : throw OrganizationFaults.ParentNotFound();

    private static void RequireFreeName(Organization organization, string parent, string name)
    {
        if (Units(organization, parent).Any(u => u.Name == name))
        {
            throw OrganizationFaults.Of("DuplicateOrganizationalUnit", "An OU with the same name already exists.");
        }
    }

    private static IEnumerable<OrganizationalUnit> Units(Organization organization, string parent) => organization.Units.Values.Where(u => u.ParentId == parent);

    private static IEnumerable<MemberAccount> Accounts(Organization organization, string parent) => organization.Members.Values.Where(m => m.ParentId == parent);

    private static void Pair(Utf8JsonWriter json, string id, string type) => json.Object(null, () =>
    {
        json.WriteString("Id", id);
        json.WriteString("Type", type);
    });
}
