using System.Collections.Immutable;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Matching;
using Lanyard.Policy.Sets.Patterns;

namespace Lanyard.Policy.Sets;

/// <summary>Makes requests of what was found, as much like real ones as it goes, and lets the engine confirm them.</summary>
internal sealed class WitnessMaker(Catalogue catalogue)
{
    private const int MaxSteps = 200_000;
    private const int MaxActions = 12;
    private const int MaxFormats = 12;
    private const int MaxFilled = 100;

    private static readonly string[] Fillings = ["example", "example/example", "example:example"];

    private static readonly string[] Others = [$"arn:aws:example:us-east-1:{StandIns.Account}:example", $"arn:aws-cn:example:cn-north-1:{StandIns.Account}:example"];

    /// <summary>Makes a request for one of some actions that are alike.</summary>
    /// <param name="question">The sides.</param>
    /// <param name="finding">What was found.</param>
    /// <param name="actions">The actions. One that acts on such resources, as the catalogue has it, is taken before the others.</param>
    /// <param name="adds">Whether the later side is the one that allows it.</param>
    /// <returns>The request; <see langword="null"/> when the engine decides it otherwise.</returns>
    public Witness? Make(Question question, Finding finding, IReadOnlyList<string> actions, bool adds) =>
        actions.Take(MaxActions).Select(action => Make(question, finding, action, UsualFor(question, finding, action), adds)).FirstOrDefault(made => made is not null)
        ?? Make(question, finding, actions[0], AnyFor(finding, actions[0]), adds);

    private Witness? Make(Question question, Finding finding, string action, IEnumerable<string> resources, bool adds)
    {
        foreach (var resource in resources.Distinct(StringComparer.Ordinal))
        {
            foreach (var caller in CallersFor(question, finding.Context))
            {
                var context = RequestContext.Of(finding.Context);
                if (Confirms(question, caller, action, resource, context, adds))
                {
                    var needed = Needed(question, caller, action, resource, finding.Context, adds);
                    return new Witness(caller, action, resource, needed, question.ResourceAccount);
                }
            }
        }

        return null;
    }

    /// <summary>
    /// Whether an action is one for which the resource's policy must agree in any case, as with KMS keys: then it never only takes away.
    /// </summary>
    public static bool MustAgree(Question question, string action) => ServiceRules.ResourceMustAllow(
        new AccessRequest(question.Caller, action, "arn:aws:kms:us-east-1:111111111111:key/x", RequestContext.Empty, question.ResourceAccount))
        || ServiceRules.IsRoleTrust(action, "arn:aws:iam::111111111111:role/x");

    // What the request says of itself anyway needn't be written down.
    private ImmutableSortedDictionary<string, ContextValue> Needed(
        Question question, RequestPrincipal caller, string action, string resource, ImmutableDictionary<string, ContextValue> context, bool adds)
    {
        var completed = RequestOf(question, caller, action, resource, RequestContext.Empty).Context;
        var needed = context.RemoveRange(context.Keys.Where(key => completed.Find(key)?.Single is { } own && own == context[key].Single));
        return (Confirms(question, caller, action, resource, RequestContext.Of(needed), adds) ? needed : context)
            .ToImmutableSortedDictionary(StringComparer.OrdinalIgnoreCase);
    }

    private bool Confirms(Question question, RequestPrincipal caller, string action, string resource, RequestContext context, bool adds)
    {
        var request = RequestOf(question, caller, action, resource, context);
        var before = AccessEvaluator.Decide(request, question.Before.Policies(caller.Account)).IsAllowed;
        var after = AccessEvaluator.Decide(request, question.After.Policies(caller.Account)).IsAllowed;
        return after == adds && before != adds;
    }

    private AccessRequest RequestOf(Question question, RequestPrincipal caller, string action, string resource, RequestContext context)
    {
        var service = catalogue.FindService(action.AsSpan(0, Math.Max(0, action.IndexOf(':', StringComparison.Ordinal))));
        return new AccessRequest(caller, action, resource, context, question.ResourceAccount)
        {
            TakesNoResource = catalogue.FindAction(action) is { IsWithoutResourceTypes: true },
            IsCoveredByResourceControl = service is null or { SupportsResourceControlPolicies: true },
        };
    }

    private static IEnumerable<RequestPrincipal> CallersFor(Question question, ImmutableDictionary<string, ContextValue> context)
    {
        if (question.MayChangeCaller)
        {
            if (context.GetValueOrDefault("aws:PrincipalArn")?.Single is { } arn
                && RequestPrincipal.TryParse(arn, out var named) && named is IamUser or RoleSession)
            {
                yield return named is RoleSession { SessionName: null } role ? role with { SessionName = "example" } : named;
            }

            if (context.GetValueOrDefault("aws:username")?.Single is { Length: > 0 } name && !name.Contains('/', StringComparison.Ordinal))
            {
                yield return new IamUser($"arn:aws:iam::{question.Caller.Account}:user/{name}");
            }
        }

        yield return question.Caller;
    }

    // Resources that the action may well act on.
    private IEnumerable<string> UsualFor(Question question, Finding finding, string action)
    {
        if (question.Resource is { } own)
        {
            return [own];
        }

        if (catalogue.FindAction(action) is { IsWithoutResourceTypes: true })
        {
            return ["*"];
        }

        var key = ResourceSplit.KeyOf(finding.Group.Terms);
        var formats = FormatsOf(action);
        return formats.Select(format => ArnFormat.Example(format)).Concat(FilledOf(finding))
            .Where(arn => finding.Split.KeyOf(arn) == key && Looks(arn, formats))
            .Concat(formats.Select(format => Search(finding.Split, key, ArnFormat.Pattern(format))).OfType<string>());
    }

    // Any resource, those that are easier to read first.
    private IEnumerable<string> AnyFor(Finding finding, string action)
    {
        var key = ResourceSplit.KeyOf(finding.Group.Terms);
        return FilledOf(finding).Concat(FormatsOf(action).Select(ArnFormat.Elsewhere)).Concat(Others)
            .Where(arn => finding.Split.KeyOf(arn) == key)
            .Concat(finding.Group.Examples.Where(example => example != "*"))
            .Concat(finding.Group.Examples);
    }

    private List<string> FormatsOf(string action) => catalogue.FindAction(action) is not { } known ? []
        :
        [
            .. known.ResourceTypes.SelectMany(resource => resource.Type.ArnFormats).Distinct(StringComparer.Ordinal)
                .OrderBy(format => format.Length).Take(MaxFormats),
        ];

    private static IEnumerable<string> FilledOf(Finding finding) =>
        finding.Split.Patterns.Take(MaxFilled).SelectMany(pattern => Fillings.Select(filling => ArnFormat.Filled(pattern, filling)));

    private static bool Looks(string arn, List<string> formats) => Arn.TryParse(arn, out _) && formats.Exists(format => ArnFormat.Pattern(format).IsMatch(arn));

    private static string? Search(ResourceSplit split, string key, TextPattern universe)
    {
        bool IsIt(TextCell cell) => split.KeyOf(cell.Example) == key;
        return JointSearch.Divide(split.Patterns, universe, MaxSteps, IsIt).Cells.FirstOrDefault(IsIt)?.Example;
    }
}
