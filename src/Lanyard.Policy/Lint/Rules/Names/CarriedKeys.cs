using Lanyard.Policy.Catalog;

namespace Lanyard.Policy.Lint.Rules.Names;

/// <summary>Which requests carry a condition key.</summary>
internal static class CarriedKeys
{
    /// <summary>Whether a key belongs to single actions, all of which are known; the global ones come with any request.</summary>
    public static bool IsOfService(this ConditionKey key, Catalogue catalogue) =>
        key.Name is var name && !name.StartsWith("aws:", StringComparison.OrdinalIgnoreCase) && !KnownNames.ListedInPart.Contains(name)
        && !catalogue.GlobalConditionKeys.Any(global => global.Id == key.Id);

    /// <summary>Whether the catalogue lists a key for an action: for itself, for one of its resource types, or for both together.</summary>
    public static bool Carries(this CatalogueAction action, ConditionKey key) =>
        action.ConditionKeys.Any(own => own.Id == key.Id)
        || action.ResourceTypes.Any(resource => resource.ConditionKeys.Any(own => own.Id == key.Id)
            || resource.Type.ConditionKeys.Any(own => own.Id == key.Id));
}
