using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Iam;

/// <summary>The operations on centralized root access: what the management account may do in the place of members' root users.</summary>
internal static class RootAccessOperations
{
    public static IReadOnlyList<IamOperation> All { get; } =
    [
        new("EnableOrganizationsRootCredentialsManagement", call => Set(call, RootAccess.Credentials, isEnabled: true)),
        new("DisableOrganizationsRootCredentialsManagement", call => Set(call, RootAccess.Credentials, isEnabled: false)),
        new("EnableOrganizationsRootSessions", call => Set(call, RootAccess.Sessions, isEnabled: true)),
        new("DisableOrganizationsRootSessions", call => Set(call, RootAccess.Sessions, isEnabled: false)),
        new("ListOrganizationsFeatures", call => Write(call, Allowed(call))),
    ];

    private static void Set(IamCall call, string feature, bool isEnabled)
    {
        var organization = Allowed(call);
        organization = organization with { RootFeatures = isEnabled ? organization.RootFeatures.Add(feature) : organization.RootFeatures.Remove(feature) };
        call.State.Organizations.Put(organization);
        Write(call, organization);
    }

    private static void Write(IamCall call, Organization organization) => call.Result
        .Text("OrganizationId", organization.Id)
        .Texts("EnabledFeatures", organization.RootFeatures);

    // The service model has the errors, and no page their words.
    private static Organization Allowed(IamCall call)
    {
        call.Authorize("*");
        var organization = call.State.Organizations.Of(call.Account.Id) ?? throw Refused("OrganizationNotFoundException", "No organization is associated with your account.");
        return !organization.HasAllFeatures
                ? throw Refused("OrganizationNotInAllFeaturesModeException", "Your organization does not have All features enabled.")
            : !call.State.Organizations.Administers(call.Account.Id, organization.ManagementId, RootAccess.Service)
                ? throw Refused("AccountNotManagementOrDelegatedAdministratorException", "The account making the request is not the management account or delegated administrator account for centralized root access.")
            : !organization.TrustedServices.ContainsKey(RootAccess.Service)
                ? throw Refused("ServiceAccessNotEnabledException", "Trusted access is not enabled for IAM in Organizations.")
            : organization;
    }

    private static ServiceFault Refused(string code, string message) => new(code, 400, message);
}
