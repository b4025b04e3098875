using System.Text.Json;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.ApiGateway;

/// <summary>REST APIs and their deployments, as stacks made them.</summary>
internal static class RestApiOperations
{
    private const string ApiType = "AWS::ApiGateway::RestApi";
    private const string DeploymentType = "AWS::ApiGateway::Deployment";

    public static ApiRoute[] All { get; } =
    [
        new("GetRestApis", "GET", "/restapis", List),
        new("GetRestApi", "GET", "/restapis/{}", Get),
        new("GetDeployments", "GET", "/restapis/{}/deployments", ListDeployments),
        new("GetDeployment", "GET", "/restapis/{}/deployments/{}", GetDeployment),
    ];

    /// <summary>Finds an API.</summary>
    /// <exception cref="ServiceFault">There is none.</exception>
    public static (Stack Stack, StackResource Resource) Find(ApiCall call, string id) =>
        call.Find(ApiType, id) ?? throw ApiCall.NotFound($"Invalid API identifier specified {call.AccountId}:{id}");

    /// <summary>Gives the deployments of an API, the newest first.</summary>
    public static IEnumerable<StackResource> DeploymentsOf(ApiCall call, string apiId) => call.State.Stacks.Resources(call.AccountId, call.Region, DeploymentType)
        .Where(d => d.Properties.Find("RestApiId")?.Text == apiId)
        .OrderByDescending(d => d.Updated).ThenByDescending(d => d.PhysicalId, StringComparer.Ordinal);

    private static void List(ApiCall call, Utf8JsonWriter json)
    {
        call.RequireKnown("limit", "position");
        call.Authorize("/restapis");
        call.Page(
            json, call.State.Stacks.Made(call.AccountId, call.Region, ApiType).OrderBy(m => m.Resource.PhysicalId, StringComparer.Ordinal), m => m.Resource.PhysicalId,
            made => Write(call, json, made.Stack, made.Resource));
    }

    private static void Get(ApiCall call, Utf8JsonWriter json)
    {
        call.RequireKnown();
        call.Authorize($"/restapis/{call.Named[0]}");
        var (stack, api) = Find(call, call.Named[0]);
        Write(call, json, stack, api);
    }

    private static void ListDeployments(ApiCall call, Utf8JsonWriter json)
    {
        call.RequireKnown("limit", "position");
        call.Authorize($"/restapis/{call.Named[0]}/deployments");
        Find(call, call.Named[0]);
        call.Page(json, DeploymentsOf(call, call.Named[0]), d => d.PhysicalId, deployment => WriteDeployment(json, deployment));
    }

    private static void GetDeployment(ApiCall call, Utf8JsonWriter json)
    {
        call.RequireKnown();
        call.Authorize($"/restapis/{call.Named[0]}/deployments/{call.Named[1]}");
        Find(call, call.Named[0]);
        WriteDeployment(json, DeploymentsOf(call, call.Named[0]).FirstOrDefault(d => d.PhysicalId == call.Named[1]) ?? throw ApiCall.NotFound("Invalid Deployment identifier specified"));
    }

    private static void WriteDeployment(Utf8JsonWriter json, StackResource deployment)
    {
        json.WriteString("id", deployment.PhysicalId);
        ApiCall.WriteText(json, "description", deployment.Properties.Find("Description"));
        ApiCall.WriteTime(json, "createdDate", deployment.Updated);
    }

    private static void Write(ApiCall call, Utf8JsonWriter json, Stack stack, StackResource api)
    {
        json.WriteString("id", api.PhysicalId);
        ApiCall.WriteText(json, "name", api.Properties.Find("Name"));
        ApiCall.WriteText(json, "description", api.Properties.Find("Description"));
        ApiCall.WriteTime(json, "createdDate", api.Updated);
        json.WriteString("apiKeySource", api.Properties.Find("ApiKeySourceType")?.Text ?? "HEADER");
        json.WriteStartObject("endpointConfiguration");
        json.WriteStartArray("types");
        foreach (var type in api.Properties.Find("EndpointConfiguration")?.Find("Types")?.Items.Select(t => t.Text).DefaultIfEmpty("EDGE") ?? ["EDGE"])
        {
            json.WriteStringValue(type);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteBoolean("disableExecuteApiEndpoint", api.Properties.Find("DisableExecuteApiEndpoint")?.Text == "true");
        json.WriteString("rootResourceId", api.Attributes.GetValueOrDefault("RootResourceId"));
        if (TagOperations.TagsOf(call, call.ArnOf($"/restapis/{api.PhysicalId}"), stack, api) is { Count: > 0 } tags)
        {
            ApiCall.WriteMap(json, "tags", tags);
        }
    }
}
