using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Iam;

/// <summary>An operation of IAM.</summary>
/// <param name="Name">Its name, which is its action's too.</param>
/// <param name="Run">Runs it: asks the caller's policies, changes the state, writes the result.</param>
internal readonly record struct IamOperation(string Name, Action<IamCall> Run)
{
    /// <summary>All that there are, by their names.</summary>
    public static IReadOnlyDictionary<string, IamOperation> All { get; } = new[]
    {
        UserOperations.All, GroupOperations.All, RoleOperations.All, ServiceLinkedRoleOperations.All, InstanceProfileOperations.All,
        ManagedPolicyOperations.All, PolicyVersionOperations.All, InlinePolicyOperations.All, AttachmentOperations.All, BoundaryOperations.All,
        TagOperations.All, AccessKeyOperations.All, LoginProfileOperations.All, SshKeyOperations.All, ServiceCredentialOperations.All, MfaDeviceOperations.All, OidcProviderOperations.All,
        AccountOperations.All, AuthorizationDetails.All, SimulationOperations.All, ContextKeyOperations.All, LastAccessOperations.All,
        RootAccessOperations.All, OutboundFederationOperations.All, DelegationOperations.All, DelegationAnswers.All,
    }.SelectMany(group => group).ToDictionary(o => o.Name, StringComparer.Ordinal);
}

/// <summary>A kind of entity, for the operations that are alike for several.</summary>
/// <param name="Noun">The word in the names of operations, such as <c>Role</c>.</param>
/// <param name="Find">Finds the one that a call names, once the caller's policies allow it.</param>
/// <param name="Put">Puts a changed one in the place of the old.</param>
internal sealed record EntityKind<T>(string Noun, Func<IamCall, Keys?, T> Find, Action<IamAccount, T> Put)
    where T : IamEntity;

/// <summary>The kinds.</summary>
internal static class EntityKinds
{
    public static EntityKind<User> User { get; } = new("User", (call, keys) => call.User(keys), (account, user) => account.Users.Put(user));

    public static EntityKind<Group> Group { get; } = new("Group", (call, keys) => call.Group(keys), (account, group) => account.Groups.Put(group));

    public static EntityKind<Role> Role { get; } = new("Role", (call, keys) => call.Role(keys), (account, role) => account.Roles.Put(role));

    public static EntityKind<InstanceProfile> InstanceProfile { get; } =
        new("InstanceProfile", (call, keys) => call.InstanceProfile(keys), (account, profile) => account.InstanceProfiles.Put(profile));

    public static EntityKind<ManagedPolicy> Policy { get; } = new("Policy", (call, keys) => call.Policy(keys), (account, policy) => account.Policies.Put(policy));

    public static EntityKind<OidcProvider> OidcProvider { get; } =
        new("OpenIDConnectProvider", (call, keys) => call.OidcProvider(keys), (account, provider) => account.OidcProviders.Put(provider));

    public static EntityKind<MfaDevice> MfaDevice { get; } =
        new("MFADevice", (call, keys) => call.MfaDevice(keys), (account, device) => account.MfaDevices.Put(device));
}
