using System.Collections.Immutable;
using Lanyard.Policy;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Engine;

namespace Lanyard.Sandbox.State;

/// <summary>The organizations of the sandbox, and what they add to decisions. Readers see a whole state at any time; only one thread may change one at a time.</summary>
internal sealed class OrganizationState
{
    private volatile ImmutableSortedDictionary<string, Organization> _all = ImmutableSortedDictionary.Create<string, Organization>(StringComparer.Ordinal);

    public IEnumerable<Organization> All => _all.Values;

    /// <summary>Finds the organization that an account is in.</summary>
    /// <summary>Tells whether an account administers a service for its organization: the management account, or one that it delegated the service to.</summary>
    /// <param name="accountId">The account.</param>
    /// <param name="managementId">The account whose service it is.</param>
    /// <param name="service">The service's principal, such as <c>sso.amazonaws.com</c>.</param>
    public bool Administers(string accountId, string managementId, string service) => accountId == managementId
        || (Of(accountId) is { } organization && organization.ManagementId == managementId && organization.Delegated.Any(d => d.AccountId == accountId && d.ServicePrincipal == service));

    public Organization? Of(string? accountId) => accountId is null ? null : _all.Values.FirstOrDefault(o => o.Members.ContainsKey(accountId));

    public void Put(Organization organization)
    {
        _all = _all.SetItem(organization.Id, organization);
        Changes.Note();
    }

    public void Remove(Organization organization)
    {
        _all = _all.Remove(organization.Id);
        Changes.Note();
    }

    /// <summary>Gives the SCPs that bind the callers of an account, from the root down. "Service control policies": the management account's are free.</summary>
    public ImmutableArray<PolicySet> ServiceControlOf(string accountId) => Levels(accountId, ControlPolicyType.Service);

    /// <summary>Adds to a caller's policies the RCPs of the account whose resource is asked for. "Resource control policies": they reach some services, and not the management account's resources.</summary>
    public AccessPolicies Around(AccessRequest request, AccessPolicies policies) =>
        request.ResourceAccount is { } owner && Catalogue.Embedded.FindService(request.Action.Split(':')[0]) is { SupportsResourceControlPolicies: true }
        && Levels(owner, ControlPolicyType.Resource) is { IsEmpty: false } levels
            ? policies with { ResourceControl = levels }
            : policies;

    /// <summary>Gives the condition keys of the caller's organization.</summary>
    public RequestContext WithPrincipal(RequestContext context, string accountId) => With(context, accountId, "aws:PrincipalOrgID", "aws:PrincipalOrgPaths");

    /// <summary>Gives the condition keys of the resource's organization.</summary>
    public RequestContext WithResource(RequestContext context, string? accountId) => With(context, accountId, "aws:ResourceOrgID", "aws:ResourceOrgPaths");

    /// <summary>Finds the policy that a document is of.</summary>
    public OrganizationPolicy? Find(AttachedPolicy policy) => _all.Values.SelectMany(o => o.Policies.Values).FirstOrDefault(p => ReferenceEquals(p.Policy.Attached, policy));

    private RequestContext With(RequestContext context, string? accountId, string id, string paths) => Of(accountId) is { } organization
        ? context.With(id, organization.Id).With(paths, ContextValue.Many([organization.KeyPath(accountId!)]))
        : context;

    // A level with nothing but AWS's own policy allows everything, and is left out: reasons then name what somebody wrote.
    private ImmutableArray<PolicySet> Levels(string accountId, ControlPolicyType type) =>
        Of(accountId) is { } organization && organization.ManagementId != accountId && organization.EnabledTypes.Contains(type.Name)
            ? [.. organization.PathTo(accountId)
                .Select(target => (Target: target, Policies: organization.AttachedTo(target).Where(p => p.Type == type.Name).ToArray()))
                .Where(level => level.Policies is not [{ IsOfAws: true }])
                .Select(level => new PolicySet([.. level.Policies.Select(p => p.Policy.Attached)], Named(organization, level.Target)))]
            : [];

    private static string Named(Organization organization, string target) => organization.Units.TryGetValue(target, out var unit) ? $"{target} ({unit.Name})" : target;
}
