namespace Lanyard.Policy.Lint.Rules.Names.Actions;

/// <summary>An action of a service that doesn't exist. A service with a wildcard is another rule's.</summary>
internal sealed class InvalidServiceInAction() : ActionRule("INVALID_SERVICE_IN_ACTION", Severity.Error)
{
    public override string Title => "an action of a service that doesn't exist";

    public override string Mending => "Start the action with the prefix of its service, as in \"s3:GetObject\".";

    protected override Finding? Check(CheckedStatement statement, CheckedAction action)
    {
        var catalogue = statement.Policy.Catalogue;
        if (action.Matches.Count > 0 || action.Service.Length == 0 || action.Service.AsSpan().ContainsAny('*', '?')
            || catalogue.FindService(action.Service) is not null)
        {
            return null;
        }

        var near = KnownNames.Prefixes.GetValueOrDefault(action.Service)
            ?? Nearest.Of(action.Service, catalogue.Services.Select(service => service.Prefix));
        return Found(
            action.Text.Place,
            $"there is no service with the prefix \"{action.Service}\": {catalogue.Dated()} doesn't know it{Wording.DidYouMean(near)}",
            mending: near is null ? null : $"Write \"{near}:{action.Name}\" if you mean that service.");
    }
}
