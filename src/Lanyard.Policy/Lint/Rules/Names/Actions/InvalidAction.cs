namespace Lanyard.Policy.Lint.Rules.Names.Actions;

/// <summary>
/// An action that its service doesn't have, or a pattern that fits none. Values that are no <c>service:Name</c>, and those of an unknown service,
/// are found by other rules.
/// </summary>
internal sealed class InvalidAction() : ActionRule("INVALID_ACTION", Severity.Error)
{
    public override string Title => "an action that doesn't exist";

    public override string Mending => "Write an action that exists, or remove this one.";

    protected override Finding? Check(CheckedStatement statement, CheckedAction action)
    {
        if (action.Matches.Count > 0 || action.Name.Contains(':', StringComparison.Ordinal)
            || statement.Policy.Catalogue.FindService(action.Service) is not { } service)
        {
            return null;
        }

        var catalogue = statement.Policy.Catalogue;
        if (action.HasWildcard)
        {
            return Found(action.Text.Place, $"no action fits \"{action.Text.Value}\": {catalogue.Dated()} knows none of {service.Name}");
        }

        var near = KnownNames.Operations.GetValueOrDefault(action.Text.Value)
            ?? (Nearest.Of(action.Name, service.Actions.Select(known => known.Name)) is { } name ? $"{service.Prefix}:{name}" : null);
        return Found(
            action.Text.Place,
            $"there is no action \"{action.Text.Value}\": {catalogue.Dated()} doesn't know it{Wording.DidYouMean(near)}",
            mending: near is null ? null : $"Write \"{near}\" if you mean it, or remove the action.");
    }
}
