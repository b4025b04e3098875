using System.Text.Json;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Organizations;

/// <summary>The operations on the accounts of an organization.</summary>
internal static class MemberOperations
{
    public static IEnumerable<JsonOperation> All { get; } =
    [
        OrganizationCall.Of("ListAccounts", CallableBy.Administrators, List),
        OrganizationCall.Of("DescribeAccount", CallableBy.Administrators, Describe),
        OrganizationCall.Of("MoveAccount", CallableBy.Management, Move),
        OrganizationCall.Of("RemoveAccountFromOrganization", CallableBy.Management, Remove),
        OrganizationCall.Of("CloseAccount", CallableBy.Management, Close),
    ];

    /// <summary>Finds the account that a call names, once the caller's policies allow it.</summary>
    public static MemberAccount Find(OrganizationCall call, Keys? keys = null)
    {
        var id = call.Input.Text("AccountId", 1, 12, Shapes.AccountId());
        call.AuthorizeTarget(id, keys);
        return call.Organization.Members.GetValueOrDefault(id) ?? throw OrganizationFaults.AccountNotFound();
    }

    /// <summary>Refuses what an account that can't leave asks.</summary>
    public static void RequireMayGo(Organization organization, string accountId)
    {
        if (accountId == organization.ManagementId)
        {
            throw OrganizationFaults.Of("MasterCannotLeaveOrganization", "You can't remove a management account from an organization. If you want the management account to become a member account in another organization, you must first delete the current organization of the management account.");
        }

        if (organization.IsDelegated(accountId))
        {
            throw OrganizationFaults.Constraint("CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG", "You attempted to remove an account that is registered as a delegated administrator for a service. You must first deregister this account.");
        }
    }

    private static void List(OrganizationCall call, Utf8JsonWriter json)
    {
        call.Authorize();
        call.Page(json, "Accounts", call.Organization.Members.Values, m => m.Id, m => json.Write(null, call.Organization, m));
    }

    private static void Describe(OrganizationCall call, Utf8JsonWriter json) => json.Write("Account", call.Organization, Find(call));

    private static void Move(OrganizationCall call, Utf8JsonWriter json)
    {
        var (source, destination) = (call.Input.Text("SourceParentId", 1, 100, Shapes.ParentId()), call.Input.Text("DestinationParentId", 1, 100, Shapes.ParentId()));
        _ = call.Input.Text("AccountId", 1, 12, Shapes.AccountId());
        call.AuthorizeTarget(source);
        call.AuthorizeTarget(destination);
        var account = Find(call);
        var organization = call.Organization;
        if (!organization.IsParent(source) || account.ParentId != source)
        {
            throw OrganizationFaults.Of("SourceParentNotFound", "You specified a source parent that doesn't exist, or that the account isn't in.");
        }

        if (!organization.IsParent(destination))
        {
            throw OrganizationFaults.Of("DestinationParentNotFound", "You specified a destination parent that doesn't exist.");
        }

        if (source == destination)
        {
            throw OrganizationFaults.Of("DuplicateAccount", "That account is already present in the specified destination.");
        }

        call.Save(organization.Put(account with { ParentId = destination }));
    }

    private static void Remove(OrganizationCall call, Utf8JsonWriter json)
    {
        var account = Find(call);
        RequireMayGo(call.Organization, account.Id);
        call.Save(call.Organization.Remove(account.Id));
    }

    // At AWS the account is pending for some minutes, and closed for 90 days; nobody gets in from the first moment.
    private static void Close(OrganizationCall call, Utf8JsonWriter json)
    {
        var account = Find(call);
        if (account.Id == call.Organization.ManagementId)
        {
            throw OrganizationFaults.Constraint("CANNOT_CLOSE_MANAGEMENT_ACCOUNT", "You attempted to close the management account. To close the management account for the organization, you must first either remove or close all member accounts in the organization.");
        }

        if (!call.Organization.HasAllFeatures)
        {
            throw OrganizationFaults.Constraint("ORGANIZATION_NOT_IN_ALL_FEATURES_MODE", "You attempted to perform an operation that requires the organization to be configured to support all features. An organization that supports only consolidated billing features can't perform this operation.");
        }

        if (account.IsClosed)
        {
            throw OrganizationFaults.Of("AccountAlreadyClosed", "You attempted to close an account that is already closed.");
        }

        call.State.Iam.Account(account.Id).IsClosed = true;
        call.Save(call.Organization.Put(account with { IsClosed = true }));
    }
}
