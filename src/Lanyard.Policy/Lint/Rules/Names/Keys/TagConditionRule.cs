using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Names.Keys;

/// <summary>
/// A rule about tag keys that a service doesn't send: neither the service nor one of its resource types nor of its actions lists the key. Only
/// operators that fail when the key is missing are looked at, because with others the statement still applies.
/// </summary>
internal abstract class TagConditionRule(string id, Severity severity, Effect effect, bool withNotAction) : TestRule(id, severity)
{
    private static readonly string[] Keys = ["aws:ResourceTag/", "aws:RequestTag/", "aws:TagKeys"];

    protected sealed override Finding? Check(CheckedStatement statement, CheckedTest test)
    {
        if (statement.Statement.Effect != effect || statement.HasNotAction != withNotAction || test.Key is not { } key
            || !Keys.Any(start => test.Test.Key.Value.StartsWith(start, StringComparison.OrdinalIgnoreCase))
            || !OperatorKinds.NeedsKey(test.Operator))
        {
            return null;
        }

        if (withNotAction)
        {
            return Found(test.Test.Key.Place, Describe(test.Test.Key.Value, []));
        }

        List<string> without =
        [
            .. statement.Actions.Where(action => action.Matches.Count > 0 && action.Service.Length > 0 && !action.Service.AsSpan().ContainsAny('*', '?'))
                .Select(action => action.Service.ToLowerInvariant()).Distinct(StringComparer.Ordinal)
                .Where(service => !Sends(statement.Policy.Catalogue.FindService(service)!, key)),
        ];
        return without.Count == 0 ? null : Found(test.Test.Key.Place, Describe(test.Test.Key.Value, without));
    }

    /// <summary>Says what is wrong.</summary>
    /// <param name="key">The key as written.</param>
    /// <param name="services">The services of the statement that don't send it; none with <c>NotAction</c>.</param>
    protected abstract string Describe(string key, IReadOnlyList<string> services);

    private static bool Sends(CatalogueService service, ConditionKey key) =>
        service.ConditionKeys.Any(own => own.Id == key.Id)
        || service.ResourceTypes.Any(type => type.ConditionKeys.Any(own => own.Id == key.Id))
        || service.Actions.Any(action => action.Carries(key));
}
