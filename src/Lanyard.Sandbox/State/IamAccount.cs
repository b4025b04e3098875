using System.Collections.Immutable;
using Lanyard.Policy.Engine;

namespace Lanyard.Sandbox.State;

/// <summary>What IAM holds for one account.</summary>
/// <param name="partition">The partition.</param>
/// <param name="id">The account's id.</param>
internal sealed class IamAccount(string partition, string id)
{
    private readonly Lazy<Dictionary<string, ManagedPolicy>> _ofAws = new(() => AwsManagedPolicies.Of(partition).ToDictionary(p => p.Arn, StringComparer.Ordinal));

    public string Partition { get; } = partition;

    public string Id { get; } = id;

    public EntityTable<User> Users { get; } = new(e => e.Name);

    public EntityTable<Group> Groups { get; } = new(e => e.Name);

    public EntityTable<Role> Roles { get; } = new(e => e.Name);

    public EntityTable<InstanceProfile> InstanceProfiles { get; } = new(e => e.Name);

    /// <summary>The account's own managed policies.</summary>
    public EntityTable<ManagedPolicy> Policies { get; } = new(e => e.Name);

    public EntityTable<OidcProvider> OidcProviders { get; } = new(e => e.Name);

    /// <summary>Virtual MFA devices by their serial numbers.</summary>
    public EntityTable<MfaDevice> MfaDevices { get; } = new(e => e.Arn);

    public UserCredentials<SshPublicKey> SshKeys { get; } = new();

    public UserCredentials<ServiceCredential> ServiceCredentials { get; } = new();

    /// <summary>Gets or sets the newest reports of last calls. They are kept by the call that made them.</summary>
    public ImmutableArray<AccessReport> AccessReports { get; set; } = [];

    public string? Alias
    {
        get;
        set
        {
            field = value;
            Changes.Note();
        }
    }

    /// <summary>Gets or sets whether the account is closed: then none of its keys and roles is good for anything.</summary>
    public bool IsClosed { get; set; }

    public PasswordPolicy? PasswordPolicy
    {
        get;
        set
        {
            field = value;
            Changes.Note();
        }
    }

    /// <summary>Gets or sets from when the root user may have a password; <see langword="null"/> where it has none.</summary>
    public DateTimeOffset? RootLogin
    {
        get;
        set
        {
            field = value;
            Changes.Note();
        }
    }

    /// <summary>Gets or sets the issuer of the account's own identity tokens; <see langword="null"/> where it never had one.</summary>
    public OutboundFederation? Outbound
    {
        get;
        set
        {
            field = value;
            Changes.Note();
        }
    }

    /// <summary>Gets the tasks that deleted service-linked roles.</summary>
    public HashSet<string> DeletionTasks { get; } = new(StringComparer.Ordinal);

    public string Root => $"arn:{Partition}:iam::{Id}:root";

    /// <summary>Gives the policies that AWS manages.</summary>
    public IEnumerable<ManagedPolicy> PoliciesOfAws => _ofAws.Value.Values;

    /// <summary>Gives all users, groups and roles.</summary>
    public IEnumerable<PolicyHolder> PolicyHolders => [.. Users.All, .. Groups.All, .. Roles.All];

    /// <summary>Finds a managed policy that may be attached here: the account's own, or AWS's.</summary>
    public ManagedPolicy? FindPolicy(string arn) => arn.StartsWith($"arn:{Partition}:iam::aws:policy/", StringComparison.Ordinal)
        ? _ofAws.Value.GetValueOrDefault(arn)
        : Policies.Find(arn[(arn.LastIndexOf('/') + 1)..]) is { } own && own.Arn == arn ? own : null;

    public IEnumerable<Group> GroupsOf(User user) => Groups.All.Where(g => g.MemberIds.Contains(user.Id));

    /// <summary>Gives the policies of a user, group or role; a user's groups add theirs.</summary>
    public IEnumerable<HeldPolicy> PoliciesOf(PolicyHolder holder)
    {
        var all = Of(holder);
        return holder is User user ? all.Concat(GroupsOf(user).SelectMany(Of)) : all;
    }

    /// <summary>Gives the permissions boundary of a user or role as the engine takes it.</summary>
    public PolicySet? BoundaryOf(PolicyHolder holder) =>
        holder.Boundary is not { } arn ? null : FindPolicy(arn) is { } policy ? PolicySet.Of(policy.Default.Policy.Attached) : PolicySet.Empty;

    private IEnumerable<HeldPolicy> Of(PolicyHolder holder)
    {
        foreach (var (name, policy) in holder.Inline)
        {
            yield return new HeldPolicy(holder, name, null, policy);
        }

        foreach (var managed in holder.Attached.Select(FindPolicy).OfType<ManagedPolicy>())
        {
            yield return new HeldPolicy(holder, managed.Name, managed, managed.Default.Policy);
        }
    }
}

/// <summary>A policy that a user, group or role has.</summary>
/// <param name="Holder">Who has it.</param>
/// <param name="Name">The policy's name.</param>
/// <param name="Managed">The managed policy; <see langword="null"/> for an inline one.</param>
/// <param name="Policy">The document that counts.</param>
internal sealed record HeldPolicy(PolicyHolder Holder, string Name, ManagedPolicy? Managed, StoredPolicy Policy);

/// <summary>What an account tells services outside AWS who calls with: "Outbound identity federation", IAM User Guide.</summary>
/// <param name="Issuer">The issuer's URL, the account's own.</param>
/// <param name="IsEnabled">Whether new tokens are made. Its keys stay published.</param>
internal sealed record OutboundFederation(string Issuer, bool IsEnabled);
