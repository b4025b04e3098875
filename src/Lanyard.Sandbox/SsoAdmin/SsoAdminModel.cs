using Lanyard.Sandbox.Routing;

namespace Lanyard.Sandbox.SsoAdmin;

/// <summary>The administration of IAM Identity Center, for accounts: permission sets, assignments, provisioning. See the IAM Identity Center API Reference.</summary>
internal static class SsoAdminModel
{
    public static JsonServiceModel Model { get; } = new(
        "sso-admin", "sso", "SWBExternalService", "sso", JsonServiceModel.Index(
            InstanceOperations.All, PermissionSetOperations.All, SetPolicyOperations.All, SetBoundaryOperations.All,
            AssignmentOperations.All, ProvisioningOperations.All, OperationStatus.All, SetTagOperations.All));
}
