using Lanyard.Policy.Catalog;

namespace Lanyard.Policy.Lint.Rules.Names.Actions;

/// <summary>A wildcard before the colon: nobody sees which services it takes, and new ones join them.</summary>
internal sealed class WildcardInServiceName() : ActionRule("WILDCARD_IN_SERVICE_NAME", Severity.Suggestion)
{
    public override string Title => "a wildcard in the name of a service";

    public override string Mending => "Name each service.";

    protected override Finding? Check(CheckedStatement statement, CheckedAction action)
    {
        if (!action.Service.AsSpan().ContainsAny('*', '?'))
        {
            return null;
        }

        var catalogue = statement.Policy.Catalogue;
        List<string> services = [.. action.Matches.SelectMany(range => ServicesOf(catalogue, range)).Distinct(StringComparer.Ordinal)];
        return Found(
            action.Text.Place,
            services.Count == 0
                ? $"\"{action.Service}\" stands for no service that {catalogue.Dated()} knows"
                : $"\"{action.Service}\" stands for {services.Count} services today ({Wording.Few(services)}), and for each new one that fits");
    }

    private static IEnumerable<string> ServicesOf(Catalogue catalogue, ActionRange range)
    {
        for (var id = range.First; id < range.End;)
        {
            var service = catalogue.Action(id).Service;
            yield return service.Prefix;
            id = service.Range.End;
        }
    }
}
