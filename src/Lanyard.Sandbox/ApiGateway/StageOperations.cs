using System.Collections.Immutable;
using System.Text.Json;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.ApiGateway;

/// <summary>The stages of REST APIs: those of stacks, of their deployments, and those that calls made.</summary>
internal static class StageOperations
{
    private const string StageType = "AWS::ApiGateway::Stage";

    public static ApiRoute[] All { get; } =
    [
        new("GetStages", "GET", "/restapis/{}/stages", List),
        new("GetStage", "GET", "/restapis/{}/stages/{}", Get),
        new("CreateStage", "POST", "/restapis/{}/stages", Create, 201),
        new("UpdateStage", "PATCH", "/restapis/{}/stages/{}", Update),
    ];

    /// <summary>Finds a stage.</summary>
    /// <exception cref="ServiceFault">There is none.</exception>
    public static StageView Find(ApiCall call, string apiId, string name)
    {
        RestApiOperations.Find(call, apiId);
        return StagesOf(call, apiId).FirstOrDefault(s => s.Name == name) ?? throw ApiCall.NotFound("Invalid stage identifier specified");
    }

    private static IEnumerable<StageView> StagesOf(ApiCall call, string apiId)
    {
        var declared = call.State.Stacks.Made(call.AccountId, call.Region, StageType).Where(m => m.Resource.Properties.Find("RestApiId")?.Text == apiId)
            .Select(m => (Name: m.Resource.PhysicalId, Deployment: m.Resource.Properties.Find("DeploymentId")?.Text ?? "", Settings: StageView.SettingsIn(m.Resource.Properties), m.Stack, Resource: (StackResource?)m.Resource, m.Resource.Updated));

        // A deployment with the name of a stage makes that, or deploys to it.
        var deployed = RestApiOperations.DeploymentsOf(call, apiId).Where(d => d.Properties.Find("StageName") is not null)
            .Select(d => (Name: d.Properties.Find("StageName")!.Text, Deployment: d.PhysicalId, Settings: StageView.SettingsIn(d.Properties.Find("StageDescription")), Stack: (Stack)null!, Resource: (StackResource?)null, d.Updated));
        var changes = call.State.Apis.StagesOf(apiId).ToDictionary(s => s.Name, StringComparer.Ordinal);
        var made = changes.Values.Where(c => c.DeploymentId is not null)
            .Select(c => (c.Name, Deployment: c.DeploymentId!, Settings: StageView.SettingsIn(null), Stack: (Stack)null!, Resource: (StackResource?)null, Updated: c.Created));
        return declared.Concat(deployed).Concat(made).DistinctBy(s => s.Name).OrderBy(s => s.Name, StringComparer.Ordinal).Select(s =>
        {
            var changed = changes.GetValueOrDefault(s.Name);
            var arn = call.ArnOf($"/restapis/{apiId}/stages/{s.Name}");
            var tags = s.Resource is null ? call.State.Apis.TagsOf(arn) ?? ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal) : TagOperations.TagsOf(call, arn, s.Stack, s.Resource);
            var updated = changed is null || changed.Updated < s.Updated ? s.Updated : changed.Updated;
            return new StageView(apiId, s.Name, s.Deployment, changed is null ? s.Settings : s.Settings.SetItems(changed.Settings), tags, s.Updated, updated);
        });
    }

    private static void List(ApiCall call, Utf8JsonWriter json)
    {
        call.RequireKnown("deploymentId");
        call.Authorize($"/restapis/{call.Named[0]}/stages");
        RestApiOperations.Find(call, call.Named[0]);
        json.WriteStartArray("item");
        foreach (var stage in StagesOf(call, call.Named[0]).Where(s => call.Parameter("deploymentId") is not { } id || s.DeploymentId == id))
        {
            json.WriteStartObject();
            Write(json, stage);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Get(ApiCall call, Utf8JsonWriter json)
    {
        call.RequireKnown();
        call.Authorize($"/restapis/{call.Named[0]}/stages/{call.Named[1]}");
        Write(json, Find(call, call.Named[0], call.Named[1]));
    }

    private static void Create(ApiCall call, Utf8JsonWriter json)
    {
        call.RequireKnown();
        var (name, deployment) = (call.Input.Text("stageName", 1, 128), call.Input.Text("deploymentId", 1, 64));
        var settings = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
        settings = call.Input.OptionalText("description", 0, 1024) is { } description ? settings.SetItem("/description", description) : settings;
        settings = call.Input.Flag("tracingEnabled") is { } isTraced ? settings.SetItem("/tracingEnabled", isTraced ? "true" : "false") : settings;
        call.Authorize($"/restapis/{call.Named[0]}/stages");
        RestApiOperations.Find(call, call.Named[0]);
        if (StagesOf(call, call.Named[0]).Any(s => s.Name == name))
        {
            throw new ServiceFault("ConflictException", 409, "Stage already exists");
        }

        if (!RestApiOperations.DeploymentsOf(call, call.Named[0]).Any(d => d.PhysicalId == deployment))
        {
            throw ApiCall.NotFound("Invalid Deployment identifier specified");
        }

        call.State.Apis.Put(new StageChanges(call.Named[0], name, call.Now) { DeploymentId = deployment, Settings = settings, Updated = call.Now });
        Write(json, Find(call, call.Named[0], name));
    }

    private static void Update(ApiCall call, Utf8JsonWriter json)
    {
        call.RequireKnown();
        var patches = call.Input.Structures("patchOperations", 1000).Select(p => (Op: p.Text("op"), Path: p.Text("path"), Value: p.OptionalText("value"))).ToList();
        call.Authorize($"/restapis/{call.Named[0]}/stages/{call.Named[1]}");
        var stage = Find(call, call.Named[0], call.Named[1]);
        var changes = call.State.Apis.StagesOf(stage.ApiId).FirstOrDefault(s => s.Name == stage.Name) ?? new StageChanges(stage.ApiId, stage.Name, stage.Created) { Updated = call.Now };
        changes = patches.Aggregate(changes, (now, patch) => now with { Settings = Apply(now.Settings, stage, patch.Op, patch.Path, patch.Value), Updated = call.Now });
        call.State.Apis.Put(changes);
        Write(json, Find(call, stage.ApiId, stage.Name));
    }

    private static ImmutableSortedDictionary<string, string> Apply(ImmutableSortedDictionary<string, string> settings, StageView stage, string op, string path, string? value) => (op, path, value) switch
    {
        // Nothing that a stack set is taken away: the stack would not know.
        ("remove", "/accessLogSettings", _) when !stage.Settings.Keys.Except(settings.Keys).Any(k => k.StartsWith("/accessLogSettings/", StringComparison.Ordinal)) => settings.RemoveRange(["/accessLogSettings/destinationArn", "/accessLogSettings/format"]),
        ("remove", _, _) when StageSettings.Knows(path) && !stage.Settings.Keys.Except(settings.Keys).Contains(path) => settings.Remove(path),
        ("replace" or "add", _, { } text) when StageSettings.Knows(path) && path != "/deploymentId" => settings.SetItem(path, text),
        _ => throw new ServiceFault("NotImplemented", 501, "lanyard sandbox doesn't take this patch operation with apigateway:UpdateStage yet"),
    };

    private static void Write(Utf8JsonWriter json, StageView stage)
    {
        json.WriteString("stageName", stage.Name);
        json.WriteString("deploymentId", stage.DeploymentId);
        json.WriteBoolean("cacheClusterEnabled", false);
        json.WriteString("cacheClusterStatus", "NOT_AVAILABLE");
        StageSettings.Write(json, stage.Settings);
        if (!stage.Tags.IsEmpty)
        {
            ApiCall.WriteMap(json, "tags", stage.Tags);
        }

        ApiCall.WriteTime(json, "createdDate", stage.Created);
        ApiCall.WriteTime(json, "lastUpdatedDate", stage.Updated);
    }
}
