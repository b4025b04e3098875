using System.Collections.Immutable;
using Lanyard.Policy.Engine.Compiled;

namespace Lanyard.Policy.Engine;

/// <summary>A verdict with its reasons.</summary>
public sealed class Explanation
{
    private readonly AccessRequest _request;
    private readonly AccessPolicies _policies;

    private Explanation(AccessRequest request, AccessPolicies policies, Verdict verdict, ImmutableArray<Reason> reasons) =>
        (_request, _policies, Verdict, Reasons) = (request, policies, verdict, reasons);

    /// <summary>The verdict.</summary>
    public Verdict Verdict { get; }

    /// <summary>The reasons, those that decided first; never empty.</summary>
    public ImmutableArray<Reason> Reasons { get; }

    /// <summary>
    /// The layers that deny the request or lack an allow: <c>identity</c>, <c>boundary</c>, <c>session</c>, <c>resource</c>,
    /// <c>endpoint</c>, <c>scp:TARGET</c>, <c>rcp:TARGET</c>; <c>rule</c> where a rule of AWS refuses it. Empty for an allowed request.
    /// </summary>
    public IEnumerable<string> BlockedBy => Reasons
        .Where(reason => !Verdict.IsAllowed && reason.Kind is ReasonKind.Denies or ReasonKind.AllowMissing or ReasonKind.Rule)
        .Select(reason => ReasonText.LayerName(reason, _policies))
        .Distinct();

    /// <summary>Decides, and says why.</summary>
    /// <param name="request">The request.</param>
    /// <param name="policies">The policies around it.</param>
    public static Explanation Of(AccessRequest request, AccessPolicies policies)
    {
        var verdict = AccessEvaluator.Decide(request, policies);
        var isBounded = policies.Boundary is not null;
        var reasons = verdict.Rule != StandingRule.None ? [new Reason(ReasonKind.Rule, PolicyLayers.None)] : verdict.Outcome switch
        {
            Outcome.ExplicitDeny => SetsOf(request, policies, verdict.Layers).SelectMany(set => Denials(set, request, isBounded)),
            Outcome.Allowed => SetsOf(request, policies, verdict.Layers).SelectMany(set => Allows(set, request, isBounded)),
            _ => Missing(request, policies, verdict.Layers, isBounded),
        };
        return new Explanation(request, policies, verdict, [.. reasons]);
    }

    /// <summary>Puts a reason into words.</summary>
    /// <param name="reason">One of <see cref="Reasons"/>.</param>
    public RenderedReason Render(Reason reason) => ReasonText.Of(reason, _request, _policies, Verdict);

    private static IEnumerable<LayerSet> SetsOf(AccessRequest request, AccessPolicies policies, PolicyLayers layers) =>
        LayerWalk.Of(policies).Where(set => (set.Layer & layers) != 0 && AccessEvaluator.Applies(set.Layer, request));

    private static IEnumerable<Reason> Denials(LayerSet set, AccessRequest request, bool isBounded) =>
        from found in Matches(set, request, isBounded)
        where found.Match.Failed == StatementElement.None && found.Matcher.Denies
        select new Reason(ReasonKind.Denies, set.Layer, set.Level, found.Ref);

    private static IEnumerable<Reason> Allows(LayerSet set, AccessRequest request, bool isBounded)
    {
        var answer = set.Set?.Match(request, isBounded) ?? SetAnswer.Nothing;
        if (answer.Allow is { } statement)
        {
            yield return answer.Reach == PrincipalReach.Account && set.Layer == PolicyLayers.Resource
                ? new Reason(ReasonKind.Delegates, set.Layer, set.Level, statement, StatementElement.Principal)
                : new Reason(ReasonKind.Allows, set.Layer, set.Level, statement);
        }
        else if (set.Layer == PolicyLayers.Identity)
        {
            yield return new Reason(ReasonKind.Rule, set.Layer);
        }
    }

    private static IEnumerable<Reason> Missing(AccessRequest request, AccessPolicies policies, PolicyLayers layers, bool isBounded)
    {
        var lacking = SetsOf(request, policies, layers)
            .Where(set => (set.Set?.Match(request, isBounded).Reach ?? PrincipalReach.None) == PrincipalReach.None)
            .ToList();
        foreach (var set in lacking)
        {
            yield return new Reason(ReasonKind.AllowMissing, set.Layer, set.Level);
        }

        foreach (var miss in lacking.SelectMany(set => NearMisses(set, request, isBounded)))
        {
            yield return miss;
        }

        // What the resource's policy says matters also where it isn't needed: it may leave the choice to the account, or nearly allow.
        if ((layers & PolicyLayers.Resource) == 0 && (layers & PolicyLayers.Identity) != 0)
        {
            var resource = new LayerSet(PolicyLayers.Resource, 0, policies.Resource);
            foreach (var reason in Allows(resource, request, isBounded).Where(reason => reason.Kind == ReasonKind.Delegates))
            {
                yield return reason;
            }

            foreach (var miss in NearMisses(resource, request, isBounded))
            {
                yield return miss;
            }
        }
    }

    private static IEnumerable<Reason> NearMisses(LayerSet set, AccessRequest request, bool isBounded) =>
        from found in Matches(set, request, isBounded)
        where found.Match.Failed is not (StatementElement.None or StatementElement.Action) && !found.Matcher.Denies
        select new Reason(ReasonKind.NearMiss, set.Layer, set.Level, found.Ref, found.Match.Failed, found.Match.Condition);

    private static IEnumerable<(StatementRef Ref, StatementMatcher Matcher, StatementMatch Match)> Matches(
        LayerSet set, AccessRequest request, bool isBounded)
    {
        for (var policy = 0; policy < set.Set?.Policies.Length; policy++)
        {
            var statements = set.Set.Policies[policy].Compiled.Statements;
            for (var statement = 0; statement < statements.Count; statement++)
            {
                yield return (new StatementRef(policy, statement), statements[statement], statements[statement].Match(request, isBounded));
            }
        }
    }
}
