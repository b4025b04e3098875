using System.Text.Json;
using Lanyard.Policy.Catalog;

namespace Lanyard.Cli.Commands.Catalog;

/// <summary>Writes parts of the catalogue for scripts.</summary>
internal static class CatalogJson
{
    /// <summary>Writes actions, and what else a search found.</summary>
    public static void Write(Utf8JsonWriter json, ChosenCatalogue chosen, IReadOnlyList<CatalogueAction> actions, IReadOnlyList<ConditionKey> keys)
    {
        chosen.Write(json);
        Actions(json, actions);
        if (keys.Count > 0)
        {
            Keys(json, "conditionKeys", keys);
        }
    }

    /// <summary>Writes a service.</summary>
    public static void Write(Utf8JsonWriter json, ChosenCatalogue chosen, CatalogueService service)
    {
        chosen.Write(json);
        json.WriteStartObject("service");
        json.WriteString("prefix", service.Prefix);
        json.WriteString("name", service.Name);
        json.WriteBoolean("resourceControlPolicies", service.SupportsResourceControlPolicies);
        json.WriteStartArray("resourceTypes");
        foreach (var type in service.ResourceTypes)
        {
            json.WriteStartObject();
            Type(json, type);
            Names(json, "conditionKeys", type.ConditionKeys.Select(k => k.Name));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Keys(json, "conditionKeys", service.ConditionKeys);
        json.WriteEndObject();
        Actions(json, service.Actions);
    }

    /// <summary>Writes a condition key.</summary>
    public static void Write(Utf8JsonWriter json, ChosenCatalogue chosen, ConditionKey key, IReadOnlyList<CatalogueAction> carriers)
    {
        chosen.Write(json);
        Keys(json, "conditionKeys", [key]);
        Names(json, "actions", carriers.Select(a => a.FullName));
    }

    private static void Actions(Utf8JsonWriter json, IReadOnlyList<CatalogueAction> actions)
    {
        json.WriteStartArray("actions");
        foreach (var action in actions)
        {
            json.WriteStartObject();
            json.WriteString("action", action.FullName);
            json.WriteString("accessLevel", CatalogText.Words(action.AccessLevel));
            json.WriteString("description", action.Description);
            json.WriteStartArray("resourceTypes");
            foreach (var resource in action.ResourceTypes)
            {
                json.WriteStartObject();
                Type(json, resource.Type);
                json.WriteBoolean("required", resource.IsRequired);
                Names(json, "conditionKeys", resource.Type.ConditionKeys.Concat(resource.ConditionKeys).Select(k => k.Name).Distinct());
                json.WriteEndObject();
            }

            json.WriteEndArray();
            Keys(json, "conditionKeys", action.ConditionKeys);
            Names(json, "dependentActions", action.DependentActions.Select(a => a.FullName));
            json.WriteStartArray("passedRoles");
            foreach (var role in action.PassedRoles)
            {
                json.WriteStartObject();
                json.WriteString("service", role.Principal);
                json.WriteString("parameter", role.Parameter);
                json.WriteBoolean("always", role.IsAlways);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Type(Utf8JsonWriter json, ResourceType type)
    {
        json.WriteString("type", type.Name);
        Names(json, "arnFormats", type.ArnFormats);
    }

    private static void Keys(Utf8JsonWriter json, string name, IReadOnlyList<ConditionKey> keys)
    {
        json.WriteStartArray(name);
        foreach (var key in keys)
        {
            json.WriteStartObject();
            json.WriteString("key", key.Name);
            json.WriteString("type", key.Type.ToString());
            json.WriteString("description", key.Description);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Names(Utf8JsonWriter json, string name, IEnumerable<string> names)
    {
        json.WriteStartArray(name);
        foreach (var one in names)
        {
            json.WriteStringValue(one);
        }

        json.WriteEndArray();
    }
}
