using System.Collections.Immutable;

namespace Lanyard.Sandbox.State;

/// <summary>An organization at one moment.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="Id">Its id, <c>o-…</c>.</param>
/// <param name="RootId">The id of its root, <c>r-…</c>.</param>
/// <param name="ManagementId">The management account.</param>
internal sealed record Organization(string Partition, string Id, string RootId, string ManagementId)
{
    /// <summary>Gets whether it has more than consolidated billing.</summary>
    public bool HasAllFeatures { get; init; } = true;

    public ImmutableSortedDictionary<string, OrganizationalUnit> Units { get; init; } = Sorted<OrganizationalUnit>();

    /// <summary>Gets the accounts, the management account included.</summary>
    public ImmutableSortedDictionary<string, MemberAccount> Members { get; init; } = Sorted<MemberAccount>();

    /// <summary>Gets the policies, AWS's own included.</summary>
    public ImmutableSortedDictionary<string, OrganizationPolicy> Policies { get; init; } =
        ControlPolicyType.All.Select(t => t.FullAccess).ToImmutableSortedDictionary(p => p.Id, p => p, StringComparer.Ordinal);

    /// <summary>Gets the types of policies that are enabled in the root.</summary>
    public ImmutableSortedSet<string> EnabledTypes { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Gets the ids of the policies that are attached, by target.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<string>> Attached { get; init; } = Sorted<ImmutableArray<string>>();

    /// <summary>Gets the tags by the id of what has them.</summary>
    public ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, string>> Tags { get; init; } = Sorted<ImmutableSortedDictionary<string, string>>();

    public ImmutableSortedDictionary<string, Handshake> Handshakes { get; init; } = Sorted<Handshake>();

    public ImmutableSortedDictionary<string, AccountRequest> AccountRequests { get; init; } = Sorted<AccountRequest>();

    /// <summary>Gets the services that may work in all accounts, and since when.</summary>
    public ImmutableSortedDictionary<string, DateTimeOffset> TrustedServices { get; init; } = Sorted<DateTimeOffset>();

    /// <summary>Gets the features of centralized root access that are enabled. They need the trust in IAM too.</summary>
    public ImmutableSortedSet<string> RootFeatures { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    public ImmutableArray<DelegatedService> Delegated { get; init; } = [];

    public DelegationPolicy? Delegation { get; init; }

    /// <summary>Gives the ARN of something of it, such as <c>ou</c>.</summary>
    public string Arn(string type, string id) => $"arn:{Partition}:organizations::{ManagementId}:{type}/{Id}/{id}";

    public string OrganizationArn => $"arn:{Partition}:organizations::{ManagementId}:organization/{Id}";

    /// <summary>Gives the ARN of the root, an OU or an account.</summary>
    public string TargetArn(string id) => Arn(id.StartsWith("r-", StringComparison.Ordinal) ? "root" : id.StartsWith("ou-", StringComparison.Ordinal) ? "ou" : "account", id);

    /// <summary>Gives the ARN of a policy, also of one that isn't there.</summary>
    public string PolicyArn(string id) => Policies.TryGetValue(id, out var policy) ? policy.Arn : Arn("policy", $"service_control_policy/{id}");

    public bool IsParent(string id) => id == RootId || Units.ContainsKey(id);

    public bool IsTarget(string id) => IsParent(id) || Members.ContainsKey(id);

    public string? ParentOf(string id) => Units.TryGetValue(id, out var unit) ? unit.ParentId : Members.TryGetValue(id, out var member) ? member.ParentId : null;

    /// <summary>Gives the targets from the root down to one.</summary>
    public ImmutableArray<string> PathTo(string id)
    {
        var path = ImmutableArray.CreateBuilder<string>();
        for (var at = id; at is not null; at = ParentOf(at))
        {
            path.Insert(0, at);
        }

        return path.ToImmutable();
    }

    /// <summary>Gives an account's path as condition keys have it: <c>o-…/r-…/ou-…/</c>.</summary>
    public string KeyPath(string accountId) => $"{Id}/{string.Concat(PathTo(accountId).SkipLast(1).Select(step => step + "/"))}";

    public IEnumerable<OrganizationPolicy> AttachedTo(string targetId) => Attached.GetValueOrDefault(targetId, []).Select(id => Policies[id]);

    public IEnumerable<string> TargetsOf(string policyId) => Attached.Where(a => a.Value.Contains(policyId)).Select(a => a.Key);

    /// <summary>Tells whether a feature of centralized root access works.</summary>
    public bool HasRootFeature(string feature) => RootFeatures.Contains(feature) && TrustedServices.ContainsKey(RootAccess.Service);

    public bool IsDelegated(string accountId) => Delegated.Any(d => d.AccountId == accountId);

    public Organization Attach(string targetId, string policyId) => this with { Attached = Attached.SetItem(targetId, Attached.GetValueOrDefault(targetId, []).Add(policyId)) };

    public Organization Detach(string targetId, string policyId) => this with { Attached = Attached.SetItem(targetId, Attached.GetValueOrDefault(targetId, []).Remove(policyId)) };

    /// <summary>Enables a type: AWS attaches its own policy of it everywhere.</summary>
    public Organization Enable(ControlPolicyType type) => new[] { RootId }.Concat(Units.Keys).Concat(Members.Keys).Aggregate(
        this with { EnabledTypes = EnabledTypes.Add(type.Name) }, (organization, target) => organization.Attach(target, type.FullAccess.Id));

    /// <summary>Disables a type: all policies of it are detached.</summary>
    public Organization Disable(ControlPolicyType type) => this with
    {
        EnabledTypes = EnabledTypes.Remove(type.Name),
        Attached = Attached.ToImmutableSortedDictionary(a => a.Key, a => a.Value.RemoveAll(id => Policies[id].Type == type.Name), StringComparer.Ordinal),
    };

    public Organization Add(OrganizationalUnit unit) => WithFullAccess(this with { Units = Units.Add(unit.Id, unit) }, unit.Id);

    public Organization Add(MemberAccount member) => WithFullAccess(this with { Members = Members.Add(member.Id, member) }, member.Id);

    public Organization Put(MemberAccount member) => this with { Members = Members.SetItem(member.Id, member) };

    public Organization Put(OrganizationPolicy policy) => this with { Policies = Policies.SetItem(policy.Id, policy) };

    public Organization Put(Handshake handshake) => this with { Handshakes = Handshakes.SetItem(handshake.Id, handshake) };

    /// <summary>Takes an account, an OU or a policy out, with what hangs on it.</summary>
    public Organization Remove(string id) => this with
    {
        Units = Units.Remove(id),
        Members = Members.Remove(id),
        Policies = Policies.Remove(id),
        Attached = Attached.Remove(id),
        Tags = Tags.Remove(id),
    };

    public Organization Tag(string id, IEnumerable<KeyValuePair<string, string>> tags) => this with { Tags = Tags.SetItem(id, TagsOf(id).SetItems(tags)) };

    public ImmutableSortedDictionary<string, string> TagsOf(string id) => Tags.GetValueOrDefault(id) ?? Sorted<string>();

    private static Organization WithFullAccess(Organization organization, string targetId) => ControlPolicyType.All
        .Where(t => organization.EnabledTypes.Contains(t.Name))
        .Aggregate(organization, (with, type) => with.Attach(targetId, type.FullAccess.Id));

    private static ImmutableSortedDictionary<string, T> Sorted<T>() => ImmutableSortedDictionary.Create<string, T>(StringComparer.Ordinal);
}
