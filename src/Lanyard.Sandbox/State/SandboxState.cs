using System.Collections.Immutable;
using Lanyard.Aws.Secrets;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;
using Lanyard.Sandbox.Seeds;

namespace Lanyard.Sandbox.State;

/// <summary>Everything that a running sandbox knows: the seed, what it made up for it, and what it issued since. In memory alone.</summary>
internal sealed class SandboxState
{
    private readonly ExpiringMap<AccessKey> _keys;
    private readonly Dictionary<string, Role> _roles;
    private readonly Dictionary<string, Secret> _passwords;
    private readonly Dictionary<string, MfaDevice> _mfaDevices;

    public SandboxState(SandboxSeed seed, TimeProvider time, IdSource ids)
    {
        Seed = seed;
        Time = time;
        Ids = ids;
        SignIns = new SignInState(time);
        Console = new ConsoleState(time);
        _keys = new ExpiringMap<AccessKey>(time);
        _passwords = seed.IdentityCenter.Users.ToDictionary(u => u.UserName, u => u.Password ?? new Secret(ids.Token("", 18)), StringComparer.Ordinal);
        _roles = seed.Roles.Select(FromSeed).Concat(ReservedRoles()).ToDictionary(r => r.Arn, StringComparer.Ordinal);
        _mfaDevices = seed.IamUsers.SelectMany(DevicesOf).ToDictionary(d => d.SerialNumber, StringComparer.Ordinal);
        UserKeys = new UserKeys(seed.NewKeysAfter);
        Users = [.. seed.IamUsers.Select(FromSeed)];
    }

    public SandboxSeed Seed { get; }

    public TimeProvider Time { get; }

    public IdSource Ids { get; }

    public SignInState SignIns { get; }

    /// <summary>The IAM users.</summary>
    public IReadOnlyList<Caller> Users { get; }

    public ConsoleState Console { get; }

    /// <summary>The long-lived keys of the IAM users.</summary>
    public UserKeys UserKeys { get; }

    public DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>Finds a key that may sign: an inactive one, or one that AWS would not know everywhere yet, is as good as none.</summary>
    public AccessKey? FindKey(string id) => UserKeys.FindUsable(id, Now) ?? _keys.Find(id);

    public Role? FindRole(string arn) => _roles.GetValueOrDefault(arn);

    public MfaDevice? FindMfaDevice(string serialNumber) => _mfaDevices.GetValueOrDefault(serialNumber);

    /// <summary>Finds the role that what runs on the sandbox's machines has.</summary>
    public Role? WorkloadRole => Seed.Workload is { } workload ? FindRole($"arn:{Seed.Partition}:iam::{workload.AccountId}:role/{workload.RoleName}") : null;

    public Secret? PasswordOf(string userName) => _passwords.GetValueOrDefault(userName);

    /// <summary>Finds the role of a permission set that a user has in an account.</summary>
    public Role? FindAssigned(string userName, string accountId, string permissionSet) =>
        Seed.IdentityCenter.Assignments.Contains(new SeedAssignment(userName, accountId, permissionSet))
            ? FindRole(Seed.ReservedRoleArn(accountId, permissionSet))
            : null;

    /// <summary>Issues temporary credentials.</summary>
    public AccessKey IssueSession(Caller caller, TimeSpan duration)
    {
        duration = Seed.SessionsEndAfter is { } most && most < duration ? most : duration;

        // AWS tells expiries in whole seconds.
        var end = DateTimeOffset.FromUnixTimeSeconds((Now + duration).ToUnixTimeSeconds());
        var key = new AccessKey(
            Ids.AccessKeyId("ASIA"), new Secret(Ids.SecretAccessKey()), new Secret(Ids.Token("IQoJb3JpZ2lu", 600)), end, caller);
        _keys.Add(key.Id, key, end);
        return key;
    }

    private Role FromSeed(SeedRole role) => new(
        role.AccountId, $"arn:{Seed.Partition}:iam::{role.AccountId}:role/{role.Name}", role.Name[(role.Name.LastIndexOf('/') + 1)..],
        Ids.UniqueId("AROA"), Attach($"trust policy of role {role.Name}", PolicyKind.Trust, role.TrustPolicy),
        AttachAll(role.Policies), role.MaxSessionDuration);

    // Identity Center makes the role once for an account, whoever has the permission set there. Only its own SAML provider is trusted.
    private IEnumerable<Role> ReservedRoles() =>
        from assigned in Seed.IdentityCenter.Assignments.Select(a => (a.AccountId, a.PermissionSet)).Distinct()
        join set in Seed.IdentityCenter.PermissionSets on assigned.PermissionSet equals set.Name
        let arn = Seed.ReservedRoleArn(assigned.AccountId, set.Name)
        let policies = set.InlinePolicy is { } json ? AttachAll([new("AwsSSOInlinePolicy", json)]) : []
        select new Role(assigned.AccountId, arn, arn[(arn.LastIndexOf('/') + 1)..], Ids.UniqueId("AROA"), null, policies, set.SessionDuration);

    private Caller FromSeed(SeedIamUser user)
    {
        var arn = $"arn:{Seed.Partition}:iam::{user.AccountId}:user/{user.Name}";
        var caller = new Caller(CallerKind.User, user.AccountId, arn, Ids.UniqueId("AIDA"), arn, user.Name[(user.Name.LastIndexOf('/') + 1)..], AttachAll(user.Policies));
        foreach (var seeded in user.AccessKeys)
        {
            UserKeys.AddSeeded(new AccessKey(
                seeded.Id ?? Ids.AccessKeyId("AKIA"), seeded.Secret ?? new Secret(Ids.SecretAccessKey()), null, null, caller), Now);
        }

        return caller;
    }

    private IEnumerable<MfaDevice> DevicesOf(SeedIamUser user) => user.MfaDevices.Select(device => new MfaDevice(
        Seed.MfaSerialNumber(user, device), $"arn:{Seed.Partition}:iam::{user.AccountId}:user/{user.Name}", device.Seed ?? new Secret(Ids.MfaSeed())));

    private static ImmutableArray<AttachedPolicy> AttachAll(IEnumerable<SeedPolicy> policies) =>
        [.. policies.Select(p => Attach(p.Name, PolicyKind.Identity, p.Json))];

    private static AttachedPolicy Attach(string name, PolicyKind kind, string json) => new(name, kind, PolicyDocumentReader.Read(json, name));
}
