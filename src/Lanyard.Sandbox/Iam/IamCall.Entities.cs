using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Iam;

/// <summary>
/// Finds the entities that a call names. The caller's policies are asked first: who may not look at users doesn't learn which there are.
/// </summary>
internal sealed partial class IamCall
{
    public User User(Keys? keys = null) => User(Parameters.Name("UserName"), keys);

    /// <summary>Finds the user that is named, or else the one that calls.</summary>
    public User UserOrCaller(Keys? keys = null) => User(
        Parameters.OptionalName("UserName") ?? (Caller.Kind is CallerKind.User or CallerKind.UserSession
            ? Caller.Name
            : throw IamFaults.Validation("Must specify userName when calling with non-User credentials")),
        keys);

    /// <summary>Finds whose credentials the call is about: who is named, or else who calls, the root user too.</summary>
    public CredentialOwner OwnerOrCaller()
    {
        if (!IsOfRoot)
        {
            return CredentialOwner.Of(UserOrCaller());
        }

        Authorize(Account.Root);
        return CredentialOwner.OfRoot(Account);
    }

    public User User(string name, Keys? keys = null) => Need(Account.Users.Find(name), "user", name, $"user {name}", keys) ?? throw IamFaults.NoUser(name);

    public Group Group(Keys? keys = null)
    {
        var name = Parameters.Name("GroupName");
        return Need(Account.Groups.Find(name), "group", name, $"group {name}", keys) ?? throw IamFaults.NoGroup(name);
    }

    /// <summary>Finds the role; one that is AWS's own can't be changed.</summary>
    public Role Role(Keys? keys = null)
    {
        var name = Parameters.Name("RoleName", 64);
        var role = Need(Account.Roles.Find(name), "role", name, $"role {name}", keys) ?? throw IamFaults.NoRole(name);
        return role.IsProtected && Changes ? throw IamFaults.Protected(name) : role;
    }

    /// <summary>Finds the service-linked role.</summary>
    public Role ServiceLinkedRole()
    {
        var name = Parameters.Name("RoleName", 64);
        var role = Account.Roles.Find(name) is { IsServiceLinked: true } found ? found : null;
        Authorize(role?.Arn ?? ArnOf("role", $"aws-service-role/*/{name}"), keys: new Keys().WithResource(role));
        return role ?? throw IamFaults.NoRole(name);
    }

    public InstanceProfile InstanceProfile(Keys? keys = null)
    {
        var name = Parameters.Name("InstanceProfileName");
        return Need(Account.InstanceProfiles.Find(name), "instance-profile", name, $"instance profile {name}", keys) ?? throw IamFaults.NoInstanceProfile(name);
    }

    /// <summary>Finds the managed policy; one of AWS's own can't be changed.</summary>
    public ManagedPolicy Policy(Keys? keys = null)
    {
        var arn = Parameters.Arn();
        var policy = Account.FindPolicy(arn);
        Authorize(arn, $"policy {arn}", (keys ?? new Keys()).WithResource(policy));
        return policy switch
        {
            null => throw IamFaults.NoPolicy(arn),
            { IsOfAws: true } when Changes => throw new ServiceFault("AccessDenied", 403, $"Policy {arn} is managed by AWS, and can't be changed."),
            _ => policy,
        };
    }

    public OidcProvider OidcProvider(Keys? keys = null)
    {
        var arn = Parameters.Arn("OpenIDConnectProviderArn");
        var provider = Account.OidcProviders.All.FirstOrDefault(p => p.Arn == arn);
        Authorize(arn, null, (keys ?? new Keys()).WithResource(provider));
        return provider ?? throw IamFaults.NoSuchEntity($"OpenIDConnect Provider not found for arn {arn}");
    }

    public MfaDevice MfaDevice(Keys? keys = null)
    {
        var serial = Parameters.Required("SerialNumber", 9, 256);
        var device = Account.MfaDevices.Find(serial);
        Authorize(serial.StartsWith("arn:", StringComparison.Ordinal) ? serial : ArnOf("mfa", serial), null, (keys ?? new Keys()).WithResource(device));
        return device ?? throw IamFaults.NoSuchEntity($"VirtualMFADevice with serial number {serial} doesn't exist.");
    }

    private T? Need<T>(T? entity, string type, string name, string shown, Keys? keys)
        where T : IamEntity
    {
        Authorize(entity?.Arn ?? ArnOf(type, name), shown, (keys ?? new Keys()).WithResource(entity));
        return entity;
    }
}
