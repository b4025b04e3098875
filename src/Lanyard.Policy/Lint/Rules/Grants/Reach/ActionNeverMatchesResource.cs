using System.Collections.Immutable;
using Lanyard.Policy.Catalog;

namespace Lanyard.Policy.Lint.Rules.Grants.Reach;

/// <summary>An action in a statement whose resources are all of other types than it can be used on, such as <c>s3:GetObject</c> on a bucket.</summary>
internal sealed class ActionNeverMatchesResource() : UnfittingActionRule("LANYARD_ACTION_NEVER_MATCHES_RESOURCE", Severity.Warning)
{
    private const int NamedForms = 3;

    public override string Title => "an action on resources that it can't be used on";

    public override string Mending => "Move the action to a statement with resources that it can be used on.";

    protected override Finding? Report(CheckedAction action, ImmutableArray<CatalogueAction> actions, bool isAllow)
    {
        if (actions.All(one => one.IsWithoutResourceTypes))
        {
            return null;
        }

        var forms = actions.Length > 1 ? [] : actions[0].ResourceTypes.SelectMany(type => type.Type.ArnFormats).Distinct().Take(NamedForms).ToList();
        return Found(
            action.Text.Place,
            $"{action.Text.Value} can't be used on any of the statement's resources, so that the statement {(isAllow ? "allows" : "denies")} nothing of it"
            + (forms.Count == 0 ? "" : $"; its resources are {string.Join(" or ", forms)}"));
    }
}
