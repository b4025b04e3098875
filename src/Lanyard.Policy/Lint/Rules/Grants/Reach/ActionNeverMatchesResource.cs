using Lanyard.Policy.Catalog;
using Lanyard.Policy.Matching;

namespace Lanyard.Policy.Lint.Rules.Grants.Reach;

/// <summary>
/// An action in a statement whose resources are all of other types than it can be used on, such as <c>s3:GetObject</c> on a bucket. Looked at are
/// actions of one service, against the ARNs that the Service Authorization Reference gives its resource types. A statement with a resource that
/// isn't known, has no six parts or fits no type at all isn't judged, nor is an action without resource types beside a pattern that holds all
/// resources of its service (<c>arn:aws:s3:::*</c>), which AWS took for <c>*</c> in the past.
/// </summary>
internal sealed class ActionNeverMatchesResource() : Rule("LANYARD_ACTION_NEVER_MATCHES_RESOURCE", Severity.Warning, RuleOrigin.Lanyard)
{
    // More actions than that are sure to have one that fits.
    private const int MostActions = 300;

    public override string Title => "an action on resources that it can't be used on";

    public override string Mending => "Move the action to a statement with resources that it can be used on.";

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
                if (action.Matches is [var range] && range.Count <= MostActions && !FitsAny(policy.Catalogue, range, statement))
                {
                    yield return Report(policy.Catalogue, action, range, statement);
                }
            }
        }
    }

    private static bool IsJudged(CheckedResource resource) => resource.Arn is { } && !resource.Formats.IsEmpty;

    private static bool FitsAny(Catalogue catalogue, ActionRange range, CheckedStatement statement)
    {
        for (var id = range.First; id < range.End; id++)
        {
            var action = catalogue.Action(id);
            if (statement.Resources.Any(resource => ResourceForms.Fits(resource, action) || (action.IsWithoutResourceTypes && HoldsService(resource.Arn!, action))))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HoldsService(Arn arn, CatalogueAction action) => arn.Service == action.Service.Prefix && !arn.Resource.AsSpan().ContainsAnyExcept('*');

    private Finding Report(Catalogue catalogue, CheckedAction action, ActionRange range, CheckedStatement statement)
    {
        var verb = statement.IsAllow ? "allows" : "denies";
        var first = catalogue.Action(range.First);
        var single = range.Count == 1;
        if (single && first.IsWithoutResourceTypes)
        {
            return Found(
                action.Text.Place,
                $"{action.Text.Value} is about no resource, so that it is matched by \"*\" alone and the statement {verb} nothing of it",
                mending: $"Move {action.Text.Value} to a statement with \"Resource\": \"*\".");
        }

        var forms = single ? first.ResourceTypes.SelectMany(type => type.Type.ArnFormats).Distinct().Take(3).ToList() : [];
        return Found(
            action.Text.Place,
            $"{action.Text.Value} can't be used on any of the statement's resources, so that the statement {verb} nothing of it"
            + (forms.Count == 0 ? "" : $"; its resources are {string.Join(" or ", forms)}"));
    }
}
