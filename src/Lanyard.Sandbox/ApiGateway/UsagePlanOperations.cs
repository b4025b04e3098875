using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Lanyard.Policy.Documents;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.ApiGateway;

/// <summary>Usage plans and API keys, as stacks made them.</summary>
internal static class UsagePlanOperations
{
    private const string PlanType = "AWS::ApiGateway::UsagePlan";
    private const string KeyType = "AWS::ApiGateway::ApiKey";

    public static ApiRoute[] All { get; } =
    [
        new("GetUsagePlans", "GET", "/usageplans", List),
        new("GetUsagePlan", "GET", "/usageplans/{}", Get),
        new("UpdateUsagePlan", "PATCH", "/usageplans/{}", Update),
        new("GetApiKeys", "GET", "/apikeys", ListKeys),
        new("GetApiKey", "GET", "/apikeys/{}", GetKey),
    ];

    private static void List(ApiCall call, Utf8JsonWriter json)
    {
        call.RequireKnown("limit", "position");
        call.Authorize("/usageplans");
        call.Page(json, Made(call, PlanType), m => m.Resource.PhysicalId, made => WritePlan(call, json, made.Stack, made.Resource));
    }

    private static void Get(ApiCall call, Utf8JsonWriter json)
    {
        call.RequireKnown();
        call.Authorize($"/usageplans/{call.Named[0]}");
        var (stack, plan) = FindPlan(call);
        WritePlan(call, json, stack, plan);
    }

    private static void Update(ApiCall call, Utf8JsonWriter json)
    {
        call.RequireKnown();
        var patches = call.Input.Structures("patchOperations", 1000).Select(p => (Op: p.Text("op"), Path: p.Text("path"), Value: p.OptionalText("value"))).ToList();
        call.Authorize($"/usageplans/{call.Named[0]}");
        var (stack, plan) = FindPlan(call);
        if (patches.Any(p => (p.Op, p.Path, p.Value) is not ("remove", "/apiStages", not null)))
        {
            throw new ServiceFault("NotImplemented", 501, "lanyard sandbox doesn't take this patch operation with apigateway:UpdateUsagePlan yet");
        }

        if (patches.Any(p => !StagesOf(call, plan).Contains(p.Value)))
        {
            throw ApiCall.NotFound("Invalid API Stage specified");
        }

        patches.ForEach(p => call.State.Apis.Leave(plan.PhysicalId, p.Value!));

        WritePlan(call, json, stack, plan);
    }

    private static void ListKeys(ApiCall call, Utf8JsonWriter json)
    {
        call.RequireKnown("limit", "position", "includeValues");
        call.Authorize("/apikeys");
        call.Page(json, Made(call, KeyType), m => m.Resource.PhysicalId, made => WriteKey(call, json, made.Stack, made.Resource, call.Parameter("includeValues") == "true"));
    }

    private static void GetKey(ApiCall call, Utf8JsonWriter json)
    {
        call.RequireKnown("includeValue");
        call.Authorize($"/apikeys/{call.Named[0]}");
        var (stack, key) = call.Find(KeyType, call.Named[0]) ?? throw ApiCall.NotFound("Invalid API Key identifier specified");
        WriteKey(call, json, stack, key, call.Parameter("includeValue") == "true");
    }

    private static IEnumerable<(Stack Stack, StackResource Resource)> Made(ApiCall call, string type) =>
        call.State.Stacks.Made(call.AccountId, call.Region, type).OrderBy(m => m.Resource.PhysicalId, StringComparer.Ordinal);

    private static (Stack Stack, StackResource Resource) FindPlan(ApiCall call) => call.Find(PlanType, call.Named[0]) ?? throw ApiCall.NotFound("Invalid Usage Plan ID specified");

    private static IEnumerable<string> StagesOf(ApiCall call, StackResource plan) => (plan.Properties.Find("ApiStages")?.Items ?? [])
        .Select(s => $"{s.Find("ApiId")?.Text}:{s.Find("Stage")?.Text}").Where(s => !call.State.Apis.HasLeft(plan.PhysicalId, s));

    private static void WritePlan(ApiCall call, Utf8JsonWriter json, Stack stack, StackResource plan)
    {
        json.WriteString("id", plan.PhysicalId);
        ApiCall.WriteText(json, "name", plan.Properties.Find("UsagePlanName"));
        ApiCall.WriteText(json, "description", plan.Properties.Find("Description"));
        json.WriteStartArray("apiStages");
        foreach (var stage in StagesOf(call, plan))
        {
            json.WriteStartObject();
            json.WriteString("apiId", stage.Split(':')[0]);
            json.WriteString("stage", stage.Split(':')[1]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteNumbers(json, "throttle", plan.Properties.Find("Throttle"), ("burstLimit", "BurstLimit"), ("rateLimit", "RateLimit"));
        WriteNumbers(json, "quota", plan.Properties.Find("Quota"), ("limit", "Limit"), ("offset", "Offset"), ("period", "Period"));
        WriteTags(call, json, $"/usageplans/{plan.PhysicalId}", stack, plan);
    }

    private static void WriteKey(ApiCall call, Utf8JsonWriter json, Stack stack, StackResource key, bool hasValue)
    {
        json.WriteString("id", key.PhysicalId);
        ApiCall.WriteText(json, "name", key.Properties.Find("Name"));
        ApiCall.WriteText(json, "description", key.Properties.Find("Description"));
        json.WriteBoolean("enabled", key.Properties.Find("Enabled")?.Text == "true");
        ApiCall.WriteTime(json, "createdDate", key.Updated);
        ApiCall.WriteTime(json, "lastUpdatedDate", key.Updated);
        json.WriteStartArray("stageKeys");
        json.WriteEndArray();
        if (hasValue)
        {
            // One that the template doesn't give stays the same all the time.
            json.WriteString("value", key.Properties.Find("Value")?.Text ?? Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(key.PhysicalId)))[..40]);
        }

        WriteTags(call, json, $"/apikeys/{key.PhysicalId}", stack, key);
    }

    private static void WriteTags(ApiCall call, Utf8JsonWriter json, string path, Stack stack, StackResource resource)
    {
        if (TagOperations.TagsOf(call, call.ArnOf(path), stack, resource) is { IsEmpty: false } tags)
        {
            ApiCall.WriteMap(json, "tags", tags);
        }
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, JsonNode? node, params (string Member, string Property)[] members)
    {
        if (node is null)
        {
            return;
        }

        json.WriteStartObject(name);
        foreach (var (member, property) in members)
        {
            if (node.Find(property) is not { } value)
            {
                continue;
            }

            if (decimal.TryParse(value.Text, System.Globalization.CultureInfo.InvariantCulture, out var number))
            {
                json.WriteNumber(member, number);
            }
            else
            {
                json.WriteString(member, value.Text);
            }
        }

        json.WriteEndObject();
    }
}
