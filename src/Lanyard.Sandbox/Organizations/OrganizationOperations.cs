using System.Text.Json;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Organizations;

/// <summary>The operations on the organization itself.</summary>
internal static class OrganizationOperations
{
    public static IEnumerable<JsonOperation> All { get; } =
    [
        OrganizationCall.OfAnybody("CreateOrganization", Create),
        OrganizationCall.Of("DescribeOrganization", CallableBy.Members, Describe),
        OrganizationCall.Of("DeleteOrganization", CallableBy.Management, Delete),
        OrganizationCall.Of("EnableAllFeatures", CallableBy.Management, EnableAllFeatures),
        OrganizationCall.Of("ListRoots", CallableBy.Administrators, ListRoots),
        OrganizationCall.Of("LeaveOrganization", CallableBy.Members, Leave),
    ];

    private static void Create(JsonCall call, Utf8JsonWriter json)
    {
        var features = call.Input.OptionalWord("FeatureSet", "ALL", "CONSOLIDATED_BILLING");
        call.Authorize();
        var (state, id) = (call.State, call.Caller.AccountId);
        var hasAll = features != "CONSOLIDATED_BILLING";
        if (hasAll)
        {
            OrganizationsRole.Authorize(call);
        }

        if (state.Organizations.Of(id) is not null)
        {
            throw OrganizationFaults.Of("AlreadyInOrganization", "The provided account is already a member of an organization.");
        }

        // "CreateOrganization", API Reference: no type of policies is enabled at first. The management account counts as invited.
        var organization = new Organization(state.Seed.Partition, $"o-{state.Ids.Word(10)}", $"r-{state.Ids.Word(4)}", id) { HasAllFeatures = hasAll };
        organization = organization.Add(new MemberAccount(state.Accounts.Find(id)!, organization.RootId, false, call.Now));
        state.Organizations.Put(organization);
        if (hasAll)
        {
            OrganizationsRole.Make(state, state.Iam.Account(id), call.Now);
        }

        json.Write(organization, state);
    }

    private static void Describe(OrganizationCall call, Utf8JsonWriter json)
    {
        call.Authorize();
        json.Write(call.Organization, call.State);
    }

    private static void Delete(OrganizationCall call, Utf8JsonWriter json)
    {
        call.Authorize();
        if (call.Organization.Members.Count > 1)
        {
            throw OrganizationFaults.Of("OrganizationNotEmpty", "To delete an organization you must first remove all member accounts (except the master).");
        }

        call.State.Organizations.Remove(call.Organization);
    }

    private static void EnableAllFeatures(OrganizationCall call, Utf8JsonWriter json)
    {
        call.Authorize();
        var organization = call.Organization;
        if (organization.HasAllFeatures)
        {
            throw OrganizationFaults.Of("HandshakeConstraintViolation", "The organization already has all features enabled.", "ORGANIZATION_ALREADY_HAS_ALL_FEATURES");
        }

        if (organization.Members.Values.Any(m => m.Id != organization.ManagementId && !m.IsCreated))
        {
            throw OrganizationFaults.NotModelled("organizations:EnableAllFeatures with invited accounts, which must approve it,");
        }

        if (organization.Handshakes.Values.Any(h => h.Action == "ENABLE_ALL_FEATURES" && h.StateAt(call.Now) == "REQUESTED"))
        {
            throw OrganizationFaults.Of("HandshakeConstraintViolation", "The organization is already migrating to all features.", "ORGANIZATION_IS_ALREADY_PENDING_ALL_FEATURES_MIGRATION");
        }

        var handshake = new Handshake($"h-{call.State.Ids.Word(32)}", "ENABLE_ALL_FEATURES", organization.ManagementId, call.Now, null);
        call.Save(organization.Put(handshake));
        json.Write("Handshake", organization, handshake, call.State);
    }

    private static void ListRoots(OrganizationCall call, Utf8JsonWriter json)
    {
        call.Authorize();
        call.Page(json, "Roots", [call.Organization], o => o.RootId, o => json.WriteRoot(null, o));
    }

    private static void Leave(OrganizationCall call, Utf8JsonWriter json)
    {
        call.Authorize();
        MemberOperations.RequireMayGo(call.Organization, call.AccountId);
        call.Save(call.Organization.Remove(call.AccountId));
    }
}
