using System.Collections.Immutable;
using Lanyard.Policy.Catalog;

namespace Lanyard.Policy.Lint.Rules.Grants.Reach;

/// <summary>
/// An action for which the Service Authorization Reference lists no resource, such as <c>s3:ListAllMyBuckets</c>, in a statement about some
/// resources. A suggestion alone: some services compare resources of which the reference says nothing.
/// </summary>
internal sealed class ActionWithoutResource() : UnfittingActionRule("LANYARD_ACTION_WITHOUT_RESOURCE", Severity.Suggestion)
{
    public override string Title => "an action without resources in a statement about some";

    public override string Mending => "Move the action to a statement with \"Resource\": \"*\".";

    protected override Finding? Report(CheckedAction action, ImmutableArray<CatalogueAction> actions, bool isAllow) => actions.All(one => one.IsWithoutResourceTypes)
        ? Found(
            action.Text.Place,
            $"the Service Authorization Reference lists no resource for {action.Text.Value}, so that \"*\" alone matches it and the statement {(isAllow ? "allows" : "denies")} nothing of it",
            mending: $"Move {action.Text.Value} to a statement with \"Resource\": \"*\".")
        : null;
}
