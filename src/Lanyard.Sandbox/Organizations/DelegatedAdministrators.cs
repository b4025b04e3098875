using System.Text.Json;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Organizations;

/// <summary>The operations on accounts that administer a service for the organization.</summary>
internal static class DelegatedAdministrators
{
    public static IEnumerable<JsonOperation> All { get; } =
    [
        OrganizationCall.Of("RegisterDelegatedAdministrator", CallableBy.Management, Register),
        OrganizationCall.Of("DeregisterDelegatedAdministrator", CallableBy.Management, Deregister),
        OrganizationCall.Of("ListDelegatedAdministrators", CallableBy.Administrators, List),
        OrganizationCall.Of("ListDelegatedServicesForAccount", CallableBy.Administrators, ListServices),
    ];

    private static void Register(OrganizationCall call, Utf8JsonWriter json)
    {
        var (account, service) = Read(call);
        var organization = call.Organization;
        if (account.Id == organization.ManagementId)
        {
            throw OrganizationFaults.Constraint("CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR", "You can't register the management account of the organization as a delegated administrator.");
        }

        if (account.IsClosed)
        {
            throw OrganizationFaults.Constraint("CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR", "You can't register a suspended account as a delegated administrator.");
        }

        if (organization.Delegated.Any(d => d.AccountId == account.Id && d.ServicePrincipal == service))
        {
            throw OrganizationFaults.Of("AccountAlreadyRegistered", "The provided account is already a delegated administrator for your organization.");
        }

        if (!organization.TrustedServices.ContainsKey(service))
        {
            throw OrganizationFaults.Constraint("SERVICE_ACCESS_NOT_ENABLED", "You attempted to register a delegated administrator before you enabled service access. Call the EnableAWSServiceAccess API first.");
        }

        if (service == "sso.amazonaws.com" && organization.Delegated.Any(d => d.ServicePrincipal == service))
        {
            throw OrganizationFaults.Constraint("MAX_DELEGATED_ADMINISTRATORS_FOR_SERVICE_LIMIT_EXCEEDED", "You have reached the maximum number of delegated administrators for this service.");
        }

        call.Save(organization with { Delegated = organization.Delegated.Add(new DelegatedService(account.Id, service, call.Now)) });
    }

    private static void Deregister(OrganizationCall call, Utf8JsonWriter json)
    {
        var (account, service) = Read(call);
        var found = call.Organization.Delegated.FirstOrDefault(d => d.AccountId == account.Id && d.ServicePrincipal == service) ?? throw NotRegistered();
        call.Save(call.Organization with { Delegated = call.Organization.Delegated.Remove(found) });
    }

    private static void List(OrganizationCall call, Utf8JsonWriter json)
    {
        var service = call.Input.Has("ServicePrincipal") ? TrustedServices.Read(call.Input) : null;
        call.Authorize("*", new Keys().With("organizations:ServicePrincipal", service));
        var organization = call.Organization;
        var found = organization.Delegated.Where(d => service is null || d.ServicePrincipal == service).GroupBy(d => d.AccountId, StringComparer.Ordinal);
        call.Page(json, "DelegatedAdministrators", found, d => d.Key, d => json.Write(null, organization, organization.Members[d.Key], d.Min(s => s.Enabled)));
    }

    private static void ListServices(OrganizationCall call, Utf8JsonWriter json)
    {
        var account = MemberOperations.Find(call);
        var found = call.Organization.Delegated.Where(d => d.AccountId == account.Id).ToList();
        call.Page(json, "DelegatedServices", found.Count > 0 ? found : throw NotRegistered(), d => d.ServicePrincipal, d => json.Object(null, () =>
        {
            json.WriteString("ServicePrincipal", d.ServicePrincipal);
            json.Time("DelegationEnabledDate", d.Enabled);
        }));
    }

    private static (MemberAccount Account, string Service) Read(OrganizationCall call)
    {
        var service = TrustedServices.Read(call.Input);
        return (MemberOperations.Find(call, new Keys().With("organizations:ServicePrincipal", service)), service);
    }

    private static ServiceFault NotRegistered() => OrganizationFaults.Of("AccountNotRegistered", "The provided account is not a registered delegated administrator for your organization.");
}
