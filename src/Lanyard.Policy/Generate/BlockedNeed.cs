using System.Collections.Immutable;
using Lanyard.Policy.Engine;

namespace Lanyard.Policy.Generate;

/// <summary>A need that a policy around the generated one refuses, so that no policy of an identity can grant it.</summary>
/// <param name="Need">The need.</param>
/// <param name="Layer">What refuses it: <c>boundary</c>, or <c>scp:TARGET</c>.</param>
/// <param name="Reason">The policy, and its statement where one denies; the same for all needs that it refuses.</param>
/// <param name="DependsOn">The condition keys that decide and that nobody knows before the call; empty where it is refused whatever they are.</param>
public sealed record BlockedNeed(Need Need, string Layer, string Reason, ImmutableArray<string> DependsOn)
{
    private const string RegionKey = "aws:RequestedRegion";
    private const string GlobalRegion = "us-east-1";

    // Their calls go to one Region, wherever the stack is: "aws:RequestedRegion", AWS global condition context keys.
    private static readonly string[] Global = ["iam", "cloudfront", "route53", "organizations", "waf", "shield"];

    /// <summary>Finds them.</summary>
    /// <param name="needs">The needs.</param>
    /// <param name="policies">The generated policies, and those around.</param>
    /// <param name="region">The Region of the deployment; <see langword="null"/> where it isn't known.</param>
    internal static ImmutableArray<BlockedNeed> Find(IEnumerable<Need> needs, AccessPolicies policies, string? region)
    {
        var answers = new Dictionary<(string Action, string Resource, string Conditions), BlockedNeed?>();
        var blocked = ImmutableArray.CreateBuilder<BlockedNeed>();
        foreach (var need in needs)
        {
            var question = (need.Action, need.Resource, NeededPolicy.Written(need.Conditions));
            if (!answers.TryGetValue(question, out var answer))
            {
                answers[question] = answer = Ask(need, policies, region);
            }

            if (answer is not null)
            {
                blocked.Add(answer with { Need = need });
            }
        }

        return blocked.ToImmutable();
    }

    private static BlockedNeed? Ask(Need need, AccessPolicies policies, string? region)
    {
        var context = NeedCheck.ContextOf(need);
        var (request, around) = NeedCheck.Request(policies, need.Action, need.Resource, RegionOf(need, region) is { } called ? context.With(RegionKey, called) : context);
        var explanation = Explanation.Of(request, around);
        if (explanation.Verdict.IsAllowed)
        {
            return null;
        }

        // Two layers may refuse it; one that does so in any case says more than one that may.
        return explanation.Reasons.Where(reason => reason.Kind is ReasonKind.Denies or ReasonKind.AllowMissing)
            .Select(reason => Of(need, explanation, reason, request))
            .MinBy(found => found.DependsOn.Length);
    }

    private static BlockedNeed Of(Need need, Explanation explanation, Reason reason, AccessRequest request)
    {
        var rendered = explanation.Render(reason);
        if (reason.Kind == ReasonKind.Denies)
        {
            var statement = rendered.Statement!;
            var sid = statement.Sid is { Value.Length: > 0 } name ? $" ({name.Value})" : "";
            return new BlockedNeed(
                need, rendered.Layer!, $"{rendered.Policy!.Name}, statement {statement.Index + 1}{sid}, {statement.EffectAt}, denies it",
                [.. statement.Conditions.SelectMany(block => block.Tests).Select(test => test.Key.Value).Where(key => !IsKnown(key, request))]);
        }

        var near = explanation.Reasons
            .Where(miss => miss.Kind == ReasonKind.NearMiss && miss.Layer == reason.Layer && miss.Level == reason.Level && miss.Element == StatementElement.Condition)
            .SelectMany(miss => explanation.Render(miss).Statement!.Conditions.SelectMany(block => block.Tests)).Select(test => test.Key.Value).Where(key => !IsKnown(key, request));
        return new BlockedNeed(need, rendered.Layer!, reason.Layer == PolicyLayers.Boundary ? "no statement of the permissions boundary allows it" : "no statement of the SCP allows it", [.. near.Distinct(StringComparer.OrdinalIgnoreCase)]);
    }

    // Who deploys isn't known; that it is somebody of the account is.
    private static bool IsKnown(string key, AccessRequest request) =>
        request.Context.Find(key) is not null && (!key.StartsWith("aws:Principal", StringComparison.OrdinalIgnoreCase) || key.EndsWith("IsAWSService", StringComparison.OrdinalIgnoreCase))
        && !key.StartsWith("aws:user", StringComparison.OrdinalIgnoreCase);

    private static string? RegionOf(Need need, string? region) =>
        need.Resource.Split(':') is [_, _, _, { Length: > 0 } named, ..] && !named.Contains('*', StringComparison.Ordinal) ? named
        : Global.Contains(need.Action[..need.Action.IndexOf(':', StringComparison.Ordinal)]) ? GlobalRegion
        : region;
}
