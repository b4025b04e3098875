using Lanyard.Sandbox.Routing;

namespace Lanyard.Sandbox.Organizations;

/// <summary>AWS Organizations. See the AWS Organizations API Reference.</summary>
internal static class OrganizationsModel
{
    public static JsonServiceModel Model { get; } = new(
        "organizations", "organizations", "AWSOrganizationsV20161128", "organizations", JsonServiceModel.Index(
            OrganizationOperations.All, UnitOperations.All, MemberOperations.All, AccountCreation.All, ControlPolicyOperations.All, PolicyAttachments.All,
            PolicyTypeOperations.All, HandshakeOperations.All, TrustedServices.All, DelegatedAdministrators.All, DelegationPolicies.All, OrganizationTags.All));
}
