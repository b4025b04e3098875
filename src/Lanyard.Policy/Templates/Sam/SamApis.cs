using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Templates.Sam;

/// <summary>Expands <c>AWS::Serverless::Api</c> and <c>AWS::Serverless::HttpApi</c>.</summary>
internal static class SamApis
{
    public static void Rest(SamResources made, string id, JsonNode properties)
    {
        var stage = properties.Find("StageName") ?? Nodes.Text("Prod");
        made.Add(id, "AWS::ApiGateway::RestApi", Kept(properties, "Name", "BinaryMediaTypes", "MinimumCompressionSize", "EndpointConfiguration", "ApiKeySourceType", "Policy").With(("Body", Description(properties)), ("Tags", Nodes.TagList(properties.Find("Tags")))));
        made.Add(id + "Deployment", "AWS::ApiGateway::Deployment", Nodes.Object(("RestApiId", Nodes.Ref(id))));
        made.Add(id + (stage.Kind == JsonNodeKind.Text ? stage.Text : "") + "Stage", "AWS::ApiGateway::Stage",
            Kept(properties, "AccessLogSetting", "CacheClusterEnabled", "CacheClusterSize", "CanarySetting", "MethodSettings", "TracingEnabled", "Variables")
                .With(("RestApiId", Nodes.Ref(id)), ("StageName", stage), ("Tags", Nodes.TagList(properties.Find("Tags")))));
        if (properties.Find("Domain") is { } domain)
        {
            made.Add("ApiGatewayDomainName" + id, "AWS::ApiGateway::DomainName", domain.Without("Route53", "BasePath"));
            made.Add(id + "BasePathMapping", "AWS::ApiGateway::BasePathMapping", Nodes.Object(("DomainName", domain.Find("DomainName")), ("RestApiId", Nodes.Ref(id))));
            Records(made, id, domain);
        }

        Authorizers(made, id, properties);
        if (properties.Find("Auth")?.Find("UsagePlan") is { } plan && plan.Find("CreateUsagePlan") is not { Text: "NONE" })
        {
            made.Add(id + "UsagePlan", "AWS::ApiGateway::UsagePlan", Nodes.Object());
            made.Add(id + "ApiKey", "AWS::ApiGateway::ApiKey", Nodes.Object());
            made.Add(id + "UsagePlanKey", "AWS::ApiGateway::UsagePlanKey", Nodes.Object());
        }
    }

    public static void Http(SamResources made, string id, JsonNode properties)
    {
        // The API has its tags in its description, the stage and the domain name have them as a property.
        var tags = Nodes.CreatedBySam(properties.Find("Tags"), "httpapi:createdBy");
        made.Add(id, "AWS::ApiGatewayV2::Api", Kept(properties, "Name", "CorsConfiguration", "DisableExecuteApiEndpoint", "FailOnWarnings").With(("Body", Description(properties)), ("Tags", tags)));
        made.Add(id + "ApiGatewayDefaultStage", "AWS::ApiGatewayV2::Stage",
            Kept(properties, "DefaultRouteSettings", "RouteSettings", "StageVariables").With(("ApiId", Nodes.Ref(id)), ("StageName", properties.Find("StageName") ?? Nodes.Text("$default")), ("AutoDeploy", Nodes.Text("true")), ("AccessLogSettings", properties.Find("AccessLogSettings")), ("Tags", tags)));
        Authorizers(made, id, properties);
        if (properties.Find("Domain") is { } domain)
        {
            made.Add("ApiGatewayDomainNameV2" + id, "AWS::ApiGatewayV2::DomainName", domain.Without("Route53", "BasePath").With(("Tags", tags)));
            made.Add(id + "ApiMapping", "AWS::ApiGatewayV2::ApiMapping", Nodes.Object(("ApiId", Nodes.Ref(id)), ("DomainName", domain.Find("DomainName"))));
            Records(made, id, domain);
        }
    }

    // The description that is given, or that SAM makes; what it names of this machine isn't read, and so isn't known.
    private static JsonNode Description(JsonNode properties)
    {
        if (properties.Find("DefinitionBody") is not { } given && properties.Find("DefinitionUri") is not null)
        {
            return Nodes.Text("made");
        }

        var auth = properties.Find("Auth");
        var callers = (auth?.Find("Authorizers")?.Members ?? []).Select(authorizer => authorizer.Value.Find("FunctionInvokeRole")).OfType<JsonNode>().ToArray();
        return SamResources.Described(properties.Find("DefinitionBody"), auth?.Find("InvokeRole") is { Text: not ("NONE" or "CALLER_CREDENTIALS") } caller ? [caller] : [], callers);
    }

    // A function that decides whom to let in.
    private static void Authorizers(SamResources made, string id, JsonNode properties)
    {
        foreach (var authorizer in properties.Find("Auth")?.Find("Authorizers")?.Members ?? [])
        {
            if (authorizer.Value.Find("FunctionArn") is { } function && authorizer.Value.Find("EnableFunctionDefaultPermissions") is not { Text: "false" })
            {
                made.AddPermission(id + authorizer.Name.Value + "AuthorizerPermission", function);
            }
        }
    }

    private static void Records(SamResources made, string id, JsonNode domain)
    {
        if (domain.Find("Route53") is { } zone)
        {
            made.Add("RecordSetGroup" + id, "AWS::Route53::RecordSetGroup", Kept(zone, "HostedZoneId", "HostedZoneName"));
        }
    }

    private static JsonNode Kept(JsonNode properties, params string[] names) => JsonNode.OfMembers(properties.Place, [.. properties.Members.Where(m => names.Contains(m.Name.Value))]);
}
