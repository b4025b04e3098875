using System.Text.Json;
using Lanyard.Sandbox.Routing;

namespace Lanyard.Sandbox.Organizations;

/// <summary>The operations on the services that may work in all accounts.</summary>
internal static class TrustedServices
{
    public static IEnumerable<JsonOperation> All { get; } =
    [
        OrganizationCall.Of("EnableAWSServiceAccess", CallableBy.Management, Enable),
        OrganizationCall.Of("DisableAWSServiceAccess", CallableBy.Management, Disable),
        OrganizationCall.Of("ListAWSServiceAccessForOrganization", CallableBy.Administrators, List),
    ];

    /// <summary>Reads the service of a call.</summary>
    public static string Read(JsonParameters input)
    {
        var service = input.Text("ServicePrincipal", 1, 128, Shapes.ServicePrincipal());
        return service.EndsWith(".amazonaws.com", StringComparison.Ordinal)
            ? service
            : throw OrganizationFaults.Invalid("UNRECOGNIZED_SERVICE_PRINCIPAL", "You specified an unrecognized service principal.");
    }

    private static void Enable(OrganizationCall call, Utf8JsonWriter json)
    {
        var (service, organization) = (Authorized(call), call.Organization);
        call.Save(organization with { TrustedServices = organization.TrustedServices.SetItem(service, organization.TrustedServices.GetValueOrDefault(service, call.Now)) });
    }

    private static void Disable(OrganizationCall call, Utf8JsonWriter json)
    {
        var (service, organization) = (Authorized(call), call.Organization);
        if (organization.Delegated.Any(d => d.ServicePrincipal == service))
        {
            throw OrganizationFaults.Constraint(
                "DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE", "You attempted to disable service access for a service that has a delegated administrator. You must first deregister all delegated administrators of it.");
        }

        call.Save(organization with { TrustedServices = organization.TrustedServices.Remove(service) });
    }

    private static void List(OrganizationCall call, Utf8JsonWriter json)
    {
        call.Authorize();
        call.Page(json, "EnabledServicePrincipals", call.Organization.TrustedServices, s => s.Key, s => json.Object(null, () =>
        {
            json.WriteString("ServicePrincipal", s.Key);
            json.Time("DateEnabled", s.Value);
        }));
    }

    private static string Authorized(OrganizationCall call)
    {
        var service = Read(call.Input);
        call.Authorize("*", new Keys().With("organizations:ServicePrincipal", service));
        return service;
    }
}
