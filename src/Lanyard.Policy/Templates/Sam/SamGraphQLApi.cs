using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Templates.Sam;

/// <summary>Expands <c>AWS::Serverless::GraphQLApi</c>. See "CloudFormation resources generated when AWS::Serverless::GraphQLApi is specified", AWS SAM Developer Guide.</summary>
internal static class SamGraphQLApi
{
    private static readonly string Unknown = Placeholder.Mark.ToString();

    public static void Expand(SamResources made, string id, JsonNode properties)
    {
        var api = Nodes.Attribute(id, "ApiId");
        made.Add(id, "AWS::AppSync::GraphQLApi", Nodes.Object(
            ("Name", properties.Find("Name") ?? Nodes.Text(id)), ("XrayEnabled", properties.Find("XrayEnabled")), ("LogConfig", LogConfig(made, id, properties.Find("Logging"))),
            ("Tags", Nodes.TagList(properties.Find("Tags")))));
        made.Add(id + "Schema", "AWS::AppSync::GraphQLSchema", Nodes.Object(("ApiId", api), ("Definition", properties.Find("SchemaInline")), ("DefinitionS3Location", Uploaded(properties.Find("SchemaUri")))));
        Authorizers(made, id, properties.Find("Auth"));
        foreach (var key in properties.Find("ApiKeys")?.Members ?? [])
        {
            made.Add(id + key.Name.Value, "AWS::AppSync::ApiKey", Nodes.Object(("ApiId", api)));
        }

        if (properties.Find("Cache") is { } cache)
        {
            made.Add(id + "ApiCache", "AWS::AppSync::ApiCache", cache.With(("ApiId", api)));
        }

        if (properties.Find("DomainName") is { } domain)
        {
            made.Add(id + "DomainName", "AWS::AppSync::DomainName", domain);
            made.Add(id + "DomainNameApiAssociation", "AWS::AppSync::DomainNameApiAssociation", Nodes.Object(("ApiId", api), ("DomainName", domain.Find("DomainName"))));
        }

        Sources(made, id, api, properties.Find("DataSources"));
        foreach (var function in properties.Find("Functions")?.Members ?? [])
        {
            made.Add(id + function.Name.Value, "AWS::AppSync::FunctionConfiguration", Nodes.Object(("ApiId", api), ("CodeS3Location", Uploaded(function.Value.Find("CodeUri")))));
        }

        foreach (var operation in properties.Find("Resolvers")?.Members ?? [])
        {
            foreach (var resolver in operation.Value.Members)
            {
                made.Add(id + operation.Name.Value + resolver.Name.Value, "AWS::AppSync::Resolver", Nodes.Object(("ApiId", api), ("CodeS3Location", Uploaded(resolver.Value.Find("CodeUri")))));
            }
        }
    }

    // Unless logging is switched off or a role is named, SAM makes one for it.
    private static JsonNode? LogConfig(SamResources made, string id, JsonNode? logging)
    {
        if (logging is { Kind: JsonNodeKind.Boolean, Text: "false" })
        {
            return null;
        }

        if (logging?.Find("CloudWatchLogsRoleArn") is { } given)
        {
            return Nodes.Object(("CloudWatchLogsRoleArn", given));
        }

        made.Add(id + "CloudWatchRole", "AWS::IAM::Role", Nodes.Object(("ManagedPolicyArns", Nodes.List(Nodes.PolicyOfAws("service-role/AWSAppSyncPushToCloudWatchLogs")))));
        return Nodes.Object(("CloudWatchLogsRoleArn", Nodes.Attribute(id + "CloudWatchRole", "Arn")));
    }

    private static void Authorizers(SamResources made, string id, JsonNode? auth)
    {
        var number = 0;
        foreach (var provider in auth is null ? [] : (auth.Find("Additional")?.Items ?? []).Insert(0, auth))
        {
            if (provider.Find("LambdaAuthorizer")?.Find("AuthorizerUri") is { } function)
            {
                made.AddPermission(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{id}ToLambdaAuthConnector{++number}WriteLambdaPermission"), function);
            }
        }
    }

    private static void Sources(SamResources made, string id, JsonNode api, JsonNode? sources)
    {
        foreach (var (kind, type) in new[] { ("DynamoDb", "AMAZON_DYNAMODB"), ("Lambda", "AWS_LAMBDA") })
        {
            foreach (var source in sources?.Find(kind)?.Members ?? [])
            {
                var logicalId = $"{id}{source.Name.Value}{kind}DataSource";
                var role = source.Value.Find("ServiceRoleArn");
                if (role is null)
                {
                    made.Add(logicalId + "Role", "AWS::IAM::Role", Nodes.Object());
                    made.Add($"{logicalId}To{Unknown}Policy", "AWS::IAM::ManagedPolicy", Nodes.Object(("Roles", Nodes.List(Nodes.Ref(logicalId + "Role")))));
                    role = Nodes.Attribute(logicalId + "Role", "Arn");
                }

                made.Add(logicalId, "AWS::AppSync::DataSource", Nodes.Object(("ApiId", api), ("Name", source.Value.Find("Name") ?? Nodes.Text(source.Name.Value)), ("Type", Nodes.Text(type)), ("ServiceRoleArn", role)));
            }
        }

        // Functions and resolvers without a source get one that does nothing.
        made.Add(id + "NoneDataSource", "AWS::AppSync::DataSource", Nodes.Object(("ApiId", api), ("Type", Nodes.Text("NONE"))));
    }

    // A path of this machine is uploaded when it is packaged.
    private static JsonNode? Uploaded(JsonNode? uri) => uri is { Kind: JsonNodeKind.Text } && !uri.Text.Contains("://", StringComparison.Ordinal) ? Nodes.Text($"s3://{Unknown}/{Unknown}") : uri;
}
