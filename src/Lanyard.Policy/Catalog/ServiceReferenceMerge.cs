namespace Lanyard.Policy.Catalog;

/// <summary>
/// Makes a catalogue of the service reference: what it publishes is taken from it, and what it doesn't (descriptions, which resource types
/// are required, names, most of what an action depends on) from the catalogue at hand.
/// </summary>
public static class ServiceReferenceMerge
{
    // AWS adds services every week and takes an action away now and then.
    private const double LeastKept = 0.9;
    private const string PassRole = "iam:PassRole";

    /// <summary>Puts the content together.</summary>
    /// <param name="files">The files of all services.</param>
    /// <param name="at">The catalogue at hand.</param>
    /// <param name="version">What the new one is made from, in a few words.</param>
    /// <param name="date">The day it was read.</param>
    /// <exception cref="CatalogueException">It would lose more than a tenth of the actions at hand: then it isn't the whole reference.</exception>
    public static CatalogueContent Merge(IReadOnlyList<ServiceReferenceFile> files, Catalogue at, string version, DateOnly date)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(at);
        var content = new CatalogueContent
        {
            Version = version,
            Date = date,
            Services = [.. files.DistinctBy(f => f.Service.Prefix).Select(f => Complete(f, at))],
            GlobalKeys = [.. at.GlobalConditionKeys.Select(k => new ConditionKeyContent(k.Name, k.Type, k.Description))],
        };
        RequireWhole(content, at);
        return content;
    }

    private static void RequireWhole(CatalogueContent content, Catalogue at)
    {
        var kept = content.Services.Sum(s => s.Actions.Count(a => at.IdOf($"{s.Prefix}:{a.Name}") >= 0));
        if (kept < at.ActionCount * LeastKept)
        {
            throw new CatalogueException($"of the {at.ActionCount} actions known, {at.ActionCount - kept} are missing in it, which is more than AWS takes away");
        }
    }

    private static ServiceContent Complete(ServiceReferenceFile file, Catalogue at)
    {
        var service = file.Service;
        var known = at.FindService(service.Prefix);
        var operations = file.Operations.ToLookup(o => o.Name, StringComparer.OrdinalIgnoreCase);
        return service with
        {
            Name = known?.Name ?? service.Prefix,
            SupportsResourceControlPolicies = known?.SupportsResourceControlPolicies ?? false,
            Actions = [.. service.Actions.Select(a => Complete(a, service.Prefix, file.WithoutLevel.Contains(a.Name), [.. operations[a.Name].SelectMany(o => o.Actions)], at))],
            ConditionKeys = [.. service.ConditionKeys.Select(k => k with { Description = at.FindConditionKey(k.Name)?.Description ?? "" })],
        };
    }

    private static ActionContent Complete(ActionContent action, string prefix, bool withoutLevel, AuthorizedAction[] asks, Catalogue at)
    {
        var name = $"{prefix}:{action.Name}";
        var before = at.FindAction(name);
        var types = before?.ResourceTypes.ToDictionary(r => r.Type.Name, StringComparer.OrdinalIgnoreCase);
        var roles = before?.PassedRoles ?? [];
        PassedRole[] passed = [.. roles, .. asks.SelectMany(a => a.PassedTo).Distinct().Where(p => roles.All(r => r.Principal != p)).Select(p => new PassedRole(p, "", IsAlways: false))];
        return action with
        {
            AccessLevel = withoutLevel ? before?.AccessLevel ?? action.AccessLevel : action.AccessLevel,
            Description = before?.Description ?? "",
            Resources = [.. action.Resources.Select(r => types?.TryGetValue(r.Type, out var old) == true
                ? r with { IsRequired = old.IsRequired, ConditionKeys = [.. old.ConditionKeys.Select(k => k.Name)] }
                : r with { IsRequired = action.Resources.Count == 1 })],
            DependentActions =
            [
                .. before?.DependentActions.Select(d => d.FullName) ?? [],
                .. asks.Select(a => a.Action).Where(a => !a.Equals(name, StringComparison.OrdinalIgnoreCase)),
                .. passed.Length > 0 ? [PassRole] : Array.Empty<string>(),
            ],
            PassedRoles = passed,
        };
    }
}
