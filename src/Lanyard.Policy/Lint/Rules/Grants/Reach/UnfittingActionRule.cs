using System.Collections.Immutable;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Matching;

namespace Lanyard.Policy.Lint.Rules.Grants.Reach;

/// <summary>
/// A rule about actions that can't be used on any of their statement's resources, by the ARNs that the Service Authorization Reference gives. Looked
/// at are the actions of one service. A statement with a resource that isn't known, has no six parts or fits no type at all isn't judged. The
/// reference has gaps, so that an action that tags takes any resource of its service, and one that doesn't list takes what it is named after
/// (<c>glue:CreateCrawler</c> a crawler).
/// </summary>
internal abstract class UnfittingActionRule(string id, Severity severity) : Rule(id, severity, RuleOrigin.Lanyard)
{
    // More actions than that are sure to have one that fits.
    private const int MostActions = 300;

    public override Uri Link => new("https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html");

    public override IEnumerable<Finding> Check(CheckedPolicy policy)
    {
        foreach (var statement in policy.Statements)
        {
            if (statement.HasNotAction || statement.HasNotResource || statement.Resources.IsEmpty || !statement.Resources.All(IsJudged))
            {
                continue;
            }

            foreach (var action in statement.Actions)
            {
                if (action.Matches is [var range] && range.Count <= MostActions)
                {
                    var actions = ActionsOf(policy.Catalogue, range);
                    if (!actions.Any(one => statement.Resources.Any(resource => MayBe(resource, one))) && Report(action, actions, statement.IsAllow) is { } finding)
                    {
                        yield return finding;
                    }
                }
            }
        }
    }

    private static ImmutableArray<CatalogueAction> ActionsOf(Catalogue catalogue, ActionRange range)
    {
        var actions = ImmutableArray.CreateBuilder<CatalogueAction>(range.Count);
        for (var id = range.First; id < range.First + range.Count; id++)
        {
            actions.Add(catalogue.Action(id));
        }

        return actions.MoveToImmutable();
    }

    /// <summary>Makes the finding.</summary>
    /// <param name="action">The value of <c>Action</c>.</param>
    /// <param name="actions">What it stands for.</param>
    /// <param name="isAllow">Whether the statement allows.</param>
    /// <returns><see langword="null"/> where it is another rule's.</returns>
    protected abstract Finding? Report(CheckedAction action, ImmutableArray<CatalogueAction> actions, bool isAllow);

    private static bool IsJudged(CheckedResource resource) => resource.Arn is { } && !resource.Formats.IsEmpty;

    private static bool MayBe(CheckedResource resource, CatalogueAction action) =>
        ResourceForms.Fits(resource, action)
        || (action.IsWithoutResourceTypes && HoldsService(resource.Arn!, action))
        || resource.Formats.Any(format => ResourceForms.MayBe(resource, format) && IsNamedAfter(action, format.Type));

    // AWS took such a pattern for "*" in the past.
    private static bool HoldsService(Arn arn, CatalogueAction action) => arn.Service == action.Service.Prefix && !arn.Resource.AsSpan().ContainsAnyExcept('*');

    private static bool IsNamedAfter(CatalogueAction action, ResourceType type) =>
        action.AccessLevel != AccessLevel.List && action.Service.Prefix == type.Service.Prefix
        && (action.AccessLevel == AccessLevel.Tagging || action.Name.Contains(Letters(type.Name), StringComparison.OrdinalIgnoreCase));

    private static string Letters(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit));
}
