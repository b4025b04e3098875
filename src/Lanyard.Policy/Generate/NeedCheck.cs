using System.Collections.Immutable;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Matching;

namespace Lanyard.Policy.Generate;

/// <summary>Whether a policy is consistent with needs: it allows each, and none of some actions outside them. That isn't evidence that the needs are right.</summary>
/// <param name="Denied">The needs that aren't allowed.</param>
/// <param name="Allowed">Actions outside the needs that are allowed, of those that were tried.</param>
/// <param name="Tried">How many actions outside the needs were tried.</param>
/// <param name="Blocked">The needs that are allowed, and that policies around refuse all the same.</param>
public sealed record NeedCheck(ImmutableArray<Need> Denied, ImmutableArray<string> Allowed, int Tried, ImmutableArray<BlockedNeed> Blocked)
{
    private const int Sampled = 2;
    private const int LargeEnough = 500;
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
        var all = documents.ToArray();
        var alone = AccessPolicies.None with { Identity = PolicySet.Of(all.Select((d, i) => new AttachedPolicy($"generated {i + 1}", PolicyKind.Identity, d))) };
        var policies = new Simulation(alone);

        // By two cores: what a large template needs are thousands of questions.
        Need[] asked = [.. needs];
        var half = asked.Length < LargeEnough ? 0 : asked.Length / 2;
        var first = half == 0 ? null : Task.Run(() => Refused(new Simulation(alone), asked.AsSpan(0, half)));
        var second = Refused(policies, asked.AsSpan(half));
        ImmutableArray<Need> denied = first is null ? [.. second] : [.. first.GetAwaiter().GetResult(), .. second];
        var outside = Outside([.. needs.Select(n => n.Action)]).ToArray();

        // What is allowed to everybody, such as sts:GetCallerIdentity, says nothing of the policy.
        var nothing = new Simulation(AccessPolicies.None);
        var named = NamedBy(all);
        var resources = needs.GroupBy(n => ServiceOf(n.Action), StringComparer.OrdinalIgnoreCase).ToDictionary(g => g.Key, Spread, StringComparer.OrdinalIgnoreCase);
        var allowed = outside.Where(action => named(action) && resources[ServiceOf(action)].Any(resource =>
            policies.Allows(action, resource, RequestContext.Empty) && !nothing.Allows(action, resource, RequestContext.Empty)));
        var isLimited = around.Boundary is not null || around.ServiceControl.Length > 0;
        return new NeedCheck(denied, [.. allowed], outside.Length, isLimited ? BlockedNeed.Find(needs.Except(denied), alone with { Boundary = around.Boundary, ServiceControl = around.ServiceControl }, region) : []);
    }

    private static List<Need> Refused(Simulation policies, ReadOnlySpan<Need> needs)
    {
        // Several resources of a template need the same.
        var answers = new Dictionary<Need, bool>(NeedEquality.OfRequests);
        var denied = new List<Need>();
        foreach (var need in needs)
        {
            if (!answers.TryGetValue(need, out var isAllowed))
            {
                answers[need] = isAllowed = policies.Allows(need.Action, need.Resource, ContextOf(need));
            }

            if (!isAllowed)
            {
                denied.Add(need);
            }
        }

        return denied;
    }

    // An action that no statement names is allowed by none of the documents: it is answered without a simulation.
    private static Func<string, bool> NamedBy(PolicyDocument[] documents)
    {
        var whole = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var patterns = new List<ActionPattern>();
        foreach (var statement in documents.SelectMany(d => d.Statements))
        {
            if (statement.Action.Negated)
            {
                return _ => true;
            }

            foreach (var value in statement.Action.Values)
            {
                if (value.Value.AsSpan().ContainsAny('*', '?'))
                {
                    patterns.Add(new ActionPattern(value.Value));
                }
                else
                {
                    whole.Add(value.Value);
                }
            }
        }

        return action => whole.Contains(action) || patterns.Any(pattern => pattern.IsMatch(action));
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
        var spread = new string[count];
        for (var i = 0; i < count; i++)
        {
            spread[i] = all[i * all.Length / count];
        }

        return spread;
    }

    private static string ServiceOf(string action) => action[..action.IndexOf(':', StringComparison.Ordinal)];

    /// <summary>Makes a request of what is needed: on one resource that fits the pattern.</summary>
    internal static (AccessRequest Request, AccessPolicies Policies) Request(AccessPolicies policies, string action, string resource, RequestContext context) =>
        new Simulation(policies).Request(action, resource, context);

    internal static RequestContext ContextOf(Need need) =>
        need.Conditions.Aggregate(RequestContext.Empty, (context, c) => context.With(c.Key, Sample(c.Values[0])));

    // The account's part is a number, so that the engine takes it for one.
    private static string Sample(string pattern)
    {
        // The request has the name itself, and the policy the variable that stands for its dollar.
        pattern = pattern.Contains(Need.Dollar, StringComparison.Ordinal) ? pattern.Replace(Need.Dollar, "$", StringComparison.Ordinal) : pattern;
        if (!pattern.AsSpan().ContainsAny('*', '?'))
        {
            return pattern;
        }

        var parts = pattern.Split(':', 6);
        if (parts.Length == 6 && parts[4] == "*")
        {
            parts[4] = SampleAccount;
        }

        return string.Join(':', parts).Replace("*", SampleText, StringComparison.Ordinal).Replace('?', 'x');
    }

    /// <summary>Asks the engine as a role of the account that the resource is in.</summary>
    /// <param name="policies">The policies around the requests.</param>
    private sealed class Simulation(AccessPolicies policies)
    {
        private readonly Dictionary<string, Account> _accounts = new(StringComparer.Ordinal);
        private readonly Dictionary<string, string> _samples = new(StringComparer.Ordinal);
        private readonly Dictionary<string, bool> _withoutResource = new(StringComparer.OrdinalIgnoreCase);

        public bool Allows(string action, string resource, RequestContext context)
        {
            var (request, around) = Request(action, resource, context);
            return AccessEvaluator.Decide(request, around).IsAllowed;
        }

        public (AccessRequest Request, AccessPolicies Policies) Request(string action, string resource, RequestContext context)
        {
            if (!_samples.TryGetValue(resource, out var arn))
            {
                _samples[resource] = arn = resource == "*" ? "*" : Sample(resource);
            }

            var account = AccountOf(arn);
            if (!_accounts.TryGetValue(account, out var known))
            {
                _accounts[account] = known = new Account(new RoleSession($"arn:aws:iam::{account}:role/deploy", "check"), policies with { Resource = OwnersOf(account) });
            }

            if (!_withoutResource.TryGetValue(action, out var takesNone))
            {
                _withoutResource[action] = takesNone = Catalogue.Embedded.FindAction(action) is { IsWithoutResourceTypes: true };
            }

            var request = new AccessRequest(known.Caller, action, arn, context, account) { TakesNoResource = takesNone };
            return (request, NeedsOwner(action) ? known.Owned : policies);
        }

        private sealed record Account(RoleSession Caller, AccessPolicies Owned);

        private static string AccountOf(string arn)
        {
            var at = 0;
            for (var colons = 0; colons < 4; colons++)
            {
                at = arn.IndexOf(':', at) + 1;
                if (at == 0)
                {
                    return SampleAccount;
                }
            }

            return arn.Length > at + 12 && arn[at + 12] == ':' && arn.AsSpan(at, 12).IndexOfAnyExceptInRange('0', '9') < 0 ? arn.Substring(at, 12) : SampleAccount;
        }

        // A role and a key let in whom their own policy lets in; here that is their account, which leaves it to identity policies.
        private static bool NeedsOwner(string action) => action.StartsWith("sts:AssumeRole", StringComparison.Ordinal) || action.StartsWith("kms:", StringComparison.Ordinal);

        private static PolicySet OwnersOf(string account) => PolicySet.Of(new AttachedPolicy("owner", PolicyKind.Resource, PolicyDocumentReader.Read(
            $$$"""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::{{{account}}}:root"},"Action":["sts:AssumeRole","kms:*"],"Resource":"*"}}""", null)));
    }
}
