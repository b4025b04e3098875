using Lanyard.Sandbox.Routing;

namespace Lanyard.Sandbox.IdentityStore;

/// <summary>The people and groups of IAM Identity Center. See the Identity Store API Reference.</summary>
internal static class IdentityStoreModel
{
    public static JsonServiceModel Model { get; } = new(
        "identitystore", "identitystore", "AWSIdentityStore", "identitystore",
        JsonServiceModel.Index(StoreUserOperations.All, StoreGroupOperations.All, MembershipOperations.All));
}
