using System.Collections.Immutable;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;

namespace Lanyard.Policy.Generate;

/// <summary>Whether a policy is consistent with needs: it allows each, and none of some actions outside them. That isn't evidence that the needs are right.</summary>
/// <param name="Denied">The needs that aren't allowed.</param>
/// <param name="Allowed">Actions outside the needs that are allowed, of those that were tried.</param>
/// <param name="Tried">How many actions outside the needs were tried.</param>
/// <param name="Blocked">The needs that are allowed, and that policies around refuse all the same.</param>
public sealed record NeedCheck(ImmutableArray<Need> Denied, ImmutableArray<string> Allowed, int Tried, ImmutableArray<BlockedNeed> Blocked)
{
    private const int Sampled = 2;
    private const string SampleText = "x7q";
    private const string SampleAccount = "111122223333";

    /// <summary>Gets whether the policy and the needs are at one; policies around it have no part in that.</summary>
    public bool IsConsistent => Denied.IsEmpty && Allowed.IsEmpty;

    /// <summary>Gets whether policies around surely refuse a need.</summary>
    public bool IsBlocked => Blocked.Any(blocked => blocked.DependsOn.IsEmpty);

    /// <summary>Simulates the needs, and a sample of what isn't needed.</summary>
    /// <param name="needs">The needs.</param>
    /// <param name="documents">The documents that allow them together.</param>
    /// <param name="around">Policies around them, such as SCPs and a boundary; their identity policies aren't used.</param>
    /// <param name="region">The Region of the deployment; <see langword="null"/> where it isn't known.</param>
    public static NeedCheck Of(IReadOnlyCollection<Need> needs, IEnumerable<PolicyDocument> documents, AccessPolicies around, string? region = null)
    {
        ArgumentNullException.ThrowIfNull(needs);
        ArgumentNullException.ThrowIfNull(around);
        var alone = AccessPolicies.None with { Identity = PolicySet.Of(documents.Select((d, i) => new AttachedPolicy($"generated {i + 1}", PolicyKind.Identity, d))) };
        var answers = new Dictionary<(string Action, string Resource, string Context), bool>();
        var denied = needs.Where(need => !Answer(need)).ToImmutableArray();
        var outside = Outside([.. needs.Select(n => n.Action)]).ToArray();

        // What is allowed to everybody, such as sts:GetCallerIdentity, says nothing of the policy.
        var resources = needs.GroupBy(n => ServiceOf(n.Action), StringComparer.OrdinalIgnoreCase).ToDictionary(g => g.Key, Spread, StringComparer.OrdinalIgnoreCase);
        var allowed = outside.Where(action => resources[ServiceOf(action)].Any(resource =>
            IsAllowed(alone, action, resource, RequestContext.Empty) && !IsAllowed(AccessPolicies.None, action, resource, RequestContext.Empty)));
        var isLimited = around.Boundary is not null || around.ServiceControl.Length > 0;
        return new NeedCheck(denied, [.. allowed], outside.Length, isLimited ? BlockedNeed.Find(needs.Except(denied), alone with { Boundary = around.Boundary, ServiceControl = around.ServiceControl }, region) : []);

        // Several resources of a template need the same.
        bool Answer(Need need)
        {
            var question = (need.Action, need.Resource, need.Conditions.IsEmpty ? "" : string.Join(' ', need.Conditions.Select(c => $"{c.Key}={c.Values[0]}")));
            if (!answers.TryGetValue(question, out var isAllowed))
            {
                answers[question] = isAllowed = IsAllowed(alone, need.Action, need.Resource, ContextOf(need));
            }

            return isAllowed;
        }
    }

    // Of each service that is touched every action that isn't needed.
    private static IEnumerable<string> Outside(HashSet<string> needed)
    {
        var known = needed.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return known.Select(ServiceOf).Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(prefix => Catalogue.Embedded.FindService(prefix)).OfType<CatalogueService>()
            .SelectMany(service => service.Actions).Select(action => action.FullName).Where(name => !known.Contains(name));
    }

    // A few resources of those that the service's needs name, from the first to the last.
    private static string[] Spread(IEnumerable<Need> needs)
    {
        var all = needs.Select(n => n.Resource).Distinct(StringComparer.Ordinal).ToArray();
        var count = Math.Min(all.Length, Sampled);
        return [.. Enumerable.Range(0, count).Select(i => all[i * all.Length / count])];
    }

    private static string ServiceOf(string action) => action[..action.IndexOf(':', StringComparison.Ordinal)];

    private static bool IsAllowed(AccessPolicies policies, string action, string resource, RequestContext context)
    {
        var (request, around) = Request(policies, action, resource, context);
        return AccessEvaluator.Decide(request, around).IsAllowed;
    }

    /// <summary>Makes a request of what is needed: on one resource that fits the pattern.</summary>
    internal static (AccessRequest Request, AccessPolicies Policies) Request(AccessPolicies policies, string action, string resource, RequestContext context)
    {
        var arn = resource == "*" ? "*" : Sample(resource);
        var account = arn.Split(':') is [_, _, _, _, { Length: 12 } owner, ..] && owner.All(char.IsAsciiDigit) ? owner : SampleAccount;
        var request = new AccessRequest(new RoleSession($"arn:aws:iam::{account}:role/deploy", "check"), action, arn, context, account)
        {
            TakesNoResource = Catalogue.Embedded.FindAction(action) is { IsWithoutResourceTypes: true },
        };
        return (request, NeedsOwner(action) ? policies with { Resource = OwnersOf(account) } : policies);
    }

    // A role and a key let in whom their own policy lets in; here that is their account, which leaves it to identity policies.
    private static bool NeedsOwner(string action) => action.StartsWith("sts:AssumeRole", StringComparison.Ordinal) || action.StartsWith("kms:", StringComparison.Ordinal);

    private static PolicySet OwnersOf(string account) => PolicySet.Of(new AttachedPolicy("owner", PolicyKind.Resource, PolicyDocumentReader.Read(
        $$$"""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::{{{account}}}:root"},"Action":["sts:AssumeRole","kms:*"],"Resource":"*"}}""", null)));

    internal static RequestContext ContextOf(Need need) =>
        need.Conditions.Aggregate(RequestContext.Empty, (context, c) => context.With(c.Key, Sample(c.Values[0])));

    // The account's part is a number, so that the engine takes it for one.
    private static string Sample(string pattern)
    {
        var parts = pattern.Split(':', 6);
        if (parts.Length == 6 && parts[4] == "*")
        {
            parts[4] = SampleAccount;
        }

        return string.Join(':', parts).Replace("*", SampleText, StringComparison.Ordinal).Replace('?', 'x');
    }
}
