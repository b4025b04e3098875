using System.Collections.Immutable;
using Lanyard.Policy;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;

namespace Lanyard.Sandbox.Iam;

/// <summary>A statement that a simulation found, and the policy it is in.</summary>
internal sealed record FoundStatement(string PolicyId, string PolicyType, Place Place);

/// <summary>A policy that a simulation takes.</summary>
/// <param name="Id">What the result calls it by.</param>
/// <param name="Type">What the result says it is.</param>
/// <param name="Policy">The policy.</param>
internal sealed record SimulatedPolicy(string Id, string Type, AttachedPolicy Policy);

/// <summary>What a simulation says of one action on one resource.</summary>
internal sealed record SimulatedResource(
    string Resource, Outcome Outcome, ImmutableArray<FoundStatement> Matched, ImmutableArray<string> Missing, bool? AllowedByOrganizations, bool? AllowedByBoundary);

/// <summary>A simulation: the policies, the caller and the context. The engine decides, as it decides real calls.</summary>
/// <param name="Principal">The caller.</param>
/// <param name="Identity">The policies of the caller.</param>
/// <param name="Resource">The policy of the resource; <see langword="null"/> without one.</param>
/// <param name="Boundary">The permissions boundary; <see langword="null"/> without one.</param>
/// <param name="ServiceControl">The SCPs, a set for each level from the root down.</param>
/// <param name="Owner">The account that resources whose ARN names none are in.</param>
/// <param name="Context">The condition keys.</param>
internal sealed record Simulation(
    RequestPrincipal Principal, ImmutableArray<SimulatedPolicy> Identity, AttachedPolicy? Resource, PolicySet? Boundary,
    ImmutableArray<PolicySet> ServiceControl, string Owner, RequestContext Context)
{
    private const string Anything = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""";

    private static readonly AttachedPolicy AllowAll = new("", PolicyKind.Identity, PolicyDocumentReader.Read(Anything, null));

    /// <summary>Simulates one action on one resource.</summary>
    public SimulatedResource Run(string action, string resource)
    {
        var request = RequestOf(action, resource);
        var all = Policies();
        var outcome = AccessEvaluator.Decide(request, all).Outcome;
        var matched = outcome == Outcome.ImplicitDeny ? [] : Matched(request, outcome);
        var keys = PolicyKeys.Of([.. Identity.Select(p => p.Policy.Document), .. Resource is null ? [] : new[] { Resource.Document }, .. Boundary?.Policies.Select(p => p.Document) ?? []]);
        var open = all with { Identity = PolicySet.Of(AllowAll), Boundary = null, ServiceControl = [], Resource = PolicySet.Of(Delegating()) };
        return new SimulatedResource(
            resource, outcome, matched, [.. keys.Where(k => request.Context.Find(k) is null)],
            ServiceControl.IsEmpty ? null : AccessEvaluator.Decide(request, open with { ServiceControl = ServiceControl }).IsAllowed,
            Boundary is null ? null : AccessEvaluator.Decide(request, open with { Boundary = Boundary }).IsAllowed);
    }

    private AccessPolicies Policies() => new()
    {
        Identity = PolicySet.Of(Identity.Select(p => p.Policy)),
        Boundary = Boundary,
        ServiceControl = ServiceControl,

        // Without a policy of the resource the caller's own alone decide, also on a role or in another account.
        Resource = PolicySet.Of(Resource ?? Delegating()),
    };

    private AccessRequest RequestOf(string action, string resource, string? account = null) => new(Principal, action, resource, Context, account ?? OwnerOf(resource))
    {
        TakesNoResource = Catalogue.Embedded.FindAction(action) is { IsWithoutResourceTypes: true },
    };

    private string OwnerOf(string resource) => resource.Split(':', 6) is ["arn", _, _, _, { Length: 12 } account, _] ? account : Owner;

    // Each statement is asked alone, as if the other side were in another account and agreed: then it decides by itself.
    private ImmutableArray<FoundStatement> Matched(AccessRequest request, Outcome outcome)
    {
        var apart = new AccessRequest(Principal, request.Action, request.ResourceArn, request.Context, Principal.Account == "000000000000" ? "000000000001" : "000000000000")
        {
            TakesNoResource = request.TakesNoResource,
        };
        var found = ImmutableArray.CreateBuilder<FoundStatement>();
        foreach (var policy in Resource is null ? Identity : Identity.Add(new SimulatedPolicy("ResourcePolicy", "Resource Policy", Resource)))
        {
            var isResource = policy.Policy.Kind == PolicyKind.Resource;
            foreach (var statement in policy.Policy.Document.Statements)
            {
                var alone = PolicySet.Of(new AttachedPolicy(policy.Id, policy.Policy.Kind, policy.Policy.Document with { Statements = [statement] }));
                var policies = new AccessPolicies { Identity = isResource ? PolicySet.Of(AllowAll) : alone, Resource = isResource ? alone : PolicySet.Of(Delegating()) };
                if (AccessEvaluator.Decide(apart, policies).Outcome == outcome)
                {
                    found.Add(new FoundStatement(policy.Id, policy.Type, statement.Place));
                }
            }
        }

        return found.ToImmutable();
    }

    private AttachedPolicy Delegating() => new(
        "", PolicyKind.Resource,
        PolicyDocumentReader.Read($$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"{{Principal.Account}}"},"Action":"*","Resource":"*"}]}""", null));
}
